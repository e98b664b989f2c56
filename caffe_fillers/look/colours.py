"""Colours by what a layer is there for: Okabe and Ito's, told apart by colour-blind people.

Boxes have a light tint with black letters on it, at least 12:1 in contrast, and a border in the
full colour; nothing is told by colour alone, since every box names its type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.core.registry import Kind

__all__ = ["FILLS", "LINES", "SERIES"]

#: The border of a box, by `LayerType.kind`.
LINES: Mapping[Kind, str] = {
    "input": "#000000",
    "data": "#000000",
    "learned": "#0072B2",
    "activation": "#E69F00",
    "loss": "#D55E00",
    "metric": "#CC79A7",
    "output": "#777777",
    "other": "#009E73",
}
#: Its inside.
FILLS: Mapping[Kind, str] = {
    "input": "#F2F2F2",
    "data": "#F2F2F2",
    "learned": "#D6EAF5",
    "activation": "#FCEFD2",
    "loss": "#F9DFCC",
    "metric": "#F6E4EE",
    "output": "#EEEEEE",
    "other": "#D3F0E6",
}
#: For lines of a plot, in this order.
SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
