"""What one guesses of the functions that fill arrays: seeds, generators, shapes, places, blocks."""

import numpy as np
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import caffe_fillers
from caffe_fillers import CaffeFillersError, Era, Rng, Stream, fill, fill_net, msra, xavier
from caffe_fillers.errors import FillerError, ShapeError, TextError
from caffe_fillers.proto import caffe
from tests._shared import ROOT

SHAPE = (4, 3, 2, 2)
#: The functions that draw, each with what it needs besides.
DRAWING = ("uniform", "gaussian", "positive_unitball", "xavier", "msra")
ALL = (*DRAWING, "constant", "bilinear")


def made(name, shape=SHAPE, **how):
    """An array by this function."""
    return getattr(caffe_fillers, name)(shape, **how)


@pytest.mark.parametrize("name", ALL)
def test_a_seed_in_any_form(name):
    """seed=1701, rng=1701, rng=Rng(1701) and a stream are the same numbers."""
    wanted = made(name, rng=Rng(1701))
    ways = [{"seed": 1701}, {"rng": 1701}, {"rng": np.int64(1701)}, {"rng": Stream(1701)}]

    assert wanted.dtype == np.float32
    assert all(made(name, **way).tobytes() == wanted.tobytes() for way in ways)


def test_the_bits_are_frozen():
    """LeNet's first blob, of which a real Caffe's file is in the tests of `fill`."""
    wanted = fill_net(ROOT / "examples" / "lenet.prototxt", seed=1701).blobs["conv1"][0]

    assert xavier((20, 1, 5, 5), seed=1701).tobytes() == wanted.tobytes()
    assert fill('type: "xavier"', (20, 1, 5, 5), Rng(1701)).tobytes() == wanted.tobytes()


@pytest.mark.parametrize("name", ["constant", "bilinear"])
def test_what_draws_nothing_needs_no_seed(name):
    """Its era is the default one, or the generator's, which stays where it is."""
    rng = Rng(1)
    assert made(name).tobytes() == made(name, rng=rng).tobytes()
    assert rng.stream.tell() == 0


def test_the_era_of_a_generator_counts():
    """Old Caffe's bilinear kernels of odd size were others."""
    old = Rng(1, Era.of(caffe="1.0"))
    shape = (1, 1, 3, 3)
    assert made("bilinear", shape, rng=old).tolist() != made("bilinear", shape).tolist()


@pytest.mark.parametrize("name", DRAWING)
def test_what_draws_needs_a_seed(name):
    """And says how to give one."""
    with pytest.raises(FillerError, match="nothing says from where") as caught:
        made(name)
    assert caught.value.hint == "Give a seed, seed=1701, or a generator, rng=Rng(1701)."


@pytest.mark.parametrize("bad", [np.random.default_rng(1), np.random.RandomState(1)])
def test_numpys_generators_are_refused(bad):
    """With the reason."""
    with pytest.raises(FillerError, match="does not draw Caffe's numbers: its words"):
        xavier(SHAPE, rng=bad)


def test_one_of_both():
    """A seed beside a generator has no meaning."""
    with pytest.raises(FillerError, match="both seed and rng"):
        xavier(SHAPE, seed=1, rng=Rng(1))


@pytest.mark.parametrize("bad", ["1701", 1.5, 1701.0, -1, True, None, b"1", np.float32(1), [1]])
def test_what_is_no_seed(bad):
    """A whole number from 0; it is not guessed what else may have been meant."""
    with pytest.raises(FillerError, match="a seed is"):
        Rng(bad)
    if bad is not None:
        with pytest.raises(FillerError, match="a seed is"):
            xavier(SHAPE, seed=bad)


@pytest.mark.parametrize("seed", [0, 1701, 2**32 - 1, 2**32 + 5, 2**63 - 1, np.uint32(7)])
def test_what_is_a_seed(seed):
    """Any other whole number, modulo 2**32."""
    assert Rng(seed).word() == Rng(int(seed) % 2**32).word()


@pytest.mark.parametrize(
    "bad", [(2.0, 3), ("2", 3), (True, 3), "23", 2.5, None, (2, None), np.array([2.0, 3.0])]
)
def test_shapes_are_of_whole_numbers(bad):
    """Rounding one would be a guess."""
    with pytest.raises(ShapeError, match="is not a shape"):
        xavier(bad, seed=1)


def test_shapes_in_any_form():
    """A tuple, a list, an array of whole numbers, NumPy's own, and one length."""
    wanted = xavier((4, 3), seed=1)
    for shape in ([4, 3], np.array([4, 3]), (np.int64(4), np.uint8(3)), wanted.shape):
        assert np.array_equal(xavier(shape, seed=1), wanted)
    assert made("uniform", 5, seed=1).shape == (5,)
    with pytest.raises(ShapeError, match="negative"):
        xavier((-1, 3), seed=1)


class TestOut:
    """out= fills in place."""

    @pytest.mark.parametrize("name", ALL)
    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_in_place(self, name, dtype):
        """The array itself is given back; its type is the working type."""
        out = np.full(SHAPE, np.nan, dtype)
        assert made(name, seed=1701, out=out) is out
        assert out.tobytes() == made(name, seed=1701, dtype=dtype).tobytes()

    def test_a_part_of_another_array(self):
        """Contiguous memory of any owner, and nothing beside it."""
        whole = np.zeros((3, 4, 5), np.float32)
        xavier((4, 5), seed=1, out=whole[1])
        assert np.array_equal(whole[1], xavier((4, 5), seed=1))
        assert not whole[[0, 2]].any()

    def test_a_memmap(self, tmp_path):
        """It is filled on the disk."""
        out = np.memmap(tmp_path / "w", np.float32, "w+", shape=(300, 70))
        assert msra((300, 70), seed=1, out=out) is out
        out.flush()
        assert (tmp_path / "w").read_bytes() == msra((300, 70), seed=1).tobytes()

    @pytest.mark.parametrize(
        ("out", "said"),
        [
            (np.zeros((4, 3), np.float32), r"has the shape \(4, 3\), not \(3, 4\)"),
            (np.zeros((4, 3), np.float32).T, "stand one after the other"),
            (np.zeros((3, 8), np.float32)[:, ::2], "stand one after the other"),
            (np.zeros((3, 4), np.float16), "holds float16, not float32 or float64"),
            (np.zeros((3, 4), np.int32), "holds int32"),
            (np.zeros((3, 4), ">f4"), "holds >f4"),
            ([[0.0] * 4] * 3, "a list cannot be filled in place"),
        ],
    )
    def test_what_cannot_be_filled(self, out, said):
        """The reason, and nothing is drawn."""
        rng = Rng(1)
        with pytest.raises(FillerError, match=said):
            xavier((3, 4), rng=rng, out=out)
        assert rng.stream.tell() == 0

    def test_read_only(self):
        """Nor what may not be written."""
        out = np.zeros((3, 4), np.float32)
        out.flags.writeable = False
        with pytest.raises(FillerError, match="not writable"):
            xavier((3, 4), seed=1, out=out)

    def test_another_dtype(self):
        """It is not said twice."""
        with pytest.raises(FillerError, match="holds float32, and dtype is float64"):
            xavier((3, 4), seed=1, out=np.zeros((3, 4), np.float32), dtype=np.float64)


@pytest.mark.parametrize("norm", ["FAN_OUT", "fan_out", "Fan_Out"])
def test_variance_norms_in_any_case(norm):
    """As prototxt has them, and as Python does."""
    wanted = fill('type: "xavier" variance_norm: FAN_OUT', (4, 3), Rng(1))
    assert np.array_equal(xavier((4, 3), norm, seed=1), wanted)
    block = {"type": "xavier", "variance_norm": norm}
    assert np.array_equal(fill(block, (4, 3), seed=1), wanted)


@pytest.mark.parametrize(
    ("norm", "hint"), [("fanout", "FAN_OUT"), ("x", "There are"), (1, "There")]
)
def test_a_wrong_variance_norm(norm, hint):
    """What there is is told."""
    with pytest.raises(FillerError, match=f"there is no variance norm {norm!r}(?s:.*){hint}"):
        msra((4, 3), norm, seed=1)


class TestBlocks:
    """fill takes text, a dict, a type, a message."""

    @pytest.mark.parametrize(
        ("text", "block"),
        [
            ('type: "gaussian" std: 0.01', {"type": "gaussian", "std": 0.01}),
            ('type: "gaussian" sparse: 2', {"type": "gaussian", "sparse": np.int64(2)}),
            ('type: "uniform" min: -1 max: 0.5', {"type": "uniform", "min": -1, "max": 0.5}),
            ('type: "uniform" max: 1e-3', {"type": "uniform", "max": np.float32(1e-3)}),
            ('type: "xavier"', "xavier"),
            ('type: "xavier"', {"type": "xavier"}),
            ('type: "xavier"', caffe.FillerParameter(type="xavier")),
            ('type: "he_normal" negative_slope: 0.1', {"type": "he_normal", "negative_slope": 0.1}),
            ("", {}),
        ],
    )
    def test_the_same_block(self, text, block):
        """In each form."""
        assert np.array_equal(fill(block, (4, 3), seed=1), fill(text, (4, 3), Rng(1)))

    def test_another_pools_message(self):
        """Pycaffe's caffe_pb2 has a FillerParameter of its own."""
        file = descriptor_pb2.FileDescriptorProto(name="theirs.proto", package="theirs")
        message = file.message_type.add(name="FillerParameter")
        message.field.add(name="type", number=1, type=9, label=1)
        pool = descriptor_pool.DescriptorPool()
        pool.Add(file)
        theirs = message_factory.GetMessageClass(
            pool.FindMessageTypeByName("theirs.FillerParameter")
        )
        assert np.array_equal(fill(theirs(type="msra"), (4, 3), seed=1), msra((4, 3), seed=1))

    @pytest.mark.parametrize(
        ("block", "error"),
        [
            ({"type": "xavier", "sdt": 1}, TextError),
            ({"type": "gaussian", "std": "wide"}, TextError),
            ({"type": "xavier", "variance_norm": "fan"}, TextError),
            ("xaver", FillerError),
            (7, FillerError),
            (caffe.LayerParameter(), FillerError),
        ],
    )
    def test_what_is_none(self, block, error):
        """An error of the package."""
        with pytest.raises(error) as caught:
            fill(block, (4, 3), seed=1)
        assert isinstance(caught.value, CaffeFillersError)
