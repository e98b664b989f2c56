"""Data files: read where they really are beside the model, refused everywhere else.

Each class of fault by which a model's file was once read, or written to, through somebody else's
eyes has its test; the numbers are those of the advisories for onnx.
"""

import os
import shutil

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from caffe_fillers.api.onnx_models import Output, StreamOptions, open_onnx, refill
from caffe_fillers.errors import CaffeFillersError, DataError, FormatError, OutputError
from caffe_fillers.formats.onnx import external
from caffe_fillers.formats.onnx.model import read_onnx
from caffe_fillers.formats.onnx.save import External
from tests._onnx import data, fill_file, graph, helper, model, numbers

SECRET = b"secret! " * 64


def tricky(folder, location, *, offset=None, length=None, size=(8, 16), name="w", **extra):
    """A model with a weight, and a table that must be copied, at this location."""
    tensor = numpy_helper.from_array(numbers(*size), name)
    tensor.ClearField("raw_data")
    entries = {"location": location, "offset": offset, "length": length, **extra}
    for key, value in entries.items():
        if value is not None:
            tensor.external_data.add(key=key, value=str(value))
    tensor.data_location = onnx.TensorProto.EXTERNAL
    nodes = [helper.make_node("MatMul" if name == "w" else "Add", ["x", name], ["y"])]
    made = model(graph(nodes, {"x": data(2, size[0])}))
    made.graph.initializer.append(tensor)
    path = folder / "model.onnx"
    path.write_bytes(made.SerializeToString())
    return path


@pytest.fixture
def home(tmp_path):
    """A folder for a model, with a secret beside it."""
    (tmp_path / "secret.bin").write_bytes(SECRET)
    folder = tmp_path / "model"
    folder.mkdir()
    return folder


LEADING_OUT = [
    "../secret.bin",
    "sub/../../secret.bin",
    "./../secret.bin",
    "/etc/passwd",
    "//etc/passwd",
    "C:/secret.bin",
    "C:secret.bin",
    "\\\\server\\share\\secret.bin",
    "..\\secret.bin",
    "sub\\weights.bin",
    "w\0.bin",
    "",
    ".",
    "/",
]


@pytest.mark.parametrize("location", LEADING_OUT)
def test_locations_that_lead_out(location, home):
    """CVE-2022-25882, CVE-2024-27318, CVE-2024-27319: `..`, absolute paths, and odd names."""
    with pytest.raises(FormatError, match="external data location") as error:
        read_onnx(tricky(home, location))

    assert "folder" in error.value.hint


def test_a_symbolic_link_is_refused(home):
    """CVE-2026-27489: the file itself is a link."""
    (home / "weights.bin").symlink_to(home.parent / "secret.bin")

    with pytest.raises(FormatError, match=r"'weights.bin' is a symbolic link"):
        read_onnx(tricky(home, "weights.bin"))


def test_a_folder_that_is_a_link_is_refused(home):
    """CVE-2026-27489: a folder on the way is a link."""
    (home / "sub").symlink_to(home.parent)

    with pytest.raises(FormatError, match="'sub' is a symbolic link"):
        read_onnx(tricky(home, "sub/secret.bin"))


def test_a_hard_link_is_refused(home):
    """CVE-2026-34446: another name leads to the same file."""
    os.link(home.parent / "secret.bin", home / "weights.bin")

    with pytest.raises(FormatError, match="hard link"):
        read_onnx(tricky(home, "weights.bin"))


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_refused(make, home):
    """A FIFO would hang; a folder is none."""
    make(home / "weights.bin")

    with pytest.raises((FormatError, DataError), match=r"not a regular file|directory"):
        read_onnx(tricky(home, "weights.bin"))


def test_other_keys_mean_nothing(home):
    """CVE-2026-34445: entries are looked up by name, never set on anything."""
    (home / "weights.bin").write_bytes(numbers(8, 16).tobytes())
    path = tricky(home, "weights.bin", __class__="x", basepath="/etc", checksum="0")

    assert np.abs(fill_file(path).array("w")).max() < 2


def test_a_file_exchanged_after_the_check_is_refused(home, monkeypatch):
    """GHSA-q56x-g2fj-4rj6: links are refused as the file is opened, not before."""
    (home / "weights.bin").write_bytes(SECRET)
    path = tricky(home, "weights.bin", name="table", size=(4, 8))
    opened = open_onnx(path)
    (home / "weights.bin").unlink()
    (home / "weights.bin").symlink_to(home.parent / "secret.bin")

    with pytest.raises(CaffeFillersError, match="link"):
        refill(opened, home / "out.onnx", StreamOptions(1))
    assert not (home / "out.onnx").exists()
    assert not (home / "out.onnx.data").exists()

    # Not even a link that is made between the look and the opening.
    monkeypatch.setattr(external.stat, "S_ISLNK", lambda _: False)
    with pytest.raises(DataError, match="cannot be read"):
        refill(open_model_without_check(path, monkeypatch), home / "out.onnx", StreamOptions(1))


def open_model_without_check(path, monkeypatch):
    """A model whose data files nobody looked at."""
    monkeypatch.setattr(external.DataFile, "check", lambda *_: None)
    return open_onnx(path)


@pytest.mark.parametrize(
    ("offset", "length"),
    [("-1", None), ("x", None), (None, "-512"), (None, "1e3"), (None, "9" * 30), ("٣", None)],
)
def test_offsets_that_are_no_numbers(offset, length, home):
    """They are told, not passed to anything."""
    with pytest.raises(FormatError, match="which is not a size"):
        read_onnx(tricky(home, "weights.bin", offset=offset, length=length))


@pytest.mark.parametrize(("offset", "length"), [(1, 512), (10**15, 512), (0, 513), (0, 10**18)])
def test_nothing_is_read_behind_the_end(offset, length, home):
    """Offset and length stay within the file; nothing of that size is asked of the memory."""
    (home / "weights.bin").write_bytes(b"\0" * 512)

    with pytest.raises(FormatError, match="but the file at 512"):
        read_onnx(tricky(home, "weights.bin", offset=offset, length=length))


def test_data_below_the_folder_are_read(home):
    """Folders are allowed, and `.`."""
    (home / "sub" / "deep").mkdir(parents=True)
    values = numbers(4, 8)
    (home / "sub" / "deep" / "w.bin").write_bytes(b"\0" * 64 + values.tobytes())
    path = tricky(home, "./sub/deep/w.bin", offset=64, name="table", size=(4, 8))

    assert np.array_equal(fill_file(path).array("table"), values)


def test_a_missing_file_is_told(home):
    """Where its tensors must be copied."""
    path = tricky(home, "weights.bin", name="table", size=(4, 8))

    with pytest.raises(DataError, match="data file is missing") as error:
        fill_file(path)
    assert "weights.bin" in error.value.where
    assert "beside the model" in error.value.hint


def test_a_short_file_is_told(home):
    """It was long enough when the model was opened."""
    (home / "weights.bin").write_bytes(numbers(4, 8).tobytes())
    opened = open_onnx(tricky(home, "weights.bin", name="table", size=(4, 8)))
    (home / "weights.bin").write_bytes(b"\0" * 100)

    with pytest.raises(FormatError, match="ends 28 bytes too soon"):
        refill(opened, home / "out.onnx", StreamOptions(1))


# --- writing ------------------------------------------------------------------------------------


def test_a_models_own_location_is_never_written(home):
    """CVE-2025-51480: not even where the output's own data file would have the same name."""
    before = numbers(8, 16).tobytes()
    (home / "out.onnx.data").write_bytes(before)
    path = tricky(home, "out.onnx.data")
    filled = fill_file(path, name="out.onnx")

    assert filled.done.data == home / "out.onnx.1.data"
    assert (home / "out.onnx.data").read_bytes() == before


def test_a_model_is_not_written_over_its_data(home):
    """The output's name is checked, too."""
    (home / "weights.onnx").write_bytes(numbers(8, 16).tobytes())

    with pytest.raises(OutputError, match="data file of the model itself"):
        fill_file(tricky(home, "weights.onnx"), name="weights.onnx")


def test_no_link_is_followed_for_the_data(home):
    """A link of the data file's name would lead the writing elsewhere."""
    (home / "weights.bin").write_bytes(numbers(8, 16).tobytes())
    path = tricky(home, "weights.bin")
    for target in ("secret.bin", "new.bin"):
        (home / "filled.onnx.data").unlink(missing_ok=True)
        (home / "filled.onnx.data").symlink_to(home.parent / target)
        with pytest.raises(OutputError, match="symbolic link"):
            fill_file(path)

    assert (home.parent / "secret.bin").read_bytes() == SECRET
    assert not (home.parent / "new.bin").exists()


def test_existing_files_are_kept(home):
    """Both the model and its data are replaced with `force` only."""
    (home / "weights.bin").write_bytes(numbers(8, 16).tobytes())
    path = tricky(home, "weights.bin")
    for name in ("filled.onnx", "filled.onnx.data"):
        (home / name).write_bytes(b"old")
        with pytest.raises(OutputError, match="exists already"):
            fill_file(path, output=Output())
        assert (home / name).read_bytes() == b"old"
        (home / name).unlink()


def test_a_model_can_replace_itself(home):
    """Its data go to a new file; a crash would have left the old pair."""
    (home / "model.onnx.data").write_bytes(numbers(8, 16).tobytes())
    path = tricky(home, "model.onnx.data")
    filled = fill_file(path, name="model.onnx")

    assert filled.done.data.name == "model.onnx.1.data"
    assert np.abs(filled.array("w")).max() < 2


def test_a_failed_run_leaves_nothing(home):
    """No half-written model, no data file, no scratch file."""
    (home / "weights.bin").write_bytes(b"\0" * 512)
    path = tricky(home, "weights.bin", name="table")
    opened = open_onnx(path)
    shutil.rmtree(home / "sub", ignore_errors=True)
    (home / "weights.bin").unlink()

    with pytest.raises(DataError):
        refill(opened, home / "out.onnx", StreamOptions(1))
    assert sorted(each.name for each in home.iterdir()) == ["model.onnx"]


def test_without_dir_fd(home, monkeypatch):
    """Where the system cannot open name by name, the path is checked before."""
    monkeypatch.setattr(external.os, "supports_dir_fd", set())
    (home / "weights.bin").symlink_to(home.parent / "secret.bin")
    with pytest.raises(FormatError, match="symbolic link"):
        read_onnx(tricky(home, "weights.bin"))

    (home / "weights.bin").unlink()
    (home / "weights.bin").write_bytes(numbers(4, 8).tobytes())
    assert fill_file(tricky(home, "weights.bin", name="table", size=(4, 8))).array("table").any()


def test_the_data_file_is_aligned(tmp_path):
    """Large tensors begin where every system can map a file, small ones at a cache line."""
    arrays = {"a": numbers(3, 5), "b": numbers(600, 600), "c": numbers(600, 600), "d": numbers(600)}
    nodes = [
        helper.make_node("MatMul", ["x", "a"], ["y"]),
        helper.make_node("MatMul", ["z", "b"], ["p"]),
        helper.make_node("MatMul", ["p", "c"], ["q"]),
        helper.make_node("Add", ["q", "d"], ["r"]),
    ]
    inputs = {"x": data(2, 3), "z": data(2, 600)}
    path = tmp_path / "model.onnx"
    onnx.save(model(graph(nodes, inputs, arrays, ("y", "r"))), path)
    filled = fill_file(path, output=Output(External(wanted=True, threshold=0), force=True))
    told = onnx.load(filled.path, load_external_data=False).graph.initializer
    places = {each.name: {entry.key: entry.value for entry in each.external_data} for each in told}

    assert [int(places[name]["offset"]) for name in "abcd"] == [0, 65536, 1507328, 2947328]
    assert all(entry["location"] == "filled.onnx.data" for entry in places.values())
    assert filled.done.nbytes == sum(
        (tmp_path / name).stat().st_size for name in ("filled.onnx", "filled.onnx.data")
    )


@pytest.mark.parametrize(("threshold", "outside"), [(0, "ab"), (60, "ab"), (61, "b"), (10**6, "")])
def test_the_threshold_chooses(threshold, outside, tmp_path):
    """Initializers of at least so many bytes go to the data file, filled or not."""
    arrays = {"a": numbers(3, 5), "b": numbers(7, 9), "s": np.float32(3)}
    nodes = [
        helper.make_node("MatMul", ["x", "a"], ["y"]),
        helper.make_node("Mul", ["b", "s"], ["z"]),
    ]
    path = tmp_path / "model.onnx"
    onnx.save(model(graph(nodes, {"x": data(2, 3)}, arrays, ("y", "z"))), path)
    chosen = External(wanted=True, threshold=threshold)
    filled = fill_file(path, output=Output(chosen, force=True))
    told = onnx.load(filled.path, load_external_data=False).graph.initializer
    out = {each.name for each in told if each.data_location == onnx.TensorProto.EXTERNAL}

    assert out - {"s"} == set(outside)
    assert ("s" in out) == (threshold == 0)
    assert np.array_equal(filled.array("b"), arrays["b"])
    assert (filled.done.data is None) == (not out)
