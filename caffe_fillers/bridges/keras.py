"""Caffe's fillers as initializers of Keras.

>>> import keras  # doctest: +SKIP
>>> from caffe_fillers.bridges.keras import CaffeFiller  # doctest: +SKIP
>>> init = CaffeFiller('type: "xavier"', seed=1701)  # doctest: +SKIP
>>> keras.layers.Dense(10, kernel_initializer=init)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras

from caffe_fillers.bridges.turned import outputs_last
from caffe_fillers.rng.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CaffeFiller"]


class CaffeFiller(keras.initializers.Initializer):  # type: ignore[misc]  # its stubs are optional
    """An initializer that gives Caffe's values of a seed, in Keras' layout.

    The kernel's axes are (spatial..., inputs, outputs), of which Caffe's blob is (outputs, inputs,
    spatial...); the values are the same. Every call begins with the seed anew, as Keras' own
    initializers do with a seed; with `rng` the calls follow each other in its stream.

    Args:
        filler: The text of a filler's block, such as `type: "msra"`.
        seed: Caffe's random_seed.
        rng: A generator instead; such an initializer cannot be saved.

    Raises:
        ValueError: neither a seed nor a generator is given, or both are.
    """

    def __init__(self, filler: str, seed: int | None = None, rng: Rng | None = None) -> None:
        if (seed is None) == (rng is None):
            raise ValueError("give a seed or an rng")
        self.filler = filler
        self.seed = seed
        self.rng = rng

    def __call__(self, shape: Sequence[int], dtype: Any = None) -> Any:
        """The values, of Keras' default type unless another is asked for."""
        rng = self.rng if self.rng is not None else Rng(self.seed or 0)
        values = outputs_last(self.filler, shape, rng)
        return keras.ops.convert_to_tensor(values, dtype=dtype or keras.backend.floatx())

    def get_config(self) -> dict[str, Any]:
        """What makes the same initializer again.

        Raises:
            ValueError: it draws from a generator, which cannot be saved.
        """
        if self.rng is not None:
            raise ValueError("an initializer with an rng cannot be saved: give it a seed")
        return {"filler": self.filler, "seed": self.seed}


keras.saving.register_keras_serializable(package="caffe_fillers")(CaffeFiller)
