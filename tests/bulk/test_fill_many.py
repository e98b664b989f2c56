"""`fill` over many files: inputs, targets, codes, the list at the end."""

import hashlib
import json
import os
import shutil
import signal
import time
from pathlib import Path

import onnx
import pytest

from caffe_fillers.bulk.fill import FillOptions
from caffe_fillers.bulk.inputs import find_inputs
from tests import _models
from tests._onnx import data, graph, helper, model, numbers
from tests.bulk._fleet import NET, fleet, hashes, started


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A working folder with a fleet of twelve nets, three of them broken."""
    monkeypatch.chdir(tmp_path)
    fleet(tmp_path / "nets", 12)
    return tmp_path


def mixed(folder):
    """A net, a solver, an ONNX model with a data file, weights of two kinds; and strangers."""
    folder.mkdir()
    (folder / "net.prototxt").write_text(NET.format(number=1, width=3, height=2))
    (folder / "solver.prototxt").write_text('net: "net.prototxt"\nbase_lr: 0.1\nrandom_seed: 9\n')
    node = helper.make_node("Gemm", ["x", "w"], ["y"], transB=1)
    made = model(graph([node], {"x": data(1, 3)}, {"w": numbers(4, 3)}))
    onnx.save(made, folder / "m.onnx")
    plan = _models.plan_of(folder)
    (folder / "net.prototxt").write_text(NET.format(number=1, width=3, height=2))
    _models.write(plan, folder / "old.caffemodel", seed=2)
    (folder / "labels.txt").write_text("name: cat\n")
    (folder / "ci.yml").write_text("name: CI\non: push\n")
    (folder / "mean.binaryproto").write_bytes(bytes([8, 1, 16, 3]))
    (folder / ".hidden.prototxt").write_text("layer {")


def test_a_tree_is_mirrored(run, home):
    """--out-dir makes the folders; the broken are listed at the end, the code is 3."""
    told = run("nets", "--recursive", "--out-dir", "out", "--seed", 7, "--jobs", 1)

    assert told.code == 3
    assert len(hashes(home / "out")) == 9
    for path in hashes(home / "out"):
        assert (home / "nets" / path).with_suffix(".prototxt").exists()
    lines = told.err.splitlines()
    assert sum(" -> " in line for line in lines) == 9
    assert [line.split("/")[2].split(".")[0] for line in lines if line.startswith("error")] == [
        *("cut", "unknown", "empty_filler"),
    ]
    assert "Did you mean 'xavier'?" in told.err
    assert lines[-1] == "9 filled, 3 failed; seed 7"


def test_each_file_is_what_a_fill_of_its_own_gives(run, home):
    """The same options, the same bytes; --seed is every file's."""
    assert run("nets/part0", "--out-dir", "out", "--seed", 7).code == 3
    (home / "alone").mkdir()
    assert run("nets/part0/net0003.prototxt", "-o", "alone/", "--seed", 7).code == 0
    wanted = (home / "alone" / "net0003.caffemodel").read_bytes()
    assert (home / "out" / "net0003.caffemodel").read_bytes() == wanted


def test_all_kinds_in_one_folder(run, home):
    """Nets, solvers, ONNX models and weights; what is none of them is passed over and counted."""
    mixed(home / "mix")
    told = run("mix", "--out-dir", "out", "--json", "--external-data", "--size-threshold", 1)

    assert told.code == 0
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert [row["input"] for row in rows] == [
        f"mix/{name}" for name in ("m.onnx", "net.prototxt", "old.caffemodel", "solver.prototxt")
    ]
    assert sorted(hashes(home / "out")) == [
        *("m.onnx", "m.onnx.data", "net.caffemodel", "old.caffemodel", "solver.caffemodel"),
    ]
    assert "4 filled, 4 passed over" in told.err
    seeds = {row["input"]: row["seed"] for row in rows}
    assert seeds["mix/solver.prototxt"] == 9
    assert len({seeds[f"mix/{name}"] for name in ("m.onnx", "net.prototxt", "old.caffemodel")}) == 1


def test_names_patterns_and_lists_lead_to_the_same(home):
    """A list in a file, between zero bytes or one a line; a pattern with its folders."""
    by_folder = find_inputs(["nets"], recursive=True).inputs
    by_pattern = find_inputs(["nets/**/*.prototxt"]).inputs
    assert len(by_folder) == 12
    assert {(each.path, each.relative) for each in by_folder} == {
        (each.path, each.relative) for each in by_pattern
    }
    assert len(find_inputs(["nets/part1/*.prototxt"]).inputs) == 4
    assert home


@pytest.mark.parametrize("separator", ["\n", "\0", "\r\n"])
def test_a_list_of_files(separator, run, home):
    """--files-from; the paths are within the working folder."""
    names = ["nets/part0/net0003.prototxt", "nets/part1/net0004.prototxt"]
    (home / "list").write_bytes(separator.join([*names, ""]).encode())
    assert run("--files-from", "list", "--out-dir", "out", "--seed", 1).code == 0
    assert [*hashes(home / "out")] == [
        "nets/part0/net0003.caffemodel",
        "nets/part1/net0004.caffemodel",
    ]


def test_a_list_on_standard_input(home):
    """`find ... | fill-weights --files-from -`."""
    process = started("--files-from", "-", "-o", "flat/", "--seed", 1, cwd=home, stdin=-1)
    _, err = process.communicate("nets/part0/net0003.prototxt\nnets/part0/net0006.prototxt\n")
    assert process.returncode == 0, err
    assert [*hashes(home / "flat")] == ["net0003.caffemodel", "net0006.caffemodel"]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["empty"], 3, "empty: holds no net"),
        (["nets"], 3, "--recursive"),
        (["'no*.prototxt'".strip("'")], 3, "no*.prototxt: matches no file"),
        (["none.prototxt", "nets/part0/net0003.prototxt", "--out-dir", "o"], 3, "no such file"),
        (["nets/part0", "nets/part0", "--out-dir", "o"], 2, "cut.prototxt: is named twice"),
        (["nets/part0", "./nets/part0/", "--out-dir", "o"], 2, "is named twice"),
        (["nets/part0", "--out-dir", "nets/part0"], 3, "folder of the inputs and that of the"),
        (["nets/part0/net0003.prototxt", "a/net0003.prototxt", "-o", "flat/"], 2, "a/net0003"),
        (["nets/part0", "-o", "one.caffemodel"], 2, "is not a folder"),
        (["nets/part0", "-o", "x/", "--out-dir", "o"], 2, "choose one"),
        (["old.caffemodel", "nets/part0/net0003.prototxt"], 2, "name the output"),
        (["nets/part0", "--resume"], 2, "--manifest"),
        (["nets/part0", "--shard", "1/3"], 2, "--seed"),
        (["nets/part0", "--shard", "3/3", "--seed", "1"], 2, "3/3"),
        (["nets/part0", "--dask", "tcp://x:1", "--jobs", "2"], 2, "--jobs"),
        (["--files-from", "none.txt"], 3, "none.txt"),
        (["--files-from", "blank.txt"], 3, "names no file"),
        (["fill"], 2, "name a file"),
        (["nets/part0", "--anonymize", "--out-dir", "o"], 2, "for ONNX models"),
        (["nets/part0", "--boost", "9", "--out-dir", "o"], 2, "Boost"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is(args, code, words, run, home):
    """A usage error or bad input, with the file's name; nothing of the user's is touched."""
    (home / "empty").mkdir()
    (home / "blank.txt").write_text("\n\n")
    (home / "a").mkdir()
    shutil.copy(home / "nets/part0/net0003.prototxt", home / "a/net0003.prototxt")
    _models.write(_models.plan_of(home / "a"), home / "old.caffemodel")
    before = hashes(home)
    told = run(*args)

    assert told.code == code, told.err
    assert words in told.err.replace("--hint", "").lower() or words in told.err
    after = hashes(home)
    assert {name: after[name] for name in before} == before
    assert code == 3 or after == before


def test_an_output_is_never_an_input(run, home):
    """Two weight files whose outputs are each other's inputs, and one onto itself."""
    plan = _models.plan_of(home)
    _models.write(plan, home / "w.caffemodel", seed=1)
    (home / "more").mkdir()
    _models.write(plan, home / "more" / "w2.caffemodel", seed=1)
    before = hashes(home)
    told = run("w.caffemodel", "more/w2.caffemodel", "--out-dir", ".", "--force", "--seed", 3)
    assert told.code == 2
    assert "w.caffemodel would be written over the input" in told.err
    assert hashes(home) == before


def test_what_exists_stays_unless_forced(run, home):
    """One output that stands there already fails alone; --force replaces it."""
    options = ["nets/part0", "--out-dir", "out", "--seed", 1]
    (home / "out").mkdir()
    (home / "out" / "net0003.caffemodel").write_bytes(b"mine")
    told = run(*options)
    assert told.code == 3
    assert "net0003.caffemodel: exists already" in told.err
    assert (home / "out" / "net0003.caffemodel").read_bytes() == b"mine"
    assert len(hashes(home / "out")) == 3
    assert run(*options, "--force").code == 3  # the broken one
    assert (home / "out" / "net0003.caffemodel").read_bytes() != b"mine"


def test_fail_fast_ends_with_the_first_that_fails(run, home):
    """Files before it are done, files behind it are not begun."""
    shutil.move(home / "nets/part0/cut.prototxt", home / "nets/part0/net0005.prototxt")
    told = run("nets/part0", "--out-dir", "out", "--seed", 1, "--fail-fast", "--jobs", 1)
    assert told.code == 3
    assert [*hashes(home / "out")] == ["net0003.caffemodel"]


def test_the_code_is_the_worst_of_the_files(run, home):
    """1 where something differs, 3 where one failed, whatever the order."""
    mixed(home / "mix")
    shutil.copy(home / "mix" / "m.onnx", home / "mix" / "z.onnx")
    (home / "like.prototxt").write_text(_models.NET)
    args = ["mix/m.onnx", "mix/z.onnx", "--like", "like.prototxt", "--seed", 1]
    told = run(*args, "--out-dir", "out")
    assert (told.code, "not all of it matched" in told.err) == (1, True)
    assert run("none.onnx", *args, "--out-dir", "more").code == 3


def test_seeds_by_name_differ_and_are_frozen(run, home):
    """Derived again here; the same file has the same seed whatever else is filled."""
    told = run("nets", "--recursive", "--out-dir", "a", "--seed", 7, "--seed-by-name", "--json")
    rows = {row["input"]: row for row in map(json.loads, told.out.splitlines())}
    seed = rows["nets/part0/net0003.prototxt"]["seed"]
    text = b"caffe_fillers seed v1\0" + (7).to_bytes(8, "little") + b"part0/net0003.prototxt"
    digest = hashlib.sha256(text).digest()
    assert seed == int.from_bytes(digest[:4], "little") == 4266755730
    assert len({row["seed"] for row in rows.values() if "seed" in row}) == 9
    run("nets/**/net0003.prototxt", "--out-dir", "b", "--seed", 7, "--seed-by-name")
    one, other = (home / name / "part0" / "net0003.caffemodel" for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_without_a_seed_one_is_taken_for_the_whole_run(run, home):
    """It is shown, and gives the same files again."""
    told = run("nets/part1", "--out-dir", "a")
    seed = told.err.splitlines()[-1].rpartition(" ")[2]
    run("nets/part1", "--out-dir", "b", "--seed", seed)
    assert hashes(home / "a") == hashes(home / "b")
    assert len(hashes(home / "a")) == 3


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_jobs_gives_the_same(jobs, run, home):
    """Whatever the order in which files end; JSON is in the order of the inputs."""
    one = run("nets", "--recursive", "--out-dir", "a", "--seed", 7, "--jobs", 1, "--json")
    many = run("nets", "--recursive", "--out-dir", "b", "--seed", 7, "--jobs", jobs, "--json")
    assert (one.code, many.code) == (3, 3)
    assert hashes(home / "a") == hashes(home / "b")
    rows = [[json.loads(line)["input"] for line in told.out.splitlines()] for told in (one, many)]
    assert rows[0] == rows[1] == sorted(rows[0])


def test_shards_are_the_whole_together(run, home):
    """Each file in one share only."""
    run("nets", "--recursive", "--out-dir", "whole", "--seed", 7)
    seen = {}
    for share in range(3):
        run(
            *("nets", "--recursive", "--out-dir", f"s{share}", "--seed", 7),
            *("--shard", f"{share}/3", "--seed-by-name"),
        )
        part = hashes(home / f"s{share}")
        assert not part.keys() & seen.keys()
        seen |= part
    run("nets", "--recursive", "--out-dir", "named", "--seed", 7, "--seed-by-name")
    assert seen == hashes(home / "named")
    assert seen.keys() == hashes(home / "whole").keys()
    assert seen != hashes(home / "whole")


@pytest.mark.slow
def test_ctrl_c_ends_cleanly(tmp_path):
    """130, no traceback, no process left, nothing half written."""
    fleet(tmp_path / "nets", 200, width=400, height=400, broken=False)
    process = started(
        "nets", "--recursive", "--out-dir", "out", "--seed", 1, "--jobs", 2, cwd=tmp_path
    )
    out = tmp_path / "out"
    for _ in range(600):
        time.sleep(0.05)
        if len(list(out.rglob("*.caffemodel"))) > 5:
            break
    children = _children(process.pid)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert children
    deadline = time.monotonic() + 10
    while any(map(_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.1)  # the server of processes sees that nobody is left
    assert not any(map(_alive, children))
    done = hashes(out)
    assert 5 < len(done) < 200
    assert all(name.endswith(".caffemodel") for name in done)
    sizes = {path.stat().st_size for path in out.rglob("*.caffemodel")}
    assert len(sizes) <= 2 * 5  # five widths, names of one and two digits


def _children(pid):
    """All processes below this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(_status(entry.name)[1]) in (pid, *found):
            found.append(int(entry.name))
    return found


def _alive(pid):
    return _status(pid)[0] not in "ZX"


def _status(pid):
    """State and parent; those of a dead one if there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return "X", "0"


def test_a_process_that_dies_fails_its_own_file_only(tmp_path, monkeypatch):
    """Killed for its memory, say: the others are done, in processes of their own if need be."""
    from caffe_fillers.bulk.processes import run_in_processes
    from caffe_fillers.bulk.run import Bulk, plan_work
    from caffe_fillers.bulk.targets import Places
    from tests.bulk._deadly import run_or_die

    monkeypatch.chdir(tmp_path)
    fleet(tmp_path / "nets", 8, broken=False)
    (tmp_path / "nets" / "part0" / "deadly.prototxt").write_text("")
    inputs = find_inputs(["nets/**/*.prototxt"]).inputs
    work = plan_work(inputs, Bulk(FillOptions(), Places(tmp_path / "out"), 1))
    (tmp_path / "out").mkdir()
    for part in range(3):
        (tmp_path / "out" / f"part{part}").mkdir()
    ends = run_in_processes(work.jobs, 2, run_or_die)
    outcomes = {job.path: outcome for job, outcome in ends}
    assert len(outcomes) == 9
    failed = {path: outcome.error for path, outcome in outcomes.items() if outcome.error}
    assert list(failed) == ["nets/part0/deadly.prototxt"]
    assert "its process died" in failed["nets/part0/deadly.prototxt"]


@pytest.mark.parametrize("kind", ["net.prototxt", "m.onnx"])
@pytest.mark.parametrize("kept", ["all", "data", "none"])
def test_a_job_done_again_knows_what_it_wrote(kind, kept, tmp_path, monkeypatch):
    """Its process died before it could say so; what anybody else has put there stays, and fails."""
    from caffe_fillers.bulk.again import again
    from caffe_fillers.bulk.jobs import run_job
    from caffe_fillers.bulk.run import Bulk, plan_work
    from caffe_fillers.bulk.targets import Places, make_folders

    monkeypatch.chdir(tmp_path)
    mixed(tmp_path / "mix")
    options = FillOptions(external_data=True, size_threshold=1)
    bulk = Bulk(options, Places(tmp_path / "out"), 1, manifest=tmp_path / "m.jsonl")
    (job,) = plan_work(find_inputs([f"mix/{kind}"]).inputs, bulk).jobs
    make_folders([tmp_path / "out" / "mix" / "x"])
    first = run_job(job)
    assert not first.error
    made = hashes(tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.*"):
        if kept == "none" or (kept == "data" and path.suffix != ".data"):
            path.unlink()
    second = again(run_job, job)
    assert not second.error
    assert (second.told, second.writes) == (first.told, first.writes)
    assert hashes(tmp_path / "out") == made
    Path(job.target).write_bytes(b"mine")
    third = again(run_job, job)
    assert "exists already" in third.error
    assert Path(job.target).read_bytes() == b"mine"
    assert hashes(tmp_path / "out").keys() == made.keys()


@pytest.mark.parametrize(("jobs", "apart"), [(1, 1), (2, 0)])
def test_several_jobs_at_a_time_keep_to_a_thread_each(jobs, apart, tmp_path, monkeypatch):
    """One at a time leaves the writing to a second thread."""
    from contextlib import nullcontext

    from caffe_fillers.bulk.jobs import run_job
    from caffe_fillers.bulk.run import Bulk, plan_work
    from caffe_fillers.bulk.targets import Places
    from caffe_fillers.core import pour

    monkeypatch.setattr(pour, "_MANY", 1)
    started = []
    monkeypatch.setattr(pour, "aside", lambda sink: nullcontext(started.append(1) or sink))
    fleet(tmp_path, 1, broken=False)
    (given,) = find_inputs([str(tmp_path / "part0")]).inputs
    bulk = Bulk(
        FillOptions(), Places(output=tmp_path / "o.npz"), 1, threads=None if jobs == 1 else 1
    )
    (job,) = plan_work([given], bulk).jobs
    assert not run_job(job).error
    assert len(started) == apart


def test_names_in_any_encoding(run, home):
    """A folder whose names are no UTF-8 is filled, shown and written to a manifest."""
    (home / "gbk").mkdir()
    name = os.fsdecode(b"\xc4\xe3")
    (home / "gbk" / f"{name}.prototxt").write_text(NET.format(number=1, width=2, height=2))
    told = run("gbk", "--out-dir", "out", "--seed", 1, "--manifest", "m.jsonl")
    assert told.code == 0
    assert [each.name for each in (home / "out").iterdir()] == [f"{name}.caffemodel"]
    assert run("verify", "--manifest", "m.jsonl").code == 0


def test_a_folder_on_the_way_is_a_file(run, home):
    """Where a folder of the tree cannot be made the run says so."""
    (home / "out").write_text("")
    told = run("nets/part0", "--out-dir", "out/deep", "--seed", 1)
    assert told.code == 3
    assert "out/deep: cannot be made" in told.err
