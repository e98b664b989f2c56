"""Every command is sent files whose every name is hostile; a terminal may read what it prints."""

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from caffe_fillers.cli.main import COMMANDS

#: Sets a window's title, clears the screen, forges a line, turns the writing round, rings.
EVIL = '\x1b]0;owned\x07\x1b[2J\nerror: forged\r\u202etxt\u2028\x9b31m\x85"'
#: The same in a prototxt's string.
TEXT = "".join(f"\\{byte:03o}" for byte in EVIL.encode())
NET = f"""
name: "{TEXT}"
layer {{
  name: "in{TEXT}" type: "Input" top: "data{TEXT}"
  input_param {{ shape {{ dim: 1 dim: 2 dim: 4 dim: 4 }} }}
}}
layer {{
  name: "conv{TEXT}" type: "Convolution" bottom: "data{TEXT}" top: "conv{TEXT}"
  convolution_param {{ num_output: 2 kernel_size: 3 weight_filler {{ type: "xavier" }} }}
}}
layer {{
  name: "ip{TEXT}" type: "InnerProduct" bottom: "conv{TEXT}" top: "ip{TEXT}"
  inner_product_param {{ num_output: 2 weight_filler {{ type: "gaussian" std: 1 }} }}
}}
"""
#: What is wrong with each is told with its names.
BROKEN = {
    "type": NET.replace('type: "Convolution"', f'type: "{TEXT}"'),
    "filler": NET.replace('type: "xavier"', f'type: "{TEXT}"'),
    "bottom": NET.replace(f'bottom: "conv{TEXT}"', f'bottom: "gone{TEXT}"'),
    "twice": NET.replace(f'top: "ip{TEXT}"', f'top: "data{TEXT}"'),
    "source": f'layer {{ name: "d{TEXT}" type: "Data" data_param {{ source: "{TEXT}" }} top: "" }}',
    "solver": f'net: "{TEXT}"',
    "word": NET + f'{{ "{TEXT}',
    "v1": f'layers {{ name: "{TEXT}" type: CONVOLUTION bottom: "{TEXT}" top: "{TEXT}" }}',
}
FILE = "n\x1b]0;t\x07\nerror: forged \u202e.prototxt"


def onnx_model(path):
    """A Gemm whose names are all hostile."""
    weight = numpy_helper.from_array(np.ones((2, 3), np.float32), f"w{EVIL}")
    node = helper.make_node("MatMul", [f"x{EVIL}", f"w{EVIL}"], [f"y{EVIL}"], name=f"n{EVIL}")
    values = [
        helper.make_tensor_value_info(f"{name}{EVIL}", TensorProto.FLOAT, [1, size])
        for name, size in (("x", 2), ("y", 3))
    ]
    graph = helper.make_graph([node], f"g{EVIL}", values[:1], values[1:], [weight])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), path)


@pytest.fixture
def folder(tmp_path, monkeypatch, run):
    """Nets, weights of them in each format, and a model, under names that are hostile, too."""
    monkeypatch.chdir(tmp_path)
    Path(FILE).write_text(NET)
    for kind in ("caffemodel", "h5", "npz", "safetensors"):
        assert run(FILE, "--seed", 1, "-o", f"a{FILE}.{kind}").code == 0
    onnx_model(f"a{FILE}.onnx")
    return tmp_path


def check(told, code):
    """No byte that a terminal would obey, and no line that a name has made."""
    assert told.code in code, told.err
    for text in (told.out, told.err):
        for line in text.split("\n"):
            assert line.isprintable(), ascii(line)
            assert not line.startswith("error: forged")


MODELS = [f"a{FILE}.{kind}" for kind in ("caffemodel", "h5", "npz", "safetensors")]
#: For each command what prints most, and which exit codes are right.
SENT = {
    "fill": [
        ([FILE, "--seed", 1, "--force"], {0}),
        ([FILE, MODELS[0], "--seed", 1, "--out-dir", f"out{FILE}"], {0}),
        (
            [FILE, "--seed", 1, "--weights", MODELS[0], "-o", "t.caffemodel", "--phase", "train"],
            {0},
        ),
        ([FILE], {3}),
        ([f"a{FILE}.onnx", "--seed", 1, "-o", "b.onnx", "--filler", "Gemm=xavier"], {0}),
        ([MODELS[2], "--seed", 1, "-o", "b.npz", "--filler", "name:*=xavier"], {0, 3}),
        ([f"a{FILE}.onnx", "--seed", 1, "-o", "c.onnx", "--like", FILE], {1, 3}),
        ([f"nope{FILE}"], {3}),
        ([FILE, "--filler", f"{EVIL}=x"], {2, 3}),
    ],
    "plan": [([FILE], {0}), ([f"a{FILE}.onnx"], {0}), *(([each], {0, 3}) for each in MODELS)],
    "convert": [([MODELS[0], "b.safetensors"], {0}), ([MODELS[2], "b.h5"], {0, 3})],
    "verify": [
        ([FILE, MODELS[0], "--seed", 1, "--verbose"], {0}),
        ([FILE, MODELS[0], "--seed", 2, "--github", "--verbose"], {1}),
        ([FILE, MODELS[3]], {0, 1}),
        ([FILE, f"a{FILE}.onnx", "--seed", 1], {1, 3}),
    ],
    "identify": [([each], {0}) for each in MODELS] + [([MODELS[0], FILE, "--all"], {0})],
    "upgrade": [([FILE, "-o", f"up{FILE}"], {0}), ([FILE, "--check"], {0})],
    "rewrite": [
        ([FILE, "--where", "name=x*", "--set", "weight_filler.std=1", "--check"], {0, 1, 2, 3})
    ],
    "deploy": [([FILE, "-o", f"dep{FILE}"], {0}), ([FILE, "--outputs", EVIL, "--check"], {3})],
    "export": [
        ([FILE, MODELS[0], "-o", "e.onnx"], {0, 1}),
        ([FILE, "--outputs", EVIL, "--seed", 1, "-o", "f.onnx"], {3}),
    ],
    "summary": [([FILE], {0}), ([f"a{FILE}.onnx"], {0}), ([MODELS[0]], {0})],
    "inspect": [([FILE], {0}), ([MODELS[0]], {0}), ([FILE, MODELS[1], "--seed", 1], {0, 1, 2})],
    "draw": [([FILE], {0}), ([FILE, "-o", f"d{FILE}.svg"], {0})],
    "help": [([f"{EVIL}"], {2})],
    "version": [([], {0}), ([EVIL], {2})],
    "fmt": [([FILE, "-o", f"fmt{FILE}"], {0}), ([FILE, f"nope{FILE}", "--check"], {3})],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.usefixtures("folder")
def test_hostile_names(name, run):
    """Tables, messages, reports and notes of every command."""
    for args, code in SENT.get(name, [([FILE], {0, 1, 2, 3})]):
        check(run(name, *args), code)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.usefixtures("folder")
def test_hostile_names_in_what_is_refused(name, run):
    """The same in errors."""
    extra = {"rewrite": ["--set", "weight_filler.std=1"], "export": ["--seed", 1, "-o", "e.onnx"]}
    seen = set()
    for what, text in BROKEN.items():
        path = f"{what}{FILE}"
        Path(path).write_text(text)
        args = [path, MODELS[0]] if name == "verify" else [path]
        args = [MODELS[0], path] if name == "identify" else args
        args = [MODELS[3], "x.caffemodel", "--net", path] if name == "convert" else args
        told = run(name, *args, *extra.get(name, []))
        if name not in ("fmt", "upgrade", "rewrite", "deploy"):  # these print texts as they are
            check(told, {0, 1, 2, 3})
        else:
            check(told.__class__(told.code, "", told.err), {0, 1, 2, 3})
        seen.add(told.code)

    assert 3 in seen or seen == {2}  # a command that reads no file


def test_json_is_plain(run, tmp_path):
    """For programs names stay as they are, escaped as JSON has them."""
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    told = run("plan", path, "--json")

    check(told, {0})
    assert json.loads(told.out)["draws"][0]["layer"] == f"conv{EVIL}"


def test_a_forged_line_in_a_table(run, tmp_path):
    """A name with a line break stays in its cell."""
    path = tmp_path / "net.prototxt"
    path.write_text(NET)
    lines = run("plan", path).out.splitlines()

    assert len(lines) == 1 + 4
    assert r"conv\x1b]0;owned\x07\x1b[2J\nerror: forged\r\u202etxt" in lines[1]
