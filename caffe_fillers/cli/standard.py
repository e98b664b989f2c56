"""Commands over files that take `-`: standard input as a file, standard output for what is written.

Readers of models seek and writers begin anywhere, which a pipe cannot do. What comes on standard
input is kept in a temporary file, once and bounded; what goes to standard output is written to a
temporary file first, so that nobody is given half of it.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.bulk.inputs import STREAM
from caffe_fillers.cli.helps import FILES, HelpfulCommand
from caffe_fillers.cli.stand_ins import stand_in
from caffe_fillers.errors import DataError, OutputError, within
from caffe_fillers.files.reading import STDIN, open_regular, spool_stdin
from caffe_fillers.files.writing import CHUNK
from caffe_fillers.formats.sniff import content

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["STDOUT", "StandardCommand"]

#: What errors call standard output.
STDOUT = "<stdout>"
#: Parameters that name one file to read, or several of them.
INPUTS = (*FILES, "models", "weights", "like", "net_file")
#: Parameters that name lists, which may come on standard input, too.
LISTS = ("files_from", "pairs")
#: Options of many files, whose results depend on names that standard input has not.
NAMED = ("out_dir", "manifest", "resume", "seed_by_name", "shard", "dask")
#: Suffixes by content: of an ONNX model nothing but its name tells it apart later.
SUFFIXES = {"onnx": ".onnx", "text": ".prototxt"}


class StandardCommand(HelpfulCommand):
    """A command whose files may be `-`.

    Args:
        args: As of a command.
        made: From the parameters, `-` replaced, to the suffix of what goes to standard output;
            None for a command that writes no file there.
        how: As of a command.
    """

    def __init__(
        self, *args: Any, made: Callable[[dict[str, Any]], str] | None = None, **how: Any
    ) -> None:
        super().__init__(*args, **how)
        self._made = made

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command with files in place of `-`, and send what it has written."""
        with ExitStack() as stack:
            target = self._prepared(ctx, stack)
            code = super().invoke(ctx)
            if target is not None:
                _send(target)
            return code

    def _prepared(self, ctx: click.Context, stack: ExitStack) -> Path | None:
        params = ctx.params
        if str(params.get("target")) == STREAM:
            params["target"] = None  # a table: it goes there unless it is told where to
        writes = self._made is not None and _writes(params)
        found = [each for name in INPUTS for each in _values(params, name) if str(each) == STREAM]
        if writes and _is_pair(params):
            found = found[1:]  # one of them is OUT
        if len(found) + sum(params.get(name) == STREAM for name in LISTS) > 1:
            raise click.UsageError("standard input can be read only once", ctx)
        used = [name for name in NAMED if params.get(name)]
        if (found or writes) and used and self._made is not None:
            option = f"--{used[0].replace('_', '-')}"
            raise click.UsageError(f"{option} is for files with names; - has none", ctx)
        if not (found or writes):
            return None
        target = None
        if writes:
            _check_output(params, ctx)
            # Replaced first: an OUT of `convert` is no input.
            target = _temporary(stack, "stdout", STDOUT)
            _put_output(params, target)
        if found:
            given = _temporary(stack, "stdin", STDIN)
            _put_input(params, _kept(given))
        if target is None or self._made is None:
            return None
        named = target.with_suffix(self._made(params))
        stand_in(named, STDOUT)
        _put_output(params, named)
        return named


def _values(params: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    value = params.get(name)
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def _is_pair(params: Mapping[str, Any]) -> bool:
    """Whether the files are IN and OUT."""
    return "output" not in params


def _writes(params: Mapping[str, Any]) -> bool:
    """Whether the output is standard output: named, or that of a standard input that is filled."""
    if _is_pair(params):
        files = params["files"]
        return len(files) == 2 and str(files[1]) == STREAM and not params.get("out_dir")
    if params["output"] is not None:
        return str(params["output"]) == STREAM
    first = _values(params, "nets" if "nets" in params else "net")
    return STREAM in map(str, first) and not params.get("out_dir")


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _check_output(params: Mapping[str, Any], ctx: click.Context) -> None:
    if _is_terminal():
        raise click.UsageError(
            "a binary file is not written to a terminal: name an output with -o, or redirect it",
            ctx,
        )
    for name, why in (
        ("as_json", "--json writes to standard output, too"),
        ("compares", "--compare writes to standard output, too"),
        ("against", "--against writes to standard output, too"),
        ("given", "--input writes a comparison to standard output, too"),
        ("external_data", "--external-data makes a second file"),
    ):
        if params.get(name):
            raise click.UsageError(f"{why}: name an output with -o", ctx)


def _temporary(stack: ExitStack, name: str, shown: str) -> Path:
    """A path in a folder of its own: what stands beside it is nobody's."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415  # for - only

    try:
        folder = stack.enter_context(TemporaryDirectory(prefix="fill-weights-"))
    except OSError as error:
        raise DataError(f"no temporary file can be made: {error.strerror}", where=shown) from None
    path = Path(folder) / name
    stand_in(path, shown)
    return path


def _kept(path: Path) -> Path:
    """Standard input as a file of the suffix that its content asks for."""
    with within(STDIN):
        try:
            with path.open("xb") as file:
                spool_stdin(file)
            named = path.with_suffix(SUFFIXES.get(content(path), ""))
            path.rename(named)
        except OSError as error:
            raise DataError(
                f"cannot be kept in a temporary file: {error.strerror or error}",
                hint="TMPDIR names a folder with more room.",
            ) from None
    stand_in(named, STDIN)
    return named


def _put_input(params: dict[str, Any], path: Path) -> None:
    for name in INPUTS:
        value = params.get(name)
        if isinstance(value, (tuple, list)):
            params[name] = tuple(_as(each, path) if str(each) == STREAM else each for each in value)
        elif value is not None and str(value) == STREAM:
            params[name] = _as(value, path)


def _put_output(params: dict[str, Any], path: Path) -> None:
    if _is_pair(params):
        source, old = params["files"]
        params["files"] = (source, _as(old, path))
    else:
        params["output"] = path


def _as(old: Any, path: Path) -> Any:
    """The path, in the type of what it replaces."""
    return path if isinstance(old, Path) else str(path)


def _send(target: Path) -> None:
    """Copy what was written to standard output."""
    with within(STDOUT):
        beside = sorted(each.name for each in target.parent.iterdir() if each != target)
        if beside or not target.exists():
            raise OutputError(
                "the result is more than one file" if beside else "nothing was written",
                hint="Name an output with -o.",
            )
        with open_regular(target) as file:
            while chunk := file.read(CHUNK):
                sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()
