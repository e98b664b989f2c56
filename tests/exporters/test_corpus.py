"""Public nets: each that a real Caffe builds in the TEST phase is exported, and loads.

Without the weights, whose values change nothing about that: they are inputs of the model that is
loaded. By default every twelfth net is taken; this takes all, in some minutes:

    CAFFE_FILLERS_EXPORT_CORPUS=all python -m pytest tests/exporters/test_corpus.py -n auto
"""

import os
from functools import partial

import numpy as np
import pytest

from caffe_fillers.errors import LayerError
from caffe_fillers.exporters.model import export
from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.exporters.planned import export_plan
from caffe_fillers.exporters.reading import Origin, read_net
from tests._nets import inside
from tests._shared import corpus, manifest
from tests.exporters._run import error, hollow, session

ALL = os.environ.get("CAFFE_FILLERS_EXPORT_CORPUS") == "all"
STEP = 1 if ALL else 12
#: The nets that Caffe built in the TEST phase, with its data at hand or without; none of them has
#: a Python layer, which that Caffe did not know.
BUILT = 654


def built():
    """Paths relative to the corpus."""
    try:
        rows = manifest()
    except pytest.skip.Exception:
        return []
    found = set()
    for row in rows:
        if (row["kind"], row["phase"], row["result"]) == ("net", "TEST", "ok"):
            name = row["file"]
            if row["variant"] == "withdb":
                name = name.replace("files/", "withdb/", 1)
            found.add(name)
    return sorted(found)


NETS = built()
#: Small nets of several kinds.
SMALL = {
    "lenet": "files/c0455d9268293781.prototxt",
    "cifar10_quick": "files/75f640b26a7d9d11.prototxt",
    "squeezenet11": "files/b24f4225ae68a5d0.prototxt",
    "mtcnn_det2": "files/0b42c9f9d498ca40.prototxt",
}


def test_no_net_was_dropped():
    """As many as the manifest has."""
    corpus()  # skips, or fails in CI, where it is missing
    assert len(NETS) == BUILT


@pytest.mark.slow
@pytest.mark.parametrize("name", NETS[::STEP])
def test_exports_and_loads(name):
    """Whole, with losses, and as it is deployed."""
    with inside(corpus()):
        for keep_losses in (True, False):
            options = ExportOptions(keep_losses=keep_losses)
            read = read_net(Origin(corpus() / name), options)
            assert not [each for each in read.planned.net.layer if each.type == "Python"]
            exported = export_plan(read.planned, options, read.options, read.definition.parent)
            loaded = session(hollow(exported.assembled), optimised=False)

            assert len(loaded.get_outputs()) == len(exported.assembled.outputs) > 0


@pytest.mark.parametrize("name", SMALL)
def test_an_open_batch(name):
    """Batches of 1, 3 and 8 equal the static runs."""
    path = corpus() / SMALL[name]
    make = partial(export, path, seed=1)
    dynamic = make(options=ExportOptions(dynamic_batch=True))
    (given,) = dynamic.graph.input
    dims = given.type.tensor_type.shape.dim
    assert dims[0].dim_param == "N"
    shape = tuple(dim.dim_value for dim in dims[1:])
    feed = np.random.default_rng(1).standard_normal((8, *shape)).astype(np.float32)
    static = make()
    batch = static.graph.input[0].type.tensor_type.shape.dim[0].dim_value
    alone, free = session(static), session(dynamic)
    for size in (1, 3, 8):
        got = free.run(None, {given.name: feed[:size]})
        padded = np.resize(feed[:size], (-(-size // batch) * batch, *shape))
        parts = [
            alone.run(None, {given.name: padded[start : start + batch]})
            for start in range(0, len(padded), batch)
        ]
        for value, wanted in zip(got, map(np.concatenate, zip(*parts, strict=True)), strict=True):
            assert error(value, wanted[:size]) <= 1e-5


def test_recurrent_nets_have_no_open_batch():
    """Their axis 0 is the time: an error says so, and names the layer."""
    path = corpus() / "files/12d513a30fa43b94.prototxt"
    with pytest.raises(LayerError, match="lstm1"):
        export(path, seed=1, options=ExportOptions(dynamic_batch=True))
