"""What a data layer did to each image, put in front of the net.

Caffe's order in the TEST phase (data_transformer.cpp): BGR, channels first, the centre cropped,
then (pixel - mean) scale. Cropping and resizing stay outside; a mean image is cropped as the image
was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from onnx import TensorProto

from caffe_fillers.core.registry import layers
from caffe_fillers.deployment.roles import brings_data
from caffe_fillers.errors import DataError, LayerError, NetError, within
from caffe_fillers.exporters.graph import Input, Node
from caffe_fillers.exporters.reading import open_definition
from caffe_fillers.formats.binaryproto import read_blob
from caffe_fillers.net import TEST, TRAIN, bare_state, selection
from caffe_fillers.strings import path_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from caffe_fillers.exporters.batch import Symbols
    from caffe_fillers.exporters.net import Written
    from caffe_fillers.proto import caffe

__all__ = ["Color", "Layout", "Preprocess", "Transform", "add_preprocessing", "read_transform"]

Layout: TypeAlias = Literal["nchw", "nhwc"]
Color: TypeAlias = Literal["bgr", "rgb"]


@dataclass(frozen=True, slots=True)
class Preprocess:
    """What images will be like, and where it stands what to do with them."""

    #: Subtract the mean and multiply by the scale of a data layer.
    normalize: bool = False
    #: The net that has the data layer; None for the exported one.
    transform: Path | None = None
    #: A mean image, in the place of the one that the data layer names.
    mean: Path | None = None
    layout: Layout = "nchw"
    color: Color = "bgr"
    #: Images are bytes.
    uint8: bool = False

    @property
    def wanted(self) -> bool:
        """Whether anything is to be done."""
        plain = (self.layout, self.color, self.uint8) == ("nchw", "bgr", False)
        return self.normalize or self.mean is not None or not plain


@dataclass(frozen=True, slots=True)
class Transform:
    """The numbers: (pixel - mean) scale."""

    #: One a channel, one for all, an image (C, H, W), or nothing.
    mean: NDArray[np.float32] | None = None
    scale: float = 1.0
    #: The data layer's top.
    top: str = ""


def read_transform(how: Preprocess, net: Path) -> Transform:
    """The numbers of the data layer in the TEST phase, or where there is none in TRAIN.

    Raises:
        NetError: no layer has a transform_param.
        DataError: the mean image is missing.
        FormatError: it is none.
    """
    if not how.normalize:
        mean = read_blob(how.mean) if how.mean else None
        return Transform(None if mean is None else _image(mean))
    path = how.transform or net
    definition = open_definition(path)
    layer = _data_layer(definition.net, path)
    param = layer.transform_param
    with within(f"{path}: layer {layer.name!r}: transform_param"):
        mean = _mean(param, how, definition.path.parent)
    return Transform(mean, param.scale, layer.top[0])


def _data_layer(net: caffe.NetParameter, path: Path) -> caffe.LayerParameter:
    for phase in (TEST, TRAIN):
        for index in selection(net, bare_state(net, phase)):
            layer = net.layer[index]
            row = layers.find(layer.type)
            if brings_data(layer, row) and layer.HasField("transform_param") and layer.top:
                return layer
    raise NetError(
        "no data layer has a transform_param",
        where=str(path),
        hint="Name the net that was trained: --transform train_val.prototxt; or --mean FILE.",
    )


def _mean(
    param: caffe.TransformationParameter, how: Preprocess, folder: Path
) -> NDArray[np.float32] | None:
    if how.mean:
        return _image(read_blob(how.mean))
    if param.mean_value:
        return np.array(param.mean_value, np.float32)
    if not param.HasField("mean_file"):
        return None
    path = path_of(param.mean_file)
    there = next((each for each in (path, folder / path) if each.exists()), None)
    if there is None:
        raise DataError(
            "no such file",
            where=f"mean_file: {param.mean_file}",
            hint="--mean FILE names it where it is now.",
        )
    return _image(read_blob(there))


def _image(blob: NDArray[Any]) -> NDArray[np.float32]:
    """A mean image as (C, H, W)."""
    shape = blob.shape[1:] if blob.ndim == 4 and blob.shape[0] == 1 else blob.shape
    if len(shape) != 3:
        raise LayerError(f"a mean of shape {blob.shape} is no image", where="mean")
    return blob.reshape(shape).astype(np.float32)


def add_preprocessing(
    written: Written, symbols: Symbols, how: Preprocess, transform: Transform
) -> None:
    """Put the work in front of the net's image input.

    Raises:
        NetError: the net has no such input, or several.
        LayerError: the mean does not fit it.
    """
    graph = written.graph
    image = _input(written, transform.top)
    _, channels, height, width = image.shape
    with within(f"input {image.name!r}"):
        mean = _fitted(transform.mean, (channels, height, width))
        if how.color == "rgb" and channels != 3:
            raise LayerError(f"{channels} channels are no colours", hint="Leave the colour out.")
    before, graph.nodes = graph.nodes, []
    dims = symbols.of(image.value, image.shape)
    value = graph.value()
    shape, dtype = image.shape, np.dtype(np.uint8 if how.uint8 else np.float32)
    x = value
    if how.uint8:
        x = graph.op("Cast", x, to=TensorProto.FLOAT)
    if how.layout == "nhwc":
        x = graph.op("Transpose", x, perm=[0, 3, 1, 2])
        shape = (shape[0], *shape[2:], shape[1])
        dims = [dims[0], *dims[2:], dims[1]]
    if how.color == "rgb":
        x = graph.op("Gather", x, graph.ints([2, 1, 0]), axis=1)
    if mean is not None:
        x = graph.op("Sub", x, graph.constant(mean))
    if transform.scale != 1:
        x = graph.op("Mul", x, graph.constant(transform.scale))
    if x == value:
        x = graph.op("Identity", x)
    last: Node = graph.nodes[-1]
    last.outputs = [image.value]
    graph.nodes += before
    symbols.values[value] = dims
    made = Input(image.name, value, shape, dtype=dtype)
    graph.inputs = [made if each is image else each for each in graph.inputs]
    written.names[image.value] = f"{image.name}@preprocessed"


def _input(written: Written, top: str) -> Input:
    images = [each for each in written.graph.inputs if len(each.shape) == 4]
    named = [each for each in images if each.name == top]
    found = named or images
    if len(found) != 1:
        names = ", ".join(repr(each.name) for each in images) or "none"
        raise NetError(
            f"which input is the image is not clear: {names}",
            where="preprocess",
            hint="It must have four axes, and the name of the data layer's top if there are more.",
        )
    return found[0]


def _fitted(
    mean: NDArray[np.float32] | None, image: tuple[int, int, int]
) -> NDArray[np.float32] | None:
    """The mean in a shape that can be subtracted from (N, C, H, W)."""
    if mean is None:
        return None
    channels, height, width = image
    if mean.ndim == 1:
        if mean.size not in (1, channels):
            raise LayerError(
                f"{mean.size} mean values for {channels} channels", where="transform_param"
            )
        return mean.reshape(1, -1, 1, 1)
    if mean.shape[0] != channels or mean.shape[1] < height or mean.shape[2] < width:
        told = "x".join(map(str, mean.shape))
        raise LayerError(
            f"the mean image is {told}, the input {channels}x{height}x{width}",
            where="mean",
            hint="It must have the input's channels, and be as large as the input at least.",
        )
    top, left = (mean.shape[1] - height) // 2, (mean.shape[2] - width) // 2
    return mean[None, :, top : top + height, left : left + width]
