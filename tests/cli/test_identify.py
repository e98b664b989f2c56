"""`fill-weights identify`: what fits, and which seed."""

import json

import pytest

from caffe_fillers.cli import identify
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"


@pytest.fixture
def weights(run, tmp_path):
    """LeNet's weights of seed 7, made with an older Boost."""
    net = tmp_path / "net.prototxt"
    net.write_text(LENET.read_text().replace('"xavier"', '"msra"'))
    path = tmp_path / "net.caffemodel"
    assert run(net, "--seed", 7, "--boost", "1.58", "-o", path, "-q").code == 0
    return net, path


def test_each_blob_is_told(run, weights):
    """Large ones by name, small ones by candidates that are not excluded: three, or all."""
    told, all_told = run("identify", weights[1]), run("identify", weights[1], "--all")
    before, rest = told.out.split(" candidates are not excluded by 500 values\n")
    number = int(before.split()[-1])
    candidates, _ = rest.split("conv1[1]")
    _, rest = all_told.out.split(" candidates are not excluded by 500 values\n")
    every, _ = rest.split("conv1[1]")

    assert told.code == all_told.code == 0
    assert '  type: "msra"\n' in told.out
    assert '  type: "constant" value: 0.0\n' in told.out
    assert candidates.count("type: ") == 3
    assert f"… {number - 3} more: --all\n" in candidates
    assert every.count("type: ") == number > 5
    assert "more: --all" not in all_told.out


def test_the_net_is_held_against_it(run, weights):
    """Whether its fillers fit."""
    own, other = run("identify", weights[1], weights[0]), run("identify", weights[1], LENET)

    assert own.out.count("the net's filler fits") == 8
    assert other.out.count("the net's filler does NOT fit") == 4


def test_json_has_all_candidates(run, weights):
    """And the evidence."""
    told = json.loads(run("identify", weights[1], weights[0], "--json").out)

    assert [blob["kind"] for blob in told["blobs"]][:2] == ["several", "filler"]
    assert all(blob["net_fits"] for blob in told["blobs"])
    assert told["blobs"][0]["candidates"][0]["evidence"]
    assert len(run("identify", weights[1], "--all").out) > len(run("identify", weights[1]).out)


@pytest.mark.parametrize("args", [[], ["--boost", "1.58"]])
def test_the_seed_is_found(run, weights, args):
    """With the era that gives all blobs."""
    net, path = weights
    told = run("identify", path, net, "--find-seed", "0..3000", *args)

    assert told.code == 0
    assert told.out == "seed 7: 8 of 8 blobs equal, Boost 1.56 to 1.63\n"
    assert "3,001 seeds searched" in told.err


def test_a_search_goes_on(run, weights):
    """From a seed of the range; those before it are not looked at."""
    net, path = weights
    found = run("identify", path, net, "--find-seed", "0..3000", "--from", 7)
    behind = run("identify", path, net, "--find-seed", "0..3000", "--from", 8)

    assert found.out.startswith("seed 7: 8 of 8 blobs equal")
    assert "2,994 seeds searched" in found.err
    assert (behind.code, behind.out) == (1, "no seed of 8..3000 gives these weights\n")


def test_a_search_that_is_stopped_says_how_to_go_on(run, weights, monkeypatch):
    """And what was found so far."""

    def stopped(weights_file, net, seeds, *, passed, **how):
        del seeds
        passed(1000)
        yield from find_seeds(weights_file, net, range(7, 8), **how)
        passed(1000)
        raise KeyboardInterrupt

    find_seeds = identify.find_seeds
    monkeypatch.setattr(identify, "find_seeds", stopped)
    net, path = weights
    told = run("identify", path, net, "--find-seed", "all")

    assert told.code == 130
    assert "seed 7 fits; stopped; to go on: --find-seed 0..4294967295 --from 2000" in told.err


@pytest.mark.parametrize("args", [["--from", "5"], ["--find-seed", "0..9", "--from", "10"]])
def test_going_on_needs_a_search(run, weights, args):
    """And one of its seeds."""
    assert run("identify", weights[1], weights[0], *args).code == 2


def test_no_seed_exits_with_1(run, weights):
    """In JSON, too."""
    net, path = weights
    told = run("identify", path, net, "--find-seed", "8..500", "--json")

    assert told.code == 1
    assert json.loads(told.out)["seeds"] == []
    assert run("identify", path, net, "--find-seed", "8..500").out.startswith("no seed of 8..500")


@pytest.mark.parametrize("seeds", ["5", "7..3", "0..4294967296", "a..b", "-1..4"])
def test_ranges_must_be_ranges(run, weights, seeds):
    """Of 32-bit seeds."""
    assert run("identify", weights[1], weights[0], "--find-seed", seeds).code == 2


def test_both_ends_of_a_range_are_searched(run, weights):
    """One seed is a range too, and the last 32-bit seed has its turn."""
    net, path, *_ = weights
    found = run("identify", path, net, "--find-seed", "7..7", "--json")
    last = run("identify", path, net, "--find-seed", "4294967290..4294967295", "--json")

    assert [hit["seed"] for hit in json.loads(found.out)["seeds"]] == [7]
    assert (last.code, json.loads(last.out)["seeds"]) == (1, [])


def test_a_search_needs_a_net(run, weights):
    """It tells what is drawn first."""
    assert run("identify", weights[1], "--find-seed", "0..5").code == 2


def test_a_net_without_chance_has_no_seed(run, tmp_path):
    """Every seed would be right."""
    net = tmp_path / "net.prototxt"
    net.write_text(LENET.read_text().replace('"xavier"', '"constant"'))
    assert run(net, "--seed", 1, "-o", tmp_path / "w.caffemodel", "-q").code == 0

    assert run("identify", tmp_path / "w.caffemodel", net, "--find-seed", "0..9").code == 3
