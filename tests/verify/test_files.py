"""Two model files, blob against blob."""

import numpy as np
import pytest

from caffe_fillers.bridges.models import ArrayModel
from caffe_fillers.verification import Tolerance, verify_files


def model(*layers):
    """A model of (name, blobs)."""
    stored = [(name, "", [np.asarray(b, np.float32) for b in blobs]) for name, blobs in layers]
    return ArrayModel("file", stored)


def found(report):
    """What was found, by blob."""
    return {case.name: [each.rule for each in case.findings] for case in report.bad_cases}


CONV = np.arange(24).reshape(2, 3, 4)


def test_equal_files_are_verified():
    """Each blob is told."""
    report = verify_files(model(("a", [CONV, [1]])), model(("a", [CONV, [1]])))

    assert report.good
    assert [(case.name, case.said) for case in report.cases] == [
        ("a[0]", "equal"),
        ("a[1]", "equal"),
    ]


def test_values_shapes_and_missing_blobs_are_found():
    """On either side, and what can be compared is."""
    one = model(("a", [CONV, [1]]), ("b", [[1, 2]]), ("c", [[1]]))
    other = model(("a", [CONV + (CONV == 7), [1], [2]]), ("b", [[[1], [3]]]), ("d", [[1]]))

    assert found(verify_files(one, other)) == {
        "a[0]": ["values-differ"],
        "a[2]": ["surplus-blob"],
        "b[0]": ["shape-differs", "values-differ"],
        "c[0]": ["missing-blob"],
        "d[0]": ["surplus-blob"],
    }


def test_layers_of_one_name_are_paired_in_order():
    """The first with the first."""
    one = model(("a", [[1]]), ("a", [[2]]))

    assert verify_files(one, model(("a", [[1]]), ("a", [[2]]))).good
    assert len(verify_files(one, model(("a", [[2]]), ("a", [[1]]))).bad_cases) == 2


@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 200_000])
def test_files_are_read_in_pieces(size):
    """A difference is found wherever it lies."""
    values = np.arange(size, dtype=np.float32)
    other = values.copy()
    other[-1] += 1
    report = verify_files(model(("a", [values])), model(("a", [other])))

    assert report.bad_cases[0].findings[0].data["index"] == size - 1
    assert verify_files(model(("a", [values])), model(("a", [values]))).good


def test_values_may_be_off_by_the_tolerance():
    """As everywhere."""
    one, other = model(("a", [[1.0]])), model(("a", [[1.01]]))

    assert not verify_files(one, other).good
    assert verify_files(one, other, Tolerance(relative=0.02)).good
