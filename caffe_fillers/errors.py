"""What can go wrong, told in one manner: what was wrong, where, and what to do next.

Inner code raises with what it knows. The caller that knows the place (a layer, a field, a file
and line) adds it once, with `with within(place):`. The command line turns any of these into one
readable message and exit code 3.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "FAULT",
    "STRICT",
    "TRACEBACK",
    "CaffeFillersError",
    "CostError",
    "DataError",
    "EraError",
    "FillerError",
    "FormatError",
    "LayerError",
    "NetError",
    "NothingToDoError",
    "OutputError",
    "ShapeError",
    "TextError",
    "UpgradeError",
    "did_you_mean",
    "fault",
    "within",
]

#: The exit code of a fault of this program itself: EX_SOFTWARE of sysexits.h.
FAULT = 70
#: The environment variable that asks for tracebacks of faults; child processes have it, too.
TRACEBACK = "FILL_WEIGHTS_TRACEBACK"


#: What to tell where a warning was taken for an error.
STRICT = "--strict takes every warning for an error."


class CaffeFillersError(Exception):
    """The root of every error that a user's input or surroundings can cause.

    Args:
        message: What was wrong, with the value that was seen.
        where: The place: `file:line:column`, a layer, a field; outermost first, joined by ": ".
        hint: What to do next, a full sentence.

    Example:
        >>> from caffe_fillers import CaffeFillersError
        >>> print(CaffeFillersError("is 0", where="net.prototxt:3:1", hint="Set it."))
        net.prototxt:3:1: is 0
          Set it.

    Source: none.
    """

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders; keyword arguments would be lost by the default.
        return _restore, (type(self), self.message, self.where, self.hint)


def _restore(
    kind: type[CaffeFillersError], message: str, where: str | None, hint: str | None
) -> CaffeFillersError:
    return kind(message, where=where, hint=hint)


@contextmanager
def within(place: str) -> Iterator[None]:
    """Add `place` in front of what an error raised inside already knows of its own place."""
    try:
        yield
    except CaffeFillersError as error:
        error.where = f"{place}: {error.where}" if error.where else place
        raise


class TextError(CaffeFillersError):
    """A prototxt that protobuf's text format refuses; `where` is file:line:column."""


class CostError(TextError):
    """A question of the user's that would take longer than it may."""


class UpgradeError(CaffeFillersError):
    """An old definition that Caffe's own upgrade refuses."""


class NetError(CaffeFillersError):
    """A net that cannot be wired: blobs, phases, shared parameters, counts of bottoms and tops."""


class LayerError(CaffeFillersError):
    """A layer that cannot be set up: its parameters contradict each other or are missing."""


class ShapeError(LayerError):
    """Shapes that do not fit a layer, or that no blob may have."""


class FillerError(CaffeFillersError):
    """A filler whose type is unknown or whose parameters it cannot use."""


class DataError(CaffeFillersError):
    """A database, image list or other data file that is missing or cannot be read."""


class EraError(CaffeFillersError):
    """A Boost release, a Caffe revision or a platform that is not in the tables."""


class FormatError(CaffeFillersError):
    """A model file that is broken, too large for its format, or of an unknown kind."""


class NothingToDoError(CaffeFillersError):
    """Wishes, or an input, that leave nothing to be done: a matter of usage."""


class OutputError(CaffeFillersError):
    """A target that cannot be written, or that stands already and may not be replaced."""


def fault(error: BaseException) -> str:
    """What is said of an error that no input should be able to cause.

    One line; with the environment variable TRACEBACK the traceback comes before it.
    """
    said = str(error).partition("\n")[0][:200]
    kind = f"{type(error).__name__}: {said}" if said else type(error).__name__
    line = f"{kind}; this is a fault of fill-weights: please report it, with what --traceback shows"
    if not os.environ.get(TRACEBACK):
        return line
    import traceback  # noqa: PLC0415  # few processes need it

    return "".join((*traceback.format_exception(error), line))


#: How many names, and how long ones, `did_you_mean` compares.
_CANDIDATES, _LENGTH = 2000, 100


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint naming the nearest of the known names, or None when nothing is near."""
    import difflib  # noqa: PLC0415  # few processes need it

    known = list(known)
    by_fold = {each.casefold(): each for each in known}
    if name.casefold() in by_fold:
        return f"Did you mean {by_fold[name.casefold()]!r}?"
    # The search compares letter by letter: hostile names must not make it long.
    short = [each for each in known[-_CANDIDATES:] if len(each) <= _LENGTH]
    near = difflib.get_close_matches(name, short, n=2) if len(name) <= _LENGTH else []
    return f"Did you mean {' or '.join(repr(each) for each in near)}?" if near else None
