"""Models whose headers, names or numbers are odd: an answer or exit code 3, never a fault."""

import io
import json
import struct
import warnings
import zipfile

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

DIGITS = "c/" + "1" * 5000


def safetensors(path, key):
    """One tensor of this name."""
    told = {key: {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}
    header = json.dumps(told).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(8))


def npz(path, header, key="a/0"):
    """One array of this header."""
    content = header.encode() + b" " * (-(len(header) + 11) % 64) + b"\n"
    with zipfile.ZipFile(path, "w") as archive:
        told = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(content)) + content + bytes(8)
        archive.writestr(f"{key}.npy", told)


HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
HEADERS = {
    "unclosed": HEADER[:-3],
    "a truth": HEADER.replace("2", "True"),
    "negative": HEADER.replace("2", "-2"),
    "a fraction": HEADER.replace("2", "2.0"),
    "fields": HEADER.replace("'<f4'", "[('a', '<f4')]"),
    "deep": HEADER.replace("'<f4'", "(" * 3000 + "'<f4'" + ")" * 3000),
    "long": HEADER.replace("(2,)", f"({'9' * 5000},)"),
}
READING = [["identify"], ["plan"], ["inspect"], ["summary"]]


def values():
    """Numbers at the ends of what a double can hold."""
    random = np.random.default_rng(0)
    return {
        "many": random.normal(size=6000) * 1e200,
        "wide": np.array([1e308, -1e308] * 3000),
        "equal": np.full(20, 1e200),
        "one": np.array([-1e300]),
        "small": random.normal(size=6000) * 1e-310,
        "both": random.normal(size=6000) * 10.0 ** random.integers(-300, 300, 6000),
        "huge float": (random.normal(size=6000) * 1e37).astype(np.float32),
        "not finite": np.array([np.nan, np.inf, -np.inf, 1e200]),
    }


def check(told):
    """An answer, or an error of the user's file."""
    assert told.code in (0, 1, 3), told.err
    assert "Warning" not in told.err


@pytest.mark.parametrize("command", READING, ids=lambda value: value[0])
@pytest.mark.parametrize("kind", ["npz", "safetensors"])
def test_names_of_many_digits(kind, command, run, tmp_path):
    """Python refuses to make a number of them, and they are no blob's number."""
    path = tmp_path / f"m.{kind}"
    if kind == "npz":
        npz(path, HEADER, DIGITS)
    else:
        safetensors(path, DIGITS)

    assert run(*command, path).code == 0


@pytest.mark.parametrize("command", READING, ids=lambda value: value[0])
@pytest.mark.parametrize("name", HEADERS)
def test_headers_of_npy(name, command, run, tmp_path):
    """What is none is a fault of the array, told where its values are asked for."""
    path = tmp_path / "m.npz"
    npz(path, HEADERS[name])
    check(run(*command, path))
    told = run("convert", path, tmp_path / "x.safetensors")

    assert told.code == 3
    assert "m.npz: array 'a/0'" in told.err


@pytest.mark.parametrize("command", [*READING, ["identify", "--json"], ["inspect", "--json"]])
@pytest.mark.parametrize("name", values())
def test_large_and_small_numbers(name, command, run, tmp_path):
    """Doubles whose squares are none, and sums of them; JSON stays JSON."""
    path = tmp_path / "m.npz"
    np.savez(path, **{"a/0": values()[name]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = run(command[0], path, *command[1:])
    check(told)
    assert told.code == 0
    if "--json" in command:
        json.loads(told.out, parse_constant=pytest.fail)


@pytest.mark.parametrize("name", values())
def test_large_and_small_numbers_against_a_law(name, run, tmp_path):
    """Whoever judges them by a net's filler says that they are none of its own."""
    held = values()[name]
    net, path = tmp_path / "net.prototxt", tmp_path / "m.npz"
    net.write_text(
        'input: "x" input_shape { dim: 1 dim: 1 } layer { name: "a" type: "InnerProduct" '
        f'bottom: "x" top: "y" inner_product_param {{ num_output: {held.size} bias_term: false '
        'weight_filler { type: "gaussian" std: 1 } } }'
    )
    np.savez(path, **{"a/0": held.reshape(-1, 1)})
    for args in (["verify", net, path], ["verify", net, path, "--seed", 1]):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            told = run(*args)
        assert told.code in (1, 3), told.err + told.out
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert run("identify", path, net).code == 0
        assert run("inspect", "--diff", path, path).code == 0


def test_a_tensor_of_many_axes(run, tmp_path):
    """More than NumPy has."""
    tensor = TensorProto(name="w", data_type=1, dims=[1] * 2000, raw_data=bytes(4))
    ends = [helper.make_tensor_value_info(name, 1, [1, 2]) for name in "xy"]
    node = helper.make_node("Mul", ["x", "w"], ["y"])
    graph = helper.make_graph([node], "g", ends[:1], ends[1:], [tensor])
    path = tmp_path / "m.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), path)
    for command in READING:
        check(run(*command, path))
    assert run("fill", path, "--seed", 1, "--anonymize", "-o", tmp_path / "x.onnx").code == 2


def small_bits(name):
    """How many bits a value of an ONNX type has."""
    digits = "".join(filter(str.isdigit, name.partition("E")[0]))
    return {"DOUBLE": 64, "FLOAT": 32, "COMPLEX64": 64, "COMPLEX128": 128}.get(
        name, int(digits or 8)
    )


def test_every_type_of_onnx(run, tmp_path):
    """Those of eight bits and less among them."""
    tensors = [
        TensorProto(name=f"w{name}", data_type=kind, dims=[8], raw_data=bytes(small_bits(name)))
        for name, kind in TensorProto.DataType.items()
        if name not in ("UNDEFINED", "STRING")
    ]
    ends = [helper.make_tensor_value_info(name, 1, [1]) for name in "xy"]
    node = helper.make_node("Identity", ["x"], ["y"])
    graph = helper.make_graph([node], "g", ends[:1], ends[1:], tensors)
    path = tmp_path / "m.onnx"
    path.write_bytes(helper.make_model(graph).SerializeToString())

    assert len(tensors) >= 20
    for command in READING:
        assert run(*command, path).code == 0


DEEP = {"list.json": "[" * 100_000, "table.json": '{"a":' * 100_000, "deep.toml": "a=" + "[" * 9999}


@pytest.mark.parametrize("name", DEEP)
def test_deep_recipes_and_maps(name, run, tmp_path):
    """Deeper than the interpreter's stack."""
    deep, path = tmp_path / name, tmp_path / "m.npz"
    deep.write_text(DEEP[name])
    buffer = io.BytesIO()
    np.savez(buffer, **{"a/0": np.zeros((2, 3), np.float32)})
    path.write_bytes(buffer.getvalue())

    assert run("plan", path, "--recipe", deep).code == 3
    assert run("convert", path, tmp_path / "x.npz", "--map", deep).code == 3
    assert run("verify", "examples/lenet.prototxt", path, "--map", deep).code == 3
