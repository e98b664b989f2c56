"""By format: sound files to begin with, what is made of them, and what is done with the result."""

from __future__ import annotations

import os
import struct
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from fuzzing import archives, databases, texts, wires
from onnx import helper, numpy_helper

from caffe_fillers import fill_net
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from random import Random

    from fuzzing.databases import Files

__all__ = ["FORMATS", "Format", "Input"]

ROOT = Path(__file__).resolve().parent.parent.parent
#: A text of more bytes is no good to begin with: inputs are many and small.
LARGEST_SEED = 6000

NET = b"""name: "n"
layer { name: "d" type: "Input" top: "d" input_param { shape { dim: 2 dim: 3 } } }
layer { name: "ip" type: "InnerProduct" bottom: "d" top: "ip"
  inner_product_param { num_output: 2 weight_filler { type: "xavier" } } }
"""
DATA_NET = b"""layer { name: "d" type: "%s" top: "d" %s { %s } }
layer { name: "ip" type: "InnerProduct" bottom: "d" top: "ip"
  inner_product_param { num_output: 2 weight_filler { type: "xavier" } } }
"""


@dataclass(frozen=True)
class Input:
    """Files of a folder of its own, and the command that reads them."""

    files: Files
    command: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))


#: From a random source, and what a format begins with, to an input.
Makes = Callable[["Random", Any], Input]


@dataclass(frozen=True)
class Format:
    """A kind of file."""

    seeds: Callable[[], Any]
    makes: Makes


#: Commands that judge numbers by their law take fifty times as long as the others.
_SLOW = ("identify", "verify n.prototxt FILE --by-law")


def _one_of(random: Random, file: str, commands: tuple[str, ...]) -> tuple[str, ...]:
    command = random.choice(commands)
    while command.startswith(_SLOW) and random.random() < 0.9:
        command = random.choice(commands)
    return tuple(command.replace("FILE", file).split())


# --- texts ----------------------------------------------------------------------------------------

_TEXT_COMMANDS = (
    *("plan FILE", "plan FILE", "plan FILE --phase train", "fmt FILE", "fmt FILE", "upgrade FILE"),
    *(
        "upgrade FILE",
        "deploy FILE -o out.prototxt --force",
        "rewrite FILE --set name=x",
        "tree FILE",
    ),
    "tree FILE",
)


def _texts() -> list[bytes]:
    folders = (ROOT / "examples", *sorted((ROOT / "tests" / "golden").glob("nets_*")))
    found = [path for folder in folders for path in sorted(folder.glob("*.prototxt"))]
    held = [path.read_bytes() for path in found if path.stat().st_size <= LARGEST_SEED]
    more = os.environ.get("CAFFE_FILLERS_CORPUS")
    if more:
        paths = sorted(Path(more).rglob("*.prototxt"))
        held += [path.read_bytes() for path in paths if path.stat().st_size <= LARGEST_SEED][:400]
    return [NET, *held]


def _text(random: Random, seeds: list[bytes]) -> Input:
    files = {"n.prototxt": texts.mutate_text(random, seeds)}
    return Input(files, _one_of(random, "n.prototxt", _TEXT_COMMANDS))


# --- models ---------------------------------------------------------------------------------------

_MODEL_COMMANDS = (
    *("identify FILE", "identify FILE --json", "plan FILE", "convert FILE out.npz --force"),
    *("convert FILE out.caffemodel --net n.prototxt --force", "verify n.prototxt FILE --seed 1"),
    *("verify n.prototxt FILE --by-law", "verify FILE FILE"),
    *("fill FILE -o filled.npz --seed 1 --force", "convert FILE out.safetensors --force"),
    "fill n.prototxt --weights FILE -o filled.npz --seed 1 --force",
)


def _written(suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (net := Path(folder) / "n.prototxt").write_bytes(NET)
        fill_net(net, target := Path(folder) / f"m{suffix}", seed=1)
        return target.read_bytes()


def _models(suffix: str) -> Callable[[], list[bytes]]:
    return lambda: [_written(suffix)]


def _model(name: str, mutate: Callable[[Random, list[bytes]], bytes]) -> Makes:
    def make(random: Random, seeds: list[bytes]) -> Input:
        files = {"n.prototxt": NET, name: mutate(random, seeds)}
        return Input(files, _one_of(random, name, _MODEL_COMMANDS))

    return make


def _caffemodels() -> list[bytes]:
    """Of all generations."""
    out = [_written(".caffemodel")]
    new = caffe.NetParameter.FromString(out[0])
    blobs = [blob for layer in new.layer for blob in layer.blobs]
    old = caffe.NetParameter(name="n", input=["d"], input_dim=[2, 3, 1, 1])
    old.layers.add(
        name="ip",
        type=caffe.V1LayerParameter.INNER_PRODUCT,
        bottom=["d"],
        top=["ip"],
        blobs=blobs,
        inner_product_param=caffe.InnerProductParameter(num_output=2),
    )
    for blob in old.layers[0].blobs:
        blob.num, blob.channels, blob.height, blob.width = 1, 1, 1, len(blob.data)
    oldest = caffe.NetParameter(name="n", input=["d"], input_dim=[2, 3, 1, 1])
    inner = caffe.V0LayerParameter(name="ip", type="innerproduct", num_output=2, blobs=blobs)
    oldest.layers.add(layer=inner, bottom=["d"], top=["ip"])
    return [*out, old.SerializeToString(), oldest.SerializeToString()]


def _caffemodel(random: Random, seeds: list[bytes]) -> Input:
    content = wires.mutate_wire(random, seeds, caffe.NetParameter.DESCRIPTOR)
    command = _one_of(
        random, "m.caffemodel", (*_MODEL_COMMANDS, "upgrade FILE -o up.caffemodel --force")
    )
    return Input({"n.prototxt": NET, "m.caffemodel": content}, command)


# --- ONNX -----------------------------------------------------------------------------------------

_ONNX_COMMANDS = (
    *("plan FILE", "plan FILE", "fill FILE -o out.onnx --seed 1 --force", "identify FILE"),
    *(
        "verify n.prototxt FILE --seed 1",
        "fill FILE -o out.onnx --seed 1 --force --like n.prototxt",
    ),
    "fill FILE -o out.onnx --seed 1 --force --anonymize",
)


def _onnx_models() -> list[bytes]:
    value = helper.make_tensor_value_info
    weight = np.arange(6, dtype=np.float32).reshape(2, 3)
    tensors = [
        numpy_helper.from_array(weight, "w"),
        numpy_helper.from_array(np.zeros(2, np.float32), "b"),
        numpy_helper.from_array(np.ones((2, 2, 3, 3), np.float32), "k"),
        numpy_helper.from_array(np.ones((2, 1, 2), np.uint8), "q"),
        numpy_helper.from_array(np.ones(2, np.float32), "s"),
    ]
    nodes = [
        helper.make_node("Gemm", ["x", "w", "b"], ["y"], transB=1),
        helper.make_node("Conv", ["i", "k"], ["c"], kernel_shape=[3, 3]),
        helper.make_node("Constant", [], ["z"], value=numpy_helper.from_array(weight, "v")),
        helper.make_node("MatMul", ["x", "z"], ["m"]),
        helper.make_node(
            "MatMulNBits",
            ["x", "q", "s"],
            ["n"],
            domain="com.microsoft",
            K=4,
            N=2,
            bits=4,
            block_size=16,
        ),
        helper.make_node("f", ["x", "w"], ["fy"], domain="local"),
        helper.make_node("DequantizeLinear", ["q", "s"], ["dq"], axis=0),
    ]
    opsets = [helper.make_opsetid(name, 18) for name in ("", "local", "com.microsoft")]
    inner = [helper.make_node("MatMul", ["a", "bb"], ["o"])]
    function = helper.make_function("local", "f", ["a", "bb"], ["o"], inner, opsets)
    floats = onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "g",
        [value("x", floats, [1, 3]), value("i", floats, [1, 2, 5, 5])],
        [value("y", floats, [1, 2])],
        tensors,
    )
    model = helper.make_model(graph, functions=[function], opset_imports=opsets)
    external = onnx.ModelProto()
    external.CopyFrom(model)
    tensor = external.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    for key, told in (("location", "w.bin"), ("offset", "0"), ("length", "24")):
        tensor.external_data.add(key=key, value=told)
    return [model.SerializeToString(), external.SerializeToString()]


def _onnx(random: Random, seeds: list[bytes]) -> Input:
    content = wires.mutate_wire(random, seeds, onnx.ModelProto.DESCRIPTOR)
    files = {"n.prototxt": NET, "m.onnx": content, "w.bin": bytes(24)}
    return Input(files, _one_of(random, "m.onnx", _ONNX_COMMANDS))


# --- what data layers read ------------------------------------------------------------------------


def _datum() -> bytes:
    return caffe.Datum(channels=1, height=2, width=3, data=b"012345").SerializeToString()


def _data_net(kind: bytes, param: bytes, fields: bytes) -> Files:
    return {"n.prototxt": DATA_NET % (kind, param, fields)}


_PLAN = ("plan", "n.prototxt", "--phase", "train")


def _lmdb(random: Random, datum: bytes) -> Input:
    net = _data_net(b"Data", b"data_param", b'source: "db" backend: LMDB batch_size: 2')
    return Input({**net, "db/data.mdb": databases.mutate_lmdb(random, datum)}, _PLAN)


def _leveldbs() -> list[Files]:
    folders = sorted((ROOT / "tests" / "golden" / "leveldb").iterdir())
    return [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]


def _leveldb(random: Random, seeds: list[Files]) -> Input:
    net = _data_net(b"Data", b"data_param", b'source: "db" backend: LEVELDB batch_size: 2')
    made = databases.mutate_leveldb(random, seeds, _datum())
    return Input({**net, **{f"db/{name}": content for name, content in made.items()}}, _PLAN)


def _image(random: Random, seeds: None) -> Input:
    del seeds
    net = _data_net(b"ImageData", b"image_data_param", b'source: "list" batch_size: 1')
    net["n.prototxt"] = net["n.prototxt"].replace(b'top: "d"', b'top: "d" top: "l"', 1)
    listed = b"a.png 0\n" if random.random() < 0.9 else texts.mutate_bytes(random, b"a.png 0\n")
    return Input({**net, "list": listed, "a.png": databases.mutate_image(random)}, _PLAN)


# --- the users' own files -------------------------------------------------------------------------

_RECIPE = (
    b'{"rules": ["Conv=msra,variance_norm=FAN_OUT", "name:*=keep", "bias=constant,value=0.5"]}'
)
_MAP = b'{"ip/0": "ip", "w": "ip[0]", "b": "ip[1]", "ip.weight": "ip/0"}'


def _json(random: Random, seeds: list[bytes]) -> Input:
    files = {"n.prototxt": NET, "m.onnx": seeds[0], "m.npz": seeds[1]}
    if random.random() < 0.5:
        files["r.json"] = texts.mutate_json(random, _RECIPE)
        return Input(files, ("plan", "m.onnx", "--recipe", "r.json"))
    files["r.json"] = texts.mutate_json(random, _MAP)
    return Input(
        files,
        ("convert", "m.npz", "o.caffemodel", "--net", "n.prototxt", "--map", "r.json", "--force"),
    )


_IMAGE_NET = b"""layer { name: "d" type: "Input" top: "d"
  input_param { shape { dim: 1 dim: 1 dim: 2 dim: 2 } } }
layer { name: "c" type: "Convolution" bottom: "d" top: "c"
  convolution_param { num_output: 1 kernel_size: 1 weight_filler { type: "xavier" } } }
"""
_TRAINED = (
    b"""layer { name: "t" type: "Data" top: "d" top: "l" transform_param { mean_file: "m" } }"""
)
_EXPORT = ("export", "n.prototxt", "--seed", "1", "--preprocess", "--transform", "t.prototxt")


def _mean(random: Random, seeds: list[bytes]) -> Input:
    content = wires.mutate_wire(random, seeds, caffe.BlobProto.DESCRIPTOR)
    files = {"n.prototxt": _IMAGE_NET, "t.prototxt": _TRAINED, "m": content}
    return Input(files, (*_EXPORT, "-o", "out.onnx", "--force"))


def _means() -> list[bytes]:
    blob = caffe.BlobProto(num=1, channels=1, height=2, width=2, data=[1, 2, 3, 4])
    return [blob.SerializeToString(), b"\x2a\x08" + struct.pack("<2f", 1, 2)]


FORMATS = {
    "text": Format(_texts, _text),
    "caffemodel": Format(_caffemodels, _caffemodel),
    "onnx": Format(_onnx_models, _onnx),
    "npz": Format(_models(".npz"), _model("m.npz", archives.mutate_npz)),
    "safetensors": Format(
        _models(".safetensors"), _model("m.safetensors", archives.mutate_safetensors)
    ),
    "hdf5": Format(_models(".h5"), _model("m.h5", archives.mutate_hdf5)),
    "lmdb": Format(_datum, _lmdb),
    "leveldb": Format(_leveldbs, _leveldb),
    "image": Format(lambda: None, _image),
    "json": Format(lambda: [_onnx_models()[0], _written(".npz")], _json),
    "binaryproto": Format(_means, _mean),
}
