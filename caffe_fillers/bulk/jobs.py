"""One file's work, as a plain value that another process or machine can be given."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers import __version__
from caffe_fillers.bulk.fill import FillOptions, FillRequest, Seed, fill_file, settled, stream_of
from caffe_fillers.bulk.outcomes import DIFFERS, Outcome, guarded
from caffe_fillers.errors import DataError, within
from caffe_fillers.files.reading import open_regular
from caffe_fillers.formats.kinds import open_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.bulk.fill import Kind

__all__ = ["Job", "file_sha256", "run_job", "seed_of", "shared_sha256"]

#: Bytes hashed at a time.
CHUNK = 1 << 20
LABEL = b"caffe_fillers seed v1\0"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to fill."""

    #: Its place among the inputs.
    index: int
    kind: Kind
    path: str
    target: str
    #: Its path within the tree, which names its seed.
    relative: str
    seed: Seed
    options: FillOptions
    #: Whether hashes are wanted.
    hashed: bool = False
    #: Whether what stands at the target may be replaced.
    force: bool = False


def run_job(job: Job) -> Outcome:
    """Fill one file; what goes wrong with it is part of the outcome, and nobody else's trouble."""
    return guarded(job.index, job.path, lambda: _run(job))


def _run(job: Job) -> Outcome:
    started = time.monotonic()
    reads = {job.path: file_sha256(Path(job.path))} if job.hashed else {}
    path, target = Path(job.path), Path(job.target)
    told = fill_file(FillRequest(job.kind, path, target, job.options, job.seed, job.force))
    code = 0 if settled(told) else DIFFERS
    if not job.hashed:
        return Outcome(job.index, code, told, seconds=time.monotonic() - started)
    reads |= {name: shared_sha256(Path(name)) for name in _named(job, told)}
    written = [told["output"], *([told["data"]] if told.get("data") else [])]
    writes = {name: file_sha256(Path(name)) for name in written}
    tensors = tensor_hashes(Path(told["output"]), job.kind)
    seconds = time.monotonic() - started
    return Outcome(job.index, code, told, "", seconds, reads, writes, tensors)


def _named(job: Job, told: Mapping[str, Any]) -> list[str]:
    """The files that decide the result besides the input itself."""
    files = [*job.options.files, *told["files"]]
    if job.kind == "onnx":
        from caffe_fillers.formats.onnx.model import read_onnx  # noqa: PLC0415

        files += sorted(str(path) for path in read_onnx(Path(job.path)).data_files())
    names = dict.fromkeys(files)
    return [name for name in names if name != job.path]


def tensor_hashes(path: Path, kind: Kind) -> dict[str, str]:
    """The SHA-256 of each tensor's values as the file holds them, little-endian, by name."""
    if kind == "onnx":
        return _onnx_hashes(path)
    model = open_model(path)
    found: dict[str, str] = {}
    for layer in model.layers:
        for number, stored in layer.blobs.items():
            if not stored.fault:
                values = model.read(stored)
                raw = values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
                name = _free(f"{layer.name}/{number}", found)
                found[name] = hashlib.sha256(raw).hexdigest()
    return found


def _onnx_hashes(path: Path) -> dict[str, str]:
    from caffe_fillers.formats.onnx.model import read_onnx, tensors  # noqa: PLC0415

    model = read_onnx(path)
    found: dict[str, str] = {}
    for tensor in tensors(model.proto):
        raw = model.array(tensor).tobytes()
        found[_free(tensor.name or "unnamed", found)] = hashlib.sha256(raw).hexdigest()
    return found


def _free(name: str, taken: Mapping[str, str]) -> str:
    """The name, with a number behind it where layers have the same one."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes.

    Raises:
        DataError: it cannot be read.
    """
    digest = hashlib.sha256()
    with within(str(path)):
        try:
            with open_regular(path) as file:
                while block := file.read(CHUNK):
                    digest.update(block)
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror or error}") from error
    return digest.hexdigest()


def shared_sha256(path: Path) -> str:
    """The SHA-256 of a file that many inputs may name: read again only if it has changed.

    Raises:
        DataError: it cannot be read.
    """
    with within(str(path)):
        try:
            seen = path.stat()
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror or error}") from error
    state = (seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
    return _known_sha256(os.path.realpath(path), state)


@lru_cache(maxsize=1024)
def _known_sha256(path: str, state: tuple[int, ...]) -> str:
    del state
    return file_sha256(Path(path))


def seed_of(seed: int, relative: str) -> int:
    """The seed that a file of this path has in a run with `--seed-by-name`.

    Version 1, frozen: the first four bytes, little-endian, of the SHA-256 of a label, the run's
    seed modulo 2**64 in eight bytes little-endian, and the path with "/" in UTF-8. STREAMS.md
    promises it.
    """
    name = relative.encode("utf-8", "surrogateescape")
    digest = hashlib.sha256(LABEL + (seed % 2**64).to_bytes(8, "little") + name).digest()
    return int.from_bytes(digest[:4], "little")


def package_version() -> str:
    """The version that manifests name."""
    return __version__


def told_stream(job: Job) -> str:
    """Which stream a job's numbers come from."""
    return stream_of(job.kind, job.options)
