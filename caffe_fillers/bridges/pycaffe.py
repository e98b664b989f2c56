"""The weights that pycaffe, Caffe's Python module, makes in this process."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.bridges.models import ArrayModel
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.formats import prototxt
from caffe_fillers.plan.start import StartOptions, start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from caffe_fillers.plan.net import Options

__all__ = ["made_by_pycaffe"]


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
    phase = start(net, startup, options).state.phase
    more: dict[str, Any] = {}
    # Older modules do not know these arguments.
    if startup.level is not None:
        more["level"] = startup.level
    if startup.stages:
        more["stages"] = list(startup.stages)
    pycaffe.set_mode_cpu()
    pycaffe.set_random_seed(seed)
    built = pycaffe.Net(str(net), phase, **more)
    for trained in startup.weights:
        built.copy_from(trained)
    return ArrayModel("pycaffe", _layers(built))


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
