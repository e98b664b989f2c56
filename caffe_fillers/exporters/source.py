"""Where values come in: inputs of the graph, and constants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.registry import exporter
from caffe_fillers.errors import LayerError

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site


@exporter("Input")
def input_(at: Site) -> list[str]:
    """Inputs (input_layer.cpp)."""
    # Where layers are cut off, what led to them only is not needed any more.
    optional = bool(at.options.cut)
    tops = zip(at.layer.top, at.tops, strict=False)
    return [at.graph.add_input(name, shape, optional=optional) for name, shape in tops]


@exporter("Data", "ImageData", "WindowData", "MemoryData", "HDF5Data")
def data(at: Site) -> list[str]:
    """Inputs in the shape that the data has; those that nothing reads fall away.

    (data_layer.cpp and its kin)
    """
    tops = zip(at.layer.top, at.tops, strict=False)
    return [at.graph.add_input(name, shape, optional=True) for name, shape in tops]


@exporter("DummyData")
def dummy_data(at: Site) -> list[str]:
    """Constants; a random top, which Caffe draws at each pass, becomes an input or is drawn once.

    (dummy_data_layer.cpp)
    """
    param = at.layer.dummy_data_param
    tops = []
    for position, (name, shape) in enumerate(zip(at.layer.top, at.tops, strict=False)):
        fillers = param.data_filler
        filler = fillers[position if len(fillers) > 1 else 0] if fillers else None
        if filler is None or filler.type == "constant":
            tops.append(at.graph.full(shape, filler.value if filler else 0.0))
        elif position < len(at.slots):
            tops.append(at.weight(position))
        else:
            at.note(f"{name!r} is drawn anew at each pass in Caffe: it becomes an input")
            tops.append(at.graph.add_input(name, shape))
    return tops


@exporter("Python")
def python(at: Site, *bottoms: str) -> list[str]:
    """Nobody knows what its code computes, but for a few public ones (python_layer.hpp)."""
    # Only now, so that a net without such layers loads nothing of the forks'.
    from caffe_fillers.exporters.forks.python import python_layer  # noqa: PLC0415

    known = python_layer(at, *bottoms)
    if known is not None:
        return known
    param = at.layer.python_param
    raise LayerError(
        f"what {param.module}.{param.layer} computes is known to its code alone",
        where="python_param",
        hint=f"--cut {at.layer.name} makes its tops inputs.",
    )


@exporter("HDF5Output")
def hdf5_output(at: Site, *bottoms: str) -> list[str]:
    """Nothing: no file is written (hdf5_output_layer.cpp)."""
    at.note("HDF5Output writes a file in Caffe, and is left out")
    del bottoms
    return []
