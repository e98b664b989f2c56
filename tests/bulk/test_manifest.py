"""The manifest: what it says, going on with it, and proving files by it."""

import hashlib
import json
import random
import shutil
import signal
import time

import onnx
import pytest

from caffe_fillers.bulk.manifest import read_manifest
from caffe_fillers.errors import DataError, FormatError
from caffe_fillers.proto import caffe
from tests._onnx import data, graph, helper, model, numbers
from tests._shared import golden
from tests.bulk._fleet import NET, fleet, hashes, ran, started

#: How often a run is killed; ten times in the full run of CI, where there are 1,000 nets.
ROUNDS = 4
RUN = ["nets", "--recursive", "--out-dir", "out", "--manifest", "m.jsonl"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A working folder with a fleet of nine nets, three of them broken."""
    monkeypatch.chdir(tmp_path)
    fleet(tmp_path / "nets", 9)
    return tmp_path


def lines(path):
    """The parsed lines."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def digest(path):
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_a_line_says(run, home):
    """Input and output with their hashes, options, seed, stream, version, every tensor."""
    assert run(*RUN, "--seed", 7, "--boost", "1.54", "--jobs", 1).code == 3
    head, *rows = lines(home / "m.jsonl")

    assert (head["caffe_fillers_manifest"], head["seed"], len(head["targets"])) == (1, 7, 9)
    assert sorted(row["input"] for row in rows) == [row["input"] for row in rows]
    assert sum("error" in row for row in rows) == 3
    row = next(row for row in rows if row["input"] == "nets/part0/net0003.prototxt")
    assert row["output"] == "out/part0/net0003.caffemodel"
    assert row["input_sha256"] == digest(home / row["input"])
    assert row["output_sha256"] == digest(home / row["output"])
    assert (row["options"], row["seed"], row["stream"]) == ({"boost": "1.54"}, 7, "caffe")
    assert [*row["tensors"]] == ["a/0", "a/1", "b/0", "b/1"]
    from caffe_fillers.formats.kinds import open_model

    held = open_model(home / row["output"])
    values = held.read(held.layers[1].blobs[0])
    assert row["tensors"]["a/0"] == hashlib.sha256(values.tobytes()).hexdigest()


def test_all_that_decides_is_read_and_all_that_is_written_stands_in_it(run, home):
    """A solver's net, a recipe, an ONNX model's data file."""
    (home / "mix").mkdir()
    (home / "mix" / "net.prototxt").write_text(NET.format(number=1, width=3, height=2))
    (home / "mix" / "solver.prototxt").write_text('net: "net.prototxt"\nbase_lr: 0.1\n')
    node = helper.make_node("Gemm", ["x", "w"], ["y"], transB=1)
    made = model(graph([node], {"x": data(1, 3)}, {"w": numbers(4, 3)}))
    onnx.save(made, home / "mix" / "m.onnx")
    (home / "recipe.json").write_text('{"rules": ["Gemm=msra"]}')
    options = ["--recipe", "recipe.json", "--external-data", "--size-threshold", 1]
    told = run("mix", "--out-dir", "out", "--manifest", "m.jsonl", *options)
    assert told.code == 0
    rows = {row["input"]: row for row in lines(home / "m.jsonl")[1:]}
    assert [*rows["mix/solver.prototxt"]["reads"]] == [
        *("mix/solver.prototxt", "recipe.json", "mix/net.prototxt"),
    ]
    assert [*rows["mix/m.onnx"]["writes"]] == ["out/m.onnx", "out/m.onnx.data"]
    assert [*rows["mix/m.onnx"]["tensors"]] == ["w"]
    assert run("verify", "--manifest", "m.jsonl").code == 0
    with (home / "out" / "m.onnx.data").open("r+b") as file:
        file.write(b"\1\2")
    told = run("verify", "--manifest", "m.jsonl")
    assert (told.code, "m.onnx.data: its SHA-256 is" in told.out) == (1, True)
    # What a change touches is done again.
    (home / "mix" / "net.prototxt").write_text(NET.format(number=1, width=4, height=2))
    told = run("mix", "--out-dir", "out", "--manifest", "m.jsonl", "--resume", *options)
    assert "2 filled, 1 failed" in told.err  # the data file is not what the run wrote


DATA_NET = """
layer {{ name: "d" type: "{type}" top: "data" top: "label" {data} }}
layer {{ name: "ip" type: "InnerProduct" bottom: "data" top: "ip"
  inner_product_param {{ num_output: 2 weight_filler {{ type: "xavier" }} }} }}
"""
BATCH = "batch_size: 1"


def an_image(path, side):
    """A grey picture of this size."""
    path.write_bytes(b"P5\n%d %d\n255\n" % (side, side) + bytes(side * side))


def image_list(folder):
    """A list of two images, of which the first tells the shape."""
    an_image(folder / "a.pgm", 4)
    (folder / "list.txt").write_text("a.pgm 0\nb.pgm 1\n")
    an_image(folder / "b.pgm", 5)
    data = f'image_data_param {{ source: "list.txt" {BATCH} }}'
    return "ImageData", data, ["list.txt", "a.pgm"], lambda: an_image(folder / "a.pgm", 6)


def hdf5_list(folder):
    """A list of one HDF5 file."""
    h5py = pytest.importorskip("h5py")

    def write(side):
        with h5py.File(folder / "a.h5", "w") as file:
            file["data"], file["label"] = [[0.5] * side], [1.0]

    write(3)
    (folder / "list.txt").write_text("a.h5\n")
    data = f'hdf5_data_param {{ source: "list.txt" {BATCH} }}'
    return "HDF5Data", data, ["list.txt", "a.h5"], lambda: write(4)


def an_lmdb(folder):
    """A database of one record."""
    lmdb = pytest.importorskip("lmdb")

    def write(side):
        with lmdb.open(str(folder / "db")) as env, env.begin(write=True) as transaction:
            datum = caffe.Datum(channels=1, height=side, width=side)
            transaction.put(b"0", datum.SerializeToString())

    write(3)
    data = f'data_param {{ source: "db" backend: LMDB {BATCH} }}'
    return "Data", data, ["db/data.mdb"], lambda: write(4)


def a_leveldb(folder):
    """A database whose record is in a table: all files that lead to it; then a new manifest."""
    shutil.copytree(golden("nets_semantics") / "data" / "leveldb_8", folder / "db")
    names = ["CURRENT", "MANIFEST-000263", "000005.ldb", "000264.log"]

    def change():
        (folder / "db" / names[1]).rename(folder / "db" / "MANIFEST-000265")
        (folder / "db" / "CURRENT").write_text("MANIFEST-000265\n")

    data = f'data_param {{ source: "db" backend: LEVELDB {BATCH} }}'
    return "Data", data, [f"db/{name}" for name in names], change


@pytest.mark.parametrize("source", [image_list, hdf5_list, an_lmdb, a_leveldb])
def test_files_that_tell_a_shape_are_read(source, run, tmp_path, monkeypatch):
    """The manifest has them, and what changed in them is done again; not so where --shape is."""
    monkeypatch.chdir(tmp_path)
    kind, data, files, change = source(tmp_path)
    (tmp_path / "net.prototxt").write_text(DATA_NET.format(type=kind, data=data))
    options = ["net.prototxt", "--out-dir", "out", "--manifest", "m.jsonl"]
    assert run(*options, "--seed", 1).code == 0
    (row,) = lines(tmp_path / "m.jsonl")[1:]
    assert row["reads"].keys() == {"net.prototxt", *files}
    assert all(row["reads"][name] == digest(tmp_path / name) for name in row["reads"])
    assert "1 done already" in run(*options, "--resume").err
    before = hashes(tmp_path / "out")
    change()
    assert "1 filled" in run(*options, "--resume").err
    assert (hashes(tmp_path / "out") != before) == (source is not a_leveldb)

    options = [*options[:2], "told", "--manifest", "told.jsonl", "--shape", "data=1,1,2,2"]
    assert run(*options, "--shape", "label=1").code == 0
    assert [*lines(tmp_path / "told.jsonl")[1]["reads"]] == ["net.prototxt"]


def test_base_weights_and_the_nets_of_weights_are_read(run, home):
    """--weights, also of a solver and beside it, and --net: by their hashes, once changed again."""
    base = home / "nets" / "base.caffemodel"
    net = home / "nets" / "part0" / "net0003.prototxt"
    run(net, "-o", base, "--seed", 1)
    options = [net, "--out-dir", "out", "--manifest", "m.jsonl", "--weights", base]
    assert run(*options, "--seed", 2).code == 0
    solver = home / "nets" / "solver.prototxt"
    solver.write_text('net: "part0/net0003.prototxt"\nbase_lr: 0.1\nweights: "base.caffemodel"\n')
    assert run(solver, "--out-dir", "out", "--manifest", "s.jsonl", "--seed", 2).code == 0
    more = [base, "--out-dir", "out", "--manifest", "w.jsonl", "--net", solver]
    assert run(*more, "--seed", 2).code == 0
    names = ["nets/part0/net0003.prototxt", "nets/base.caffemodel"]
    for name, wanted in (
        ("m.jsonl", names),
        ("s.jsonl", ["nets/solver.prototxt", *names]),
        ("w.jsonl", ["nets/base.caffemodel", "nets/solver.prototxt", names[0]]),
    ):
        (row,) = lines(home / name)[1:]
        assert [*row["reads"]] == wanted
        assert row["reads"]["nets/base.caffemodel"] == digest(base)
    run(net, "-o", base, "--seed", 3, "--force")
    assert "1 filled" in run(*options, "--resume").err
    net.write_text(net.read_text() + "# changed\n")
    assert "1 filled" in run(*more, "--resume").err


def test_a_run_is_gone_on_with(run, home):
    """Its seed is taken; what is done is passed over, what is missing or new is done."""
    assert run(*RUN).code == 3
    seed = lines(home / "m.jsonl")[0]["seed"]
    before = hashes(home / "out")
    first, second = sorted((home / "out").rglob("*.caffemodel"))[:2]
    first.unlink()
    (home / "nets" / "part0" / "new.prototxt").write_text(NET.format(number=9, width=2, height=2))
    mark = second.stat().st_mtime_ns
    told = run(*RUN, "--resume")

    assert told.code == 3
    assert f"2 filled, 3 failed, 5 done already; seed {seed}" in told.err
    after = hashes(home / "out")
    assert {name: after[name] for name in before} == before
    assert second.stat().st_mtime_ns == mark
    assert len(lines(home / "m.jsonl")) == 1 + 7 + 3
    for path in home.glob("nets/*/*.prototxt"):
        if path.stem in {"cut", "unknown", "empty_filler"}:
            path.unlink()
    told = run(*RUN, "--resume")
    assert (told.code, "0 filled, 7 done already" in told.err) == (0, True)


def test_a_changed_input_or_option_is_done_again(run, home):
    """By its hash; and what the run wrote itself needs no --force."""
    run(*RUN, "--seed", 7)
    before = hashes(home / "out")
    changed = home / "nets" / "part0" / "net0003.prototxt"
    changed.write_text(changed.read_text().replace("xavier", "msra"))
    told = run(*RUN, "--resume")
    assert "1 filled, 3 failed, 5 done already" in told.err
    after = hashes(home / "out")
    assert [name for name in after if after[name] != before[name]] == ["part0/net0003.caffemodel"]
    assert "6 filled" in run(*RUN, "--resume", "--boost", "1.54").err


def test_what_the_user_made_of_an_output_is_kept(run, home):
    """Trained further, say: not passed over in silence, and not written over without --force."""
    run(*RUN, "--seed", 7)
    mine = home / "out" / "part0" / "net0003.caffemodel"
    mine.write_bytes(b"trained")
    for _ in range(2):  # and not the second time either
        told = run(*RUN, "--resume")
        assert (told.code, "net0003.caffemodel: exists already" in told.err) == (3, True)
        assert mine.read_bytes() == b"trained"
    assert "1 filled" in run(*RUN, "--resume", "--force").err
    assert mine.read_bytes() != b"trained"


@pytest.mark.slow
def test_killed_and_resumed(tmp_path):
    """At a random moment, again and again: in the end the very files of a run of its own."""
    chance = random.Random(20261128)  # noqa: S311  # moments, no secrets
    fleet(tmp_path / "nets", 60, width=60, height=60)
    assert ran(*RUN, "--seed", 7, "--jobs", 2, cwd=tmp_path)[0] == 3
    wanted = hashes(tmp_path / "out")
    assert len(wanted) == 57
    shutil.rmtree(tmp_path / "out")
    (tmp_path / "m.jsonl").unlink()
    for _ in range(ROUNDS):
        process = started(*RUN, "--resume", "--seed", 7, "--jobs", 2, cwd=tmp_path)
        wanted_now = len(hashes(tmp_path / "out")) + chance.randrange(1, 8)
        deadline = time.monotonic() + 60
        while len(hashes(tmp_path / "out")) < wanted_now and time.monotonic() < deadline:
            time.sleep(chance.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)  # its workers end with it
        assert process.returncode == -signal.SIGKILL
        for path in (tmp_path / "out").rglob("*"):
            assert path.is_dir() or path.name.endswith(".caffemodel")
    code, _, err = ran(*RUN, "--resume", "--jobs", 2, cwd=tmp_path)
    assert code == 3
    assert hashes(tmp_path / "out") == wanted
    assert "3 failed" in err
    assert len(read_manifest(tmp_path / "m.jsonl").entries) == 57


@pytest.mark.parametrize("cut", [1, 40, 400])
def test_a_manifest_that_was_cut_off(cut, run, home):
    """The whole lines count; the file of the lost line is done again."""
    run(*RUN, "--seed", 7)
    wanted = hashes(home / "out")
    path = home / "m.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    told = run("verify", "--manifest", "m.jsonl")
    assert (told.code, "cut off in mid-line" in told.err) == (0, True)
    told = run(*RUN, "--resume")
    assert "1 filled, 3 failed, 5 done already" in told.err
    assert hashes(home / "out") == wanted


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "whole line"),
        ("{", "whole line"),
        ('{"caffe_fillers_manifest": 2}\n', "version 2"),
        ('{"caffe_fillers_manifest": 1}\n', "head"),
        ('{"a": 1}\n', "no manifest of this program"),
        ("[1]\n", "no object"),
        ("not json\n", "line 1: is no JSON"),
        ("{head}\n{}\n", "line 2: is no line of a manifest"),
        ("{head}\nnot json\n", "line 2: is no JSON"),
        ("[" * 100_000 + "\n", "no JSON"),
    ],
)
def test_what_is_no_manifest_is_refused(content, words, run, home):
    """With its name; nothing is written, and the file stays."""
    run(*RUN, "--seed", 7)
    before = hashes(home / "out")
    path = home / "m.jsonl"
    path.write_text(content.replace("{head}", path.read_text().splitlines()[0]))
    kept = path.read_bytes()
    for told in (run(*RUN, "--resume"), run("verify", "--manifest", "m.jsonl")):
        assert told.code == 3
        assert "m.jsonl" in told.err
        assert words in told.err
    assert path.read_bytes() == kept
    assert hashes(home / "out") == before
    with pytest.raises(FormatError):
        read_manifest(path)


def test_a_run_of_other_options_is_not_gone_on_with(run, home):
    """Another seed, or seeds by name: bad input, before anything is done."""
    run(*RUN, "--seed", 7)
    for options in (["--seed", 8], ["--seed-by-name"]):
        assert run(*RUN, "--resume", *options).code == 3
    assert run("verify", "--manifest", "none.jsonl").code == 3
    with pytest.raises(DataError):
        read_manifest(home / "none.jsonl")
    assert run("verify").code == 2
    assert run("verify", "a.prototxt", "--manifest", "m.jsonl").code == 2


def test_a_tree_can_be_moved_with_its_manifest(run, home):
    """Paths are as the manifest's folder has them."""
    (home / "all").mkdir()
    shutil.move(home / "nets", home / "all" / "nets")
    options = ["--out-dir", "all/out", "--manifest", "all/m.jsonl", "--seed", 1]
    assert run("all/nets", "--recursive", *options).code == 3
    shutil.move(home / "all", home / "elsewhere")
    assert run("verify", "--manifest", "elsewhere/m.jsonl").code == 0
    victim = next((home / "elsewhere" / "out").rglob("*.caffemodel"))
    victim.unlink()
    told = run("verify", "--manifest", "elsewhere/m.jsonl", "--json")
    assert told.code == 1
    assert sum(bool(json.loads(line)["wrong"]) for line in told.out.splitlines()) == 1


def test_the_manifest_does_not_depend_on_the_order(run, home):
    """Any number of jobs gives the same bytes."""
    run(*RUN, "--seed", 7, "--jobs", 1)
    one = (home / "m.jsonl").read_bytes()
    shutil.rmtree(home / "out")
    run(*RUN, "--seed", 7, "--jobs", 3)
    assert (home / "m.jsonl").read_bytes() == one
