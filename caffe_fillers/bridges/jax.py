"""Caffe's fillers as initializers of JAX.

>>> import jax  # doctest: +SKIP
>>> from caffe_fillers.bridges.jax import caffe_filler  # doctest: +SKIP
>>> init = caffe_filler('type: "xavier"')  # doctest: +SKIP
>>> init(jax.random.key(1701), (784, 10))  # doctest: +SKIP
"""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np

from caffe_fillers.bridges.turned import outputs_last
from caffe_fillers.rng.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.rng.eras import Era

__all__ = ["caffe_filler", "seed_of"]


def caffe_filler(filler: str, era: Era | None = None) -> Callable[..., jax.Array]:
    """An initializer `init(key, shape, dtype)` in the manner of `jax.nn.initializers`.

    The kernel's axes are (spatial..., inputs, outputs), of which Caffe's blob is (outputs, inputs,
    spatial...); the values are the same. It works under `jit`, by a call back to this process.

    Args:
        filler: The text of a filler's block, such as `type: "msra"`.
        era: Boost, Caffe and arithmetic; the newest by default.

    Returns:
        A function of a key, a shape and a type. `jax.random.key(seed)` stands for Caffe's seed.
    """

    def init(key: Any, shape: Sequence[int], dtype: Any = jnp.float32) -> jax.Array:
        words = key if jnp.issubdtype(key.dtype, jnp.integer) else jax.random.key_data(key)
        wanted = jax.ShapeDtypeStruct(tuple(shape), np.float32)
        make = functools.partial(_drawn, filler, tuple(shape), era)
        values: jax.Array = jax.pure_callback(make, wanted, words, vmap_method="sequential")
        return values.astype(dtype)

    return init


def seed_of(words: NDArray[np.uint32]) -> int:
    """Caffe's seed of a key: its words put together by exclusive or.

    The key of a number below 2^32 has this number as its last word, and a zero before it.
    """
    return int(np.bitwise_xor.reduce(np.asarray(words, np.uint32).reshape(-1)))


def _drawn(filler: str, shape: tuple[int, ...], era: Era | None, words: Any) -> NDArray[np.float32]:
    rng = Rng(seed_of(np.asarray(words)), era)
    return _ASIDE.submit(outputs_last, filler, shape, rng).result()


#: XLA's own threads turn denormal numbers into zeros, and so would a thread that they start: this
#: one is started here.
_ASIDE = ThreadPoolExecutor(1, "caffe_fillers")
_ASIDE.submit(int).result()
