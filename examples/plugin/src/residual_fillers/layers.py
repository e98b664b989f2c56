"""The layer type `ChannelGain`."""

from caffe_fillers.core.draws import Setup
from caffe_fillers.core.registry import BlobFacts, layer
from caffe_fillers.errors import ShapeError
from caffe_fillers.layers.weights import Wanted, filled


@layer(
    "ChannelGain",
    bottoms=1,
    tops=1,
    kind="learned",
    parameter="scale_param",
    blobs=BlobFacts(("weight",)),
)
def channel_gain(layer, bottoms, env):
    """Bottom and top (N, C, ...), blob (C)."""
    if len(bottoms[0]) < 2:
        raise ShapeError("ChannelGain needs a bottom with channels")
    gain = Wanted((bottoms[0][1],), layer.scale_param.filler, "scale_param.filler")
    return Setup([bottoms[0]], *filled(layer, [gain], env))
