"""What a compiled kernel may sort out of many seeds, as _kernels.c wants it told.

A scan looks at two or three words of a stream and passes every stream that gives the value, and
few others. What it passes is looked at again by the trace that it belongs to.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caffe_fillers import kernels
from caffe_fillers.rng import compiled, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LANES", "Scan", "Scanner", "box_muller", "within", "ziggurat"]

#: The fields of `Scan` in _kernels.c.
_LAYOUT = np.dtype(
    [
        *(("kind", "i4"), ("rows", "i4"), ("intervals", "i4"), ("interval_row", "i4", 8)),
        *(("interval_low", "u4", 8), ("interval_high", "u4", 8), ("tail", "i4")),
        *(("low", "u4", 256), ("high", "u4", 256), ("slow", "u4", 256)),
        *(("sine", "i4"), ("value", "f4"), ("slack", "f4"), ("radius_slack", "f4")),
    ]
)
Scan: TypeAlias = NDArray[np.void]

WITHIN, ZIGGURAT, BOX_MULLER = range(3)
#: Seeds that the kernel works at, side by side; what it is asked for is a multiple.
LANES = 128
_LAST = 0xFFFFFFFF


def _scan(kind: int, rows: int) -> Scan:
    scan = np.zeros(1, _LAYOUT)
    scan["kind"], scan["rows"] = kind, rows
    return scan


def within(intervals: Sequence[tuple[int, float, float]]) -> Scan:
    """Some word's fraction lies in its interval: word, lowest and highest fraction, up to 8."""
    scan = _scan(WITHIN, 1 + max(row for row, _, _ in intervals))
    scan["intervals"] = len(intervals)
    for number, (row, low, high) in enumerate(intervals):
        scan["interval_row"][0, number] = row
        scan["interval_low"][0, number] = _word(math.floor(low * 2.0**32) - 1)
        scan["interval_high"][0, number] = _word(math.ceil(high * 2.0**32) + 1)
    return scan


def _word(value: int) -> int:
    return min(max(value, 0), _LAST)


def ziggurat(z: float, slack: float, wedge: float) -> Scan | None:
    """The first normal value is z within the slack, by G2 or G3; None where z is not a number.

    Draws that lie within `wedge` of where they might be slow count as slow.
    """
    if not math.isfinite(z):
        return None
    scan = _scan(ZIGGURAT, 3)
    scan["tail"] = abs(z) >= tables.NORMAL_X[1] - slack - wedge
    byte = np.arange(256)
    width = tables.NORMAL_X[byte >> 1]
    signed = np.where(byte & 1, z, -z)
    # In steps of 2**-24 of the layer's width, one more on either side.
    low = np.floor((signed - slack) / width * 2.0**24) - 1
    high = np.ceil((signed + slack) / width * 2.0**24) + 1
    none = (high < 0) | (low >= 2.0**24)
    scan["low"] = np.where(none, _LAST, np.clip(low, 0, 2**24 - 1) * 256)
    scan["high"] = np.where(none, 0, np.clip(high, 0, 2**24 - 1) * 256 + 255)
    edge = (tables.NORMAL_X[(byte >> 1) + 1] - wedge) / width
    scan["slow"] = np.clip(np.floor(edge * 2.0**24) - 1, 0, 2**24 - 1) * 256
    return scan


def box_muller(z: float, slack: float, *, sine: bool) -> Scan | None:
    """The first normal value, or the second one, is z within the slack, by G1."""
    if not math.isfinite(z):
        return None
    scan = _scan(BOX_MULLER, 2)
    scan["sine"], scan["value"] = sine, z
    # The kernel works in float32, whose roundings come on top of the trace's own slack.
    scan["slack"], scan["radius_slack"] = slack + 2.0**-21 * abs(z) + 2.0**-40, 2.0**-18
    return scan


class Scanner:
    """Scans blocks of seeds with the compiled kernels; one for each thread."""

    def __init__(self, start: int, block: int) -> None:
        """For words from `start` on, and blocks of at most `block` seeds, a multiple of LANES."""
        if kernels.compiled is None:
            raise RuntimeError("there are no compiled kernels")
        compiled.prepare()
        self._kernels, self._start = kernels.compiled, start
        self._state = np.empty((624, LANES), np.uint32)
        self._rows = np.empty((8, LANES), np.uint32)
        self._hits = np.empty(block + LANES, np.uint32)

    def hits(self, scans: Sequence[Scan], seeds: range) -> NDArray[np.uint32]:
        """The seeds of the range that pass one of the scans, in order."""
        together = np.concatenate(scans)
        found = self._kernels.scan(
            *(kernels.address(together), together.nbytes),
            *(seeds.start, -(-len(seeds) // LANES) * LANES, self._start),
            *(kernels.address(self._state), kernels.address(self._rows)),
            kernels.address(self._hits),
        )
        hits = self._hits[:found]
        # Those beyond the range were worked out for company.
        inside: NDArray[np.uint32] = hits[hits - np.uint32(seeds.start) < len(seeds)]
        return inside
