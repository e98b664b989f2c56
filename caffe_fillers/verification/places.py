"""Where the layers of a net stand in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.formats import prototxt
from caffe_fillers.strings import decoded
from caffe_fillers.text.scalars import string
from caffe_fillers.text.tree import Block, Field, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["lines_of"]


def lines_of(path: Path) -> dict[str, int]:
    """For each layer name the line on which the first layer of that name begins.

    Empty for what is no net, a solver for instance.
    """
    try:
        document = prototxt.read(path)
    except CaffeFillersError:
        return {}
    found: dict[str, int] = {}
    for field in document.fields:
        if field.name in ("layer", "layers"):
            for name in _names(field):
                found.setdefault(name, field.line)
    return found


def _names(field: Field) -> Iterator[str]:
    for block in blocks_of(field.value):
        yield from _own_name(block)
        # A layer of the first generation is wrapped in another.
        for inner in block.blocks("layer"):
            yield from _own_name(inner)


def _own_name(block: Block) -> Iterator[str]:
    name = block.get("name")
    if name is not None and isinstance(name.value, str):
        yield decoded(string(name.value))
