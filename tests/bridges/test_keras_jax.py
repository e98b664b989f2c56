"""Keras' and JAX' initializers, with the bits of our arrays, the kernel's outputs last."""

import os

import numpy as np
import pytest

from caffe_fillers import Rng, fill
from caffe_fillers.rng.eras import Era

os.environ.setdefault("KERAS_BACKEND", "jax")
jax = pytest.importorskip("jax", reason="JAX is for the full run only")
keras = pytest.importorskip("keras", reason="Keras is for the full run only")
keras_bridge = pytest.importorskip("caffe_fillers.bridges.keras")
jax_bridge = pytest.importorskip("caffe_fillers.bridges.jax")

FILLERS = ['type: "xavier"', 'type: "msra" variance_norm: FAN_OUT', 'type: "keras_he_normal"']
#: Shapes as Keras has them, and Caffe's blobs of the same kernels.
SHAPES = {(7,): (7,), (4, 6): (6, 4), (3, 4, 6): (6, 4, 3), (5, 3, 4, 6): (6, 4, 5, 3)}


def turned(values):
    """Caffe's blob with its first two axes last, the other way round."""
    return np.moveaxis(values, (0, 1), (-1, -2)) if values.ndim > 1 else values


@pytest.mark.parametrize("filler", FILLERS)
@pytest.mark.parametrize("shape", SHAPES)
def test_both_have_the_arrays_bits(filler, shape):
    """Of one seed."""
    if len(shape) == 1 and "keras" in filler:
        filler = 'type: "gaussian"'
    expected = turned(fill(filler, SHAPES[shape], Rng(1701)))
    by_keras = keras_bridge.CaffeFiller(filler, seed=1701)
    by_jax = jax_bridge.caffe_filler(filler)
    for made in (
        by_keras(shape),
        by_keras(shape, dtype="float32"),
        by_jax(jax.random.key(1701), shape),
        by_jax(jax.random.PRNGKey(1701), shape),
        jax.jit(by_jax, static_argnums=1)(jax.random.key(1701), shape),
    ):
        assert made.shape == shape
        assert np.asarray(made).tobytes() == np.ascontiguousarray(expected).tobytes()


def test_a_keras_layer():
    """Built, its kernel is Caffe's of an InnerProduct; saved and read, it is the same."""
    init = keras_bridge.CaffeFiller('type: "xavier"', seed=7)
    layer = keras.layers.Dense(6, kernel_initializer=init)
    layer.build((None, 4))
    expected = fill('type: "xavier"', (6, 4), Rng(7)).T
    np.testing.assert_array_equal(np.asarray(layer.kernel), expected)
    again = keras.layers.Dense.from_config(layer.get_config())
    again.build((None, 4))
    np.testing.assert_array_equal(np.asarray(again.kernel), expected)
    assert np.asarray(init((2, 2), dtype="float16")).dtype == np.float16


def test_a_generator_goes_on():
    """From one call to the next; it cannot be saved."""
    init = keras_bridge.CaffeFiller('type: "gaussian"', rng=Rng(3))
    rng = Rng(3)
    for _ in range(2):
        expected = fill('type: "gaussian"', (4,), rng)
        np.testing.assert_array_equal(np.asarray(init((4,))), expected)
    with pytest.raises(ValueError, match="cannot be saved"):
        init.get_config()
    for given in ({}, {"seed": 1, "rng": rng}):
        with pytest.raises(ValueError, match="a seed or an rng"):
            keras_bridge.CaffeFiller('type: "gaussian"', **given)


def test_keys_and_eras():
    """A key that was split has a seed of both words; the era is the caller's."""
    first, second = jax.random.split(jax.random.key(0))
    words = np.asarray(jax.random.key_data(first))
    init = jax_bridge.caffe_filler('type: "gaussian"', Era.of(boost="1.55"))
    made = np.asarray(init(first, (100,)))
    expected = fill('type: "gaussian"', (100,), Rng(int(words[0] ^ words[1]), Era.of(boost="1.55")))
    assert made.tobytes() == expected.tobytes()
    assert not np.array_equal(made, np.asarray(init(second, (100,))))
    half = init(first, (4,), "bfloat16")
    assert str(half.dtype) == "bfloat16"
