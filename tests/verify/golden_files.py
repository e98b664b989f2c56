"""The golden nets as files: written by us, and known to be Caffe's by the hashes of their blobs."""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import numpy as np

from caffe_fillers.core.draws import count
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.formats import caffemodel
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.formats.layout import LayoutSink
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.rng.rng import Rng
from tests._nets import sha256
from tests._shared import golden, golden_json


class Record(NamedTuple):
    """One golden net in one phase with one seed."""

    #: Relative to the golden folder.
    net: str
    phase: str
    seed: int
    #: The hashes of all blobs, in order.
    hashes: tuple


def semantics(seeds=1):
    """The small nets, in each phase, with so many of their seeds."""
    for name, phases in golden_json("nets_semantics/expected.json").items():
        if "/" in name:
            continue
        for phase, expected in phases.items():
            for seed, made in list(expected["seeds"].items())[-seeds:]:
                hashes = [blob["sha256"] for layer in made["blobs"] for blob in layer["blobs"]]
                yield Record(f"nets_semantics/{name}", phase, int(seed), tuple(hashes))


def random_nets():
    """The random nets, in each phase and with the seed that they were run with."""
    for line in golden("nets_random/expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        hashes = tuple(blob[3] for blob in row["blobs"])
        yield Record(f"nets_random/{row['net']}", row["phase"], row["seed"], hashes)


def copied(target):
    """The golden nets with their data, in a folder that may be written to."""
    for name in ("nets_semantics", "nets_random"):
        shutil.copytree(golden(name), Path(target) / name)
    return Path(target)


class Written(NamedTuple):
    """A model file, and where it holds what."""

    path: Path
    layout: object
    plan: object

    def model(self):
        """The file, opened."""
        return open_model(self.path)

    def flip(self, slot, index, bit):
        """Flip one bit of one value."""
        offset, hole = self.layout.holes[slot]
        offset += index * hole.dtype.itemsize + bit // 8
        with self.path.open("r+b") as file:
            file.seek(offset)
            byte = file.read(1)[0]
            file.seek(offset)
            file.write(bytes([byte ^ 1 << bit % 8]))


def write(net, target, seed, phase=None, **options):
    """Fill a net or a solver into a file."""
    given = Options(**options)
    planned = start(Path(net), StartOptions(phase.lower() if phase else None), given).planned
    layout = caffemodel.layout(planned.net, planned.blobs(), given.dtype)
    with target.open("w+b") as file:
        fill_plan(planned.plan, Rng(seed, given.era), LayoutSink(layout, file))
    return Written(target, layout, planned.plan)


def hashes(model):
    """The hashes of all blobs of an open model."""
    return tuple(
        sha256(model.read(blob)) for layer in model.layers for blob in layer.blobs.values()
    )


def some_value(plan, rng):
    """A random blob and the index of a random value in it; None for a net without values."""
    slots = [slot for slot, blob in plan.blobs.items() if count(blob.shape)]
    if not slots:
        return None
    slot = slots[int(rng.integers(len(slots)))]
    return slot, int(rng.integers(count(plan.blobs[slot].shape)))


def chance(*key):
    """A generator that is the same for the same key, whatever else runs."""
    return np.random.default_rng(list(map(ord, repr(key))))
