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
