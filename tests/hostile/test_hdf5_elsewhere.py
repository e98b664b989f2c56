"""HDF5 files that lead to other files: nothing but the file itself is read."""

import os
from pathlib import Path

import numpy as np
import pytest

from caffe_fillers.formats.hdf5 import open_model

h5py = pytest.importorskip("h5py")

SECRET = b"secret of the reader's own.".ljust(64, b".")
WEIGHTS = np.arange(16, dtype="<f4")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A file that is not to be read, and a sound model."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_bytes(SECRET)
    with h5py.File("other.h5", "w") as file:
        file["data/a/0"] = WEIGHTS
        file["top"] = WEIGHTS
    return tmp_path


def external(path, name, target):
    """A dataset whose values are in another file."""
    with h5py.File(path, "a") as file:
        file.create_dataset(name, (16,), "<f4", external=[(str(target), 0, 64)])


def virtual(path, name, target):
    """A virtual dataset."""
    layout = h5py.VirtualLayout((16,), "<f4")
    layout[:] = h5py.VirtualSource(str(target), "top", (16,))
    with h5py.File(path, "a") as file:
        file.create_virtual_dataset(name, layout)


def link(path, name, target):
    """A link to another file's dataset."""
    with h5py.File(path, "a") as file:
        file[name] = h5py.ExternalLink(str(target), "/top")


def soft_link(path, name, target):
    """A soft link that goes through such a link."""
    with h5py.File(path, "a") as file:
        file["way"] = h5py.ExternalLink(str(target), "/")
        file[name] = h5py.SoftLink("/way/top")


WAYS = {
    external: "are in 'SECRET'",
    virtual: "virtual dataset",
    link: "is a link to '/top' in 'other.h5'",
    soft_link: "is a link to '/' in 'other.h5'",
}


def made(way, path, name, folder):
    """A file with such a dataset."""
    target = folder / "secret" if way is external else "other.h5"
    way(path, name, target)
    return WAYS[way].replace("SECRET", str(target))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(
    "args",
    [
        ("convert", "model.h5", "out.npz"),
        ("model.h5", "-o", "out.h5", "--seed", 1, "--filler", "name:*=xavier"),
        ("identify", "model.h5"),
        ("verify", "model.h5", "other.h5"),
    ],
    ids=lambda args: args[0],
)
def test_models(way, args, run, folder):
    """Refused, with the name of what it leads to, and nothing is written."""
    said = made(way, "model.h5", "data/a/0", folder)
    told = run(*args)

    assert told.code == 3, told.err
    assert "model.h5: " in told.err
    assert said in told.err
    assert "other files are not read" in told.err
    assert not any(each.name.startswith("out") for each in folder.iterdir())


@pytest.mark.parametrize("way", [link, soft_link], ids=lambda way: way.__name__)
@pytest.mark.parametrize("name", ["data", "data/a"])
def test_groups(way, name, run, folder):
    """A link in the place of a group is no better."""
    said = made(way, "model.h5", name, folder)
    told = run("identify", "model.h5")

    assert (told.code, said in told.err) == (3, True), told.err


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_data(way, run, folder):
    """What an HDF5Data layer names gives no shape of another file's."""
    said = made(way, "data.h5", "d", folder)
    (folder / "list").write_text("data.h5\n")
    (folder / "net.prototxt").write_text(
        'layer { name: "d" type: "HDF5Data" top: "d" '
        'hdf5_data_param { source: "list" batch_size: 1 } }'
    )
    told = run("plan", "net.prototxt")

    assert told.code == 3
    assert f"data.h5: {said}" in told.err or said in told.err


@pytest.mark.usefixtures("folder")
def test_links_within_the_file():
    """Hard and soft links of its own are followed; those that lead in a circle are not."""
    with h5py.File("model.h5", "w") as file:
        file["data/a/0"] = WEIGHTS
        file["data/b/0"] = h5py.SoftLink("/data/a/0")
        file["data/c/0"] = h5py.SoftLink("../d/0")
        file["data/d/0"] = file["data/a/0"]
        file["data/e/0"] = h5py.SoftLink("/data/e/0")
        file["data/e/1"] = h5py.SoftLink("/nowhere")
        file["data/f"] = h5py.SoftLink("/data/./a")
    layers = {layer.name: layer.blobs for layer in open_model(Path("model.h5")).layers}

    for name in "abdf":
        assert layers[name][0].shape == (16,), name
    for layer, blob in (("c", 0), ("e", 0), ("e", 1)):
        assert layers[layer][blob].fault == "is not a dataset"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_external_storage_on_a_pipe(run, folder):
    """It would wait for ever."""
    os.mkfifo("pipe")
    external("model.h5", "data/a/0", folder / "pipe")

    assert run("convert", "model.h5", "out.npz").code == 3


# --- where the user allows it ---------------------------------------------------------------------


def raw(folder):
    """Values in a plain file of the folder."""
    (folder / "raw").write_bytes(WEIGHTS.tobytes())
    return "raw"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("elsewhere", [False, True])
def test_allowed(way, elsewhere, run, folder, monkeypatch):
    """The very values, from the model's folder and not from the current one."""
    way("model.h5", "data/a/0", raw(folder) if way is external else "other.h5")
    if elsewhere:
        (folder / "sub").mkdir()
        monkeypatch.chdir(folder / "sub")
    told = run("convert", folder / "model.h5", folder / "out.npz", "--allow-external")

    assert told.code == 0, told.err
    with np.load(folder / "out.npz") as held:
        assert held["a/0"].tolist() == WEIGHTS.tolist()


def test_allowed_shapes_of_data(run, folder):
    """A linked dataset has a shape, too."""
    link("data.h5", "d", "other.h5")
    (folder / "list").write_text("data.h5\n")
    (folder / "net.prototxt").write_text(
        'layer { name: "d" type: "HDF5Data" top: "d" '
        'hdf5_data_param { source: "list" batch_size: 1 } }'
    )

    assert run("plan", "net.prototxt").code == 3
    assert run("plan", "net.prototxt", "--allow-external").code == 0


@pytest.mark.slow
def test_allowed_in_other_processes(run, folder):
    """Runs over many files have the same right."""
    link("model.h5", "data/a/0", "other.h5")
    link("more.h5", "data/a/0", "other.h5")
    (folder / "in").mkdir()
    for name in ("model.h5", "more.h5", "other.h5"):
        (folder / name).rename(folder / "in" / name)
    args = ["in", "--out-dir", "out", "--seed", 1, "--filler", "name:*=gaussian,std=1", "--jobs", 2]

    assert run(*args).code == 3
    assert run(*args, "--allow-external", "--force").code == 0


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("{folder}/other.h5", "is an absolute path"),
        ("../out/other.h5", "leads out of the model's folder"),
        ("sub/link.h5", "'link.h5' is a symbolic link"),
        ("folder/other.h5", "'folder' is a symbolic link"),
        ("hard.h5", "it is a hard link"),
        ("pipe.h5", "is not a regular file"),
        ("gone.h5", "cannot be reached: No such file"),
    ],
)
def test_not_allowed_for_all_that(way, name, said, run, folder):
    """Only plain files of the folder, whatever leads there."""
    (folder / "sub").mkdir()
    (folder / "sub" / "link.h5").symlink_to("../other.h5")
    (folder / "folder").symlink_to(".")
    (folder / "hard.h5").hardlink_to(folder / "secret")
    if name == "pipe.h5":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no FIFOs here")
        os.mkfifo("pipe.h5")
    way("model.h5", "data/a/0", name.format(folder=folder))
    told = run("convert", "model.h5", "out.npz", "--allow-external")

    assert (told.code, said in told.err) == (3, True), told.err


def test_what_other_files_lead_to(run, folder):
    """A file that is allowed has no more rights than the first: no way leads out by it."""
    with h5py.File("other.h5", "a") as file:
        del file["top"]
    external("other.h5", "top", folder / "secret")
    for way in (virtual, link, soft_link):
        (folder / "model.h5").unlink(missing_ok=True)
        way("model.h5", "data/a/0", "other.h5")
        told = run("convert", "model.h5", "out.npz", "--allow-external")

        assert (told.code, "is an absolute path" in told.err) == (3, True), told.err


@pytest.mark.usefixtures("folder")
def test_ways_that_never_end(run):
    """Files that lead to each other, and links that multiply."""
    link("a.h5", "data", "b.h5")
    link("b.h5", "top", "c.h5")
    with h5py.File("c.h5", "w") as file:
        file["top"] = h5py.ExternalLink("b.h5", "/top")
    assert run("identify", "a.h5", "--allow-external").code == 3
    virtual("v.h5", "data/a/0", "w.h5")
    virtual("w.h5", "top", "w.h5")
    assert run("identify", "v.h5", "--allow-external").code == 3
    with h5py.File("s.h5", "w") as file:
        file["here"] = file["/"]
        file["l0"] = h5py.SoftLink("/here" * 300)
        for at in range(20):
            file[f"l{at + 1}"] = h5py.SoftLink(f"/l{at}" * 300)
        file["data"] = h5py.SoftLink("/l20")
    assert run("identify", "s.h5").code == 3
