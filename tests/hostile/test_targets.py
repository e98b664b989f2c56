"""What is written, and what is not: no input, no device, nothing that was made meanwhile."""

import errno
import json
import os
import stat
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from caffe_fillers.errors import OutputError
from caffe_fillers.files import attributes, writing
from caffe_fillers.files.writing import OutputFile, check_target, replacing
from tests._shared import ROOT

LENET = ROOT / "examples" / "lenet.prototxt"
needs_fifos = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")


@pytest.fixture
def folder(tmp_path, monkeypatch, run):
    """A net and its weights."""
    monkeypatch.chdir(tmp_path)
    Path("net.prototxt").write_text(LENET.read_text())
    assert run("net.prototxt", "--seed", 1).code == 0
    return tmp_path


@pytest.fixture
def unchanged(folder):
    """Checks at the end that no file is another or has gone; those that came are `made`."""
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    made = set()
    yield made
    after = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert {path.name for path in after.keys() - before.keys()} == made
    assert {path: after.get(path) for path in before} == before


# --- reports --------------------------------------------------------------------------------------

VERIFY = ["verify", "net.prototxt", "net.caffemodel", "--seed", 1]


@pytest.mark.parametrize("option", ["--junit", "--sarif"])
@pytest.mark.parametrize("name", ["net.prototxt", "net.caffemodel", "./net.caffemodel", "alias"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_report_replaces_no_input(option, name, force, run, folder, unchanged):
    """Whatever it is called, and with --force as well."""
    (folder / "alias").symlink_to("net.prototxt")
    told = run(*VERIFY, option, name, *force)
    (folder / "alias").unlink()

    assert told.code == 3
    assert "is an input of this run" in told.err
    assert told.out == ""  # before any work
    assert unchanged == set()


@pytest.mark.parametrize("option", ["--junit", "--sarif"])
def test_a_report_replaces_a_report(option, run, folder):
    """And any other file with --force only; an empty one holds nothing."""
    report, other = folder / "report", folder / "other"
    other.write_text("<testsuites>somebody else's")
    report.touch()
    assert run(*VERIFY, option, report).code == 0
    first = report.read_bytes()
    assert run(*VERIFY[:-1], 2, option, report).code == 1
    assert report.read_bytes() != first
    told = run(*VERIFY, option, other)
    assert (told.code, "exists already" in told.err) == (3, True)
    assert other.read_text() == "<testsuites>somebody else's"
    assert run(*VERIFY, option, other, "--force").code == 0
    assert other.read_bytes() == first


@pytest.mark.usefixtures("folder")
def test_two_reports_in_one_file(run):
    """One would be lost."""
    assert run(*VERIFY, "--junit", "r", "--sarif", "r").code == 2


@needs_fifos
@pytest.mark.parametrize("what", ["pipe", "device", "folder"])
def test_a_report_is_written_to_no_device(what, run, folder):
    """Nor into a pipe, nor over a folder."""
    path = folder / "report"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "device":
        path.symlink_to("/dev/null")
    else:
        path.mkdir()
    told = run(*VERIFY, "--junit", path, "--force")

    assert (told.code, "is not a regular file" in told.err) == (3, True)


@pytest.mark.usefixtures("folder")
def test_a_report_on_stdout(run):
    """The standard streams are the exception."""
    told = run(*VERIFY, "-q", "--sarif", "/dev/stdout", "--junit", "/dev/stderr")

    assert told.code == 0
    assert json.loads(told.out)["version"] == "2.1.0"
    assert told.err.startswith("<?xml")


def test_a_manifest_replaces_a_manifest(run, folder):
    """And nothing else, and no input."""
    common = ["net.prototxt", "--seed", 1, "--out-dir", "out", "--force"]
    for name in ("net.prototxt", "other"):
        (folder / "other").write_text("{}\n")
        told = run(*common[:-1], "--manifest", name)
        assert told.code == 3, told.err
        assert name in told.err
    assert (folder / "net.prototxt").read_text() == LENET.read_text()
    assert (folder / "other").read_text() == "{}\n"
    for _ in range(2):
        assert run(*common, "--manifest", "manifest.jsonl").code == 0


def test_a_manifest_is_no_output(run, folder):
    """One would be written over the other."""
    told = run("net.prototxt", "--out-dir", "out", "--manifest", "out/net.caffemodel", "--force")

    assert (told.code, "the manifest and an output" in told.err) == (2, True)
    assert not (folder / "out").exists()


# --- inputs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["fill", "net.caffemodel2", "--seed", 1], 2),
        (
            [
                "fill",
                "net.prototxt",
                "--seed",
                1,
                "-o",
                "w.caffemodel",
                "--weights",
                "w.caffemodel",
            ],
            3,
        ),
        (["convert", "net.caffemodel", "net.caffemodel"], 3),
        (["convert", "a.npz", "a.npz"], 3),
        (["export", "net.prototxt", "w.onnx2", "-o", "net.prototxt"], 3),
        (["fmt", "net.prototxt", "-o", "net.prototxt"], 3),
        (["upgrade", "net.prototxt", "-o", "."], 3),
        (["deploy", "net.prototxt", "-o", "net.prototxt"], 3),
        (["rewrite", "net.prototxt", "--set", "weight_filler.type=msra", "-o", "net.prototxt"], 3),
        (["summary", "net.prototxt", "-o", "t.csv"], 3),
        (["inspect", "net.prototxt", "net.caffemodel", "-o", "t.csv"], 3),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list) else str(value),
)
def test_no_input_is_written_over(args, code, run, folder):
    """With --force as well."""
    run("convert", "net.caffemodel", "a.npz")
    run("convert", "net.caffemodel", "w.caffemodel")
    # A text under a name that its output would have; a table that is a link to the net.
    Path("text.caffemodel").write_text(LENET.read_text())
    Path("t.csv").symlink_to("net.prototxt")
    args = [str(each).replace("net.caffemodel2", "text.caffemodel") for each in args]
    args = [each for each in args if each != "w.onnx2"]
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    told = run(*args, "--force")

    assert told.code == code, told.err
    assert {path: path.read_bytes() for path in before} == before


def test_weights_are_filled_where_they_are(run, folder):
    """The one exception, which the user asks for by name and with --force."""
    args = ["net.caffemodel", "--seed", 2, "-o", "net.caffemodel"]
    before = (folder / "net.caffemodel").read_bytes()

    assert run(*args).code == 3
    assert (folder / "net.caffemodel").read_bytes() == before
    assert run(*args, "--force").code == 0
    assert (folder / "net.caffemodel").read_bytes() != before


def test_two_texts_for_one_file(run, folder):
    """Refused before either is written."""
    for name in ("a", "b", "out"):
        (folder / name).mkdir()
    for name in ("a", "b"):
        (folder / name / "n.prototxt").write_text(LENET.read_text())
    told = run("fmt", "-o", "out", "a/n.prototxt", "b/n.prototxt")

    assert told.code == 2
    assert list((folder / "out").iterdir()) == []


@needs_fifos
def test_a_pipe_is_not_edited_in_place(run, folder):
    """It is not even opened, and stays what it is."""
    os.mkfifo("pipe.prototxt")
    told = run("fmt", "--in-place", "pipe.prototxt")

    assert (told.code, "is not a regular file" in told.err) == (3, True)
    assert stat.S_ISFIFO((folder / "pipe.prototxt").stat().st_mode)


# --- what comes meanwhile -------------------------------------------------------------------------


def no_nameless(monkeypatch):
    """No O_TMPFILE."""
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)


def no_links(monkeypatch):
    """A file system without hard links, and nothing to link a nameless file by."""

    def refuse(*_, **__):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


def neither(monkeypatch):
    """Both."""
    no_nameless(monkeypatch)
    no_links(monkeypatch)


SYSTEMS = [lambda _: None, no_nameless, no_links, neither]
SYSTEM_NAMES = ["as it is", "no O_TMPFILE", "no links", "neither"]


@pytest.mark.parametrize("system", SYSTEMS, ids=SYSTEM_NAMES)
def test_a_file_that_was_made_meanwhile_stays(system, tmp_path, monkeypatch):
    """Without force the last step replaces nothing, and says so."""
    system(monkeypatch)
    path = tmp_path / "model"
    target = check_target(path, force=False)

    def write():
        with replacing(target) as file:
            file.write(b"mine")
            path.write_bytes(b"another's")

    with pytest.raises(OutputError, match="exists by now") as caught:
        write()

    assert caught.value.where == str(path)
    assert path.read_bytes() == b"another's"
    assert [each.name for each in tmp_path.iterdir()] == ["model"]


@pytest.mark.parametrize("system", SYSTEMS, ids=SYSTEM_NAMES)
def test_a_new_file(system, tmp_path, monkeypatch):
    """Where nobody comes in between, it is there, with the mode that new files have."""
    (tmp_path / "plain").touch()
    system(monkeypatch)
    with replacing(OutputFile(tmp_path / "model")) as file:
        file.write(b"mine")

    assert (tmp_path / "model").read_bytes() == b"mine"
    assert (tmp_path / "model").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert len(list(tmp_path.iterdir())) == 2


def test_a_name_that_is_claimed_in_vain(tmp_path, monkeypatch):
    """Where the rename fails behind the claim, no empty file stays."""
    neither(monkeypatch)

    def refuse(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="Input/output"), replacing(OutputFile(tmp_path / "m")):
        pass

    assert list(tmp_path.iterdir()) == []


def test_two_fills_at_a_time(run, folder, monkeypatch):
    """The second to end fails with exit code 3, and the first one's result stays."""
    real = writing._Scratch.publish
    out = folder / "two.caffemodel"

    def late(self, target, *, force):
        if not out.exists():
            out.write_bytes(b"the other's")
        real(self, target, force=force)

    monkeypatch.setattr(writing._Scratch, "publish", late)
    told = run("net.prototxt", "--seed", 1, "-o", out)

    assert told.code == 3
    assert "two.caffemodel: exists by now" in told.err
    assert "--force replaces it" in told.err
    assert out.read_bytes() == b"the other's"


def test_one_file_of_many_that_was_made_meanwhile(run, folder, monkeypatch):
    """Runs over many files replace no more than others do."""
    real = writing._Scratch.publish
    out = folder / "out" / "net.caffemodel"

    def late(self, target, *, force):
        if target == out:
            out.write_bytes(b"the other's")
        real(self, target, force=force)

    monkeypatch.setattr(writing._Scratch, "publish", late)
    told = run("net.prototxt", "--seed", 1, "--out-dir", "out", "--jobs", 1)

    assert (told.code, "exists by now" in told.err) == (3, True)
    assert out.read_bytes() == b"the other's"


# --- what a file has besides its content ----------------------------------------------------------

root_only = pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() != 0, reason="only root gives files away"
)


@pytest.fixture
def owned(folder):
    """A net of another user, with a mode of its own."""
    path = folder / "owned.prototxt"
    path.write_text("name:'x'\n")
    path.chmod(0o640)
    os.chown(path, 1234, 2345)
    return path


def ownership(path):
    """Owner, group and mode."""
    status = path.stat()
    return status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)


@root_only
@pytest.mark.parametrize("how", [["--in-place"], ["--in-place", "--backup", ".bak"]])
def test_owner_and_group_stay_in_place(how, owned, run):
    """Of the file, and of its backup."""
    assert run("fmt", *how, owned).code == 0

    assert owned.read_text() != "name:'x'\n"
    for path in [owned, *owned.parent.glob("*.bak")]:
        assert ownership(path) == (1234, 2345, 0o640)


@root_only
def test_owner_and_group_stay_with_force(owned, run):
    """The same where a file is replaced."""
    for args in (["net.prototxt", "--seed", 2, "-o", "net.caffemodel", "--force"],):
        path = owned.with_name("net.caffemodel")
        path.chmod(0o604)
        os.chown(path, 1234, 2345)
        assert run(*args).code == 0
        assert ownership(path) == (1234, 2345, 0o604)


def test_an_owner_that_cannot_be_kept(tmp_path, monkeypatch):
    """The group is tried alone; rights of whoever runs the file go."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.touch()
    new.touch()
    old.chmod(0o6755)
    tried = []

    def refuse(_, *ids):
        tried.append(ids)
        raise PermissionError(errno.EPERM, "Operation not permitted")

    status = os.stat_result((*old.stat()[:4], 1234, 2345, *old.stat()[6:]))
    monkeypatch.setattr(os, "fchown", refuse)
    monkeypatch.setattr(Path, "stat", lambda _: status)
    attributes.keep_attributes(new, old)
    monkeypatch.undo()

    assert tried == [(1234, 2345), (-1, 2345)]
    assert stat.S_IMODE(new.stat().st_mode) == 0o755


def extended(path, name, value):
    """Set an extended attribute, or skip."""
    if not hasattr(os, "setxattr"):
        pytest.skip("no extended attributes on this system")
    try:
        os.setxattr(path, name, value)
    except OSError:
        pytest.skip(f"no {name} on this file system")


def test_extended_attributes_stay(tmp_path):
    """Those of the user."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    extended(path, "user.origin", b"a lab")
    with replacing(OutputFile(path, force=True)) as file:
        file.write(b"new")

    assert path.read_bytes() == b"new"
    assert os.getxattr(path, "user.origin") == b"a lab"


def access_list(*entries):
    """A POSIX access list as Linux stores it: tag, permissions, id."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries)


LIST = access_list(
    (1, 6, ~0 & 0xFFFFFFFF),
    (2, 4, 1234),
    (4, 4, 0xFFFFFFFF),
    (16, 4, 0xFFFFFFFF),
    (32, 0, 0xFFFFFFFF),
)


def test_an_access_list_stays(tmp_path):
    """With the rights that it gives to one more user."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    extended(path, "system.posix_acl_access", LIST)
    with replacing(OutputFile(path, force=True)) as file:
        file.write(b"new")

    assert os.getxattr(path, "system.posix_acl_access") == LIST


def test_an_access_list_of_the_folder_is_not_added(tmp_path):
    """A file that had none has none, whatever new files are given there."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o600)
    extended(tmp_path, "system.posix_acl_default", LIST)
    with replacing(OutputFile(path, force=True)) as file:
        file.write(b"new")

    assert "system.posix_acl_access" not in os.listxattr(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_other_names_keep_the_old_content(tmp_path):
    """A hard link leads to the old file, as the docs say."""
    path, other = tmp_path / "file", tmp_path / "other"
    path.write_bytes(b"old")
    other.hardlink_to(path)
    with replacing(OutputFile(path, force=True)) as file:
        file.write(b"new")

    assert (path.read_bytes(), other.read_bytes()) == (b"new", b"old")
    assert "hard link" in (ROOT / "docs" / "formats.md").read_text()


@pytest.mark.slow
def test_stdout_is_no_target_of_a_model(tmp_path):
    """A model is written in any order, which a pipe cannot do."""
    program = [sys.executable, "-m", "caffe_fillers", LENET, "--seed", "1", "-o", "/dev/stdout"]
    ran = subprocess.run(program, capture_output=True, check=False, cwd=tmp_path)

    assert ran.returncode in (2, 3)
    assert ran.stdout == b""
