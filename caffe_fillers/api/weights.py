"""Weights: whether Caffe would have made them, with which fillers, and from which seed."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from caffe_fillers.api.nets import plan_net
from caffe_fillers.core.draws import count
from caffe_fillers.formats.arrays import ArrayModel
from caffe_fillers.formats.kinds import ARRAYS, is_model, is_onnx, open_model
from caffe_fillers.identification import Answer, identify_blob
from caffe_fillers.identification.search import SeedHit, hits
from caffe_fillers.verification import (
    EXACT,
    Tolerance,
    VerifyRequest,
    Weights,
    verify_files,
    verify_model,
)
from caffe_fillers.verification.converted import from_arrays
from caffe_fillers.verification.difference import is_float
from caffe_fillers.verification.laws import ALPHA
from caffe_fillers.verification.pairs import pair
from caffe_fillers.weights.source import from_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from caffe_fillers.core.draws import Law, Shape
    from caffe_fillers.findings import Report
    from caffe_fillers.formats.model import Model
    from caffe_fillers.plan.definition import Definition
    from caffe_fillers.plan.start import Start
    from caffe_fillers.rng.eras import Era

__all__ = ["IdentifiedBlob", "find_seeds", "identify", "open_weights", "verify"]

PATHS = (str, os.PathLike)
#: Bytes that a blob may have beyond its file's size, to be looked at whole; else so many values.
INFLATED, FIRST = 16 << 20, 1 << 20
#: A net that `plan_net` takes.
NetLike: TypeAlias = "str | os.PathLike[str] | Definition | Start"
#: A file of weights, or an open one.
WeightsLike: TypeAlias = "str | os.PathLike[str] | Weights"


def verify(  # noqa: PLR0913  # keyword options of a public function
    net: NetLike,
    weights: WeightsLike,
    *,
    seed: int | None = None,
    by_law: bool = False,
    tolerance: Tolerance = EXACT,
    alpha: float = ALPHA,
    table: Mapping[str, str] | None = None,
    name: str = "",
    **how: Any,
) -> Report:
    """Verify that weights are those that Caffe would have made of a net.

    With a seed every value is compared bit for bit, without one each blob is judged by its
    filler's law.

    Args:
        net: As for `plan_net`; or a file of weights of any kind, whose blobs the others are
            compared with.
        weights: The file: .caffemodel, .h5, .npz, .safetensors or .onnx; or an open model.
        seed: The seed; by default the solver's, if any.
        by_law: Judge by the laws, whatever the seed.
        tolerance: How far values may be off where there is a seed.
        alpha: Without a seed, the chance of a false alarm of the whole run.
        table: Tensors of a converted model and their blobs, `{"conv1.W": "conv1[0]"}`.
        name: What to call an open model in the report.
        how: Options of `plan_net`.

    Returns:
        The report; `report.good` says whether nothing is wrong.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.

    Example:
        >>> from caffe_fillers import fill_net, verify
        >>> made = fill_net("examples/lenet.prototxt", "lenet.npz", seed=1701)
        >>> verify("examples/lenet.prototxt", "lenet.npz", seed=1701).good
        True

    Source: the streams of STREAMS.md; without a seed, goodness-of-fit tests of each law.
    """
    if isinstance(net, PATHS) and isinstance(weights, PATHS):
        one, other = Path(net), Path(weights)
        if is_onnx(one) or is_model(one):
            return _two_files(one, other, tolerance, table)
    begun = plan_net(net, **how)
    seed = begun.seed if seed is None else seed
    request = VerifyRequest(begun, None if by_law else seed, tolerance, alpha)
    if not isinstance(weights, PATHS):
        kind = getattr(weights, "kind", "")
        return verify_model(request, weights, name or kind or "weights", kind=kind)
    path = Path(weights)
    if is_onnx(path):
        # Loads the onnx package, which a .caffemodel does not need.
        from caffe_fillers.verification.onnx_models import from_onnx  # noqa: PLC0415

        converted = from_onnx(begun.planned, path, table)
    else:
        model = open_model(path, begun.dialect)
        names = {slot.name for slots in begun.planned.slots for slot in slots}
        strange = model.kind in ARRAYS and not names & {layer.name for layer in model.layers}
        if not (table or strange):
            return verify_model(request, model, str(path), kind=model.kind)
        converted = from_arrays(begun.planned, model, table)
    report = verify_model(
        request, converted, str(path), kind="converted", unwritten=converted.unwritten
    )
    return replace(report, notes=(*report.notes, *converted.notes))


def _two_files(
    one: Path, other: Path, tolerance: Tolerance, table: Mapping[str, str] | None
) -> Report:
    """Two files of weights of any kinds; a converted one is matched with the other's layers."""
    files = (one, other)
    models = [None if is_onnx(path) else open_model(path) for path in files]
    at = _converted(models, named=bool(table))
    partner = models[1 - at] if at is not None else None
    if at is None or partner is None:
        first, second = map(open_weights, files)
        return verify_files(first, second, tolerance, paths=files)
    planned, held = from_model(partner), models[at]
    if held is not None:
        converted = from_arrays(planned, held, table)
    else:
        # Loads the onnx package, which a .caffemodel does not need.
        from caffe_fillers.verification.onnx_models import from_onnx  # noqa: PLC0415

        converted = from_onnx(planned, files[at], table)
    first, second = (partner, converted) if at else (converted, partner)
    report = verify_files(first, second, tolerance, paths=files, unwritten=converted.unwritten)
    return replace(report, notes=(*report.notes, *converted.notes))


def _converted(models: Sequence[Model | None], *, named: bool) -> int | None:
    """Which of two models was converted from the other: ONNX, or arrays of other names; or None."""
    if None in models:
        return models.index(None)
    names = [{layer.name for layer in model.layers} for model in models if model]
    if not named and names[0] & names[1]:
        return None
    arrays = [at for at in (1, 0) if isinstance(models[at], ArrayModel)]
    # Arrays of other names stand alone, those of Caffe's layers are several of one name.
    return max(arrays, key=lambda at: len(names[at]), default=None)


@dataclass(frozen=True, slots=True)
class IdentifiedBlob:
    """A blob and what is known of it."""

    #: The layer's name and the blob's number, `conv1[0]`.
    name: str
    shape: Shape
    answer: Answer
    #: The law that the net has for it, if there is a net.
    expected: Law | None

    @property
    def net_fits(self) -> bool | None:
        """Whether the net's own filler fits; None without a net."""
        if self.expected is None:
            return None
        return any(match.net for match in self.answer.matches)

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "name": self.name,
            "shape": list(self.shape),
            **self.answer.asdict(),
            "net_fits": self.net_fits,
        }


def identify(
    weights: WeightsLike, net: NetLike | None = None, **how: Any
) -> Iterator[IdentifiedBlob]:
    """Identify for each blob which filler, norm and parameters fit it.

    Args:
        weights: The file: .caffemodel, .h5, .npz, .safetensors or .onnx; or an open model.
        net: As for `plan_net`: its own fillers are looked at, too.
        how: Options of `plan_net`.

    Returns:
        The blobs in the file's order, each when it has been looked at.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.

    Example:
        >>> from caffe_fillers import fill_net, identify
        >>> made = fill_net("examples/lenet.prototxt", "named.npz", seed=1701)
        >>> [blob.answer.said for blob in identify("named.npz") if blob.name == "ip1[0]"]
        ['type: "xavier"']

    Source: the laws of filler.hpp; the evidence is described in docs/identify.md.
    """
    begun = None if net is None else plan_net(net, **how)
    model = open_weights(weights, begun)
    laws = _laws(begun, model) if begun else {}
    return (
        _identified(model, f"{layer.name}[{number}]", stored, laws.get(id(stored)))
        for layer in model.layers
        for number, stored in layer.blobs.items()
    )


def find_seeds(
    weights: WeightsLike,
    net: NetLike,
    seeds: range = range(2**32),
    *,
    eras: Sequence[Era] | None = None,
    passed: Callable[[int], None] | None = None,
    jobs: int = 1,
    **how: Any,
) -> Iterator[SeedHit]:
    """Find the seeds that give the weights of a net.

    Args:
        weights: The file: .caffemodel, .h5, .npz, .safetensors or .onnx; or an open model.
        net: As for `plan_net`: it tells what is drawn first, and how.
        seeds: The seeds to try, of step 1.
        eras: The eras to try; by default all Boosts and arithmetics.
        passed: Called with the number of seeds that a step has looked at.
        jobs: How many blocks of seeds are looked at at a time, each in a thread.
        how: Options of `plan_net`.

    Returns:
        The seeds in order, each when it is found, with the eras that give most blobs.

    Raises:
        NetError: nothing in the net is random, or the values do not tell one seed from another.
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.

    Example:
        >>> from caffe_fillers import fill_net, find_seeds
        >>> made = fill_net("examples/lenet.prototxt", "found.npz", seed=1701)
        >>> [hit.seed for hit in find_seeds("found.npz", "examples/lenet.prototxt", range(5000))]
        [1701]

    Source: mt19937's seeding (Matsumoto and Nishimura), as boost::mt19937 has it.
    """
    begun = plan_net(net, **how)
    return hits(begun, open_weights(weights, begun), seeds, eras, passed=passed, jobs=jobs)


def _identified(model: Weights, name: str, stored: Any, law: Law | None) -> IdentifiedBlob:
    if stored.fault or not is_float(stored.dtype):
        said = stored.fault or f"its numbers are of type {stored.dtype}"
        return IdentifiedBlob(name, stored.shape, Answer("none", (), said), None)
    size = count(stored.shape)
    held = _looked_at(model, stored)
    answer = identify_blob(model.read(stored, 0, held), stored.shape, law)
    if held < size:
        told = f"{answer.said}, by the first {held:,} of {size:,} values"
        answer = replace(answer, said=told)
    return IdentifiedBlob(name, stored.shape, answer, law)


def _looked_at(model: Weights, stored: Any) -> int:
    """How many values of a blob are looked at: all, or the first of more than its file can show.

    A blob that is packed may be a thousand times as large as its file.
    """
    size = count(stored.shape)
    file = getattr(model, "file", None)
    if file is None or size * stored.dtype.itemsize <= INFLATED + file.size:
        return size
    width = count(stored.shape[1:])
    return min(size, max(FIRST // width * width, min(width, FIRST)))


def _laws(begun: Start, model: Weights) -> dict[int, Law]:
    """The net's law for each stored blob that it has one for."""
    plan = begun.planned.plan
    held = pair(begun.planned, model.layers).held
    fills = ((stored, plan.fill_of(slot)) for slot, stored in held.items())
    return {id(stored): fill.law for stored, fill in fills if fill}


def open_weights(weights: WeightsLike, begun: Start | None = None) -> Weights:
    """A file of weights, open; the tensors of an ONNX model as the net's blobs if a net is given.

    Raises:
        CaffeFillersError: the file is missing or broken.
    """
    if not isinstance(weights, PATHS):
        return weights
    path = Path(weights)
    if not is_onnx(path):
        return open_model(path, begun.dialect if begun else None)
    # Loads the onnx package, which a .caffemodel does not need.
    from caffe_fillers.verification.onnx_models import from_onnx, weights_of_onnx  # noqa: PLC0415

    return from_onnx(begun.planned, path) if begun else weights_of_onnx(path)
