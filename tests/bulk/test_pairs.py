"""`verify` and `identify` over pairs; texts in folders."""

import json
import shutil

import pytest

from caffe_fillers.bulk.pairs import pair_folders
from tests.bulk._fleet import fleet, hashes


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A fleet of six nets and what was filled from it, in two trees."""
    monkeypatch.chdir(tmp_path)
    fleet(tmp_path / "nets", 6, broken=False)
    return tmp_path


@pytest.fixture
def filled(home, run):
    """The second tree."""
    assert run("nets", "--recursive", "--out-dir", "out", "--seed", 7).code == 0
    return home / "out"


@pytest.mark.parametrize("jobs", [1, 2])
def test_two_folders_are_paired_by_path(jobs, run, filled):
    """All are right; one bit makes the code 1 and names the blob."""
    told = run("verify", "nets", "out", "--recursive", "--seed", 7, "--jobs", jobs)
    assert (told.code, "6 verified" in told.err) == (0, True), told.err
    victim = filled / "part1" / "net0001.caffemodel"
    content = bytearray(victim.read_bytes())
    content[200] ^= 1
    victim.write_bytes(content)
    told = run("verify", "nets", "out", "--recursive", "--seed", 7, "--json", "--jobs", jobs)
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert told.code == 1
    assert len(rows) == 6
    assert [row["weights"] for row in rows if not row["good"]] == ["out/part1/net0001.caffemodel"]


def test_what_has_no_partner_is_listed(run, filled, home):
    """On either side; the code is 3, and the pairs are judged all the same."""
    (filled / "part0" / "net0000.caffemodel").unlink()
    shutil.copy(filled / "part0" / "net0003.caffemodel", filled / "part0" / "more.caffemodel")
    told = run("verify", "nets", "out", "--recursive", "--seed", 7)
    assert told.code == 3
    assert "nets/part0/net0000.prototxt: has no partner" in told.err
    assert "out/part0/more.caffemodel: has no partner" in told.err
    assert "5 verified, 2 failed" in told.err
    assert home


def test_formats_and_double_suffixes_are_paired(run, filled):
    """net.caffemodel.h5 belongs to net.prototxt."""
    one = filled / "part0" / "net0000.caffemodel"
    assert run("convert", one, one.with_suffix(".caffemodel.h5")).code == 0
    one.unlink()
    assert run("verify", "nets", "out", "--recursive", "--seed", 7).code == 0
    assert len(pair_folders("nets" and filled.parent / "nets", filled, recursive=True).pairs) == 6


def test_pairs_from_a_list(run, filled, home):
    """A tab between the two; what is no pair is bad input, a pair that fails too."""
    pairs = "nets/part0/net0000.prototxt\tout/part0/net0000.caffemodel\n"
    (home / "pairs.tsv").write_text(pairs)
    assert run("verify", "--pairs", "pairs.tsv", "--seed", 7).code == 0
    assert run("identify", "--pairs", "pairs.tsv").code == 0
    (home / "pairs.tsv").write_text(pairs + "none.prototxt\tout/part0/net0003.caffemodel\n")
    told = run("verify", "--pairs", "pairs.tsv", "--seed", 7)
    assert (told.code, "none.prototxt" in told.err) == (3, True)
    (home / "pairs.tsv").write_text("one two\n")
    told = run("verify", "--pairs", "pairs.tsv")
    assert (told.code, "pairs.tsv: line 1: is no pair" in told.err) == (3, True)
    assert filled


@pytest.mark.slow
def test_identify_takes_folders(run, filled):
    """Alone, or with the nets; JSON is a line a file."""
    told = run("identify", "out", "--recursive", "--json")
    assert (told.code, len(told.out.splitlines())) == (0, 6)
    told = run("identify", "out", "nets", "--recursive")
    assert told.code == 0
    assert "the net's filler fits" in told.out
    assert filled


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["verify", "nets", "net.prototxt"], 2),
        (["verify", "nets", "out", "--recursive", "--caffe-binary", "x"], 2),
        (["verify", "nets", "--pairs", "x"], 2),
        (["identify", "out", "--find-seed", "0..3", "--recursive"], 2),
        (["verify", "empty", "out"], 3),
        (["verify", "--pairs", "none.tsv"], 3),
    ],
)
def test_what_does_not_go_together(args, code, run, filled, home):
    """Usage errors and bad input."""
    (home / "empty").mkdir()
    shutil.copy(home / "nets" / "part0" / "net0000.prototxt", home / "net.prototxt")
    assert filled
    assert run(*args).code == code


def test_texts_in_folders(run, home):
    """`fmt`, `upgrade`, `rewrite` and `deploy` take folders and patterns; the tree is mirrored."""
    before = hashes(home / "nets")
    assert run("fmt", "nets", "--recursive", "--check").code == 1
    (home / "out").mkdir()
    assert run("fmt", "nets", "--recursive", "-o", "out").code == 0
    assert hashes(home / "out").keys() == before.keys()
    assert hashes(home / "nets") == before
    assert run("fmt", "out/**/*.prototxt", "--check").code == 0
    assert run("rewrite", "out", "--recursive", "--in-place", "--weight-filler", "msra").code == 0
    assert '"msra"' in (home / "out" / "part0" / "net0000.prototxt").read_text()
    assert run("upgrade", "nets", "--recursive", "--check").code == 0
    (home / "list").write_text("nets/part0/net0000.prototxt\n")
    assert run("deploy", "--files-from", "list").code == 0
    assert run("fmt").code == 2


def test_texts_that_fail_are_listed_at_the_end(run, home):
    """The others are done; two files for one output are refused before anything is."""
    (home / "nets" / "part0" / "bad.prototxt").write_text("layer {")
    told = run("fmt", "nets", "--recursive", "--in-place")
    assert told.code == 3
    assert told.err.splitlines()[-1] == "6 done, 1 failed"
    (home / "a").mkdir()
    (home / "out").mkdir()
    shutil.copy(home / "nets/part0/net0000.prototxt", home / "a/net0000.prototxt")
    told = run("fmt", "nets/part0/net0000.prototxt", "a/net0000.prototxt", "-o", "out")
    assert (told.code, "would both write" in told.err) == (2, True)
    assert not hashes(home / "out")


@pytest.mark.parametrize("command", ["verify", "identify"])
def test_contradictory_modes_are_refused(command, run, home):
    """As for one net, before any pair is looked at."""
    (home / "out").mkdir()
    told = run(command, "nets", "out", "--recursive", "--strict", "--tolerant")
    assert (told.code, "choose one of --tolerant and --strict" in told.err) == (2, True)


OLD = """
input: "a" input_dim: 1 input_dim: 1 input_dim: 2 input_dim: 2
layers {{ name: "r{number}" type: RELU bottom: "a" top: "b" }}
"""
TRAIN = """
layer { name: "d" type: "Data" top: "data" top: "label" data_param { batch_size: 1 } }
layer { name: "ip" type: "InnerProduct" bottom: "data" top: "ip"
  inner_product_param { num_output: 2 weight_filler { type: "xavier" } } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "loss" }
"""


class TestTexts:
    """Commands that edit texts, over several files in several processes."""

    @pytest.fixture
    def texts(self, tmp_path, monkeypatch):
        """Old nets, of which one is broken, and a training net."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "old" / "deep").mkdir(parents=True)
        for number in range(6):
            folder = tmp_path / "old" / ("deep" if number % 2 else "")
            (folder / f"n{number}.prototxt").write_text(OLD.format(number=number))
        (tmp_path / "old" / "n2.prototxt").write_text("layers { type: ")
        (tmp_path / "old" / "train.prototxt").write_text(TRAIN)
        return tmp_path

    @pytest.mark.parametrize(
        "args",
        [
            ["upgrade"],
            ["fmt"],
            ["rewrite", "--where", "name=r*", "--set", "relu_param.negative_slope=0.5"],
            ["deploy", "--shape", "data=1,3,8,8"],
        ],
    )
    def test_any_number_of_processes_gives_the_same(self, args, run, texts):
        """Files, their order on both streams, the list at the end, the code."""
        told, made = {}, {}
        for jobs in (1, 2):
            out = texts / f"out{jobs}"
            out.mkdir()
            told[jobs] = run(*args, "old", "--recursive", "-o", out, "--jobs", jobs)
            told[jobs].err = told[jobs].err.replace(out.name, "out")
            made[jobs] = hashes(out)
        assert told[1] == told[2]
        assert told[1].code == 3
        assert made[1] == made[2]
        *lines, last = told[1].err.splitlines()
        assert last == "6 done, 1 failed"
        shown = [line.partition(" -> ")[0] for line in lines if f" -> {texts}" in line]
        assert shown == sorted(shown, key=lambda name: ("deep" not in name, name))
        assert len(made[1]) == len(shown) == 6

    def test_diffs_come_in_the_order_of_the_inputs(self, run, texts):
        """On standard output, whatever ends first."""
        (texts / "old" / "n2.prototxt").unlink()
        one, two = (
            run("upgrade", "old", "--recursive", "--check", "--diff", "--jobs", jobs)
            for jobs in (1, 2)
        )
        assert one == two
        assert one.code == 1
        heads = [line for line in one.out.splitlines() if line.startswith("---")]
        assert len(heads) == 5
        assert "would be upgraded" in one.err

    def test_fail_fast(self, run, texts):
        """Nothing behind the first that fails is told of."""
        names = [f"old/n{number}.prototxt" for number in (0, 2, 4)]
        told = run("upgrade", *names, "--in-place", "--fail-fast", "--jobs", 1)
        assert told.code == 3
        assert (texts / names[2]).read_text() == OLD.format(number=4)
        assert (texts / names[0]).read_text() != OLD.format(number=0)
        assert run("upgrade", *names, "--in-place", "--jobs", 1).code == 3
        assert (texts / names[2]).read_text() != OLD.format(number=4)
