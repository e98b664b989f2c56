"""A model whose blobs are arrays in memory, read as a model file is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers.formats.model import StoredBlob, StoredLayer, cast
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["ArrayModel"]


class ArrayModel:
    """Layers with arrays for blobs."""

    type_name = "arrays"

    def __init__(
        self, name: str, layers: Iterable[tuple[str, str, Sequence[NDArray[Any]]]]
    ) -> None:
        """From the name, type and blobs of each layer."""
        self.path = Path(name)
        self.net = caffe.NetParameter()
        self.layers = tuple(
            StoredLayer(
                layer,
                type_name,
                {
                    number: StoredBlob(blob.shape, blob.dtype, blob)
                    for number, blob in enumerate(blobs)
                },
            )
            for layer, type_name, blobs in layers
        )

    def read(
        self, key: StoredBlob, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1 of a blob, flat."""
        values: NDArray[Any] = key.place
        return cast(values.reshape(-1)[start:stop], dtype)
