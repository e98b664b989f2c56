"""Every golden net is verified with its seed, and refused with one bit flipped."""

import itertools
import os
from dataclasses import replace
from pathlib import Path

import pytest

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.rng.eras import BOOST_ROWS, CAFFE_ROWS, MATH_ROWS, Era
from caffe_fillers.verification import VerifyRequest, verify_model
from tests._nets import inside
from tests._shared import parts
from tests.verify.golden_files import (
    chance,
    copied,
    hashes,
    random_nets,
    semantics,
    some_value,
    write,
)

pytestmark = pytest.mark.usefixtures("both_ways")

#: HYPOTHESIS_PROFILE=long runs all phases and seeds; else each net is run once.
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
SMALL = [*semantics(4 if LONG else 1)]
RANDOM = [*random_nets()]


def once(records):
    """One record of each net, of either phase in turn."""
    nets = {}
    for record in records:
        nets.setdefault(record.net, []).append(record)
    return [same[number % len(same)] for number, same in enumerate(nets.values())]


RECORDS = [*SMALL, *RANDOM] if LONG else [*once(SMALL), *once(RANDOM)]
SHARDS = 15


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The golden nets with their data."""
    return copied(tmp_path_factory.mktemp("golden"))


def asked(record, **how):
    """The question whether a file is this record's."""
    startup = StartOptions(record.phase.lower())
    return VerifyRequest(start(Path(Path(record.net).name), startup), record.seed, **how)


def test_all_records_are_here():
    """145 small nets in two phases, and 269 random ones, most of them in both."""
    assert len({each.net for each in SMALL}) == 145
    assert len(SMALL) == 290 * (4 if LONG else 1)
    assert len({each.net for each in RANDOM}) == 269
    assert len(RANDOM) == 537


@pytest.mark.parametrize("shard", parts(SHARDS, quick=4))
def test_a_golden_file_is_verified_and_a_flipped_bit_is_found(shard, folder, tmp_path):
    """The whole file is right; one bit of one value is found, with slot, index and both values."""
    flipped = 0
    records = RECORDS[shard::SHARDS]
    for number, record in enumerate(records):
        rng = chance(record.net, record.phase)
        with inside((folder / record.net).parent):
            net = Path(record.net).name
            made = write(net, tmp_path / f"{number}.caffemodel", record.seed, record.phase)
            assert hashes(made.model()) == record.hashes
            report = verify_model(asked(record), made.model(), "weights")

            assert report.good, record
            assert [case.name for case in report.cases] == list(map(str, made.plan.blobs))
            assert report.conclusions == ()

            value = some_value(made.plan, rng)
            if value is None:
                continue
            slot, index = value
            made.flip(slot, index, int(rng.integers(32)))
            report = verify_model(asked(record, explain=False), made.model(), "weights")

        (bad,) = report.bad_cases
        (finding,) = bad.findings
        assert (bad.name, finding.rule) == (str(slot), "values-differ")
        assert (finding.data["index"], finding.data["differing"]) == (index, 1)
        assert finding.data["expected"] != finding.data["found"]
        flipped += 1
        made.path.unlink()

    # A net without weights has no bit to flip.
    assert flipped == sum(bool(record.hashes) for record in records)


def other_ways(record, rng):
    """Other eras and revisions, in a random order, one change each."""
    era = Era.default()
    ways = [
        *(("boost", record.phase, replace(era, boost=each.row)) for each in BOOST_ROWS),
        *(("caffe", record.phase, replace(era, caffe=row)) for row in CAFFE_ROWS.values()),
        *(("math", record.phase, replace(era, math=row)) for row in MATH_ROWS.values()),
    ]
    return [ways[i] for i in rng.permutation(len(ways))]


def check_named(record, way, made):
    """Refuse the file, and name the way that it was made in."""
    _, phase, era = way
    report = verify_model(asked(record), made.model(), "weights")
    others = report.data["others"]
    right = {
        "phase": phase,
        "boost": era.boost.name,
        "caffe": era.caffe.name,
        "math": era.math.name,
    }

    assert not report.good
    assert any(right.items() <= other.items() for other in others), (record, way, others)
    assert {other["agreeing"] - other["tried"] for other in others} == {0}
    assert len(report.conclusions) == 1


@pytest.mark.parametrize("shard", parts(SHARDS, quick=4))
def test_the_right_era_or_revision_is_named(shard, folder, tmp_path):
    """A file made in another era or revision, with other bytes, is refused, and that is named."""
    # Each shard looks for one kind of change first, so that all are met.
    kind = ("boost", "caffe", "math")[shard % 3]
    named = set()
    for record in RECORDS[shard::SHARDS][:: 1 if LONG else 5]:
        rng = chance(record.net, record.phase)
        ways = sorted(other_ways(record, rng), key=lambda way: way[0] != kind)
        with inside((folder / record.net).parent):
            found = first_other(record, ways, tmp_path)
            if found:
                check_named(record, *found)
                named.add(found[0][0])

    assert kind in named


@pytest.mark.parametrize("phase", ["TRAIN", "TEST"])
def test_the_right_phase_is_named(phase, folder, tmp_path):
    """A file made in the other phase, with other bytes, is refused, and its phase is named."""
    other = "TEST" if phase == "TRAIN" else "TRAIN"
    made = {(record.net, record.seed, record.phase): record.hashes for record in SMALL}
    named = 0
    for record in SMALL:
        there = made[record.net, record.seed, other]
        if record.phase == phase and there != record.hashes:
            with inside((folder / record.net).parent):
                found = first_other(record, [("phase", other, Era.default())], tmp_path)
                check_named(record, *found)
                named += 1

    assert named >= 7


def first_other(record, ways, tmp_path):
    """The first of the ways that gives another file, and that file."""
    net = Path(record.net).name
    own = write(net, tmp_path / "own.caffemodel", record.seed, record.phase)
    content = hashes(own.model()), shapes(own.model())
    for number, way in enumerate(itertools.islice(ways, 12)):
        _, phase, era = way
        try:
            made = write(net, tmp_path / f"{number}.caffemodel", record.seed, phase, era=era)
        except CaffeFillersError:
            continue
        if (hashes(made.model()), shapes(made.model())) != content:
            return way, made
    return None


def shapes(model):
    """All blobs' layers and shapes."""
    return [
        (layer.name, number, blob.shape, blob.legacy)
        for layer in model.layers
        for number, blob in layer.blobs.items()
    ]
