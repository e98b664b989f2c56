"""What a data layer did to images, in front of the net."""

import numpy as np
import pytest

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.exporters.model import export
from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.exporters.preprocess import Preprocess
from caffe_fillers.formats.binaryproto import read_blob
from caffe_fillers.proto import caffe
from tests.exporters._run import session

NET = """
layer { name: "data" type: "Input" top: "data" input_param { shape { %s } } }
layer { name: "y" type: "AbsVal" bottom: "data" top: "y" }
"""
SHAPE = (2, 3, 4, 5)


def mean_file(path, array, *, legacy=True):
    """A mean image as Caffe writes it."""
    blob = caffe.BlobProto(data=array.reshape(-1).tolist())
    if legacy:
        blob.num, blob.channels, blob.height, blob.width = (1, *array.shape)
    else:
        blob.shape.dim.extend(array.shape)
    path.write_bytes(blob.SerializeToString())
    return path


@pytest.fixture
def files(tmp_path):
    """A net, and the net that it was trained as, with this transform_param."""

    def make(transform, shape=SHAPE):
        dims = " ".join(f"dim: {dim}" for dim in shape)
        (tmp_path / "net.prototxt").write_text(NET % dims)
        (tmp_path / "train.prototxt").write_text(
            'layer { name: "d" type: "Data" top: "data" top: "label" include { phase: TRAIN } '
            "transform_param { scale: 9 } }\n"
            'layer { name: "d" type: "Data" top: "data" top: "label" include { phase: TEST } '
            f"transform_param {{ {transform} }} }}\n"
        )
        return tmp_path / "net.prototxt", tmp_path / "train.prototxt"

    return make


def run(proto, image):
    """The first output."""
    made = session(proto)
    return made.run(None, {made.get_inputs()[0].name: image})[0]


def images(dtype=np.float32):
    """Pixels, (N, C, H, W) in Caffe's order."""
    return np.random.default_rng(1).integers(0, 256, SHAPE).astype(dtype)


@pytest.mark.parametrize(
    ("transform", "mean", "scale"),
    [
        ("scale: 0.5", [0], 0.5),
        ("mean_value: 100", [100], 1),
        ("mean_value: 104 mean_value: 117 mean_value: 123 scale: 0.017", [104, 117, 123], 0.017),
    ],
)
def test_mean_values_and_scale(files, transform, mean, scale):
    """(pixel - mean) scale, by the data layer of the TEST phase."""
    net, train = files(transform)
    proto = export(net, preprocess=Preprocess(normalize=True, transform=train))
    wanted = np.abs((images() - np.float32(mean).reshape(1, -1, 1, 1)) * np.float32(scale))

    assert np.array_equal(run(proto, images()), wanted)


@pytest.mark.parametrize("legacy", [True, False])
def test_a_mean_image_is_cropped_in_its_centre(files, tmp_path, legacy):
    """At the crop's own place, rounded down (data_transformer.cpp)."""
    mean = np.random.default_rng(2).uniform(90, 110, (3, 7, 8)).astype(np.float32)
    mean_file(tmp_path / "mean.binaryproto", mean, legacy=legacy)
    net, train = files('mean_file: "mean.binaryproto" scale: 2')
    proto = export(net, preprocess=Preprocess(normalize=True, transform=train))

    assert np.array_equal(run(proto, images()), np.abs((images() - mean[:, 1:5, 1:6]) * 2))


def test_a_mean_image_by_itself(files, tmp_path):
    """--mean alone subtracts it; beside a transform it stands for the file named there."""
    mean = np.full((3, 4, 5), 7, np.float32)
    path = mean_file(tmp_path / "m", mean)
    net, train = files('mean_file: "gone" scale: 2')

    assert np.array_equal(
        run(export(net, preprocess=Preprocess(mean=path)), images()), np.abs(images() - 7)
    )
    both = Preprocess(normalize=True, transform=train, mean=path)
    assert np.array_equal(run(export(net, preprocess=both), images()), np.abs((images() - 7) * 2))
    with pytest.raises(CaffeFillersError, match="no such file"):
        export(net, preprocess=Preprocess(normalize=True, transform=train))


def test_bytes_rgb_and_channels_last(files):
    """What most programs load: a uint8 array of height, width and red, green, blue."""
    net, train = files("mean_value: 1 mean_value: 2 mean_value: 3")
    how = Preprocess(normalize=True, transform=train, layout="nhwc", color="rgb", uint8=True)
    proto = export(net, preprocess=how)
    loaded = images(np.uint8).transpose(0, 2, 3, 1)[..., ::-1]
    wanted = np.abs(images() - np.float32([1, 2, 3]).reshape(1, 3, 1, 1))

    assert np.array_equal(run(proto, np.ascontiguousarray(loaded)), wanted)
    assert [d.dim_value for d in proto.graph.input[0].type.tensor_type.shape.dim] == [2, 4, 5, 3]


def test_with_an_open_batch(files):
    """The input keeps its symbol where it stands now."""
    net, _ = files("scale: 1")
    how = Preprocess(layout="nhwc", uint8=True)
    proto = export(net, options=ExportOptions(dynamic_batch=True), preprocess=how)
    dims = proto.graph.input[0].type.tensor_type.shape.dim

    assert [d.dim_param or d.dim_value for d in dims] == ["N", 4, 5, 3]
    assert run(proto, np.zeros((7, 4, 5, 3), np.uint8)).shape == (7, 3, 4, 5)


def test_nothing_is_done_unasked(files):
    """Without a wish there is no operator in front."""
    net, _ = files("scale: 2")
    assert [node.op_type for node in export(net).graph.node] == ["Abs"]


@pytest.mark.parametrize(
    ("shape", "transform", "message"),
    [
        ((2, 3, 4, 5), "mean_value: 1 mean_value: 2", "2 mean values for 3 channels"),
        ((2, 3), "scale: 2", "which input is the image"),
        ((2, 4, 4, 5), 'mean_file: "mean"', "the mean image is 3x7x8"),
        ((2, 3, 9, 5), 'mean_file: "mean"', "the mean image is 3x7x8"),
        ((2, 3, 4, 5), 'mean_file: "net.prototxt"', "no BlobProto|holds 0 values"),
    ],
)
def test_what_does_not_fit(files, tmp_path, shape, transform, message):
    """Errors tell both sides."""
    mean_file(tmp_path / "mean", np.zeros((3, 7, 8), np.float32))
    net, train = files(transform, shape)
    with pytest.raises(CaffeFillersError, match=message):
        export(net, preprocess=Preprocess(normalize=True, transform=train))


def test_no_data_layer(files):
    """The hint says which file has one."""
    net, _ = files("scale: 1")
    with pytest.raises(CaffeFillersError, match="no data layer has a transform_param") as caught:
        export(net, preprocess=Preprocess(normalize=True))
    assert "--transform" in caught.value.hint


def test_colours_need_three_channels(files):
    """Red and blue of one channel are no colours."""
    net, _ = files("scale: 1", (2, 1, 4, 5))
    with pytest.raises(CaffeFillersError, match="1 channels are no colours"):
        export(net, preprocess=Preprocess(color="rgb"))


def test_blobs_in_files(tmp_path):
    """Shape, values of either precision, and files that hold none."""
    array = np.arange(6, dtype=np.float32).reshape(1, 2, 3)
    assert np.array_equal(read_blob(mean_file(tmp_path / "a", array)), array[None])
    double = caffe.BlobProto(double_data=[1, 2], shape=caffe.BlobShape(dim=[2]))
    (tmp_path / "b").write_bytes(double.SerializeToString())
    assert read_blob(tmp_path / "b").tolist() == [1, 2]
    for content in (
        b"",
        b"\xff\xff",
        caffe.BlobProto(data=[1], num=1, channels=2).SerializeToString(),
    ):
        (tmp_path / "c").write_bytes(content)
        with pytest.raises(CaffeFillersError):
            read_blob(tmp_path / "c")
