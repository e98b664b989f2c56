"""Public nets beside OpenCV's dnn module: version 4 reads Caffe's files, version 5 ONNX.

They run where OpenCV is installed (`.ci/run full`), on nets all of whose layers OpenCV 4 has right;
weights are random, BatchNorm's factor is not 1.
"""

import numpy as np
import pytest

from caffe_fillers.exporters.compare import compare
from caffe_fillers.exporters.model import open_export
from caffe_fillers.exporters.opinions import OpenCV
from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.exporters.reading import Origin
from tests._shared import corpus
from tests.exporters._run import error

cv2 = pytest.importorskip("cv2")
FOUR = int(cv2.__version__.split(".")[0]) < 5

#: Name and file of each net. Those of OpenCV 4's allow-list come first.
NETS = {
    "alexnet": "b564ba76416b4ac1",
    "alexnet_v0": "87e248d76823f6e5",
    "caffenet": "922248a4d2f6aac1",
    "caffenet_v1": "ff7150ba7a0db1d2",
    "caffenet_full_conv": "880f7f6f2638ecd9",
    "rcnn_ilsvrc13": "64beca73e61443ed",
    "lenet": "c0455d9268293781",
    "cifar10_full": "c166c60240707acf",
    "cifar10_quick": "75f640b26a7d9d11",
    "net_surgery_conv": "9c2f1c84443cb434",
    "mnist_siamese": "310d69d2e8236195",
    "pascal3d_triplet": "aecda000ed8e59ad",
    "face_deploy": "44b5c339927f91cc",
    "googlenet": "fa36cd4112a3240a",
    "googlenet_v1": "d52d9a29f362ef53",
    "mobilenet_v1": "8e6a26b8f2c7cf7a",
    "mobilenet_v2": "a7cd794ea3dfedae",
    "openpose_body25": "44d6ed3a5268d8d4",
    "openpose_coco_96x128": "7e4da4a81d53ad1a",
    "resnet18": "995691b3cad76aa9",
    "resnet50": "2f8fb64f68c6bcda",
    "resnet101": "5df4375748076544",
    "resnext50": "60185c9a0fb99f2c",
    "resnet10_preact": "251420c44e3ae986",
    "vgg16_v1": "9fdb04e3f5b9224a",
    "vgg_a_v1": "637055b472b296f3",
    "unet": "ed02a952ebcca3fe",
    "squeezenet10": "0951f2a315e00f4d",
    "squeezenet11": "b24f4225ae68a5d0",
    "mtcnn_det1": "16c9f372140e94ff",
    "mtcnn_det2": "0b42c9f9d498ca40",
    "mtcnn_det3": "422ac8e6c5f9bfef",
    "mtcnn_det4": "a742853593551a25",
    "rednet": "625de135e9b0802d",
    "lrcn_word_to_preds": "ee9b29edb67153b3",
    "lstm_lm": "12d513a30fa43b94",
    "openpose_face": "547c361da7fc19ca",
    "nin": "9d621a8ae6259623",
}
#: What OpenCV 4 cannot read: Embed and LSTM; two layers that pool the whole image after an input
#: of unknown size; a blob that is written twice.
NOT_FOUR = {"lrcn_word_to_preds", "lstm_lm", "openpose_face", "nin"}
#: Images that are smaller here than in the net: ten of 480x480 take OpenCV ten gigabytes.
SMALLER = {"unet": ("dim: 10 dim: 3 dim: 480 dim: 480", "dim: 1 dim: 3 dim: 96 dim: 96")}
#: OpenCV 5.0.0 reads beyond the image in a 1x1 convolution with padding.
NOT_FIVE = {"squeezenet11"}


def noise(read):
    """Random weights for every layer, of the size at which a net's numbers stay moderate."""
    generator = np.random.default_rng(1)
    arrays = {}
    for layer, slots in zip(read.planned.net.layer, read.planned.slots, strict=True):
        for slot in slots:
            shape = read.planned.plan.blobs[slot].shape
            arrays[f"{layer.name}/{slot.blob}"] = _noise(layer, slot.blob, shape, generator)
    return arrays


def _noise(layer, blob, shape, generator):
    if layer.type == "BatchNorm":
        ranges = ((-0.5, 0.5), (0.5, 1.5), (0.9, 0.9))
        return generator.uniform(*ranges[blob], shape)
    if layer.type == "Scale" and blob == 0:
        return generator.uniform(0.5, 1.0, shape)
    if len(shape) > 1:
        fan_in = np.prod(shape[1:])
        return generator.standard_normal(shape) * np.sqrt(1.5 / fan_in)
    return generator.uniform(0, 0.25, shape)


@pytest.fixture
def exported(tmp_path, request):
    """A net of the sample with random weights, and the file it was written to."""
    path = corpus() / "files" / f"{NETS[request.param]}.prototxt"
    if request.param in SMALLER:
        text = path.read_text()
        path = tmp_path / path.name
        path.write_text(text.replace(*SMALLER[request.param]))
        assert path.read_text() != text
    origin = Origin(path, seed=1)
    np.savez(tmp_path / "weights.npz", **noise(open_export(origin).read))
    origin = Origin(origin.net, (str(tmp_path / "weights.npz"),))
    opened = open_export(origin, ExportOptions())
    opened.save(tmp_path / "net.onnx")
    return opened, tmp_path / "net.onnx"


@pytest.mark.skipif(not FOUR, reason="OpenCV 5 reads no Caffe models")
@pytest.mark.parametrize("exported", sorted(NETS.keys() - NOT_FOUR), indirect=True)
def test_beside_opencv_4(exported):
    """Within 1e-4 for each output."""
    opened, path = exported
    result = compare(opened, path, OpenCV(), tolerance=1e-4)

    assert result.outputs
    assert max(each.relative for each in result.outputs) <= 1e-4


@pytest.mark.skipif(FOUR, reason="OpenCV 4 imports fewer operators")
@pytest.mark.parametrize("exported", sorted(NETS.keys() - NOT_FIVE), indirect=True)
def test_in_opencv_5(exported):
    """Its importer runs the model, and agrees with onnxruntime."""
    from caffe_fillers.exporters.feeds import random_feeds
    from caffe_fillers.exporters.running import runner

    opened, path = exported
    feeds = random_feeds(opened.read.planned, opened.exported.written.graph.inputs)
    wanted = runner(path).run(feeds)
    net = cv2.dnn.readNetFromONNX(str(path))
    for name, value in feeds.items():
        net.setInput(value, name)
    for name, value in zip(wanted, net.forward(list(wanted)), strict=True):
        assert error(np.reshape(value, wanted[name].shape), wanted[name]) <= 1e-4
