"""The numbers of a file of weights, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caffe_fillers.api.weights import open_weights
from caffe_fillers.errors import FormatError, within

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

__all__ = ["read_weights"]


def read_weights(path: str | os.PathLike[str]) -> dict[str, list[NDArray[Any]]]:
    """Read all blobs of a file of weights, by layer.

    Args:
        path: The file: .caffemodel of any generation, .h5, .npz, .safetensors or .onnx; its content
            tells which.

    Returns:
        For each layer that has any its blobs in order, in the types and shapes of the file; layers
        of one name follow each other in one list, as in `FilledNet.blobs`. Tensors of an ONNX model
        stand under their own names, in the layouts in which Caffe would hold them. What an HDF5
        file holds once for several layers stands with the first of them.

    Raises:
        CaffeFillersError: the file is missing or broken, of no kind that is known, or a blob of it
            cannot be used.

    Example:
        >>> from caffe_fillers import fill_net, read_weights
        >>> made = fill_net("examples/lenet.prototxt", "read.caffemodel", seed=1701)
        >>> read = read_weights("read.caffemodel")
        >>> list(read), [blob.shape for blob in read["ip2"]]
        (['conv1', 'conv2', 'ip1', 'ip2'], [(10, 500), (10,)])

    Source: net.cpp, Net::ToProto and Net::ToHDF5; the formats' specifications.
    """
    model = open_weights(path)
    read: dict[str, list[NDArray[Any]]] = {}
    for layer in model.layers:
        for number, stored in sorted(layer.blobs.items()):
            with within(f"{path}: blob {number} of layer {layer.name!r}"):
                if stored.fault:
                    raise FormatError(stored.fault)
                values = model.read(stored).reshape(stored.shape)
            read.setdefault(layer.name, []).append(values)
    return read
