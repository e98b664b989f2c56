"""The standard streams as a command has them: closed, full, or read by nobody."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal

from caffe_fillers.cli.looks import echo, paint
from caffe_fillers.cli.stand_ins import named
from caffe_fillers.strings import legible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["STDOUT", "StdoutError", "own_stdout", "say", "standard_stream"]

#: Names of the standard streams: the only devices and pipes that are written.
STDOUT = frozenset({"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
STDERR = frozenset({"/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"})


class StdoutError(Exception):
    """Standard output takes nothing more; `error` tells why.

    No OSError: neither click nor a writer of files is to take it for one of its own.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.error = error

    @property
    def unread(self) -> bool:
        """Whether its reader went away, as `head` does: no fault of anybody's."""
        return isinstance(self.error, BrokenPipeError)


class _Out(io.FileIO):
    """Standard output, which fails once: what comes then is let go, to the interpreter's end."""

    _failed = False

    def write(self, content: Any) -> int:
        if self._failed:
            return len(content)
        try:
            return super().write(content) or 0
        except OSError as error:
            self._failed = True
            raise StdoutError(error) from None


class _Text(io.TextIOWrapper):
    """Texts on standard output, JSON among them, without the paths of files that stand in."""

    def write(self, text: str) -> int:
        return super().write(named(text))


@contextmanager
def own_stdout() -> Iterator[None]:
    """Let errors of standard output be StdoutErrors, and closed streams fail when they are used.

    Raises:
        StdoutError: what was printed cannot be written.
    """
    _hold_streams()
    held = sys.stdout
    try:
        held.flush()
        raw = _Out(held.fileno(), "w", closefd=False)
    except (OSError, ValueError, AttributeError):  # another stream, that of a test perhaps
        yield
        return
    # A name that the terminal's encoding has no letters for is no reason to stop.
    text = _Text(
        io.BufferedWriter(raw),
        held.encoding,
        errors="backslashreplace",
        line_buffering=raw.isatty(),
    )
    sys.stdout = text
    try:
        yield
        text.flush()
    finally:
        sys.stdout = held
        with suppress(StdoutError):
            text.flush()


def _hold_streams() -> None:
    """Put something that fails where a standard stream is closed.

    Else the next file that is opened would be taken for the stream.
    """
    modes = ((0, "stdin", "r", os.O_WRONLY), (1, "stdout", "w", os.O_RDONLY))
    for number, name, mode, flags in (*modes, (2, "stderr", "w", os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            # The system gives the lowest number that is free: this one.
            os.set_inheritable(os.open(os.devnull, flags), True)
            if getattr(sys, name) is None:
                setattr(sys, name, open(number, mode, closefd=False))  # noqa: SIM115  # for good


def standard_stream(path: str | os.PathLike[str]) -> Callable[[bytes], None] | None:
    """What writes to a standard stream, if this is one of its names."""
    if os.fspath(path) not in STDOUT | STDERR:
        return None

    def write(content: bytes) -> None:
        stream = (sys.stdout if os.fspath(path) in STDOUT else sys.stderr).buffer
        stream.write(content)
        stream.flush()

    return write


def say(text: str, *, role: Literal["error", "warning"] | None = None, nl: bool = True) -> None:
    """Say something on standard error, whatever names are in it; nobody need listen.

    What has a role begins with its name: "error: ".
    """
    head = paint(f"{role}: ", role) if role else ""
    with suppress(OSError):
        echo(head + legible_lines(text), nl=nl, err=True)
