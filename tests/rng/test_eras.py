"""Releases, revisions and platforms by name."""

import pickle

import pytest

from caffe_fillers.errors import EraError
from caffe_fillers.rng.eras import (
    BOOST_ROWS,
    MATH_ROWS,
    PLATFORMS,
    Era,
    boost_row,
    caffe_row,
    math_row,
    platform_rows,
)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.34", ("U0", "G1")),
        ("1.46.1", ("U0", "G1")),
        ("1.47", ("U1", "G1")),
        ("1.47.0", ("U1", "G1")),
        ("1.54", ("U1", "G1")),
        ("1.55", ("U1", "G1")),
        ("1.55.0", ("U1", "G1")),
        ("1_55_0", ("U1", "G1")),
        ("1.56.0", ("U2", "G2")),
        ("1.58", ("U2", "G2")),
        ("1.63", ("U2", "G2")),
        ("1.64", ("U2", "G3")),
        ("v1.65.1", ("U2", "G3")),
        ("1.74", ("U2", "G3")),
        ("1.89.0", ("U2", "G3")),
        ("1.90", ("U2", "G3")),
        ("1.123", ("U2", "G3")),
    ],
)
def test_boost_releases(version, expected):
    """A release has the algorithms that were measured for it."""
    row = boost_row(version)

    assert expected == (row.uniform, row.normal)


def test_every_release_has_one_row():
    """The rows cover 1.34 to 1.89 without gap or overlap, and each is named by its range."""
    covered = [minor for each in BOOST_ROWS for minor in range(each.first, each.last + 1)]

    assert list(range(34, 90)) == covered
    assert [f"1.{each.first}-1.{each.last}" for each in BOOST_ROWS] == [
        each.row.name for each in BOOST_ROWS
    ]


def test_releases_of_a_row_are_equal():
    """Two releases of one row are the same value; a newer one says that it was not measured."""
    assert boost_row("1.65.1") == boost_row("1.89")
    assert boost_row("1.90") != boost_row("1.89")
    assert "not measured" in boost_row("1.90").name


@pytest.mark.parametrize(
    "version", ["", "1", "2.0", "1.x", "boost", "1.55.0.1", "-1.55", "1.99999"]
)
def test_nonsense_is_no_release(version):
    """What is not a release is refused, with a hint how to write one."""
    with pytest.raises(EraError, match="no Boost release") as error:
        boost_row(version)

    assert "1.65.1" in error.value.hint


def test_ancient_releases_are_refused():
    """Before 1.34 there was no Caffe, and nothing is known of the numbers."""
    with pytest.raises(EraError, match=r"1\.33\.1 is older") as error:
        boost_row("1.33.1")

    assert "1.34-1.46" in error.value.hint


@pytest.mark.parametrize("name", MATH_ROWS)
def test_arithmetic_by_name(name):
    """Each arithmetic is found by its own name."""
    assert name == math_row(name).name


@pytest.mark.parametrize(
    ("call", "wrong", "right"),
    [
        (math_row, "moderm", "modern"),
        (caffe_row, "Master", "master"),
        (platform_rows, "ubuntu-14.4", "ubuntu-14.04"),
    ],
)
def test_unknown_names(call, wrong, right):
    """A name that is nearly right gets the right one as a hint, another one the list."""
    with pytest.raises(EraError) as near:
        call(wrong)
    with pytest.raises(EraError) as far:
        call("@@@")

    assert repr(right) in near.value.hint
    assert right in far.value.hint


@pytest.mark.parametrize(
    ("name", "boost", "math"),
    [
        ("ubuntu-12.04", "1.46.1", ("glibc-2.26", False, "double")),
        ("ubuntu-14.04", "1.54", ("glibc-2.26", False, "double")),
        ("ubuntu-16.04", "1.58", ("glibc-2.26", False, "double")),
        ("ubuntu-18.04", "1.65", ("modern", False, "float")),
        ("debian-9", "1.62", ("glibc-2.26", False, "float")),
        ("debian-12", "1.74", ("modern", False, "float")),
        ("centos-7", "1.53", ("glibc-2.26", False, "double")),
    ],
)
def test_platforms(name, boost, math):
    """A platform has its Boost, its libm, and a double fabs where GCC was older than 6."""
    row, arithmetic = platform_rows(name)

    assert boost_row(boost) == row
    assert math == (arithmetic.libm, arithmetic.fma, arithmetic.fabs)


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_platform_has_rows(name):
    """No platform names a release or an arithmetic that is not there."""
    boost, math = platform_rows(name)

    assert boost.name in {each.row.name for each in BOOST_ROWS}
    assert math in MATH_ROWS.values()


def test_eras_are_values():
    """An era can be compared, hashed and sent to another process."""
    era = Era(boost_row("1.55"), caffe_row("master"), math_row("modern-fma"))

    assert era == pickle.loads(pickle.dumps(era))  # noqa: S301 (our own bytes)
    assert len({era, Era.default(), Era.default()}) == 2
