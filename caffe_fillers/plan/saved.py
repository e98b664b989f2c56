"""The setup of layers that a model file holds, found again from what it holds.

Where the shapes of a layer's bottoms are known, its own rule tells what it draws. Where they are
not (the data behind the net is not at hand), the shapes of its blobs say which bottoms it must have
had, and the same rule is asked with those.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from caffe_fillers.core import registry
from caffe_fillers.core.draws import Env, Habits, Setup, Shape, Skip
from caffe_fillers.errors import CaffeFillersError, ShapeError
from caffe_fillers.upgrades.fields import copy_without

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caffe_fillers.core.registry import LayerType
    from caffe_fillers.plan.net import Options
    from caffe_fillers.proto import caffe

__all__ = ["Found", "SavedLayers", "fits"]

#: Of layers that read such files all words are known without them.
ITEMS = frozenset({"records", "images", "windows"})
#: A side that an image may have, where nobody knows.
SIDE = 227


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one layer's setup."""

    #: None where nobody knows the type.
    setup: Setup | None
    #: Why the blobs of the file cannot be this layer's; empty if they can.
    misfit: str = ""
    #: What is only assumed.
    note: str = ""


class SavedLayers:
    """The layers of a model, one after the other, and the shapes of their tops as far as known."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._habits = Habits(options.era, options.dtype)
        self._shapes: dict[str, Shape] = dict(options.shapes)

    def found(self, layer: caffe.LayerParameter, held: Mapping[int, Shape]) -> Found:
        """The setup of the next layer, and whether it fits the blobs that the file holds."""
        bare = copy_without(layer, ("blobs",))
        row = registry.layers.find(layer.type, self._options.dialect)
        if row is None:
            self._forget(layer)
            return Found(None)
        setup, why = self._by_rule(row, bare)
        if setup is None or (held and not fits(setup, held)):
            assumed, why = self._by_blobs(row, bare, held) if held else (None, why)
            if assumed is None or not fits(assumed, held):
                return self._unfit(row, layer, setup or assumed or Setup([]), held, why)
            note = ""
            if setup is None and "recurrent" in row.blobs.roles:
                note = "its number of time steps is not known: the words of one step are taken"
            return Found(assumed, note=note)
        return Found(setup)

    def _by_rule(
        self, row: LayerType, layer: caffe.LayerParameter
    ) -> tuple[Setup | None, CaffeFillersError | None]:
        """The setup as the layer's rule tells it from the bottoms, whose shapes must be known."""
        bottoms = [self._shapes.get(name) for name in layer.bottom]
        known = [shape for shape in bottoms if shape is not None]
        counts = len(bottoms) in row.bottoms and (row.auto_tops or len(layer.top) in row.tops)
        if len(known) < len(bottoms) or not counts:
            self._forget(layer)
            return None, None
        try:
            setup = row.rule(layer, known, self._env(layer))
        except CaffeFillersError as error:
            self._forget(layer)
            if row.data.files in ITEMS:
                return self._data_words(row, layer), None
            return None, error
        self._shapes.update(zip(layer.top, map(tuple, setup.tops), strict=False))
        return setup, None

    def _data_words(self, row: LayerType, layer: caffe.LayerParameter) -> Setup | None:
        """What a data layer draws, whatever its data are."""
        side = layer.transform_param.crop_size or SIDE
        env = replace(self._env(layer), probe=lambda _: [(3, side, side)])
        try:
            setup = row.rule(layer, [], env)
        except CaffeFillersError:
            return None
        return Setup([], [each for each in setup.draws if isinstance(each, Skip)])

    def _by_blobs(
        self, row: LayerType, layer: caffe.LayerParameter, held: Mapping[int, Shape]
    ) -> tuple[Setup | None, CaffeFillersError | None]:
        """The setup with the bottoms that blobs of these shapes ask for."""
        wanted = row.blobs.asks_for
        shapes = [held.get(blob, ()) for blob in range(max(held) + 1)]
        if wanted is None:
            return None, None
        try:
            return row.rule(layer, wanted(layer, shapes), self._env(layer)), None
        except CaffeFillersError as error:
            return None, error
        except IndexError:  # a blob has too few axes for this layer
            return None, ShapeError(f"blobs of {_told(held)} are none of this layer's")

    def _unfit(
        self,
        row: LayerType,
        layer: caffe.LayerParameter,
        setup: Setup,
        held: Mapping[int, Shape],
        why: CaffeFillersError | None,
    ) -> Found:
        self._forget(layer)
        if not held:
            return Found(setup)
        wanted = _told(dict(enumerate(part.shape for part in setup.blobs)))
        reason = f"its blobs do not fit it, {_told(held)} in the file where it makes {wanted}"
        if why is not None and not setup.blobs:
            reason = why.message
        if not row.blobs.roles and not setup.blobs:
            # Caffe keeps what a definition gives to a layer that makes no blobs.
            return Found(setup)
        return Found(setup, misfit=reason)

    def _forget(self, layer: caffe.LayerParameter) -> None:
        for top in layer.top:
            self._shapes.pop(top, None)
            if top in self._options.shapes:
                self._shapes[top] = self._options.shapes[top]

    def _env(self, layer: caffe.LayerParameter) -> Env:
        given = self._options
        return Env(
            layer.phase,
            self._habits,
            given.dialect,
            given.shapes,
            given.probe,
            # Only a net that was filled with papers' fillers has them in its model.
            papers=True,
        )


def fits(setup: Setup, held: Mapping[int, Shape]) -> bool:
    """Whether a layer's blobs are those of the file; old files pad shapes with leading ones."""
    made = {blob: _core(tuple(part.shape)) for blob, part in enumerate(setup.blobs)}
    return made == {blob: _core(shape) for blob, shape in held.items()}


def _core(shape: Shape) -> Shape:
    """The shape without its leading ones."""
    first = next((at for at, dim in enumerate(shape) if dim != 1), len(shape))
    return tuple(shape[first:])


def _told(held: Mapping[int, Shape]) -> str:
    shapes = ", ".join("x".join(map(str, shape)) or "()" for shape in held.values())
    return f"{len(held)} blob{'' if len(held) == 1 else 's'}{f' ({shapes})' if held else ''}"
