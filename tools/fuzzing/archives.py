"""Files of arrays that are nearly right: .npz, .safetensors and HDF5."""

from __future__ import annotations

import io
import json
import struct
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
from fuzzing.texts import NUMBERS, mutate_bytes, mutate_json

if TYPE_CHECKING:
    from random import Random

__all__ = ["mutate_hdf5", "mutate_npz", "mutate_safetensors"]

_KEYS = (
    *(
        "ip/0",
        "ip/1",
        "conv1/0",
        "conv1/1",
        "a",
        "/",
        "",
        "c/-1",
        "c/01",
        "c/" + "7" * 5000,
        "x/y/z/0",
    ),
    *("../../e/0", "\x1b]0;x\x07/0", "é/0", "c/²", "c/٣", "a\0b/0"),
)
_SHAPES = (
    *("()", "(0,)", "(2, 3)", "(6,)", "(3, 2)", "(True,)", "(-1,)", "(2, -3)", "(1073741824,)"),
    *("(4294967296, 4294967296)", "(2.0,)", "(2, 3", "2", "None", "((2,),)", "(1,)*40"),
    "(" + "1, " * 40 + ")",
)
_DTYPES = (
    *("<f4", "<f8", ">f4", "<f2", "|u1", "<i8", "|O", "|S3", "<U2", "|V4", "<c8", "|b1", "<M8[s]"),
    *("f4,f4", "", "<f1", "<f16", "x" * 300),
)


def mutate_npz(random: Random, seeds: list[bytes]) -> bytes:
    """A zip of .npy files, some of which are none."""
    content = random.choice(seeds)
    if random.random() < 0.6:
        content = _zip(random)
    return mutate_bytes(random, content) if random.random() < 0.5 else content


def _zip(random: Random) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")  # two members of one name are meant
        for number in range(random.choice((0, 1, 2, 3, 5))):
            key = random.choice(_KEYS) if random.random() < 0.4 else f"ip/{number}"
            info = zipfile.ZipInfo(f"{key or 'x'}.npy"[:60000])
            info.compress_type = random.choice(
                (zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)
            )
            try:
                archive.writestr(info, _npy(random))
            except ValueError:
                continue
    return _patched(random, bytearray(out.getvalue())) if random.random() < 0.4 else out.getvalue()


def _npy(random: Random) -> bytes:
    shape = random.choice(_SHAPES) if random.random() < 0.4 else "(2, 3)"
    dtype = random.choice(_DTYPES) if random.random() < 0.4 else "<f4"
    order = random.choice(("False", "False", "True", "0", "None"))
    told = f"{{'descr': '{dtype}', 'fortran_order': {order}, 'shape': {shape}, }}"
    if random.random() < 0.1:
        told = random.choice(("{" * 50, "[" * 5000, told[:-3], "", told + "x", "'" * 3, "1" * 5000))
    version = random.choice((b"\x01\x00", b"\x01\x00", b"\x02\x00", b"\x03\x00", b"\x09\x00"))
    length = struct.pack("<H" if version == b"\x01\x00" else "<I", len(told) + 1)
    values = np.arange(random.choice((0, 1, 6, 6, 6, 7)), dtype="<f4").tobytes()
    if random.random() < 0.05:
        values = bytes(random.choice((1 << 16, 1 << 20)))
    return b"\x93NUMPY" + version + length + told.encode("utf-8", "replace") + b"\n" + values


def _patched(random: Random, content: bytearray) -> bytes:
    """A number in a header or in the directory that lies."""
    signs = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06")
    sign = random.choice(signs)
    at = content.find(sign)
    if at >= 0:
        offset, width = random.choice(
            ((8, 2), (6, 2), (14, 4), (18, 4), (20, 4), (24, 4), (42, 4), (10, 2))
        )
        number = random.choice(NUMBERS) & (1 << 8 * width) - 1
        if at + offset + width <= len(content):
            content[at + offset : at + offset + width] = number.to_bytes(width, "little")
    return bytes(content)


def mutate_safetensors(random: Random, seeds: list[bytes]) -> bytes:
    """A JSON header before values, with keys, types, shapes and offsets that lie."""
    content = random.choice(seeds)
    length = int.from_bytes(content[:8], "little")
    header, values = content[8 : 8 + length], content[8 + length :]
    if random.random() < 0.5:
        header = json.dumps(_header(random, json.loads(header))).encode()
    if random.random() < 0.5:
        header = mutate_json(random, header)
    told = len(header) if random.random() < 0.9 else random.choice(NUMBERS) & (1 << 64) - 1
    out = struct.pack("<Q", told) + header + values
    return mutate_bytes(random, out, 2) if random.random() < 0.2 else out


def _header(random: Random, header: dict[str, Any]) -> dict[str, Any]:
    for _ in range(random.randint(1, 3)):
        key = random.choice(list(header))
        entry = header[key]
        match random.randrange(6):
            case 0:
                header[random.choice(_KEYS)] = entry
            case 1 if isinstance(entry, dict):
                entry = {
                    **entry,
                    "dtype": random.choice(("F16", "F64", "BF16", "BOOL", "I8", "F8_E4M3", "x")),
                }
            case 2 if isinstance(entry, dict):
                entry = {
                    **entry,
                    "shape": [
                        random.choice(NUMBERS) for _ in range(random.choice((0, 1, 2, 4, 40)))
                    ],
                }
            case 3 if isinstance(entry, dict):
                entry = {**entry, "data_offsets": [random.choice(NUMBERS), random.choice(NUMBERS)]}
            case 4:
                header |= {f"{key}{number}": entry for number in range(random.choice((2, 300)))}
            case _:
                entry = random.choice((None, 1, [], {}, "x", {"dtype": "F32"}))
        header[key] = entry
    return header


def mutate_hdf5(random: Random, seeds: list[bytes]) -> bytes:
    """Datasets of all kinds of storage, or a sound file with some bytes changed."""
    if random.random() < 0.4:
        return _hdf5(random)
    return mutate_bytes(random, random.choice(seeds), 4)


def _hdf5(random: Random) -> bytes:
    import h5py  # noqa: PLC0415  # an extra

    out = io.BytesIO()
    with h5py.File(out, "w", libver=random.choice(("earliest", "latest"))) as file:
        data = file.create_group("data") if random.random() < 0.95 else file
        for _ in range(random.choice((1, 2, 3))):
            layer = data.require_group(random.choice(("ip", "conv", "a/b", "é")))
            for number in range(random.choice((0, 1, 2))):
                name = (
                    str(number)
                    if random.random() < 0.8
                    else random.choice(("x", "01", "-1", "7" * 5000))
                )
                if name not in layer:
                    _dataset(random, layer, name, h5py)
    return out.getvalue()


def _dataset(random: Random, group: Any, name: str, h5py: Any) -> None:
    shape = random.choice(
        ((2, 3), (6,), (), (0,), (2, 0), (1,) * 32, (1 << 30,), (1 << 20, 1 << 20))
    )
    chunks = tuple(min(each, 7) or 1 for each in shape) if shape else None
    dtype = random.choice(("<f4", "<f8", ">f4", "<f2", "<i4", "u1", "S3"))
    try:
        match random.randrange(8):
            case 0 if chunks:
                group.create_dataset(
                    name, shape, dtype, chunks=chunks, compression="gzip", fillvalue=None
                )
            case 1 if chunks:
                group.create_dataset(
                    name, shape, dtype, chunks=chunks, maxshape=(None,) * len(shape)
                )
            case 2:
                group.create_dataset(name, (16,), "<f4", external=[("outside.bin", 0, 64)])
            case 3:
                layout = h5py.VirtualLayout((4,), "<f4")
                layout[:] = h5py.VirtualSource("other.h5", "x", (4,))
                group.create_virtual_dataset(name, layout)
            case 4:
                group[name] = random.choice(
                    (
                        h5py.SoftLink("/data"),
                        h5py.SoftLink("/nowhere"),
                        h5py.ExternalLink("b.h5", "/x"),
                    )
                )
            case 5:
                group.create_group(name)
            case _:
                size = int(np.prod(shape, dtype=object))
                values = np.arange(size).reshape(shape) if size < 100 else None
                kind = dtype if values is not None and dtype != "S3" else "<f4"
                group.create_dataset(
                    name, shape if values is None else None, kind, values, chunks=None
                )
    except (ValueError, TypeError, OSError, RuntimeError):
        return
