"""The waist: what a net's numbers are, before any of them is drawn.

Everything that can be filled becomes a `Plan`: a list of draws from one stream of random words,
in the order in which Caffe takes them, and for every blob of the result where its values come
from. Readers, layer rules and fillers write plans; filling, verifying and reporting read them.

Nothing here draws. All values are small, frozen and picklable, apart from the arrays and readers
that a `Given` or `Loaded` source holds for the user.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Protocol, TypeAlias

from caffe_fillers.errors import ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from caffe_fillers.rng.boost import Sampler
    from caffe_fillers.rng.eras import Era
    from caffe_fillers.rng.rng import Rng

__all__ = [
    "Blob",
    "Constant",
    "Drawn",
    "Env",
    "Fill",
    "Gaussian",
    "Given",
    "Grid",
    "Habits",
    "Law",
    "LayerBlob",
    "Loaded",
    "Orthogonal",
    "Plan",
    "Reads",
    "Same",
    "Setup",
    "Shape",
    "Skip",
    "Slot",
    "Source",
    "Sparse",
    "Truncated",
    "Uniform",
    "UnitBall",
    "UnitSphere",
    "UnknownShapeError",
    "Untold",
    "Whole",
    "ZeroedColumns",
    "count",
    "four_axes",
    "shape_text",
]

Shape: TypeAlias = tuple[int, ...]


class UnknownShapeError(ShapeError):
    """Somebody needs a shape that nobody knows."""


class Untold(tuple[int, ...]):  # noqa: SLOT001  # tuples have no room for more than items
    """The shape of a top that nobody knows: it is passed on, and whoever looks at it is refused.

    Args:
        top: The name of the top.
        why: Why it is not known.
    """

    top: str
    why: str

    def __new__(cls, top: str, why: str) -> Untold:  # noqa: D102, PYI034  # no Self in 3.10
        self = super().__new__(cls)
        self.top = top
        self.why = why
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.top, self.why)

    def __repr__(self) -> str:
        return f"Untold({self.top!r})"

    def _refuse(self, *_: object) -> NoReturn:
        raise UnknownShapeError(
            f"the shape of {self.top!r} is not known: {self.why}",
            hint=f"Give it: --shape {self.top}=DIMS.",
        )

    __len__ = __iter__ = __getitem__ = __contains__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuse
    __add__ = __radd__ = __mul__ = __rmul__ = _refuse
    count = index = _refuse


#: Caffe's blobs count their values with an int, and have at most this many axes (blob.hpp).
MAX_COUNT = 2**31 - 1
MAX_AXES = 32


def count(shape: Shape) -> int:
    """The number of values of a blob of this shape; () is a scalar and counts 1.

    Raises:
        ShapeError: no Caffe blob may have the shape (blob.cpp, Blob::Reshape).
    """
    if len(shape) > MAX_AXES:
        raise ShapeError(f"a blob has at most {MAX_AXES} axes, not {len(shape)}")
    if any(dim < 0 for dim in shape):
        raise ShapeError(f"shape {shape_text(shape)} has a negative dimension")
    total = math.prod(shape)
    # Caffe multiplies from the left and refuses the first partial product that is too large,
    # unless a zero came before it.
    partial = 1
    for dim in shape:
        partial *= dim
        if partial > MAX_COUNT:
            raise ShapeError(f"shape {shape_text(shape)} holds more than {MAX_COUNT} values")
    return total


def shape_text(shape: Sequence[int], scalar: str = "()") -> str:
    """A shape as people write it.

    Args:
        shape: The shape.
        scalar: What stands for a blob without axes.

    Example:
        >>> shape_text((20, 1, 5, 5))
        '20x1x5x5'
    """
    return "x".join(map(str, shape)) or scalar


def four_axes(shape: Shape) -> Shape:
    """The shape with ones before it until it has four axes, as old blobs have (blob.hpp)."""
    return (1,) * (4 - len(shape)) + shape


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """The place of one blob. Names are not unique in Caffe, positions are; both count from 0."""

    #: Position of the layer in the built net, Splits counted; of the tensor in an ONNX model.
    layer: int
    #: Which of the layer's parameter blobs.
    blob: int
    #: The layer's name, or the initializer's.
    name: str

    def __str__(self) -> str:
        return f"{self.name}[{self.blob}]"


# --- laws: what a blob's numbers are ------------------------------------------------------------
# Parameters are already rounded to the working dtype of the plan, so that pouring adds no step.
#
# Every law says of itself:
# `takes_words`: False where the values are known before anything is drawn.
# `independent`: a value does not depend on how many others there are: any of them may be left out.
# `base`: the law of the numbers as they come from the stream, before anything else is done with
# them; None where none come, or only a function knows.
# str(law): one short phrase.
# What is done with laws (pouring, checking, ranking) is a `match` that names every class.


@dataclass(frozen=True, slots=True)
class Constant:
    """Every value equal; takes no words."""

    value: float

    takes_words: ClassVar[bool] = False
    independent: ClassVar[bool] = True
    base: ClassVar[None] = None

    def __str__(self) -> str:
        return f"constant {self.value:g}"


@dataclass(frozen=True, slots=True)
class Uniform:
    """Independent values in [low, high], both ends included (caffe_rng_uniform)."""

    low: float
    high: float

    takes_words: ClassVar[bool] = True
    independent: ClassVar[bool] = True

    @property
    def base(self) -> Uniform:
        """The law itself."""
        return self

    def sampler(self, rng: Rng, dtype: np.dtype[Any]) -> Sampler:
        """What draws its values from a stream."""
        return rng.uniform_sampler(self.low, self.high, dtype)

    def __str__(self) -> str:
        return f"uniform [{self.low:.6g}, {self.high:.6g}]"


@dataclass(frozen=True, slots=True)
class Gaussian:
    """Independent normal values (caffe_rng_gaussian)."""

    mean: float
    std: float

    takes_words: ClassVar[bool] = True
    independent: ClassVar[bool] = True

    @property
    def base(self) -> Gaussian:
        """The law itself."""
        return self

    def sampler(self, rng: Rng, dtype: np.dtype[Any]) -> Sampler:
        """What draws its values from a stream."""
        return rng.gaussian_sampler(self.mean, self.std, dtype)

    def __str__(self) -> str:
        return f"gaussian mean {self.mean:g} std {self.std:.6g}"


@dataclass(frozen=True, slots=True)
class Sparse:
    """Normal values of which each is kept with probability p, by masks drawn after all of them.

    A value that is not kept becomes a zero of its own sign.
    """

    gaussian: Gaussian
    p: float

    takes_words: ClassVar[bool] = True
    #: The masks come after all values.
    independent: ClassVar[bool] = False

    @property
    def base(self) -> Gaussian:
        """The law before the masks."""
        return self.gaussian

    def __str__(self) -> str:
        return f"{self.gaussian}, kept with p {self.p:.6g}"


@dataclass(frozen=True, slots=True)
class UnitBall:
    """Uniform(0, 1) values, each item of axis 0 divided by its sum taken left to right."""

    takes_words: ClassVar[bool] = True
    independent: ClassVar[bool] = False
    base: ClassVar[Uniform] = Uniform(0.0, 1.0)

    def __str__(self) -> str:
        return "uniform [0, 1], each row over its sum"


@dataclass(frozen=True, slots=True)
class Truncated:
    """Independent normal values of which those beyond two `std` from the mean are drawn again."""

    mean: float
    #: The standard deviation before the cut; 0.8796 of it is left.
    std: float

    takes_words: ClassVar[bool] = True
    independent: ClassVar[bool] = True
    #: Nobody knows how many words a value took.
    base: ClassVar[None] = None

    def __str__(self) -> str:
        return f"gaussian mean {self.mean:g} std {self.std:.6g}, cut at two std"


@dataclass(frozen=True, slots=True)
class UnitSphere:
    """Normal values, each item of axis 0 divided by its length."""

    takes_words: ClassVar[bool] = True
    independent: ClassVar[bool] = False
    base: ClassVar[None] = None

    def __str__(self) -> str:
        return "gaussian, each row over its length"


@dataclass(frozen=True, slots=True)
class Orthogonal:
    """The Q of a matrix of normal values, times `gain`: its rows or its columns are orthogonal.

    The matrix has the items of axis 0 as rows; with `centre` it has two axes, outputs and inputs,
    and stands at the centre of a kernel whose other values are zero.
    """

    gain: float
    centre: bool = False

    takes_words: ClassVar[bool] = True
    independent: ClassVar[bool] = False
    base: ClassVar[None] = None

    def __str__(self) -> str:
        place = ", at the centre of its kernel" if self.centre else ""
        return f"orthogonal, gain {self.gain:g}{place}"


@dataclass(frozen=True, slots=True)
class ZeroedColumns:
    """Normal values of which each column has so many zeros, in places drawn after all values.

    The rows are the items of axis 0.
    """

    gaussian: Gaussian
    zeros: int

    takes_words: ClassVar[bool] = True
    independent: ClassVar[bool] = False

    @property
    def base(self) -> Gaussian:
        """The law before the zeros."""
        return self.gaussian

    def __str__(self) -> str:
        return f"{self.gaussian}, {self.zeros} zeros a column"


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """One kernel, repeated over all leading axes; takes no words.

    `kernel` has the shape of the blob's last axes and the dtype of the plan. Grids are equal when
    their kernels are, bit for bit.
    """

    kernel: NDArray[Any]

    takes_words: ClassVar[bool] = False
    independent: ClassVar[bool] = False
    base: ClassVar[None] = None

    def __str__(self) -> str:
        return f"kernel {shape_text(self.kernel.shape)}, repeated"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grid) and self._bits() == other._bits()

    def __hash__(self) -> int:
        return hash(self._bits())

    def _bits(self) -> tuple[Shape, bytes]:
        return self.kernel.shape, self.kernel.tobytes()


@dataclass(frozen=True, slots=True)
class Whole:
    """Values that only a function of the whole array can make (orthogonal fillers, plugins).

    `make(rng, shape, dtype, **parameters)` returns the array and takes its words from `rng`.
    It is a module-level function, so that the law can be pickled. One that reads a file has the
    file's name as its parameter `path`.
    """

    make: Callable[..., NDArray[Any]]
    parameters: Mapping[str, Any] = field(default_factory=dict)

    takes_words: ClassVar[bool] = True
    independent: ClassVar[bool] = False
    base: ClassVar[None] = None

    @property
    def file(self) -> str | None:
        """The file that the values are read from, if there is one."""
        return self.parameters.get("path")

    def __str__(self) -> str:
        return self.make.__name__


Law: TypeAlias = (
    Constant
    | Uniform
    | Gaussian
    | Sparse
    | UnitBall
    | Grid
    | Whole
    | Truncated
    | UnitSphere
    | Orthogonal
    | ZeroedColumns
)


# --- draws: what is taken from the stream, in order ---------------------------------------------


@dataclass(frozen=True, slots=True)
class Fill:
    """Numbers drawn in this place, kept or thrown away."""

    #: The blob that the numbers are drawn for; a hidden draw names the blob it would have filled.
    slot: Slot
    shape: Shape
    law: Law
    #: The filler's type as a user writes it ("xavier"); empty where Caffe has no filler.
    filler: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """Words that Caffe takes without filling a blob: seeds of prefetch threads, of transformers."""

    words: int
    why: str
    #: The layer that takes them.
    layer: str = ""
    #: Where the word modulo a number says how many images are left out: that number.
    modulo: int = 0


# --- sources: where a blob of the result has its values from ------------------------------------


class Reads(Protocol):
    """Something that gives blobs by key, reading as late as it can."""

    def read(
        self, key: Any, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1 under this key, flat; as `dtype`, or as they are stored."""
        ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """From `Plan.draws[draw]` (in a Setup: from its own draws)."""

    draw: int


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """Values written in the net definition, flat or shaped, of any float dtype."""

    values: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Values of another model, read when they are poured."""

    reader: Reads
    key: Any


@dataclass(frozen=True, slots=True)
class Same:
    """The values of another blob, whose own shape may differ (shared parameters)."""

    slot: Slot


Source: TypeAlias = Drawn | Given | Loaded | Same


@dataclass(frozen=True, slots=True)
class Blob:
    """One blob of the result."""

    shape: Shape
    source: Source


@dataclass(frozen=True, slots=True)
class Plan:
    """All draws in stream order, and every blob of the result."""

    draws: tuple[Fill | Skip, ...]
    blobs: Mapping[Slot, Blob]
    #: The top blobs' shapes by name, as they stand once the whole net is built; without those that
    #: nobody knows.
    shapes: Mapping[str, Shape]
    #: float32 or float64: the type in which Caffe would compute.
    dtype: np.dtype[Any]

    def owner(self, slot: Slot) -> Slot:
        """The slot whose own values this one shows: itself, unless it shares another's."""
        while isinstance(source := self.blobs[slot].source, Same):
            slot = source.slot
        return slot

    def shares(self, slot: Slot) -> bool:
        """Whether a slot shows another one's values."""
        return isinstance(self.blobs[slot].source, Same)

    def draw_of(self, slot: Slot) -> int | None:
        """The place in `draws` of what fills a slot; None where nothing is drawn for it."""
        source = self.blobs[self.owner(slot)].source
        return source.draw if isinstance(source, Drawn) else None

    def fill_of(self, slot: Slot) -> Fill | None:
        """What is drawn to fill a slot, with its law; None where its values are not drawn."""
        position = self.draw_of(slot)
        drawn = None if position is None else self.draws[position]
        return drawn if isinstance(drawn, Fill) else None

    @property
    def kept(self) -> frozenset[int]:
        """The places in `draws` of those that fill a blob; the others are thrown away."""
        sources = (blob.source for blob in self.blobs.values())
        return frozenset(source.draw for source in sources if isinstance(source, Drawn))


# --- what a layer rule is given, and what it returns --------------------------------------------


@dataclass(frozen=True, slots=True)
class Habits:
    """What numbers depend on besides the seed: the era and the working type."""

    era: Era
    dtype: np.dtype[Any]
    #: The folder whose files a filler may read; None where it may read none.
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Env:
    """What a layer rule may know besides its own parameters and its bottoms' shapes."""

    #: TRAIN (0) or TEST (1): the layer's own phase.
    phase: int
    habits: Habits
    #: The dialect in which fillers are looked up.
    dialect: str
    #: Shapes that the user gave for tops that only data can tell (--shape), by top name.
    shapes: Mapping[str, Shape]
    #: What a data layer's files say, given its LayerParameter. For records, images and windows
    #: (`registry.DataFacts.files`) one shape: an item's (channels, height, width) before it is
    #: cropped. For HDF5 files one shape per top: the dataset of that name, rows included. Raises a
    #: DataError where it cannot tell.
    probe: Callable[[Any], Sequence[Shape]]
    #: The shapes of all blobs of the net that were made so far, by name.
    made: Mapping[str, Shape] = field(default_factory=dict)
    #: Whether the papers' fillers are looked up too.
    papers: bool = False


@dataclass(frozen=True, slots=True)
class LayerBlob:
    """One blob of a layer, as its rule describes it: `source` counts the Setup's own draws."""

    shape: Shape
    source: Drawn | Given


@dataclass(frozen=True, slots=True)
class Setup:
    """What setting up one layer does, as told by its rule.

    In `draws` the slots' `layer` is 0 and `name` is the layer's: `plan` puts them in their place.
    """

    tops: Sequence[Shape]
    draws: Sequence[Fill | Skip] = ()
    blobs: Sequence[LayerBlob] = ()
    #: Loss layers give their first top this weight where the net gives none.
    loss_weight: float | None = None
    #: `param { lr_mult: 0 }` is appended until there are this many (BatchNorm).
    frozen_params: int = 0
    #: lr_mult and decay_mult that the layer writes into the `param` of a blob; missing ones are
    #: appended (BN of forks).
    params: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    #: `propagate_down` of a layer that the net gives none (MultiBoxLoss).
    propagate_down: Sequence[bool] = ()
