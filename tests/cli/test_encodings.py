"""Nets whose names are no UTF-8, as many from before 2018 are: Caffe takes them, and so do we."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

from caffe_fillers.formats import caffemodel

FILLED = 'weight_filler { type: "xavier" }'
INPUT = "input_dim: 2 input_dim: 3 input_dim: 8 input_dim: 8"
#: A net of each generation, and the SHA-256 of the .caffemodel that a real Caffe (master, Boost
#: 1.74, TEST, seed 7) makes of its text in GBK.
NETS = {
    "V2": (
        (
            'name: "网络"\n'
            'layer { name: "数据" type: "Input" top: "图"'
            " input_param { shape { dim: 2 dim: 3 dim: 8 dim: 8 } } }\n"
            'layer { name: "卷积" type: "Convolution" bottom: "图" top: "卷" param { name: "共" }'
            f" convolution_param {{ num_output: 4 kernel_size: 3 {FILLED} }} }}\n"
            'layer { name: "全" type: "InnerProduct" bottom: "卷" top: "出"'
            ' inner_product_param { num_output: 4 weight_filler { type: "msra" } } }\n'
        ),
        "4a5354b50c0f6147a8afcf70dac94349ac1de2201bd9c2ee9c15c73b59c4861b",
    ),
    "V1": (
        (
            f'name: "网络"\ninput: "图" {INPUT}\n'
            'layers { name: "卷积" type: CONVOLUTION bottom: "图" top: "卷"'
            f" convolution_param {{ num_output: 4 kernel_size: 3 {FILLED} }} }}\n"
            'layers { name: "损" type: RELU bottom: "卷" top: "卷" }\n'
        ),
        "fc853ae72343f4901f6a64115fc5cbdb45d01a766d9b6461b845f75b8d445cea",
    ),
    "V0": (
        (
            f'name: "网络"\ninput: "图" {INPUT}\n'
            'layers { layer { name: "填" type: "padding" pad: 1 } bottom: "图" top: "p" }\n'
            'layers { layer { name: "卷积" type: "conv" num_output: 4 kernelsize: 3'
            f' {FILLED} blobs_lr: 1 blobs_lr: 2 }} bottom: "p" top: "卷" }}\n'
        ),
        "28a88aedaf9468754f29463b613fb59b2b58c34996f96cfc68bbbe1996d0ff42",
    ),
}


@pytest.fixture(params=NETS)
def net(request, tmp_path):
    """A net's file in GBK, and the hash of Caffe's model."""
    text, digest = NETS[request.param]
    path = tmp_path / "net.prototxt"
    path.write_bytes(text.encode("gbk"))
    return path, digest


def test_the_model_is_caffes(net, run, tmp_path):
    """Byte for byte: the names have the bytes that they have in the text."""
    path, digest = net
    target = tmp_path / "net.caffemodel"

    assert run(path, "--seed", 7, "-o", target).code == 0
    assert hashlib.sha256(target.read_bytes()).hexdigest() == digest
    assert run("verify", path, target, "--seed", 7).code == 0
    assert run("upgrade", target, "-o", tmp_path / "again.caffemodel").code == 0


@pytest.mark.parametrize("kind", ["h5", "npz", "safetensors"])
def test_other_files_find_the_names_again(net, run, tmp_path, kind):
    """Though they hold them in their own way."""
    path, _ = net
    target = tmp_path / f"net.{kind}"

    assert run(path, "--seed", 7, "-o", target).code == 0
    assert run("verify", path, target, "--seed", 7).code == 0
    assert run("identify", target, path).out.count("the net's filler fits") >= 2


@pytest.mark.parametrize("command", ["upgrade", "deploy", "fmt", "rewrite"])
def test_texts_keep_their_encoding(net, run, tmp_path, command):
    """What is written is in GBK again, and means the same net."""
    path, _ = net
    target = tmp_path / "new.prototxt"
    args = ["--weight-filler", "msra"] if command == "rewrite" else []

    assert run(command, path, *args, "-o", target).code == 0
    assert 'name: "网络"' in target.read_bytes().decode("gbk")
    assert 'name: "卷积"' in target.read_bytes().decode("gbk")
    models = [tmp_path / "old.caffemodel", tmp_path / "new.caffemodel"]
    for source, model in zip([path, target], models, strict=True):
        assert run(source, "--seed", 7, "-o", model).code == 0
    old, new = map(caffemodel.read, models)
    assert [layer.name for layer in old.layer] == [layer.name for layer in new.layer]


def test_old_models_are_upgraded(run, tmp_path):
    """A binary V1 net keeps its bytes, too."""
    old = b"\x0a\x02\xcd\xf8" + b"\x12\x08\x22\x02\xbe\xed\x28\x12" + b"\x1a\x00"
    path, target = tmp_path / "old.caffemodel", tmp_path / "new.caffemodel"
    path.write_bytes(old)

    assert run("upgrade", path, "-o", target).code == 0
    (layer,) = caffemodel.read(target).layer
    assert (layer.name, layer.type) == ("\U0010ffbe\U0010ffed", "ReLU")
    assert b"\x0a\x02\xbe\xed\x12\x04ReLU" in target.read_bytes()


def test_people_and_scripts_see_names(net, run):
    """Tables escape what is no UTF-8, JSON has private characters for it."""
    path, _ = net
    told = json.loads(run("plan", path, "--json").out)

    assert "\\xbe\\xed\\xbb\\xfd[0]" in run("plan", path).out
    assert told["draws"][0]["layer"] == "\U0010ffbe\U0010ffed\U0010ffbb\U0010fffd"


def test_errors_show_names(run, tmp_path):
    """With hints, as for others."""
    path = tmp_path / "net.prototxt"
    path.write_bytes('layer { name: "卷积" type: "池化" }'.encode("gbk"))
    told = run("plan", path)

    assert told.code == 3
    assert "\\xbe\\xed\\xbb\\xfd" in told.err
    assert "unknown layer type '\\xb3\\xd8\\xbb\\xaf'" in told.err


def test_a_narrow_terminal_is_no_reason_to_stop(tmp_path):
    """Letters that its encoding has not are escaped."""
    path = tmp_path / "net.prototxt"
    path.write_text(NETS["V2"][0], "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "caffe_fillers", "plan", path],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    )

    assert (ran.returncode, b"\\u5377\\u79ef[0]" in ran.stdout) == (0, True), ran.stderr
