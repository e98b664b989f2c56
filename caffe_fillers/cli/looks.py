"""How what is printed looks: who gets colour, what a colour means, and who waits sees a line.

The environment is heard as others hear it: NO_COLOR (no-color.org), CLICOLOR_FORCE
(bixense.com/clicolors), TERM=dumb; --color goes before all of them.
"""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import IO, TYPE_CHECKING, Any, Literal, TypeAlias

import click

from caffe_fillers.cli.stand_ins import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "CHOICES",
    "PATIENCE",
    "Bar",
    "Role",
    "choose",
    "clear_line",
    "coloured",
    "echo",
    "paint",
    "painted_diff",
    "painted_report",
    "taken",
    "working",
]

CHOICES = ("auto", "always", "never")
OPTION = "--color"

Role: TypeAlias = Literal["error", "warning", "good", "bad", "head", "added", "removed", "place"]
ROLES: Mapping[Role, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "good": {"fg": "green"},
    "bad": {"fg": "red"},
    "head": {"bold": True},
    "added": {"fg": "green"},
    "removed": {"fg": "red"},
    "place": {"fg": "cyan"},
}

#: Whoever waits longer than this is told for what.
PATIENCE = 0.5
#: How often such a line changes.
EVERY = 0.25

#: True and False where colour is wanted or not; None where the stream decides.
_wanted: ContextVar[bool | None] = ContextVar("wanted", default=None)

#: What a line of a report says of a blob: fine, or one of the rules that it breaks.
_GOOD = re.compile(r"(?<=  )ok(?=: )|\d+ blobs? verified|the net's filler fits")
_BAD = re.compile(
    r"(?<=  )(?:values-differ|law-broken|shape-differs|missing-blob|surplus-blob|unreadable-blob)"
    r"(?=: )|\d+ of \d+ blobs are wrong|the net's filler does NOT fit"
)
_MEANING = re.compile(r"^  => .*$")


def taken(args: list[str]) -> tuple[str, list[str]]:
    """The choice of --color, wherever it stands before `--`, and the other arguments.

    Raises:
        UsageError: there is no such choice.
    """
    choice, rest = "auto", list[str]()
    waiting = iter(args)
    for each in waiting:
        if each == "--":
            return choice, [*rest, each, *waiting]
        if each == OPTION or each.startswith(f"{OPTION}="):
            choice = each.partition("=")[2] if "=" in each else next(waiting, "")
            if choice not in CHOICES:
                raise click.UsageError(f"{OPTION} is one of {', '.join(CHOICES)}, not {choice!r}")
        else:
            rest.append(each)
    return choice, rest


def choose(choice: str, environment: Mapping[str, str] = os.environ) -> bool | None:
    """Decide for this run; True and False, or None where each stream decides."""
    wanted = {"always": True, "never": False}.get(choice)
    if choice == "auto":
        if environment.get("NO_COLOR"):
            wanted = False
        elif environment.get("CLICOLOR_FORCE") not in {None, "", "0"}:
            wanted = True
        elif environment.get("TERM") == "dumb":
            wanted = False
    _wanted.set(wanted)
    return wanted


def coloured(stream: IO[Any]) -> bool:
    """Whether a stream gets colour."""
    wanted = _wanted.get()
    return stream.isatty() if wanted is None else wanted


def paint(text: str, role: Role) -> str:
    """The text in the colour of its role; `echo` takes it away where none is wanted."""
    return click.style(text, **ROLES[role])


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text, with its colours where they are wanted."""
    text = named(text)
    click.echo(text, err=err, nl=nl, color=_wanted.get())


def painted_report(line: str) -> str:
    """A line of what `verify` or `identify` says."""
    line = _GOOD.sub(lambda found: paint(found[0], "good"), line)
    line = _BAD.sub(lambda found: paint(found[0], "bad"), line)
    return _MEANING.sub(lambda found: paint(found[0], "head"), line)


def painted_diff(diff: bytes) -> bytes:
    """A unified diff; bytes, as the file's may be of any encoding."""

    def painted(line: bytes) -> bytes:
        roles: Mapping[bytes, Role] = {b"+": "added", b"-": "removed", b"@": "place"}
        role = "head" if line.startswith((b"+++", b"---")) else roles.get(line[:1])
        if role is None:
            return line
        before, after = paint("\0", role).encode().split(b"\0")
        return before + line.rstrip(b"\n") + after + line[len(line.rstrip(b"\n")) :]

    return b"".join(map(painted, diff.splitlines(keepends=True)))


def clear_line() -> None:
    """Take back a line of progress on standard error, which is a terminal."""
    with suppress(OSError):
        click.echo("\r\x1b[K", nl=False, err=True, color=True)


class Bar:
    """A bar on standard error: a terminal, and work that takes longer than half a second."""

    def __init__(self, label: str, total: int, *, quiet: bool = False) -> None:
        self._label = label
        self._total = max(total, 1)
        self._done = 0
        self._shown = False
        self._quiet = quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb"
        self._next = time.monotonic() + PATIENCE

    def update(self, done: int) -> None:
        """So much more is done."""
        self._done += done
        now = time.monotonic()
        if self._quiet or now < self._next:
            return
        self._next, self._shown = now + EVERY, True
        share = min(self._done / self._total, 1)
        bar = "#" * round(30 * share)
        with suppress(OSError):
            text = f"\r{self._label}  [{bar:<30}] {share:4.0%}\x1b[K"
            click.echo(text, nl=False, err=True, color=True)

    def close(self) -> None:
        """Take it back."""
        if self._shown:
            clear_line()


@contextmanager
def working(label: str, *, quiet: bool = False) -> Iterator[None]:
    """Say what is being done, while it takes longer than half a second and a terminal watches."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    ended, begun = threading.Event(), time.monotonic()

    def watch() -> None:
        shown = False
        wait = PATIENCE
        while not ended.wait(wait):
            wait, shown = EVERY, True
            with suppress(OSError):
                text = f"\r{label} ... {time.monotonic() - begun:.0f} s\x1b[K"
                click.echo(text, nl=False, err=True, color=True)
        if shown:
            clear_line()

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        ended.set()
        watching.join()
