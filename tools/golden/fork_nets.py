"""Forward passes of forks' layers by the forks themselves: tests/golden/forks/FORK/*.npz.

    python tools/golden/fork_nets.py FORK PROGRAM [NAME ...]

For each prototxt of that folder it draws inputs and weights, runs PROGRAM (fork_forward.cpp linked
with the fork) and keeps inputs, weights and all blobs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.exporters.reading import Origin, ReadNet, read_net
from caffe_fillers.proto import caffe

Array = NDArray[Any]

FOLDER = Path(__file__).parents[2] / "tests" / "golden" / "forks"

#: The ranges of the blobs of normalizing layers: variances are not negative.
RANGES = {
    "BatchNorm": ((-0.5, 0.5), (0.5, 1.5), (0.9, 0.9), (0.5, 1.5), (-0.5, 0.5)),
    "BN": ((0.5, 1.5), (-0.5, 0.5), (-0.5, 0.5), (0.5, 1.5)),
    "Normalize": ((5, 20),),
}


def drawn(name: str, shape: tuple[int, ...], generator: np.random.Generator) -> Array:
    """An input's values, by the first letters of its name."""
    if name.startswith("priors"):
        boxes = np.sort(generator.uniform(0, 1, (shape[2] // 4, 2, 2)), axis=1).reshape(-1)
        return np.stack([boxes, generator.uniform(0.1, 0.3, shape[2])]).reshape(shape)
    if name.startswith("conf"):
        return generator.uniform(0, 1, shape)
    if name.startswith("tied"):
        return generator.integers(0, 10, shape) / 10
    if name.startswith("rois"):
        corners = np.sort(generator.uniform(-8, 110, (shape[0], 2, 2)), axis=1).reshape(-1, 4)
        corners[:2] = np.round(corners[:2])
        images = generator.integers(0, 2, (shape[0], 1))
        return np.concatenate([images, corners], 1).reshape(shape)
    return generator.standard_normal(shape)


def weights(read: ReadNet, generator: np.random.Generator) -> dict[str, Array]:
    """Every blob of every layer, by its layer's name and its number."""
    found = {}
    for layer, slots in zip(read.planned.net.layer, read.planned.slots, strict=True):
        for slot in slots:
            shape = read.planned.plan.blobs[slot].shape
            if layer.type in RANGES:
                values = generator.uniform(*RANGES[layer.type][slot.blob], shape)
            else:
                values = generator.standard_normal(shape) / np.sqrt(max(np.prod(shape[1:]), 1))
            found[f"{layer.name}/{slot.blob}"] = values.astype(np.float32)
    return found


def run(program: str, net: Path, made: dict[str, Array], folder: Path) -> dict[str, Array]:
    """All blobs that the fork computes."""
    model = caffe.NetParameter()
    for name, values in made.items():
        kind, _, key = name.partition(":")
        if kind == "weight":
            layer, _, blob = key.rpartition("/")
            if blob == "0":
                model.layer.add(name=layer)
            row = model.layer[-1].blobs.add()
            row.shape.dim.extend(values.shape)
            row.data.extend(values.ravel().tolist())
    (folder / "weights").write_bytes(model.SerializeToString())
    lines = []
    for name, values in made.items():
        kind, _, key = name.partition(":")
        if kind == "input":
            values.tofile(folder / key)
            lines.append(f"{key} {folder / key}\n")
    (folder / "inputs").write_text("".join(lines))
    paths = [folder / name for name in ("weights", "inputs", "out")]
    subprocess.run([program, net, *paths], check=True)
    values = np.fromfile(folder / "out.bin", np.float32)
    blobs, at = {}, 0
    for line in (folder / "out.idx").read_text().splitlines():
        name, _, dims = line.partition("\t")
        shape = tuple(map(int, dims.split(","))) if dims else ()
        size = int(np.prod(shape))
        blobs[name] = values[at : at + size].reshape(shape)
        at += size
    return blobs


def main() -> None:
    """Make the numbers of a fork."""
    fork, program, *names = sys.argv[1:]
    for net in sorted((FOLDER / fork).glob("*.prototxt")):
        if names and net.stem not in names:
            continue
        generator = np.random.default_rng(len(net.stem))
        read = read_net(Origin(net), ExportOptions(keep_losses=True))
        made = {}
        for layer, tops in zip(read.planned.net.layer, read.planned.tops, strict=True):
            if layer.type == "Input":
                for name, shape in zip(layer.top, tops, strict=True):
                    made[f"input:{name}"] = drawn(name, shape, generator).astype(np.float32)
        made |= {f"weight:{name}": each for name, each in weights(read, generator).items()}
        with tempfile.TemporaryDirectory() as folder:
            blobs = run(program, net, made, Path(folder))
        blobs = {name: each for name, each in blobs.items() if f"input:{name}" not in made}
        np.savez_compressed(net.with_suffix(".npz"), **made, **blobs)
        print(net.stem, {name: each.shape for name, each in blobs.items()})


if __name__ == "__main__":
    main()
