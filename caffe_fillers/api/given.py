"""What a user gives to a function that fills an array: a shape, words, a place, a filler."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from caffe_fillers.core import registry
from caffe_fillers.core.draws import Habits, count
from caffe_fillers.core.pour import draw
from caffe_fillers.errors import FillerError, ShapeError, TextError, did_you_mean
from caffe_fillers.proto import caffe, union
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng
from caffe_fillers.rng.stream import Stream
from caffe_fillers.text import parse

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from caffe_fillers.core.draws import Law, Shape

__all__ = ["FillerLike", "RngLike", "ShapeLike", "dims_of", "filled", "filler_of", "norm_of"]

#: Where words come from: a generator that is gone on with, or the seed of a new one.
RngLike: TypeAlias = "Rng | int"
#: A shape, or the length of an array of one axis.
ShapeLike: TypeAlias = "Sequence[int] | int"
#: A filler's block as text or by its fields; its type alone; or a message.
FillerLike: TypeAlias = "str | Mapping[str, Any] | caffe.FillerParameter"

NORMS = ("FAN_IN", "FAN_OUT", "AVERAGE")
NEED_WORDS = "Give a seed, seed=1701, or a generator, rng=Rng(1701)."


def filled(
    make: Callable[[Shape, Habits], Law],
    shape: ShapeLike,
    words: tuple[RngLike | None, int | None],
    out: NDArray[Any] | None,
    dtype: DTypeLike | None,
) -> NDArray[Any]:
    """An array of the law that is made for its shape.

    Args:
        make: From a shape and the habits to a law.
        shape: The array's shape.
        words: What the user gave as `rng` and as `seed`, of which one at most is given.
        out: The array to fill, or None for a new one.
        dtype: The working type; None for that of `out`, else float32.

    Raises:
        FillerError: words are needed and not given, or one of these is not what it must be.
        ShapeError: no blob may have the shape.
    """
    dims = dims_of(shape)
    rng = _generator(*words)
    working = _working_type(out, dtype)
    law = make(dims, Habits(rng.era if rng else Era.default(), working))
    if law.takes_words and rng is None:
        raise FillerError("numbers are drawn here, and nothing says from where", hint=NEED_WORDS)
    count(dims)
    if out is None:
        return draw(law, dims, rng or Rng(0), working)
    _check_out(out, dims)
    draw(law, dims, rng or Rng(0), working, out)
    return out


def dims_of(shape: ShapeLike) -> Shape:
    """The dimensions of a shape, all of them whole numbers.

    Raises:
        ShapeError: one is not.
    """
    each = [shape] if isinstance(shape, (int, np.integer)) else shape
    try:
        dims = tuple(map(_whole, each))
    except TypeError:
        raise ShapeError(
            f"{shape!r} is not a shape", hint="A shape is of whole numbers: (64, 3, 7, 7)."
        ) from None
    return dims


def norm_of(name: str) -> str:
    """The name of a variance norm, in capitals.

    Raises:
        FillerError: there is none of this name.
    """
    if isinstance(name, str) and name.upper() in NORMS:
        return name.upper()
    raise FillerError(
        f"there is no variance norm {name!r}",
        where="variance_norm",
        hint=did_you_mean(str(name).upper(), NORMS) or f"There are {', '.join(NORMS)}.",
    )


def filler_of(filler: FillerLike) -> caffe.FillerParameter:
    """The message of a filler, however it is given.

    Raises:
        TextError: a text, or a field, is not a FillerParameter's.
        FillerError: it is none of these.

    Example:
        >>> from caffe_fillers.api.given import filler_of
        >>> filler_of({"type": "msra", "variance_norm": "fan_out"}) == filler_of(
        ...     'type: "msra" variance_norm: FAN_OUT'
        ... )
        True
    """
    if isinstance(filler, (caffe.FillerParameter, union.FillerParameter)):
        message: caffe.FillerParameter = filler
        return message
    if isinstance(filler, str):
        return _read(f'type: "{filler}"' if filler.isidentifier() else filler)
    if isinstance(filler, Mapping):
        return _read("\n".join(_line(name, value) for name, value in filler.items()))
    # One of another pool: pycaffe's caffe_pb2, say.
    descriptor = getattr(filler, "DESCRIPTOR", None)
    if getattr(descriptor, "name", "") == "FillerParameter":
        mine: caffe.FillerParameter = caffe.FillerParameter.FromString(filler.SerializeToString())
        return mine
    raise FillerError(
        f"a {type(filler).__name__} is not a filler",
        hint="Give the text of its block, such as 'type: \"xavier\"', or a dict of its fields.",
    )


def _whole(number: Any) -> int:
    if isinstance(number, (bool, np.bool_)):
        raise TypeError
    return operator.index(number)


def _generator(rng: RngLike | None, seed: int | None) -> Rng | None:
    if rng is not None and seed is not None:
        raise FillerError("both seed and rng are given", hint="Give one of them.")
    given = seed if rng is None else rng
    if given is None or isinstance(given, Rng):
        return given
    if isinstance(given, Stream):
        return Rng(given)
    if isinstance(given, (np.random.Generator, np.random.RandomState)):
        raise FillerError(
            f"NumPy's {type(given).__name__} does not draw Caffe's numbers: its words, and what it "
            "makes of them, are others",
            where="rng",
            hint=NEED_WORDS,
        )
    return Rng(given)


def _working_type(out: NDArray[Any] | None, dtype: DTypeLike | None) -> np.dtype[Any]:
    if out is None:
        return np.dtype(np.float32 if dtype is None else dtype)
    if not isinstance(out, np.ndarray):
        raise FillerError(
            f"a {type(out).__name__} cannot be filled in place, only a NumPy array",
            where="out",
            hint="A tensor's memory is an array by its numpy().",
        )
    if dtype is not None and np.dtype(dtype) != out.dtype:
        raise FillerError(
            f"holds {out.dtype}, and dtype is {np.dtype(dtype)}",
            where="out",
            hint="Leave dtype out.",
        )
    if out.dtype not in (np.float32, np.float64):
        raise FillerError(
            f"holds {out.dtype}, not float32 or float64 as Caffe's blobs",
            where="out",
            hint="Draw float32 and convert afterwards.",
        )
    return out.dtype


def _check_out(out: NDArray[Any], dims: Shape) -> None:
    if out.shape != dims:
        raise FillerError(f"has the shape {out.shape}, not {dims}", where="out")
    if not (out.flags.c_contiguous and out.flags.aligned and out.flags.writeable):
        raise FillerError(
            "is not writable, or its values do not stand one after the other",
            where="out",
            hint="Fill a contiguous array, and copy it.",
        )


def _line(name: str, value: Any) -> str:
    """A field of a block as text."""
    if isinstance(value, str):
        text = value.upper() if name == "variance_norm" else f'"{value}"'
    elif isinstance(value, (bool, np.bool_)):
        text = str(value).lower()
    elif isinstance(value, (Sequence, np.ndarray)):
        return "\n".join(_line(name, each) for each in value)
    else:
        text = repr(value.item() if isinstance(value, np.generic) else value)
    return f"{name}: {text}"


def _read(text: str) -> caffe.FillerParameter:
    """A filler's block in BVLC's words, or in those of the papers' fillers."""
    document = parse(text, "<filler>")
    try:
        return document.message(caffe.FillerParameter)
    except TextError:
        wide: Any = document.message(union.FillerParameter)
        row = registry.fillers.find(wide.type, papers=True)
        if row is None or row.dialect == registry.BVLC:
            raise
        found: caffe.FillerParameter = wide
        return found
