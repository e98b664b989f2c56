"""What kind of model a file is, told by its first bytes and not by its name."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from caffe_fillers.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from caffe_fillers.formats.model import StoredFile

__all__ = ["CAFFEMODEL", "HDF5", "NPZ", "SAFETENSORS", "kind"]

CAFFEMODEL, HDF5, NPZ, SAFETENSORS = "caffemodel", "hdf5", "npz", "safetensors"

_HDF5 = b"\x89HDF\r\n\x1a\n"
#: safetensors allows no header beyond this.
MAX_JSON = 100_000_000

_UNPACK = "Unpack it and give the model inside."
_CONVERT = "Save its tensors as .safetensors or .npz first."
#: How files begin that are taken for models, what they are, and what to do.
FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (
        rb"version https://git-lfs",
        "is a Git LFS pointer, not the model itself",
        "Fetch the model: git lfs pull",
    ),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", "is compressed", _UNPACK),
    (rb"(?s).{257}ustar", "is a tar archive", _UNPACK),
    (
        rb"(?i)\s*<(!doctype|html|\?xml)",
        "is a web page, not a model",
        "The download has failed: fetch it again, and look at what comes.",
    ),
    (rb"\x80[\x02-\x05]", "is a Python pickle, perhaps a PyTorch checkpoint", _CONVERT),
    (
        rb"(\s|#.*\n)*(name|layers?|input|input_dim|input_shape|state|net|train_net)\s*[:{<]",
        "is a text definition, not a trained model",
        "Give the .caffemodel that was trained from it.",
    ),
    # Field 1 as a number; in a NetParameter it is the name.
    (
        rb"\x08",
        "is not a NetParameter",
        "It may be an ONNX model, a .solverstate (which holds no weights) or a mean .binaryproto.",
    ),
)
#: A checkout without symbolic links writes their targets as files.
_LINK = re.compile(rb"[\w.~][\w./\\~ +-]*\.(caffemodel|h5|hdf5|npz|safetensors)\s?")


def kind(file: StoredFile) -> str:
    """`caffemodel`, `hdf5`, `npz` or `safetensors`; all that shows no sign is a caffemodel.

    Raises:
        FormatError: the file is empty, or of a kind that holds no Caffe model.
        DataError: it cannot be read.
    """
    with file.open() as opened:
        head = opened.read(512)
        if any(_at(opened, offset) == _HDF5 for offset in _user_blocks(file.size)):
            return HDF5
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return NPZ
    if head[8:9] == b"{" and int.from_bytes(head[:8], "little") <= min(MAX_JSON, file.size - 8):
        return SAFETENSORS
    _refuse_foreign(head, file.path)
    return CAFFEMODEL


def _user_blocks(size: int) -> Iterator[int]:
    """Where an HDF5 file may begin: behind a block of the user's, of 512 bytes or a double."""
    yield 0
    offset = 512
    while offset < size:
        yield offset
        offset *= 2


def _at(file: IO[bytes], offset: int) -> bytes:
    file.seek(offset)
    return file.read(len(_HDF5))


def _refuse_foreign(head: bytes, path: Path) -> None:
    where = str(path)
    if not head:
        raise FormatError("is empty", where=where, hint="Fetch or write the model again.")
    for sign, what, hint in FOREIGN:
        if re.match(sign, head):
            raise FormatError(what, where=where, hint=hint)
    if _LINK.fullmatch(head):
        target = head.decode("ascii", "replace").strip()
        raise FormatError(
            f"is the text of a symbolic link to {target}, not the model itself",
            where=where,
            hint="The checkout could not make links: give that file instead.",
        )
