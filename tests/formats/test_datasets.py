"""What data layers' files say of their shapes."""

import sys
from pathlib import Path

import h5py
import lmdb
import pytest
from google.protobuf import text_format

from caffe_fillers.errors import DataError
from caffe_fillers.formats.datasets import probe
from caffe_fillers.proto import caffe
from tests._shared import ROOT, golden
from tests.formats.test_images import IMAGES

LEVELDB = ROOT / "tests" / "golden" / "leveldb" / "snappy"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty current directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def layer(kind, text, tops=("data", "label")):
    """A data layer."""
    message = caffe.LayerParameter(name="d", type=kind)
    text_format.Parse(text, message)
    message.top.extend(tops)
    return message


def ask(kind, text, folder="elsewhere", **options):
    """What the data of such a layer says."""
    return probe(layer(kind, text), Path(folder), **options)


def datum(**fields):
    """A record as Caffe writes them."""
    return caffe.Datum(**fields).SerializeToString()


def write_lmdb(path, *records):
    """An LMDB with these records, and no lock file left."""
    with lmdb.open(str(path)) as env, env.begin(write=True) as transaction:
        for number, record in enumerate(records):
            transaction.put(b"%08d" % number, record)
    (path / "lock.mdb").unlink()


LMDB = 'data_param { source: "db" backend: LMDB }'


def test_lmdb(folder):
    """The first record tells; neither lock nor anything else is written."""
    write_lmdb(folder / "db", datum(channels=3, height=4, width=5), datum(channels=1))

    assert [(3, 4, 5)] == ask("Data", LMDB)
    assert ["data.mdb"] == [path.name for path in (folder / "db").iterdir()]


def test_lmdb_that_may_not_be_written(folder):
    """A folder without any permission to write will do."""
    write_lmdb(folder / "db", datum(channels=3, height=4, width=5))
    (folder / "db" / "data.mdb").chmod(0o444)
    (folder / "db").chmod(0o555)

    assert [(3, 4, 5)] == ask("Data", LMDB)
    (folder / "db").chmod(0o755)


def test_caffes_own_databases(monkeypatch):
    """The golden nets' LMDB and LevelDB hold images of 3x8x8."""
    monkeypatch.chdir(golden("nets_semantics") / "data")

    assert [(3, 8, 8)] == ask("Data", 'data_param { source: "lmdb_8" backend: LMDB }')
    assert [(3, 8, 8)] == ask("Data", 'data_param { source: "leveldb_8" backend: LEVELDB }')


@pytest.mark.parametrize(
    ("transform", "image", "shape"),
    [
        ("", "jpeg", (3, 7, 5)),
        ("", "jpeg gray", (1, 7, 5)),
        ("", "png with alpha", (4, 7, 5)),
        ("force_color: true", "png with alpha", (3, 7, 5)),
        ("force_color: true", "jpeg gray", (3, 7, 5)),
        ("force_gray: true", "jpeg", (1, 7, 5)),
    ],
)
def test_encoded_records(transform, image, shape, folder):
    """The image inside tells, unless a colour is forced."""
    write_lmdb(folder / "db", datum(encoded=True, data=IMAGES[image][0], channels=9, height=9))

    assert [shape] == ask("Data", f"{LMDB} transform_param {{ {transform} }}")


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("", "data_param.source", "no file is named"),
        ('data_param { source: "none" }', "data_param.source", "none does not exist"),
        (f'data_param {{ source: "{LEVELDB}" backend: LMDB }}', "data_param.backend", "a LevelDB"),
        (f'data_param {{ source: "{LEVELDB}" }}', f"data_param.source: {LEVELDB}", "no Datum"),
        ('data_param { source: "." backend: LMDB }', "data_param.source: .", "data.mdb is missing"),
        ('data_param { source: "." }', "data_param.source: .", "CURRENT is missing"),
        ('data_param { source: "empty" backend: LMDB }', "data_param.source: empty", "no record"),
        (
            f"{LMDB} transform_param {{ force_gray: true force_color: true }}",
            "transform_param",
            "both",
        ),
        (LMDB, "data_param.source", "neither PNG"),
    ],
)
def test_data_refusals_name_the_place(text, where, message, folder):
    """Missing, empty, broken or mistaken databases."""
    write_lmdb(folder / "db", datum(encoded=True, data=b"?" if text == LMDB else IMAGES["jpeg"][0]))
    write_lmdb(folder / "empty")
    with pytest.raises(DataError, match=message) as caught:
        ask("Data", text)

    assert where == caught.value.where


def test_a_file_beside_the_net(folder):
    """The current directory comes first, then the net's own folder, and that is told."""
    told = []
    (folder / "nets").mkdir()
    write_lmdb(folder / "nets" / "db", datum(channels=3, height=4, width=5))

    assert [(3, 4, 5)] == ask("Data", LMDB, folder="nets", note=told.append)
    place = Path("nets", "db")
    assert [
        f"db was found beside the net, as {place}; Caffe looks in the current directory only"
    ] == told
    write_lmdb(folder / "db", datum(channels=1, height=1, width=1))
    assert [(1, 1, 1)] == ask("Data", LMDB, folder="nets", note=told.append)
    assert 1 == len(told)


def test_a_missing_library_is_named(folder, monkeypatch):
    """The hint says what to install."""
    (folder / "list").write_text("x.h5\n")
    (folder / "x.h5").touch()
    monkeypatch.setitem(sys.modules, "h5py", None)
    with pytest.raises(DataError, match="needs the library h5py") as caught:
        ask("HDF5Data", 'hdf5_data_param { source: "list" }')

    assert "Install it: pip install 'caffe_fillers[data]'." == caught.value.hint


def write_images(folder, **names):
    """Images of these kinds, and a list of them."""
    for name, kind in names.items():
        (folder / name).write_bytes(IMAGES[kind][0])
    (folder / "list").write_text("".join(f"{name} 0\n" for name in names))


def image_list(param="", transform=""):
    """The text of an ImageData layer that reads the list."""
    return f'image_data_param {{ source: "list" {param} }} transform_param {{ {transform} }}'


def test_image_data(folder):
    """The first image tells the size, is_color the channels."""
    write_images(folder, a="jpeg", b="pgm")

    assert [(3, 7, 5)] == ask("ImageData", image_list())
    assert [(1, 7, 5)] == ask("ImageData", image_list("is_color: false"))


def test_image_data_of_a_new_size(folder):
    """No image is opened."""
    (folder / "list").write_text("missing 0\n")

    assert [(3, 9, 8)] == ask("ImageData", image_list("new_height: 9 new_width: 8"))


def test_image_names(folder):
    """Names may hold blanks; root_folder is put before them as it is."""
    (folder / "root").mkdir()
    (folder / "root" / "a b.jpg").write_bytes(IMAGES["jpeg"][0])
    (folder / "list").write_text("b.jpg 3\n")

    assert [(3, 7, 5)] == ask("ImageData", image_list('root_folder: "root/a "'))


@pytest.mark.parametrize(
    ("param", "transform", "message"),
    [
        ("", "", None),
        ("shuffle: true", "", "a and c differ in size"),
        ("shuffle: true", "crop_size: 2", None),
        ("rand_skip: 2", "", None),
        ("rand_skip: 3", "", "a and c differ in size"),
    ],
)
def test_which_image_comes_first(param, transform, message, folder):
    """Where chance decides, all that may come first must be of one size, if that matters."""
    write_images(folder, a="jpeg", b="jpeg gray")
    (folder / "c").write_bytes(b"P5 9 9")
    with (folder / "list").open("a") as file:
        file.write("c 0\n")
    if message is None:
        assert [(3, 7, 5)] == ask("ImageData", image_list(param, transform))
    else:
        with pytest.raises(DataError, match=message):
            ask("ImageData", image_list(param, transform))


@pytest.mark.parametrize(
    ("lines", "message"),
    [(None, "list does not exist"), ("", "is empty"), ("no.jpg 0\n", "no.jpg does not exist")],
)
def test_image_data_refusals(lines, message, folder):
    """A list that is missing, empty, or names nothing that is there."""
    if lines is not None:
        (folder / "list").write_text(lines)
    with pytest.raises(DataError, match=message) as caught:
        ask("ImageData", image_list())

    assert caught.value.where.startswith("image_data_param.source")


WINDOWS = 'window_data_param { source: "list" }'


def test_window_data(folder):
    """The last image's channels count, though no image is opened."""
    (folder / "list").write_text(
        "# 0\na.jpg\n3\n40\n50\n2\n1 0.9 1 2 3 4\n0 0.1 1 2 3 4\n# 1\nb.jpg\n1\n60\n70\n0\n"
    )

    assert [(1, 60, 70)] == ask("WindowData", WINDOWS)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "does not begin"),
        ("0\na.jpg", "does not begin"),
        ("# 0\na.jpg\n3\n", "is broken"),
        ("# 0\na.jpg\nthree\n40\n50\n", "is broken"),
    ],
)
def test_window_data_refusals(lines, message, folder):
    """A list that is none."""
    (folder / "list").write_text(lines)
    with pytest.raises(DataError, match=message) as caught:
        ask("WindowData", WINDOWS)

    assert "window_data_param.source: list" == caught.value.where


def test_hdf5_data(folder):
    """The datasets of the first listed file, in the order of the tops."""
    with h5py.File(folder / "x.h5", "w") as file:
        file["label"] = [1.0, 2.0]
        file["data"] = [[1.0, 2.0, 3.0]] * 2
        file.create_group("group")
    (folder / "list").write_text("x.h5\nmissing.h5\n")
    text = 'hdf5_data_param { source: "list" }'

    assert [(2, 3), (2,)] == ask("HDF5Data", text)
    for name in ("other", "group"):
        with pytest.raises(DataError, match=f"no dataset '{name}'") as caught:
            probe(layer("HDF5Data", text, ["data", name]), folder)
        assert "It holds 'data', 'group', 'label'." == caught.value.hint


@pytest.mark.parametrize(
    ("lines", "message"),
    [("", "no file is listed"), ("none.h5", "does not exist"), ("list", "cannot be read")],
)
def test_hdf5_data_refusals(lines, message, folder):
    """A list without files, a file that is missing, a file that is none."""
    (folder / "list").write_text(lines)
    with pytest.raises(DataError, match=message) as caught:
        ask("HDF5Data", 'hdf5_data_param { source: "list" }')

    assert caught.value.where.startswith("hdf5_data_param.source")


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("ImageData", "image_data_param"),
        ("WindowData", "window_data_param"),
        ("HDF5Data", "hdf5_data_param"),
    ],
)
def test_a_folder_is_no_list(kind, field, folder):
    """What the system says of a file that cannot be read is handed on."""
    (folder / "list").mkdir()
    with pytest.raises(DataError, match="list cannot be read"):
        ask(kind, f'{field} {{ source: "list" }}')


def test_a_list_that_names_a_folder(folder):
    """An image that is none."""
    (folder / "list").write_text(". 0\n")
    with pytest.raises(DataError, match="cannot be read"):
        ask("ImageData", image_list())


def test_only_data_layers_are_asked():
    """Another type is a programmer's mistake, told as what it is."""
    with pytest.raises(DataError, match="ReLU"):
        ask("ReLU", "")


@pytest.mark.parametrize("signature", [b"HEAP", b"TREE", b"SNOD"])
def test_broken_hdf5_is_told(signature, folder):
    """Wherever the library meets the damage."""
    with h5py.File(folder / "x.h5", "w") as file:
        file["data"], file["label"] = [[1.0]], [1.0]
    (folder / "list").write_text("x.h5\n")
    content = (folder / "x.h5").read_bytes()
    assert signature in content
    (folder / "x.h5").write_bytes(content.replace(signature, b"????"))

    with pytest.raises(DataError, match="HDF5 file cannot be read"):
        ask("HDF5Data", 'hdf5_data_param { source: "list" }')
