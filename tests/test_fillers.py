"""Caffe's seven fillers against what a real libcaffe filled."""

import dataclasses
import hashlib

import numpy as np
import pytest
from google.protobuf import text_format

from caffe_fillers.core import registry
from caffe_fillers.core.draws import Grid, Habits
from caffe_fillers.core.pour import draw
from caffe_fillers.errors import FillerError
from caffe_fillers.proto import caffe
from caffe_fillers.rng.eras import Era, caffe_row, math_row
from caffe_fillers.rng.rng import Rng
from tests._shared import golden_json, parts

pytestmark = pytest.mark.usefixtures("both_ways")

RECORDS = 3230
SLICES = 24


def habits(dtype="float32", **rows):
    """The default era with some rows exchanged."""
    return Habits(dataclasses.replace(Era.default(), **rows), np.dtype(dtype))


def law(text, shape, how):
    """The law of a filler given as text."""
    param = text_format.Parse(text, caffe.FillerParameter())
    return registry.fillers.get(param.type)(param, tuple(shape), how)


def filled(text, shape, how, rng):
    """The array that the filler gives."""
    return draw(law(text, shape, how), tuple(shape), rng, how.dtype)


def sha256(array):
    """The hash of the little-endian bytes."""
    return hashlib.sha256(array.astype(array.dtype.newbyteorder("<")).tobytes()).hexdigest()


def test_the_golden_file_is_whole():
    """Nothing was dropped from the file on its way here."""
    golden = golden_json("fillers.json")

    assert (RECORDS, 18, 64) == tuple(
        len(golden[part]) for part in ("records", "sequences", "bilinear_double_fabs")
    )


@pytest.mark.parametrize("part", parts(SLICES, quick=4))
def test_every_blob_is_caffes(part):
    """Each record gives Caffe's bytes and leaves the stream at Caffe's next word."""
    records = golden_json("fillers.json")["records"][part::SLICES]
    wrong = []
    for record in records:
        rng = Rng(record["seed"])
        array = filled(record["filler"], record["shape"], habits(record["dtype"]), rng)
        if (sha256(array), rng.word()) != (record["sha256"], record["next"]):
            wrong.append((record["filler"], record["dtype"], record["shape"], record["seed"]))

    assert wrong == []
    assert len(records) in (RECORDS // SLICES, RECORDS // SLICES + 1)


def test_fillers_follow_each_other_in_one_stream():
    """Sequences of fills from one generator give Caffe's bytes at every step."""
    for sequence in golden_json("fillers.json")["sequences"]:
        rng = Rng(sequence["seed"])
        for step in sequence["steps"]:
            array = filled(step["filler"], step["shape"], habits(sequence["dtype"]), rng)

            assert sha256(array) == step["sha256"]


def test_bilinear_of_an_old_compiler():
    """Before GCC 6 an unqualified fabs was the double one; 64 kernels differ in a last bit."""
    old = habits(math=math_row("modern-gcc-5"))
    differing = 0
    for record in golden_json("fillers.json")["bilinear_double_fabs"]:
        array = filled(record["filler"], record["shape"], old, Rng(1))

        assert sha256(array) == record["sha256"]
        today = filled(record["filler"], record["shape"], habits(), Rng(1))
        differing += today.tobytes() != array.tobytes()
    # RNG-SPEC lists the 31 sizes of 1..64 that differ.
    assert differing == 31


@pytest.mark.parametrize("size", range(1, 17))
def test_bilinear_up_to_one_point_zero_had_another_center(size):
    """Even widths of odd factor, and odd widths of even factor, changed after 1.0."""
    changed = size in (2, 3, 6, 7, 10, 11, 14, 15)
    old = law('type: "bilinear"', (1, 1, size, size), habits(caffe=caffe_row("1.0")))
    new = law('type: "bilinear"', (1, 1, size, size), habits())

    assert isinstance(old, Grid)
    assert (old != new) == changed


@pytest.mark.parametrize(
    ("text", "shape", "field"),
    [
        ('type: "gaussian" std: 0', (2, 3), "std"),
        ('type: "gaussian" std: nan', (2, 3), "std"),
        ('type: "uniform" min: 1 max: 0.5', (2, 3), "min"),
        ('type: "uniform" max: nan', (2, 3), "min"),
        ('type: "xavier" sparse: 2', (2, 3), "sparse"),
        ('type: "gaussian" sparse: 3', (2, 3), "sparse"),
        ('type: "gaussian" sparse: -2', (2, 3), "sparse"),
        ('type: "gaussian" sparse: 0', (), "type"),
        ('type: "bilinear"', (2, 3), "type"),
        ('type: "bilinear"', (2, 3, 4, 5), "type"),
        ('type: "xavier"', (), "type"),
        ('type: "msra"', (), "type"),
        ('type: "positive_unitball"', (), "type"),
    ],
)
def test_what_caffe_refuses_names_its_field(text, shape, field):
    """A parameter that no filler can use is refused with the field's name."""
    with pytest.raises(FillerError) as caught:
        law(text, shape, habits())

    assert caught.value.where == field


@pytest.mark.parametrize("kind", registry.fillers.names())
def test_nothing_to_fill(kind):
    """No filler fills an empty blob, as in Caffe."""
    with pytest.raises(FillerError, match="nothing to fill"):
        law(f'type: "{kind}"', (0, 3, 3, 3), habits())


@pytest.mark.parametrize("norm", ["FAN_IN", "FAN_OUT", "AVERAGE"])
@pytest.mark.parametrize("kind", ["xavier", "msra", "positive_unitball"])
def test_a_scalar_had_a_fan_up_to_one_point_zero(kind, norm):
    """Revisions that read num x channels x height x width took a scalar for 1 x 1 x 1 x 1."""
    old = habits(caffe=caffe_row("1.0"))

    text = f'type: "{kind}" variance_norm: {norm}'

    assert law(text, (), old) == law(text, (1,), old)
    with pytest.raises(FillerError, match="scalar"):
        law(text, (), habits())


@pytest.mark.parametrize("revision", ["1.0", "master"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("wide", [False, True])
def test_bilinear_in_every_precision(revision, dtype, wide):
    """One value after the other as C++ rounds it.

    The template's type is that of the blob, float up to 1.0; a fabs of double alone widens it.
    """
    how = habits(
        dtype, caffe=caffe_row(revision), math=math_row("modern-gcc-5" if wide else "modern")
    )
    kind = np.float32 if revision == "1.0" else np.dtype(dtype).type
    width = np.float64 if wide else kind
    for size in (*range(1, 24), 63):
        f = (size + 1) // 2
        center = (2 * f - 1 - f % 2) if revision == "1.0" else size - 1
        c = kind(center / (2.0 * f))
        ramp = [width(1) - width(abs(kind(kind(x) / kind(f)) - c)) for x in range(size)]
        plane = np.array([[kind(x * y) for x in ramp] for y in ramp]).astype(dtype)
        made = law('type: "bilinear"', (1, 1, size, size), how).kernel

        assert made.dtype == plane.dtype
        assert made.tobytes() == plane.tobytes(), size


def test_an_unknown_type_is_told_its_neighbour():
    """A misspelt filler gets the nearest name."""
    with pytest.raises(FillerError, match="'xavier'"):
        law('type: "xaiver"', (2, 3), habits())


def test_fans_of_five_axes_came_after_one_point_zero():
    """Up to 1.0 the fans were read off four axes; a longer shape was refused."""
    with pytest.raises(FillerError, match="4 axes"):
        law('type: "xavier"', (2, 3, 1, 1, 1), habits(caffe=caffe_row("1.0")))

    assert law('type: "xavier"', (2, 3, 1, 1, 1), habits()) == law(
        'type: "xavier"', (2, 3, 1, 1), habits()
    )


class TestTable:
    """Whose names a dialect can look up."""

    @staticmethod
    def table():
        """A table of three owners."""
        table = registry.Table("filler", "caffe_fillers.fillers", ValueError)
        for dialect, name in ((registry.BVLC, "a"), (registry.FORKS, "a"), ("ssd", "b")):
            table.add(dialect, name, f"{name} of {dialect}", None)
        return table

    def test_bvlc_sees_its_own_only(self):
        """No fork's row changes what BVLC's Caffe does."""
        assert self.table().get("a") == "a of bvlc"
        assert self.table().names() == ["a"]

    def test_forks_come_before_bvlc(self):
        """A dialect's own row, then that of all forks, then BVLC's."""
        assert self.table().get("a", "ssd") == "a of forks"
        assert self.table().get("b", "ssd") == "b of ssd"
        assert self.table().names("ssd") == ["a", "b"]
