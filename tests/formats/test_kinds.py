"""One table says which kind of file is read and written by what."""

import subprocess
import sys

import pytest

from caffe_fillers.errors import DataError, FormatError
from caffe_fillers.formats import signs
from caffe_fillers.formats.kinds import SUFFIXES, lay_out, open_model
from tests._models import plan_of, write


@pytest.fixture
def net(tmp_path):
    """The plan of a small net."""
    return plan_of(tmp_path)


def told(model):
    """Layers with blobs, shapes and values, whatever the kind of file."""
    return {
        (layer.name, number): (blob.shape, model.read(blob).tobytes())
        for layer in model.layers
        for number, blob in layer.blobs.items()
    }


def test_all_kinds_hold_the_same_values(net, tmp_path):
    """HDF5 leaves out what is shared; all else is equal."""
    models = {suffix: open_model(write(net, tmp_path / f"m{suffix}")) for suffix in SUFFIXES}
    whole = told(models[".caffemodel"])
    unshared = {key: value for key, value in whole.items() if key != ("two", 0)}

    assert len(whole) == 5
    assert {suffix: (model.kind, told(model)) for suffix, model in models.items()} == {
        ".caffemodel": (signs.CAFFEMODEL, whole),
        ".h5": (signs.HDF5, unshared),
        ".hdf5": (signs.HDF5, unshared),
        ".npz": (signs.NPZ, whole),
        ".safetensors": (signs.SAFETENSORS, whole),
    }


def test_content_decides_what_is_read(net, tmp_path):
    """Whatever a file is called."""
    for suffix in SUFFIXES:
        path = write(net, tmp_path / f"m{suffix}")
        renamed = path.rename(tmp_path / "m.bin")

        assert told(open_model(renamed)).keys() >= {("three", 0)}


def test_the_suffix_decides_what_is_written(net, tmp_path):
    """In any case of letters."""
    path = write(net, tmp_path / "M.NPZ")

    assert open_model(path).kind == signs.NPZ


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("m.caffemodl", "Did you mean '.caffemodel'?"),
        ("m.pth", "The kinds are .caffemodel, .h5, .hdf5, .npz, .safetensors."),
        ("m", "The kinds are .caffemodel, .h5, .hdf5, .npz, .safetensors."),
    ],
)
def test_other_suffixes_are_refused(net, tmp_path, name, hint):
    """With those that can be written."""
    with pytest.raises(FormatError) as caught:
        lay_out(tmp_path / name, net.net, net.slots, net.plan)

    assert (caught.value.where, caught.value.hint) == (str(tmp_path / name), hint)


def test_a_missing_model(tmp_path):
    """Its name is told."""
    with pytest.raises(DataError, match="no such file") as caught:
        open_model(tmp_path / "m.caffemodel")

    assert caught.value.where == str(tmp_path / "m.caffemodel")


def test_no_librarys_import_is_in_vain():
    """The table loads neither h5py nor the upgrade."""
    code = "import sys, caffe_fillers.formats.kinds; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()

    assert not {"h5py", "caffe_fillers.upgrades", "zipfile"} & set(loaded)
