"""The fillers that could have made a blob: those with usual parameters, and those it suggests."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core import registry
from caffe_fillers.core.draws import (
    Constant,
    Gaussian,
    Grid,
    Habits,
    Law,
    Orthogonal,
    Shape,
    Sparse,
    Truncated,
    Uniform,
    UnitBall,
    UnitSphere,
    Whole,
    ZeroedColumns,
)
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.evidence import tails
from caffe_fillers.fillers.caffe import fans
from caffe_fillers.proto import caffe
from caffe_fillers.rng.eras import CAFFE_ROWS, MATH_ROWS, Era

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.identification.samples import SampleStats

__all__ = ["EXCLUDED", "Candidate", "candidates", "expected_candidate"]

FLOAT32 = np.dtype(np.float32)
#: A parameter is out of question when the values are less probable than this.
EXCLUDED = 1e-6
NORMS = ("FAN_IN", "FAN_OUT", "AVERAGE")
#: Bounds and deviations that people write.
USUAL = sorted(
    float(f"{digits}e{power}")
    for digits in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "7", "7.5", "8", "9")
    for power in range(-5, 2)
)
#: How many less usual numbers are tried for a parameter.
OTHERS = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A filler, as a net would write it, and its law for the blob in question."""

    text: str
    law: Law
    #: How much less it is to be expected than a usual one: a natural logarithm.
    penalty: float = 0.0
    #: What else is known of it: whose default it is, or how well its parameters are known.
    note: str = ""


def candidates(looks: SampleStats, kept: SampleStats | None, shape: Shape) -> Iterator[Candidate]:
    """All fillers that the looks of a blob do not rule out at once, in no special order.

    Args:
        looks: Of all values.
        kept: Of those that are not zero; None where all are.
        shape: The blob's shape.
    """
    if looks.equal:
        yield Candidate(f'type: "constant" value: {_number(looks.first)}', Constant(looks.first))
    yield from _kernels(shape)
    if looks.zeros and shape:
        yield from _sparse(looks, kept, shape[0])
    elif looks.least >= 0 and shape:
        yield Candidate('type: "positive_unitball"', UnitBall())
    # Many values with the same bits were not drawn.
    if kept and not (looks.equal and looks.n > 1):
        yield from _scaled(looks, shape)
        yield from _uniforms(looks)
        yield from _gaussians(looks)


def _number(value: float) -> str:
    """A float32 in as few digits as tell it from the others."""
    return str(np.float32(value))


def expected_candidate(  # noqa: C901  # one case a law
    law: Law | None,
) -> Iterator[Candidate]:
    """The law that a net has for the blob, unless only its function knows it."""
    match law:
        case Constant(value):
            yield Candidate(f'type: "constant" value: {_number(value)}', law)
        case Uniform():
            yield Candidate(_uniform_text(law), law)
        case Gaussian():
            yield Candidate(_gaussian_text(law), law)
        case Sparse(gaussian, p):
            yield Candidate(f"{_gaussian_text(gaussian)} kept with p {_number(p)}", law)
        case UnitBall():
            yield Candidate('type: "positive_unitball"', law)
        case Grid():
            yield Candidate("the net's own kernel", law)
        case Truncated(mean, std):
            words = f"{f' mean: {_number(mean)}' if mean else ''} std: {_number(std)}"
            yield Candidate(f'type: "truncated_normal"{words}', law)
        case UnitSphere():
            yield Candidate('type: "unit_sphere"', law)
        case Orthogonal(gain, centre):
            kind = "delta_orthogonal" if centre else "orthogonal"
            yield Candidate(f'type: "{kind}" gain: {_number(gain)}', law)
        case ZeroedColumns(gaussian, zeros):
            text = f'type: "torch_sparse" std: {_number(gaussian.std)}'
            yield Candidate(f"{text} with {zeros} zeros a column", law)
        case Whole() | None:
            return


# --- without parameters to guess ----------------------------------------------------------------


def _kernels(shape: Shape) -> Iterator[Candidate]:
    """The bilinear kernels of all revisions and compilers, those that differ once."""
    if len(shape) != 4 or shape[2] != shape[3]:
        return
    seen: dict[Grid, str] = {}
    for caffe_row, math_row in itertools.product(CAFFE_ROWS.values(), MATH_ROWS.values()):
        if "bilinear" in caffe_row.later_fillers:
            continue
        era = replace(Era.default(), caffe=caffe_row, math=math_row)
        law = _law(caffe.FillerParameter(type="bilinear"), shape, era)
        if isinstance(law, Grid) and law not in seen:
            name = "" if era == Era.default() else f"as of Caffe {caffe_row.name}, {math_row.name}"
            seen[law] = name
            yield Candidate('type: "bilinear"', law, note=name)


def _scaled(looks: SampleStats, shape: Shape) -> Iterator[Candidate]:
    """The scaled fillers with each norm, for the shape as it is and as older revisions read it."""
    for read, note in _readings(shape):
        # Revisions that read it otherwise knew no norm.
        for name, norm in itertools.product(("xavier", "msra"), NORMS[: 1 if note else None]):
            param = caffe.FillerParameter(type=name, variance_norm=norm)
            law = _law(param, read, Era.default())
            text = f'type: "{name}"' + (f" variance_norm: {norm}" if norm != "FAN_IN" else "")
            if law is not None and looks.allows(law):
                yield Candidate(text, law, penalty=2.0 if note else 0.0, note=note)
    yield from _others(looks, shape)


def _others(looks: SampleStats, shape: Shape) -> Iterator[Candidate]:
    """What other frameworks start from, told as Caffe would write it."""
    fan_in = fans(shape)[0] if shape else 1
    scale = _rounded(1 / math.sqrt(fan_in))
    uniform, gaussian = Uniform(-scale, scale), Gaussian(0.0, scale)
    if looks.allows(uniform):
        yield Candidate(_uniform_text(uniform), uniform, 2.0, "1/sqrt(fan_in): torch's default")
    if looks.allows(gaussian):
        yield Candidate(_gaussian_text(gaussian), gaussian, 2.0, "1/sqrt(fan_in): LeCun's")


def _readings(shape: Shape) -> Iterator[tuple[Shape, str]]:
    """The shapes in which Caffe may have held the blob when it was filled."""
    if shape and all(shape):
        yield shape, ""
        if len(shape) == 2:
            yield (1, 1, *shape), "as Caffe up to rc2 counts fan_in"


def _law(param: caffe.FillerParameter, shape: Shape, era: Era) -> Law | None:
    try:
        return registry.fillers.get(param.type)(param, shape, Habits(era, FLOAT32))
    except CaffeFillersError:
        return None


# --- with parameters ----------------------------------------------------------------------------


def _uniform_text(law: Uniform) -> str:
    return f'type: "uniform" min: {_number(law.low)} max: {_number(law.high)}'


def _gaussian_text(law: Gaussian) -> str:
    mean = f" mean: {_number(law.mean)}" if law.mean else ""
    return f'type: "gaussian"{mean} std: {_number(law.std)}'


def _uniforms(looks: SampleStats) -> Iterator[Candidate]:
    """Bounds that people write, just outside the values; and the values' own extremes."""
    gap = _gap(looks)
    lows = [0.0 - value for value in _round(-looks.least, -looks.least + gap, -looks.least)]
    highs = _round(looks.most, looks.most + gap, looks.most)
    simplest = {*itertools.product(lows[:4], highs[:4])}
    # Bounds of the same size, or from zero, are what people write.
    even = {(low, high) for low, high in itertools.product(lows, highs) if low in (0, -high)}
    for low, high in sorted(simplest | even):
        law = Uniform(_rounded(low), _rounded(high))
        odd = 0.0 if (low, high) in even else 2.0
        if law.low < law.high and looks.allows(law):
            yield Candidate(_uniform_text(law), law, odd + _digits(high) + _digits(low))
    if looks.least < looks.most:
        beyond = (looks.most - looks.least) / looks.n
        law = Uniform(_rounded(looks.least - beyond), _rounded(looks.most + beyond))
        note = (
            f"estimated: min {looks.least - gap:.4g} to {looks.least:.4g}, "
            f"max {looks.most:.4g} to {looks.most + gap:.4g}"
        )
        yield Candidate(_uniform_text(law), law, 10 + math.log(looks.n), note)


def _gap(looks: SampleStats) -> float:
    """The widest gap between the extreme values and the bounds that may be chance."""
    share = -math.expm1(math.log(EXCLUDED) / looks.n)
    width = looks.most - looks.least
    size = max(abs(looks.most), abs(looks.least))
    return min(width * share / (1 - share), 100 * size) if looks.n > 10 else 100 * size


def _gaussians(looks: SampleStats) -> Iterator[Candidate]:
    """Deviations that people write, near the values' own; and the estimate itself."""
    for mean in _means(looks):
        squares = looks.squares_about(mean)
        stds = _round(*_deviations(looks.n, squares), math.sqrt(squares / looks.n))
        for std in stds[: 6 if mean else None]:
            law = Gaussian(_rounded(mean), _rounded(std))
            if law.std > 0 and looks.allows(law):
                penalty = _digits(std) + (4 + _digits(mean) if mean else 0.0)
                yield Candidate(_gaussian_text(law), law, penalty)
    low, high = _deviations(looks.n, looks.spread)
    if _rounded(looks.deviation) > 0:
        law = Gaussian(_rounded(looks.mean), _rounded(looks.deviation))
        away = 5.5 * looks.deviation / math.sqrt(looks.n)
        note = f"estimated: mean {looks.mean:.3g} ± {away:.2g}, std {low:.4g} to {high:.4g}"
        yield Candidate(_gaussian_text(law), law, 10 + math.log(looks.n), note)


def _means(looks: SampleStats) -> list[float]:
    """Zero if it can be the mean; else what people might have written."""
    # Wide, as the deviation itself is only estimated.
    away = (5.5 + 20 / math.sqrt(looks.n)) * looks.deviation / math.sqrt(looks.n)
    zero = [0.0] if abs(looks.mean) <= away else []
    others = _round(looks.mean - away, looks.mean + away, looks.mean)
    # With few values another mean than zero is possible, too.
    few = 3 if looks.n < 5000 or not zero else 0
    return [*zero, *[mean for mean in others if mean][:few]]


def _deviations(n: int, squares: float) -> tuple[float, float]:
    """The deviations for which such a sum of squares is not too improbable."""
    if not squares:
        return 0.0, 0.0
    middle = math.sqrt(squares / n)

    def allowed(std: float) -> bool:
        scaled = squares / (std * std)
        return tails.chi_square(n, scaled, scaled) >= EXCLUDED / 2

    return _edge(allowed, middle, 1e-7), _edge(allowed, middle, 1e7)


def _edge(allowed: Any, inside: float, factor: float) -> float:
    """The limit of what is allowed, from a place inside to one a factor away."""
    low, high = math.log(inside), math.log(inside) + math.log(factor)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if allowed(math.exp(middle)) else (low, middle)
    return math.exp(high)


def _round(low: float, high: float, near: float) -> list[float]:
    """Numbers in [low, high] that people write: the usual ones, then a few with fewest digits."""
    # The bounds are float32 values; a number that is rounded to one is as good as equal.
    low, high = _rounded(low), _rounded(high)
    usual = {sign * value for sign in (1, -1) for value in (0.0, *USUAL)}
    usual = {value for value in usual if low <= _rounded(value) <= high}
    others: set[float] = set()
    for digits in range(1, 5):
        others |= {*_with_digits(low, high, near, digits)} - usual
        if len(others) >= OTHERS:
            break
    found = sorted(others, key=lambda value: (_digits(value), abs(value - near)))
    return sorted(usual, key=lambda value: abs(value - near)) + found[:OTHERS]


def _with_digits(low: float, high: float, near: float, digits: int) -> Iterator[float]:
    """The numbers of so many significant digits in [low, high] that are nearest to one in it."""
    if not near:
        return
    step = Decimal(1).scaleb(math.floor(math.log10(abs(near))) - digits + 1)
    middle = round(Decimal(near) / step)
    for number in range(middle - OTHERS, middle + OTHERS + 1):
        value = float(number * step)
        if low <= _rounded(value) <= high:
            yield value


def _digits(value: float) -> float:
    """How much is against a number of so many digits."""
    if not value or abs(value) in USUAL:
        return 0.0
    return 2.5 * len(Decimal(repr(abs(value))).normalize().as_tuple().digits)


def _rounded(value: float) -> float:
    return float(np.float32(value))


# --- sparse -------------------------------------------------------------------------------------


def _sparse(looks: SampleStats, kept: SampleStats | None, outputs: int) -> Iterator[Candidate]:
    """Gaussian values of which some are kept: every number that is not too improbable."""
    if kept is None and (looks.minus or looks.n < 20):
        yield Candidate('type: "gaussian" sparse: 0', Sparse(Gaussian(0.0, 1.0), 0.0), 3.0)
    if kept is None:
        return
    numbers = [
        number
        for number in range(1, outputs)
        if tails.binomial(looks.n, number / outputs, kept.n) >= EXCLUDED / 2
    ]
    # Those nearest to what is seen, should there be very many.
    numbers.sort(key=lambda number: abs(number * looks.n / outputs - kept.n))
    found = [(dense, dense.law) for dense in _gaussians(kept) if isinstance(dense.law, Gaussian)]
    central = [(dense, law) for dense, law in found if not law.mean]
    for dense, gaussian in central or found:
        for number in numbers[:32]:
            law = Sparse(gaussian, float(np.float32(number) / np.float32(outputs)))
            text = f"{dense.text} sparse: {number}"
            yield Candidate(text, law, dense.penalty, dense.note)
