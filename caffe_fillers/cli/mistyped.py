"""A first word that names no file: is it a command, with a letter wrong?"""

from __future__ import annotations

import os
from glob import has_magic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["meant", "mistaken"]

#: So many letters may be wrong, missing, too many, or two of them swapped.
EDITS = 2


def mistaken(word: str, commands: Iterable[str]) -> str:
    """What to say of a word that stands where a file is wanted; empty where it may be one."""
    if word.startswith("-") or has_magic(word) or os.path.lexists(word):
        return ""
    commands = list(commands)
    if word in commands:
        return f"the command comes first: fill-weights {word} ..."
    near = meant(word, commands)
    return f"there is no command or file {word!r}; did you mean {near!r}?" if near else ""


def meant(word: str, commands: Iterable[str]) -> str:
    """The nearest command that is at most two edits away; empty where none is."""
    near = [(distance(word.lower(), each), each) for each in commands if len(word) <= 2 * len(each)]
    edits, best = min(near, default=(EDITS + 1, ""))
    return best if edits <= EDITS else ""


def distance(one: str, other: str) -> int:
    """How many letters must be changed, left out, added or swapped to make one word the other.

    Damerau and Levenshtein's distance, no letter being touched twice.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        new = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], wanted):
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        before, row = row, new
    return row[-1]
