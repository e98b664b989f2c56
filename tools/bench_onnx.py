"""How fast, and in how much memory, a large ONNX model is filled.

    python tools/bench_onnx.py [GIGABYTES] [--embedded]

A model of about that size (6 if not told) is made: transposed and straight matrices, an embedding
and biases, in a data file, or inside the model with --embedded (below 2 GB). It is filled by the
command in a process of its own; beside the time stands what the disk takes for the same bytes.
Linux and macOS.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import onnx
from onnx import helper

from caffe_fillers.formats.onnx.wire import MAX_BYTES

#: One block: (4096, 8192) for a MatMul, (4096, 8192) for a Gemm with transB, biases.
WIDTH, INNER = 4096, 8192
BLOCK_BYTES = 4 * (2 * WIDTH * INNER + INNER + WIDTH)
CHUNK = 1 << 24


def made(folder: Path, nbytes: int, *, embedded: bool) -> Path:
    """A model of about so many bytes; its data file has no content yet but its length."""
    nodes, tensors, offset = [], [], 0

    def tensor(name: str, *dims: int) -> str:
        nonlocal offset
        each = onnx.TensorProto(name=name, data_type=onnx.TensorProto.FLOAT, dims=dims)
        size = 4
        for dim in dims:
            size *= dim
        if embedded:
            each.raw_data = bytes(size)
        else:
            each.data_location = onnx.TensorProto.EXTERNAL
            for key, value in (("location", "w.bin"), ("offset", offset), ("length", size)):
                each.external_data.add(key=key, value=str(value))
        offset += size
        tensors.append(each)
        return name

    blocks = max(1, nbytes // BLOCK_BYTES)
    nodes.append(helper.make_node("Gather", [tensor("embed", 32000, WIDTH), "ids"], ["h0"]))
    for at in range(blocks):
        nodes += [
            helper.make_node("MatMul", [f"h{at}", tensor(f"up{at}", WIDTH, INNER)], [f"u{at}"]),
            helper.make_node("Add", [f"u{at}", tensor(f"ub{at}", INNER)], [f"v{at}"]),
            helper.make_node(
                "Gemm",
                [f"v{at}", tensor(f"down{at}", WIDTH, INNER), tensor(f"db{at}", WIDTH)],
                [f"h{at + 1}"],
                transB=1,
            ),
        ]
    ids = helper.make_tensor_value_info("ids", onnx.TensorProto.INT64, [2])
    out = helper.make_tensor_value_info(f"h{blocks}", onnx.TensorProto.FLOAT, None)
    graph = onnx.GraphProto(name="large", node=nodes, input=[ids], output=[out])
    graph.initializer.extend(tensors)
    model = helper.make_model(graph)
    path = folder / "model.onnx"
    path.write_bytes(model.SerializeToString())
    if not embedded:
        with (folder / "w.bin").open("wb") as file:
            file.truncate(offset)
    return path


def filled(path: Path) -> tuple[float, float, float, int]:
    """Seconds, seconds of the processor, megabytes of memory at the most, bytes written."""
    target = path.with_name("filled.onnx")
    command = [sys.executable, "-m", "caffe_fillers", str(path), "-o", str(target), "--seed", "1"]
    start = time.perf_counter()
    _, status, used = os.wait4(subprocess.Popen([*command, "-q"]).pid, 0)
    took = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    if status:
        sys.exit(f"{' '.join(command)} failed")
    peak, worked = used.ru_maxrss * unit / 1e6, used.ru_utime + used.ru_stime
    files = [target, target.with_name("filled.onnx.data")]
    return took, worked, peak, sum(each.stat().st_size for each in files if each.exists())


def disk(folder: Path, nbytes: int) -> float:
    """Seconds to write so many bytes to the same disk, and to flush them."""
    block = os.urandom(CHUNK)
    start = time.perf_counter()
    with (folder / "disk.bin").open("wb") as file:
        for at in range(0, nbytes, CHUNK):
            file.write(block[: min(CHUNK, nbytes - at)])
        file.flush()
        os.fsync(file.fileno())
    return time.perf_counter() - start


def main() -> None:
    """Make, fill, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gigabytes", nargs="?", type=float, default=6.0)
    parser.add_argument("--embedded", action="store_true")
    parser.add_argument("--folder", help="where there is room for three times as much")
    given = parser.parse_args()
    nbytes = int(given.gigabytes * 1e9)
    if given.embedded:
        nbytes = min(nbytes, MAX_BYTES - BLOCK_BYTES - 32000 * WIDTH * 4)
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        # In another process: a child begins with its parent's memory.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            path = pool.apply(made, (folder, nbytes), {"embedded": given.embedded})
        took, worked, peak, written = filled(path)
        for each in folder.glob("filled*"):
            each.unlink()
        bare = disk(folder, written)
    print(f"{written / 1e9:.2f} GB filled in {took:.1f} s ({written / took / 1e6:.0f} MB/s)")
    print(f"the processor worked for {worked:.1f} s of them")
    print(f"the disk alone takes {bare:.1f} s ({written / bare / 1e6:.0f} MB/s)")
    print(f"at most {peak:.0f} MB of memory")


if __name__ == "__main__":
    main()
