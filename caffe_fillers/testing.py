"""Assertions for tests, in the manner of `numpy.testing`.

    >>> from caffe_fillers import Rng, msra
    >>> from caffe_fillers.testing import assert_filled
    >>> weights = msra((64, 3, 7, 7), rng=Rng(1701))
    >>> assert_filled(weights, 'type: "msra"', seed=1701)

A failure tells how many values differ, the first of them with its index, both values in decimal
and hexadecimal and their distance, the word it was drawn at, and which other era agrees.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core import registry
from caffe_fillers.core.draws import Blob, Drawn, Fill, Habits, Plan, Shape, Slot
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.evidence import checks, family_wise
from caffe_fillers.formats.model import StoredBlob
from caffe_fillers.proto import caffe
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng
from caffe_fillers.rng.stream import Stream
from caffe_fillers.text import parse
from caffe_fillers.verification.alternatives import alternatives, told
from caffe_fillers.verification.difference import Tally, Tolerance, is_float
from caffe_fillers.verification.exact import Compared, compare, place_in_stream
from caffe_fillers.verification.laws import ALPHA
from caffe_fillers.verification.pairs import Pairs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from caffe_fillers.core.draws import Law

__all__ = ["assert_filled", "assert_same_bits"]

_SLOT = Slot(0, 0, "array")


def assert_same_bits(
    actual: ArrayLike, desired: ArrayLike, err_msg: str = "", *, ulps: int = 0
) -> None:
    """Raise an AssertionError if two arrays differ in shape or in any bit of a value.

    Zeros of different signs differ, equal NaNs do not. Values are compared in the type of
    `actual`; those of `desired` are rounded to it first.

    Args:
        actual: The array that was obtained, of any float type.
        desired: What it should be.
        err_msg: Said at the head of a failure.
        ulps: How many steps between neighbouring floats a value may be off.
    """
    __tracebackhide__ = True
    found, wanted = _float_array(actual), _float_array(desired)
    if found.shape != wanted.shape:
        _fail("Arrays have different shapes", err_msg, [f"(shapes {found.shape}, {wanted.shape})"])
    tally = Tally(Tolerance(ulps))
    tally.add(0, wanted.reshape(-1), found.reshape(-1))
    if tally.difference:
        _fail(_unequal(ulps), err_msg, tally.difference.lines(found.shape))


def assert_filled(  # noqa: PLR0913  # keyword options of a public helper
    array: ArrayLike,
    filler: str | caffe.FillerParameter,
    *,
    seed: int | None = None,
    shape: Sequence[int] | None = None,
    era: Era | None = None,
    skip: int = 0,
    ulps: int = 0,
    err_msg: str = "",
) -> None:
    """Raise an AssertionError if an array is not what a filler gives.

    With a seed every bit is compared; without one the values are judged by the filler's law, with
    a false alarm in a million runs.

    Args:
        array: The values, of any float type; of a type of fewer bits than float32 they are
            compared after one rounding.
        filler: The inside of a `weight_filler` block, or its message.
        seed: The seed of the stream.
        shape: The blob's shape, where the array's own is another.
        era: Whose numbers; Boost 1.74 and Caffe master by default.
        skip: Words that were taken from the stream before.
        ulps: How many steps between neighbouring floats a value may be off.
        err_msg: Said at the head of a failure.

    Raises:
        AssertionError: the values are others.
        TextError, FillerError: the filler cannot be read, or does not fit the shape.
    """
    __tracebackhide__ = True
    found = _float_array(array)
    dims = found.shape if shape is None else tuple(int(dim) for dim in shape)
    if int(np.prod(dims)) != found.size:
        _fail("The array does not fill the shape", err_msg, [f"(shapes {found.shape}, {dims})"])
    if isinstance(filler, str):
        filler = parse(filler, "<filler>").message(caffe.FillerParameter)
    habits = Habits(era or Era.default(), _working_type(found.dtype))
    law = _law(filler, dims, habits)
    if seed is None:
        _assert_law(found, law, dims, habits.dtype, err_msg)
    else:
        _Comparison(found, filler, dims, seed, skip, Tolerance(ulps)).check(habits, err_msg)


def _fail(head: str, err_msg: str, lines: Sequence[str]) -> None:
    __tracebackhide__ = True
    raise AssertionError("\n".join(["", head, *([err_msg] if err_msg else []), *lines]))


def _unequal(ulps: int) -> str:
    return f"Arrays differ by more than {ulps} ulps" if ulps else "Arrays are not equal bit for bit"


def _float_array(values: ArrayLike) -> NDArray[Any]:
    array = np.ascontiguousarray(values).reshape(np.shape(values))
    if not is_float(array.dtype):
        raise TypeError(f"an array of floats is needed, not of {array.dtype}")
    return array


def _working_type(stored: np.dtype[Any]) -> np.dtype[Any]:
    return np.dtype(np.float64 if stored.itemsize == 8 else np.float32)


def _law(filler: caffe.FillerParameter, shape: Shape, habits: Habits) -> Law:
    return registry.fillers.get(filler.type)(filler, shape, habits)


def _assert_law(
    found: NDArray[Any], law: Law, shape: Shape, dtype: np.dtype[Any], err_msg: str
) -> None:
    __tracebackhide__ = True
    tested = checks(law, found.reshape(-1), shape, dtype)
    broken = [check for check in tested if family_wise(check, 1) < ALPHA]
    if broken:
        lines = [f"{check.name}: {check.said}" for check in broken]
        _fail(f"Values do not follow the law {law!r}", err_msg, lines)


class _Array:
    """An array in memory, read as a model file is."""

    layers = ()

    def __init__(self, values: NDArray[Any]) -> None:
        self._values = values.reshape(-1)

    def read(
        self, key: StoredBlob, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1."""
        del key
        values = self._values[start:stop]
        return values if dtype is None else values.astype(dtype)


class _Comparison:
    """One array against one filler and seed, in any era."""

    def __init__(
        self,
        found: NDArray[Any],
        filler: caffe.FillerParameter,
        shape: Shape,
        seed: int,
        skip: int,
        tolerance: Tolerance,
    ) -> None:
        self._weights = _Array(found)
        self._held = {_SLOT: StoredBlob(shape, found.dtype, None)}
        self._filler, self._shape = filler, shape
        self._seed, self._skip, self._tolerance = seed, skip, tolerance

    def check(self, habits: Habits, err_msg: str) -> None:
        """Compare, and fail with the whole story."""
        __tracebackhide__ = True
        plan = self._plan(habits)
        difference = self._compared(plan, self._held, habits.era).tallies[_SLOT].difference
        if difference is None:
            return
        trace = place_in_stream(plan, 0, self._skip, difference.index, self._seed, habits.era)
        planner = partial(self._planned, habits.dtype)
        found = alternatives(planner, self._compared, "test", habits.era)
        found = [other for other in found if other.phase == "test"]
        story = told(found, 1)
        lines = [*difference.lines(self._shape), *trace, *([f"=> {story}"] if story else [])]
        _fail(_unequal(self._tolerance.ulps), err_msg, lines)

    def _plan(self, habits: Habits) -> Plan:
        law = _law(self._filler, self._shape, habits)
        drawn = Fill(_SLOT, self._shape, law, self._filler.type)
        return Plan((drawn,), {_SLOT: Blob(self._shape, Drawn(0))}, {}, habits.dtype)

    def _planned(self, dtype: np.dtype[Any], phase: str, era: Era) -> tuple[Plan, Pairs] | None:
        del phase
        if self._filler.type in era.caffe.later_fillers:
            return None
        try:
            return self._plan(Habits(era, dtype)), Pairs(self._held, {}, [])
        except CaffeFillersError:
            return None

    def _compared(self, plan: Plan, held: Mapping[Slot, StoredBlob], era: Era) -> Compared:
        stream = Stream(self._seed)
        stream.jump(self._skip)
        return compare(plan, Rng(stream, era), self._weights, held, self._tolerance)
