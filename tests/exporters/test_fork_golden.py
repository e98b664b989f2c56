"""Layers of forks beside the forks themselves: forward passes of real builds, all blobs."""

import numpy as np
import pytest

from caffe_fillers.exporters.model import export
from caffe_fillers.exporters.options import ExportOptions
from tests._shared import golden
from tests.exporters._run import ALL, TOLERANCE, error, session

CASES = sorted(golden("forks").glob("*/*.prototxt"))
#: So many nets there are; each new one counts.
NUMBER = 14


class Case:
    """A net, what it was given, and what its fork made of it."""

    def __init__(self, path, folder):
        self.path = path
        with np.load(path.with_suffix(".npz")) as arrays:
            self.arrays = dict(arrays)
        weights = self.kept("weight:")
        self.models = ()
        if weights:
            self.models = (folder / "weights.npz",)
            np.savez(self.models[0], **weights)
        self.feeds = self.kept("input:")
        self.blobs = {name: each for name, each in self.arrays.items() if ":" not in name}

    def kept(self, kind):
        """What is kept under a kind of name."""
        return {k.removeprefix(kind): v for k, v in self.arrays.items() if k.startswith(kind)}

    def export(self, **how):
        """The model with every blob."""
        options = ExportOptions(keep_losses=True, outputs=(ALL,), **how)
        return export(self.path, self.models, options=options)


def worst(values, case):
    """The largest difference of all blobs; the inputs themselves are no news."""
    expected = {name: blob for name, blob in case.blobs.items() if name in values}
    assert expected
    return max(error(values[name], blob) for name, blob in expected.items())


def test_all_cases_are_here():
    """None is lost on the way."""
    assert len(CASES) == NUMBER
    assert all(path.with_suffix(".npz").exists() for path in CASES)


@pytest.mark.parametrize("path", CASES, ids=[f"{path.parent.name}-{path.stem}" for path in CASES])
def test_as_the_fork(path, tmp_path):
    """Every blob; boxes by their number and order too."""
    case = Case(path, tmp_path)
    made = session(case.export())
    names = [each.name for each in made.get_outputs()]
    values = dict(zip(names, made.run(None, case.feeds), strict=True))

    split = [name for name in case.blobs if "_split_" not in name]
    assert set(split) <= set(values)
    assert worst(values, case) <= TOLERANCE


@pytest.mark.parametrize("stem", ["center", "each_class", "none"])
def test_detections_of_an_open_batch(stem, tmp_path):
    """Two images as the fork has them, and each alone."""
    case = Case(golden("forks") / "ssd" / f"{stem}.prototxt", tmp_path)
    made = session(case.export(dynamic_batch=True))
    both = made.run(["y"], case.feeds)[0]
    assert error(both, case.blobs["y"]) <= TOLERANCE
    for image in range(2):
        feeds = {name: each[image : image + 1] for name, each in case.feeds.items()}
        feeds["priors"] = case.feeds["priors"]
        (alone,) = made.run(["y"], feeds)
        mine = both[:, :, both[0, 0, :, 0] == image].copy()
        mine[..., 0] = 0
        assert error(alone, mine) <= TOLERANCE
