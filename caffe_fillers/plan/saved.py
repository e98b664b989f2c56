"""The setup of layers that a model file holds, found again from what it holds.

Where the shapes of a layer's bottoms are known, its own rule tells what it draws. Where they are
not (the data behind the net is not at hand), the shapes of its blobs say which bottoms it must have
had, and the same rule is asked with those.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from caffe_fillers.core import registry
from caffe_fillers.core.draws import Env, Habits, Setup, Shape, Skip
from caffe_fillers.errors import CaffeFillersError, ShapeError
from caffe_fillers.upgrades.fields import copy_without

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
        kind = registry.layers.find(layer.type, self._options.dialect)
        if kind is None:
            self._forget(layer)
            return Found(None)
        setup, why = self._by_rule(kind, bare)
        if setup is None or (held and not fits(setup, held)):
            assumed, why = self._by_blobs(kind, bare, held) if held else (None, why)
            if assumed is None or not fits(assumed, held):
                return self._unfit(layer, setup or assumed or Setup([]), held, why)
            note = ""
            if setup is None and "recurrent" in kind.blobs.roles:
                note = "its number of time steps is not known: the words of one step are taken"
            return Found(assumed, note=note)
        return Found(setup)

    def _by_rule(
        self, kind: LayerType, layer: caffe.LayerParameter
    ) -> tuple[Setup | None, CaffeFillersError | None]:
        """The setup as the layer's rule tells it from the bottoms, whose shapes must be known."""
        bottoms = [self._shapes.get(name) for name in layer.bottom]
        known = [shape for shape in bottoms if shape is not None]
        counts = len(bottoms) in kind.bottoms and (kind.auto_tops or len(layer.top) in kind.tops)
        if len(known) < len(bottoms) or not counts:
            self._forget(layer)
            return None, None
        try:
            setup = kind.rule(layer, known, self._env(layer))
        except CaffeFillersError as error:
            self._forget(layer)
            if kind.data.files in ITEMS:
                return self._data_words(kind, layer), None
            return None, error
        self._shapes.update(zip(layer.top, map(tuple, setup.tops), strict=False))
        return setup, None

    def _data_words(self, kind: LayerType, layer: caffe.LayerParameter) -> Setup | None:
        """What a data layer draws, whatever its data are."""
        side = layer.transform_param.crop_size or SIDE
        env = replace(self._env(layer), probe=lambda _: [(3, side, side)])
        try:
            setup = kind.rule(layer, [], env)
        except CaffeFillersError:
            return None
        return Setup([], [each for each in setup.draws if isinstance(each, Skip)])

    def _by_blobs(
        self, kind: LayerType, layer: caffe.LayerParameter, held: Mapping[int, Shape]
    ) -> tuple[Setup | None, CaffeFillersError | None]:
        """The setup with the bottoms that blobs of these shapes ask for."""
        wanted = BOTTOMS.get(kind.name)
        shapes = [held.get(blob, ()) for blob in range(max(held) + 1)]
        if wanted is None:
            return None, None
        try:
            return kind.rule(layer, wanted(layer, shapes), self._env(layer)), None
        except CaffeFillersError as error:
            return None, error
        except IndexError:  # a blob has too few axes for this layer
            return None, ShapeError(f"blobs of {_told(held)} are none of this layer's")

    def _unfit(
        self,
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
        if layer.type not in BOTTOMS and not setup.blobs:
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
        return Env(layer.phase, self._habits, given.dialect, given.shapes, given.probe)


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


# --- bottoms that blobs ask for -------------------------------------------------------------------


def _convolution(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """Channels from the weights; each side as large as the kernel reaches, or a little larger."""
    param, weight = layer.convolution_param, blobs[0]
    deconvolution = layer.type == "Deconvolution"
    channels = weight[0] if deconvolution else weight[1] * max(param.group, 1)
    reach = max([1, *param.dilation])
    sides = tuple(reach * (side - 1) + 1 for side in weight[2:])
    leading = (1,) * max(param.axis, 0) if param.axis >= 0 else (1,)
    return [(*leading, channels, *sides)] * max(len(layer.bottom), 1)


def _inner_product(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    param = layer.inner_product_param
    inputs = blobs[0][-2] if param.transpose else blobs[0][-1]
    return [(*(1,) * (param.axis if param.axis > 0 else 1), inputs)]


def _embed(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    del layer, blobs
    return [(1,)]


def _scale(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """The slice that the blob is laid over, and where a second bottom is the factor, that too."""
    param = layer.scale_param
    return _laid_over(blobs[0], param.axis, param.num_axes, len(layer.bottom))


def _bias(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    param = layer.bias_param
    return _laid_over(blobs[0], param.axis, param.num_axes, len(layer.bottom))


def _laid_over(blob: Shape, axis: int, axes: int, bottoms: int) -> list[Shape]:
    # A legacy shape pads a slice of one axis with three ones.
    inner = blob[-axes:] if 0 < axes < len(blob) else blob
    whole = (*(1,) * axis, *inner) if axis >= 0 else (1,) * (-axis - len(inner)) + tuple(inner)
    whole = whole or (1,)
    return [whole, tuple(inner)][: max(bottoms, 1)]


def _channels(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    del layer
    return [(1, blobs[0][-1] if blobs[0] else 1)]


def _nothing(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    del layer, blobs
    return []


def _recurrent(layer: caffe.LayerParameter, blobs: Sequence[Shape]) -> list[Shape]:
    """One time step of one item."""
    param = layer.recurrent_param
    states = 2 if layer.type == "LSTM" else 1
    usual = 3 if layer.type == "LSTM" else 5
    static = [(1, blobs[2][-1])] if len(blobs) > usual else []
    exposed = [(1, 1, param.num_output)] * states if param.expose_hidden else []
    return [(1, 1, blobs[0][-1]), (1, 1), *static, *exposed]


#: By layer type: the bottoms that a layer with blobs of these shapes had, as far as they matter.
BOTTOMS: Mapping[str, Callable[[Any, Sequence[Shape]], list[Shape]]] = {
    "Convolution": _convolution,
    "Deconvolution": _convolution,
    "InnerProduct": _inner_product,
    "Embed": _embed,
    "Scale": _scale,
    "Bias": _bias,
    "PReLU": _channels,
    "BatchNorm": _channels,
    "Parameter": _nothing,
    "LSTM": _recurrent,
    "RNN": _recurrent,
}
