"""pycaffe, Caffe's Python module, in this process: the weights that it makes, and filling a net.

>>> import caffe                                         # doctest: +SKIP
>>> from caffe_fillers.bridges import pycaffe            # doctest: +SKIP
>>> net = caffe.Net("train_val.prototxt", caffe.TRAIN)   # doctest: +SKIP
>>> pycaffe.fill(net, seed=1701)                         # doctest: +SKIP
"""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.bridges.models import ArrayModel
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.core.words import copied
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.formats import prototxt
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.plan.net import Options, plan_built
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.rng.eras import Era
from caffe_fillers.rng.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Shape, Slot

__all__ = ["fill", "made_by_pycaffe"]


def made_by_pycaffe(net: Path, seed: int, startup: StartOptions, options: Options) -> ArrayModel:
    """The blobs of `caffe.Net(net, phase)` after `caffe.set_random_seed(seed)`.

    Args:
        net: A net file; not a solver.
        seed: The seed.
        startup: How the net is started.
        options: What the plan depends on; used to know the phase.

    Raises:
        CaffeFillersError: pycaffe is not there, or NET is a solver.
    """
    pycaffe = _module()
    if prototxt.is_solver(prototxt.read(net)):
        raise CaffeFillersError(
            "pycaffe is asked for nets, this is a solver",
            where=str(net),
            hint="Name the net file, or use --caffe-binary.",
        )
    started = start(net, startup, options)
    more: dict[str, Any] = {}
    # Older modules do not know these arguments.
    if startup.level is not None:
        more["level"] = startup.level
    if startup.stages:
        more["stages"] = list(startup.stages)
    pycaffe.set_mode_cpu()
    pycaffe.set_random_seed(seed)
    built = pycaffe.Net(str(net), started.state.phase, **more)
    for trained in started.models:
        built.copy_from(str(trained.path))
    return ArrayModel("pycaffe", _layers(built))


def fill(net: Any, *, seed: int, era: Era | None = None) -> int:
    """Fill a live `caffe.Net` in place with what Caffe would start from with this seed.

    The net tells its own layers and fillers; the words that its data layers take are burnt. What
    was copied into it before is overwritten.

    Args:
        net: A `caffe.Net` of pycaffe.
        seed: Caffe's random_seed.
        era: Boost, Caffe and arithmetic; the newest by default.

    Returns:
        The word that Caffe would take next.

    Raises:
        CaffeFillersError: the net has a filler or a layer that is not known.

    Source: net.cpp, Net::Init and Net::ToProto.
    """
    with tempfile.TemporaryDirectory(prefix="fill-weights-") as folder:
        saved = Path(folder) / "net.caffemodel"
        net.save(str(saved))
        definition = copied(open_model(saved).net)
    for layer in definition.layer:
        # Given blobs would stand in for the fillers.
        layer.ClearField("blobs")
    # Tops that only data could tell the shape of.
    shapes = {str(name): tuple(blob.data.shape) for name, blob in net.blobs.items()}
    options = Options(era=era or Era.default(), shapes=_of_data(definition, shapes))
    planned = plan_built(definition, options)
    rng = Rng(seed, options.era)
    fill_plan(planned.plan, rng, _Live(net))
    return rng.word()


def _of_data(definition: Any, shapes: dict[str, Shape]) -> dict[str, Shape]:
    """The shapes of the tops of layers without bottoms."""
    tops = [name for layer in definition.layer if not layer.bottom for name in layer.top]
    return {name: shapes[name] for name in tops if name in shapes}


class _Live:
    """Takes the values of a plan into the blobs of a live net."""

    def __init__(self, net: Any) -> None:
        self._layers = net.layers

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Values of a blob from `start` on, flat."""
        data = self._layers[slot.layer].blobs[slot.blob].data
        data.reshape(-1)[start : start + values.size] = values


def _module() -> Any:
    try:
        module = import_module("caffe")
    except Exception as error:
        raise _unusable(f"cannot be imported: {error or type(error).__name__}") from error
    missing = [name for name in ("Net", "set_random_seed") if not hasattr(module, name)]
    if missing:
        raise _unusable(f"has no {' and no '.join(missing)}: another module named caffe?")
    return module


def _unusable(why: str) -> CaffeFillersError:
    return CaffeFillersError(
        f"pycaffe {why}",
        where="--against pycaffe",
        hint="Set PYTHONPATH to Caffe's `python` folder, or use --caffe-binary.",
    )


def _layers(net: Any) -> Iterator[tuple[str, str, Sequence[NDArray[Any]]]]:
    # Net.params has each name once; the layers themselves stand beside their names.
    for name, layer in zip(net._layer_names, net.layers, strict=True):  # noqa: SLF001
        yield str(name), str(layer.type), [np.array(blob.data) for blob in layer.blobs]
