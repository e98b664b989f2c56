"""`fill-weights fill`: outputs, summaries, warnings, refusals."""

import hashlib
import json

import pytest

from tests._shared import ROOT

EXAMPLES = ROOT / "examples"
LENET = EXAMPLES / "lenet.prototxt"

#: Whole files that a real Caffe (9b89154, Boost 1.74) wrote for seed 1701, and the next word.
CAFFES = {
    "lenet": (
        "8593454eaf98335eeef288c30ffe299cec185c5ff09fd1865af9b77f74a93004",
        2762948434,
    ),
    "alexnet": (
        "57acb4f8f5540ad54b1654a674ae7366f748dd1d380bf3d22abc13e31477712f",
        2333385204,
    ),
    "vgg16": (
        "9a6eed7cc32e7a224c1b30cd557443c5aaa55745e58500d002251af849ed7cde",
        2921267733,
    ),
}


@pytest.mark.parametrize(
    "name",
    ["lenet", *(pytest.param(name, marks=pytest.mark.slow) for name in ("alexnet", "vgg16"))],
)
def test_examples_are_caffes_files(name, run, tmp_path):
    """Every byte of the file and the next word are a real Caffe's."""
    out = tmp_path / "out.caffemodel"
    told = run(EXAMPLES / f"{name}.prototxt", "--seed", 1701, "-o", out, "--json", "-q")

    with out.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256") if hasattr(hashlib, "file_digest") else None
        digest = digest or hashlib.sha256(file.read())
    assert told.code == 0
    assert (digest.hexdigest(), json.loads(told.out)["next_word"]) == CAFFES[name]
    assert told.err == ""


def test_the_default_output_stands_beside_the_net(run, tmp_path):
    """With the suffix .caffemodel; a second run needs --force."""
    net = tmp_path / "net.prototxt"
    net.write_text(LENET.read_text())

    assert run(net, "--seed", 1).code == 0
    first = (tmp_path / "net.caffemodel").read_bytes()
    refused = run(net, "--seed", 2)
    assert refused.code == 3
    assert "--force" in refused.err
    assert (tmp_path / "net.caffemodel").read_bytes() == first
    assert run(net, "--seed", 2, "--force").code == 0
    assert (tmp_path / "net.caffemodel").read_bytes() != first


def test_a_fresh_seed_is_shown_and_gives_the_same_file_again(run, tmp_path):
    """Without --seed one is drawn; the summary has it."""
    one, two = tmp_path / "one.caffemodel", tmp_path / "two.caffemodel"
    told = json.loads(run(LENET, "-o", one, "--json").out)
    shown = run(LENET, "-o", two, "--seed", told["seed"])

    assert one.read_bytes() == two.read_bytes()
    assert f"seed {told['seed']}" in shown.err


def test_json_has_what_the_summary_has(run, tmp_path):
    """One line of JSON per net, on stdout."""
    told = run(LENET, "--seed", 2**32 + 7, "-o", tmp_path / "o.caffemodel", "--json")
    data = json.loads(told.out)

    assert told.out.count("\n") == 1
    assert data["seed"] == 7
    assert (data["layers"], data["blobs"], data["values"]) == (9, 8, 431_080)
    assert (data["phase"], data["warnings"], data["notes"]) == ("TEST", [], [])


def test_several_nets_go_into_a_folder(run, tmp_path):
    """One bad net does not keep the others from being filled; the exit code tells."""
    bad = tmp_path / "bad.prototxt"
    bad.write_text("layer {")
    out = tmp_path / "out"
    out.mkdir()
    told = run(LENET, bad, EXAMPLES / "lenet_train_val.prototxt", "-o", out, "--seed", 1)

    assert told.code == 3
    assert [path.name for path in out.iterdir()] == ["lenet.caffemodel"]
    assert "bad.prototxt:1:1" in told.err
    assert "--shape data=100" in told.err


def test_several_nets_need_a_folder(run, tmp_path):
    """-o with a file name and two nets is a usage error."""
    assert run(LENET, LENET, "-o", tmp_path / "x.caffemodel").code == 2


def test_a_filler_left_out_is_a_warning(run, tmp_path):
    """Weights that silently stay zero are named; biases, and given fillers, are not."""
    net = tmp_path / "net.prototxt"
    net.write_text(
        'layer { name: "in" type: "Input" top: "x" input_param { shape { dim: 2 dim: 3 } } }\n'
        'layer { name: "a" type: "InnerProduct" bottom: "x" top: "a"\n'
        "  inner_product_param { num_output: 4 } }\n"
        'layer { name: "b" type: "InnerProduct" bottom: "x" top: "b"\n'
        "  inner_product_param { num_output: 4 weight_filler { std: 0.1 } } }\n"
        'layer { name: "c" type: "InnerProduct" bottom: "x" top: "c"\n'
        '  inner_product_param { num_output: 4 weight_filler { type: "xavier" } } }\n'
    )
    told = json.loads(run(net, "--seed", 1, "--json", "-q").out)

    assert (
        "layer 'a' (InnerProduct): inner_product_param has no weight_filler" in told["warnings"][0]
    )
    assert (
        "layer 'b' (InnerProduct): inner_product_param.weight_filler has no type"
        in (told["warnings"][1])
    )


def test_the_other_phase_is_warned_of(run, tmp_path):
    """Where TRAIN would draw other numbers, one warning names the option."""
    net = EXAMPLES / "lenet_train_val.prototxt"
    shape = ("--shape", "data=64,1,28,28")
    told = run(net, "--seed", 1, "-o", tmp_path / "a.caffemodel", *shape)
    mirrored = tmp_path / "mirrored.prototxt"
    mirrored.write_text(net.read_text().replace("scale: 0.00390625", "mirror: true", 1))
    warned = run(mirrored, "--seed", 1, *shape)

    assert "--phase" not in told.err
    assert "--phase train" in warned.err
    assert "--phase train" not in run(mirrored, "--force", "--phase", "test", *shape).err


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--shape", "data"), 2, "data=50,3,227,227"),
        (("--shape", "data=1,-2"), 2, "data=50,3,227,227"),
        (("--seed", "-1"), 2, "--seed"),
        (("--boost", "banana"), 2, "1.55"),
        (("--boost", "1.20"), 2, "1.34"),
        (("--caffe", "rc9"), 2, "rc5"),
        (("-o", "."), 3, "folder"),
        (("-o", "/dev/null"), 3, "no model is written"),
        (("-o", "nowhere/at/all.caffemodel"), 3, "does not exist"),
        (("--weights", "nope.caffemodel"), 3, "nope.caffemodel"),
    ],
)
def test_bad_options(args, code, said, run, tmp_path, monkeypatch):
    """A usage error is 2, a bad file is 3, and the message says what to write."""
    monkeypatch.chdir(tmp_path)
    told = run(LENET, "--force", *args)

    assert told.code == (0 if args == ("-o", ".") else code)
    assert args == ("-o", ".") or said in told.err


def test_a_shape_may_have_no_values(run, tmp_path):
    """Caffe has blobs of no values; a top of one is told like any other."""
    net = tmp_path / "net.prototxt"
    net.write_text(
        'layer { name: "d" type: "Input" top: "data" }'
        'layer { name: "r" type: "ReLU" bottom: "data" top: "r" }'
    )
    told = run("plan", net, "--shape", "data=0,3", "--json")

    assert told.code == 0, told.err
    assert json.loads(told.out)["tops"] == {"data": [0, 3], "r": [0, 3]}


HOSTILE = {
    "a blob of 2^62 values": "num_output: 2147483648",
    "a blob of four billion values": "num_output: 1431655765",
}


@pytest.mark.parametrize("size", HOSTILE)
def test_hostile_sizes_are_refused_from_the_plan(size, run, tmp_path):
    """Nothing is allocated for a blob that Caffe could not hold."""
    net = tmp_path / "net.prototxt"
    net.write_text(
        'layer { name: "in" type: "Input" top: "x" input_param { shape { dim: 1 dim: 3 } } }\n'
        f'layer {{ name: "p" type: "InnerProduct" bottom: "x" top: "p" inner_product_param {{ '
        f'{HOSTILE[size]} weight_filler {{ type: "xavier" }} }} }}\n'
    )
    told = run(net, "--seed", 1)

    assert told.code == 3
    assert "layer 'p' (InnerProduct)" in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["net.prototxt"]


def test_more_than_two_gigabytes_names_the_formats_that_can(run, tmp_path):
    """Caffe reads no larger .caffemodel: refused before a number is drawn."""
    net = tmp_path / "net.prototxt"
    net.write_text(
        'layer { name: "in" type: "Input" top: "x" input_param { shape { dim: 1 dim: 60000 } } }\n'
        'layer { name: "p" type: "InnerProduct" bottom: "x" top: "p" inner_product_param { '
        'num_output: 10000 weight_filler { type: "xavier" } } }\n'
    )
    told = run(net, "--seed", 1)

    assert told.code == 3
    assert ".safetensors" in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["net.prototxt"]


BROKEN = {
    "empty layer": b"layer {}",
    "nul": b'name: "a\0b"\0',
    "binary": bytes(range(256)) * 4,
    "deep": b"layer {" * 100_000,
    "unclosed": b'name: "x',
    "bom": b"\xef\xbb\xbfname: 'x'",
    "merge": b"<<<<<<< HEAD\nname: 'x'\n",
    "not a net": b"hello, world",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_nets_get_one_readable_error(kind, run, tmp_path):
    """No traceback, no output, exit code 3, and the file's name in the message."""
    net = tmp_path / "net.prototxt"
    net.write_bytes(BROKEN[kind])
    told = run(net, "--seed", 1)

    assert told.code == 3
    assert told.err.startswith("error: ")
    assert str(net) in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["net.prototxt"]


def test_contradictory_modes_are_refused(run, tmp_path):
    """--tolerant leaves words out, --strict refuses them: both is a matter of usage."""
    out = tmp_path / "o.npz"
    told = run(ROOT / "examples" / "lenet.prototxt", "--tolerant", "--strict", "-o", out)

    assert told.code == 2
    assert not out.exists()
