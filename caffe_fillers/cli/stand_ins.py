"""Files that stand in for standard input and output, and what is said in place of their paths."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["named", "stand_in"]

#: Paths and the names that they are shown under.
_shown: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("_shown", default=())


def stand_in(path: Path, name: str) -> None:
    """Let this path be shown under a name, for good: errors are printed last.

    Longer paths are replaced before those that they begin with.
    """
    pairs = {*_shown.get(), (str(path), name)}
    _shown.set(tuple(sorted(pairs, key=lambda pair: -len(pair[0]))))


def named(text: str) -> str:
    """A text with the names in place of the paths."""
    for path, name in _shown.get():
        text = text.replace(path, name)
    return text
