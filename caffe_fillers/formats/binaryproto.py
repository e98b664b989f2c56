"""One blob in a file: a .binaryproto, as mean images and matrices of gains are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from google.protobuf.message import DecodeError

from caffe_fillers.core.draws import count
from caffe_fillers.errors import FormatError, within
from caffe_fillers.formats.model import StoredFile, cast
from caffe_fillers.proto import caffe
from caffe_fillers.proto.binary import parsed

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["MAX_BYTES", "read_blob"]

#: More than any mean image; a file that is larger is another one.
MAX_BYTES = 1 << 30


def read_blob(path: Path) -> NDArray[Any]:
    """The values of a BlobProto in its shape, as float32 (blob.cpp, Blob::FromProto).

    Raises:
        DataError: there is no such file, or it cannot be read.
        FormatError: it holds no blob, or its values do not fill its shape.
    """
    file = StoredFile(path)
    with within(str(path)):
        if file.size > MAX_BYTES:
            raise FormatError(f"holds {file.size:,} bytes, which is no mean image")
        with file.open() as opened:
            content = opened.read()
        try:
            blob = parsed(caffe.BlobProto, content)
        except DecodeError as error:
            raise FormatError(
                f"is no BlobProto: {error}", hint="compute_image_mean writes such a file."
            ) from error
        if any(blob.HasField(name) for name in ("num", "channels", "height", "width")):
            shape: tuple[int, ...] = (blob.num, blob.channels, blob.height, blob.width)
        else:
            shape = tuple(blob.shape.dim)
        values = cast(np.array(blob.double_data or blob.data), np.float32)
        if not values.size or values.size != count(shape):
            raise FormatError(
                f"holds {values.size} values, its shape has room for {count(shape)}",
                hint="It must be a BlobProto, as compute_image_mean writes it.",
            )
        return values.reshape(shape)
