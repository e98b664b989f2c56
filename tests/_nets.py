"""From a net file to its arrays, for tests that compare with what a real Caffe did."""

import contextlib
import hashlib
import os
from functools import partial
from pathlib import Path

import numpy as np

from caffe_fillers.core.draws import count
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.formats import datasets, prototxt
from caffe_fillers.net import TEST, TRAIN, bare_state, build
from caffe_fillers.plan.net import Options, plan_built
from caffe_fillers.rng.rng import Rng
from caffe_fillers.upgrades import upgrade_net

PHASES = {"TRAIN": TRAIN, "TEST": TEST}


def planned(path, phase, *, level=None, stages=(), **options):
    """The plan of a net built as `Net(NetParameter)` builds it."""
    path = Path(path)
    _, message = prototxt.read_net(path)
    net = upgrade_net(message).net
    state = bare_state(net, PHASES[phase], level, stages)
    options.setdefault("probe", partial(datasets.probe, folder=path.parent))
    return plan_built(build(net, state).net, Options(**options))


class Arrays(dict):
    """A sink that keeps every blob whole, by slot."""

    def __init__(self, net_plan):
        plan = net_plan.plan
        super().__init__(
            (slot, np.empty(count(blob.shape), plan.dtype)) for slot, blob in plan.blobs.items()
        )

    def put(self, slot, start, values):
        """Keep the values."""
        self[slot][start : start + values.size] = values


def filled(net_plan, rng):
    """All blobs, drawn with this generator."""
    arrays = Arrays(net_plan)
    fill_plan(net_plan.plan, rng, arrays)
    return arrays


def sha256(array):
    """The hash of the little-endian bytes."""
    return hashlib.sha256(array.astype(array.dtype.newbyteorder("<")).tobytes()).hexdigest()


def digest(net_plan, seed, era=None):
    """What the golden files say of a net: its blobs' shapes and hashes, and the next word."""
    rng = Rng(seed, era) if era else Rng(seed)
    arrays = filled(net_plan, rng)
    words = rng.stream.tell()
    blobs = [
        (
            layer.name,
            [(list(net_plan.plan.blobs[slot].shape), sha256(arrays[slot])) for slot in slots],
        )
        for layer, slots in zip(net_plan.net.layer, net_plan.slots, strict=True)
        if slots
    ]
    return blobs, words, rng.word()


def golden_blobs(blobs):
    """The same form, from a golden record."""
    return [
        (layer["layer"], [(blob["shape"], blob["sha256"]) for blob in layer["blobs"]])
        for layer in blobs
    ]


@contextlib.contextmanager
def inside(folder):
    """Work in a folder, as the nets' relative paths expect."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
