"""fill-weights upgrade: nets, solvers and models; warnings and exit codes."""

import pytest

from caffe_fillers.proto import caffe
from caffe_fillers.upgrades import upgrade_net
from tests._random_nets import old_net

V0 = 'layers { layer { name: "c" type: "relu" new_num: 1 } top: "x" }  # c\nstate { }\n'


def test_what_is_lost_is_a_warning(run, tmp_path):
    """By layer and field; it is no finding, as Caffe's tools exit with 0."""
    (tmp_path / "a").write_text(V0)
    told = run("upgrade", tmp_path / "a")

    assert (0, 'layer { name: "c" type: "ReLU" top: "x" }  # c\n') == (told.code, told.out)
    assert [
        f"warning: {tmp_path / 'a'}: net: state is not kept in a V0 net",
        f"warning: {tmp_path / 'a'}: layer 'c': new_num has no place in a V0 type 'relu'",
    ] == told.err.splitlines()
    assert "" == run("upgrade", tmp_path / "a", "-q").err


def test_problems_are_findings(run, tmp_path):
    """Caffe's tools exit with 1, and write; so do we."""
    (tmp_path / "a").write_text(V0.replace("new_num", "pad"))
    told = run("upgrade", tmp_path / "a", "--in-place")

    assert 1 == told.code
    assert (tmp_path / "a").read_text().startswith("layer {")
    assert 0 == run("upgrade", tmp_path / "a", "--check").code


def test_refusals(run, tmp_path):
    """Name the file and the layer; nothing is written."""
    (tmp_path / "a").write_text('layers { layer { name: "p" type: "power" } }')
    told = run("upgrade", tmp_path / "a", "-o", tmp_path / "b")

    assert 3 == told.code
    assert f"{tmp_path / 'a'}: layer 'p': type: 'power' is not a layer type" in told.err
    assert not (tmp_path / "b").exists()


def test_texts_that_are_wrong(run, tmp_path):
    """Are refused with the place, once."""
    (tmp_path / "a").write_text("layers { name: 1 }")
    told = run("upgrade", tmp_path / "a")

    assert (3, "") == (told.code, told.out)
    assert told.err.startswith(f"error: {tmp_path / 'a'}:1:16: name: expected a string")


def test_solvers(run, tmp_path):
    """By their fields, whatever the file is called."""
    (tmp_path / "a").write_text("net: 'n'  # train\nsolver_type: ADAM\n")

    assert "net: 'n'  # train\ntype: 'Adam'\n" == run("upgrade", tmp_path / "a").out


def test_forks(run, tmp_path):
    """Unknown fields stay; an unknown type is a guess, and a finding."""
    (tmp_path / "a").write_text("layers { type: WOBBLE_POOLING roi_param { x: 1 } }\n")
    told = run("upgrade", tmp_path / "a")

    assert (1, 'layer { type: "WobblePooling" roi_param { x: 1 } }\n') == (told.code, told.out)
    assert "warning" in told.err
    assert "type WOBBLE_POOLING is not known: 'WobblePooling' is a guess" in told.err


class TestModels:
    """Binary files, by way of messages."""

    @pytest.fixture
    def model(self, tmp_path):
        """A V1 model with blobs."""
        net = caffe.NetParameter(name="m", input=["data"])
        layer = net.layers.add(name="c", type="CONVOLUTION", bottom=["data"], blobs_lr=[1])
        layer.blobs.add(num=1, channels=1, height=1, width=2, data=[1.5, 2.5], diff=[0, 1])
        path = tmp_path / "old.caffemodel"
        path.write_bytes(net.SerializeToString())
        return path

    def test_the_message_is_upgraded(self, model, run, tmp_path):
        """Blobs as they are; what is lost is told."""
        told = run("upgrade", model, "-o", tmp_path / "new.caffemodel")
        new = caffe.NetParameter.FromString((tmp_path / "new.caffemodel").read_bytes())
        old = caffe.NetParameter.FromString(model.read_bytes())

        assert 0 == told.code
        assert "input 'data' has no shape: dropped" in told.err
        assert upgrade_net(old).net == new
        assert old.layers[0].blobs == new.layer[0].blobs
        assert 0 == run("upgrade", tmp_path / "new.caffemodel", "--check").code
        assert 1 == run("upgrade", model, "--check").code

    def test_without_a_name(self, model, run, tmp_path):
        """A binary file is known by its content."""
        model.rename(tmp_path / "model")

        told = run("upgrade", tmp_path / "model", "--check", "--diff")

        assert (1, "") == (told.code, told.out)

    def test_in_place(self, model, run):
        """A model that is up to date stays as it is, byte for byte."""
        run("upgrade", model, "--in-place")
        before = model.read_bytes()
        told = run("upgrade", model, "--in-place")

        assert f"{model}: nothing to do\n" == told.err
        assert before == model.read_bytes()

    def test_up_to_date_in_another_order(self, run, tmp_path):
        """A model that needs no upgrade is not written anew."""
        layer, name = caffe.NetParameter(), caffe.NetParameter(name="m")
        norm = layer.layer.add(name="b", type="BatchNorm")
        for _ in range(3):
            norm.param.add(lr_mult=0, decay_mult=0)
        path = tmp_path / "x.caffemodel"
        path.write_bytes(layer.SerializeToString() + name.SerializeToString())

        assert 0 == run("upgrade", path, "--check").code

    def test_broken(self, run, tmp_path):
        """Refused, and named."""
        (tmp_path / "a.caffemodel").write_bytes(b"\x0a\xff\xff")
        told = run("upgrade", tmp_path / "a.caffemodel")

        assert 3 == told.code
        assert f"{tmp_path / 'a.caffemodel'}: " in told.err
        assert 1 == told.err.count("a.caffemodel")

    @pytest.mark.parametrize("seed", range(40))
    def test_random_models(self, seed, run, tmp_path):
        """The same bytes as the upgraded message, or the same refusal."""
        net = old_net(seed)
        net.name = "random"
        path = tmp_path / "x.caffemodel"
        path.write_bytes(net.SerializeToString())
        told = run("upgrade", path, "--in-place", "-q")
        if told.code == 3:
            assert net.SerializeToString() == path.read_bytes()
        else:
            result = upgrade_net(net)
            assert int(result.partial) == told.code
            assert result.net == caffe.NetParameter.FromString(path.read_bytes())
