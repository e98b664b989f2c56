"""A seed from which ImageData leaves out more images than its list has is refused, as in Caffe."""

import pytest

from caffe_fillers import Rng, fill_net
from caffe_fillers.errors import DataError, NetError
from caffe_fillers.formats import datasets
from caffe_fillers.formats.datasets import list_length

NET = """
layer {{ name: "d" type: "ImageData" top: "data" top: "label" transform_param {{ {transform} }}
  image_data_param {{ source: "list.txt" batch_size: 2 new_height: 4 new_width: 4 {param} }} }}
layer {{ name: "ip" type: "InnerProduct" bottom: "data" top: "ip" inner_product_param {{
  num_output: 2 weight_filler {{ type: "xavier" }} }} }}
"""


@pytest.fixture
def net(tmp_path):
    """Write a net beside a list of three images, and tell where it is."""
    (tmp_path / "list.txt").write_text("a.png 0\nb c.png 1\nd.png 2")

    def net_(param, transform=""):
        path = tmp_path / "net.prototxt"
        path.write_text(NET.format(param=param, transform=transform))
        return path

    return net_


@pytest.mark.parametrize(
    ("param", "transform", "before"),
    [
        ("rand_skip: 5", "", 0),
        ("rand_skip: 5 shuffle: true", "", 1),
        ("rand_skip: 5 shuffle: true", "mirror: true", 2),
        ("rand_skip: 4000000000", "", 0),
    ],
)
def test_the_word_decides(param, transform, before, net):
    """It is the one that the layer takes behind its other ones, modulo rand_skip."""
    path, number = net(param, transform), int(param.split()[1])
    refused = []
    for seed in range(24):
        skipped = int(Rng(seed).stream.words(before + 1)[-1]) % number
        refused.append(skipped >= 3)
        if refused[-1]:
            with pytest.raises(
                NetError, match=f"leaves out {skipped:,} images, and the list has 3"
            ):
                fill_net(path, seed=seed)
        else:
            fill_net(path, seed=seed)

    assert any(refused)
    assert not all(refused) or number > 5


def test_what_is_not_refused(net):
    """A list that is long enough, and one that is not at hand."""
    assert [fill_net(net("rand_skip: 3"), seed=seed).words > 0 for seed in range(8)] == [True] * 8
    path = net("rand_skip: 5")
    (path.parent / "list.txt").unlink()
    told = [fill_net(path, seed=seed, shapes={"data": (2, 3, 4, 4)}).seed for seed in range(8)]
    assert told == list(range(8))


def test_commands(net, run):
    """`fill` writes nothing, `plan` tells with a seed; both with the place in the net."""
    path = net("rand_skip: 5")
    seed = next(each for each in range(99) if Rng(each).word() % 5 >= 3)
    for args in ((path, "--seed", seed, "--phase", "train"), ("plan", path, "--seed", seed)):
        told = run(*args)
        assert told.code == 3
        assert "net.prototxt: layer 'd': image_data_param.rand_skip: the seed" in told.err
    assert not path.with_suffix(".caffemodel").exists()
    assert run("plan", path).code == 0


@pytest.mark.parametrize("chunk", [1, 3, 1 << 20])
@pytest.mark.parametrize(
    ("content", "lines"), [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\nb", 2), (b"\n\n", 2)]
)
def test_lengths(content, lines, chunk, tmp_path, monkeypatch):
    """As std::getline counts lines."""
    monkeypatch.setattr(datasets, "_CHUNK", chunk)
    (tmp_path / "list").write_bytes(content)

    assert list_length(tmp_path / "list", 9) == lines


def test_a_list_that_cannot_be_read(tmp_path):
    """No traceback."""
    with pytest.raises(DataError, match="cannot be read"):
        list_length(tmp_path / "none", 9)
