"""Types whose rules ask for the dialect, and the dialects that they ask for.

Where forks have one row for a type they are taken for alike (`plan.fork`): these have one each.
"""

from __future__ import annotations

from dataclasses import replace

from caffe_fillers.core.registry import FORKS, layers
from caffe_fillers.layers.forks import (  # noqa: F401  # they register themselves, before these
    arrange,
    conv,
    dense,
    detection,
    pool,
    recurrent,
    resize,
)
from caffe_fillers.layers.forks.conv import WITHOUT_COLUMNS
from caffe_fillers.layers.forks.data import ONE_SEED, TYPES, VIDEO
from caffe_fillers.layers.forks.norm import NVIDIA, STARTS_AT_ONE, TWO_AXES, UNSCALED

#: By type.
NAMESAKES = {
    "Normalize": UNSCALED,
    "BN": TWO_AXES | STARTS_AT_ONE | {"ssd-fcn"},
    "BatchNorm": NVIDIA | {"intel"},
    "Convolution": WITHOUT_COLUMNS | {"video-caffe"},
    "Deconvolution": WITHOUT_COLUMNS | {"video-caffe"},
    "ConvolutionDepthwise": {"synopsys"},
    "Pooling": {"video-caffe", "yjxiong", "yjxiong-3d"},
    "InnerProduct": {"c3d-1.0"},
    "Lstm": {"yuqj"},
    "Interp": {"openvino-person"},
    "Proposal": {"synopsys"},
    "Slice": {"mycaffe"},
    "VideoData": {*VIDEO, *ONE_SEED},
    "ImageLabelData": {"tvg", *ONE_SEED},
    **dict.fromkeys((*TYPES, "Data", "ImageData", "WindowData", "MemoryData"), ONE_SEED),
}

for _kind, _dialects in NAMESAKES.items():
    for _dialect in sorted(_dialects):
        layers.add(_dialect, _kind, replace(layers.get(_kind, FORKS)), None)
