"""The text of a training net, changed into that of the net to deploy.

Only what must change changes. Comments stay: all that stand in a layer which becomes another one,
and of a layer which falls away those above it; what is written inside it goes with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from caffe_fillers.core.registry import BVLC, FORKS, layers
from caffe_fillers.deployment.cut import Cut, Head, cut_net
from caffe_fillers.deployment.inputs import preprocessing, shapes_of
from caffe_fillers.deployment.roles import INPUT
from caffe_fillers.errors import CaffeFillersError, NetError, within
from caffe_fillers.formats.prototxt import is_solver
from caffe_fillers.net import TEST, bare_state, build
from caffe_fillers.plan.net import Options, plan_built
from caffe_fillers.proto import caffe
from caffe_fillers.rewrite.groups import remove_all, spread_all
from caffe_fillers.rewrite.text import readable, schema_of, upgrade_text
from caffe_fillers.rewrite.values import block_in
from caffe_fillers.strings import source_text
from caffe_fillers.text import unknown_fields
from caffe_fillers.text.edit import Editor
from caffe_fillers.text.moves import goes_on
from caffe_fillers.text.tree import Block, List, blocks_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.core.registry import LayerType
    from caffe_fillers.text import Document, Field, Fields
    from caffe_fillers.text.style import Style

__all__ = ["DeployOptions", "Deployed", "deploy_text"]

#: What rules say is settled once the layers are chosen.
_RULES = ("include", "exclude")
#: A fork's fillers are called like BVLC's.
_FILLER = re.compile(r"(?:.*_)?filler")
_MULTIPLIERS = ("lr_mult", "decay_mult")
_DESCRIPTOR: Any = caffe.LayerParameter.DESCRIPTOR  # its class depends on protobuf's backend


@dataclass(frozen=True, slots=True)
class DeployOptions:
    """What the net to deploy should be like, where the training net leaves a choice."""

    #: Level and stages of the net, in the TEST phase.
    level: int | None = None
    stages: tuple[str, ...] = ()
    #: Shapes that the user gives, and a probe for those that the data tells.
    options: Options = field(default_factory=Options)
    #: The first dimension of all inputs; None as in training.
    batch: int | None = None
    #: The results that are wanted; all if empty.
    only: tuple[str, ...] = ()
    drop_fillers: bool = False
    drop_multipliers: bool = False


@dataclass(frozen=True, slots=True)
class Deployed:
    """What became of a net."""

    #: Whether the text is another one now.
    changed: bool
    #: The inputs made of data layers, by the name of their top.
    inputs: Mapping[str, Shape]
    #: The names of the net's results.
    outputs: tuple[str, ...]
    #: What the user should know: preprocessing that nobody does any more.
    notes: tuple[str, ...]
    #: What is wrong with the result, and what the upgrade of an old net lost.
    warnings: tuple[str, ...]


def deploy_text(document: Document, wishes: DeployOptions | None = None) -> Deployed:
    """Make of a training net's text that of the net to deploy, in place.

    Data layers become Input, losses the layer that computes what they judge; labels, metrics and
    layers of the TRAIN phase fall away. An old net is upgraded first.

    Raises:
        TextError, UpgradeError: the text is not a net, as in `rewrite.text.upgrade_text`.
        NetError: it cannot be wired, or has no layer or result of that name.
        CaffeFillersError: the shape of an input is not known; the error tells how to give it.
    """
    wishes = wishes or DeployOptions()
    if is_solver(document):
        hint = "Name the net file that the solver trains."
        raise NetError("a solver is not deployed", where=document.name, hint=hint)
    before = str(document)
    upgraded = upgrade_text(document)
    with within(document.name):
        net = _message(document)
        wishes = replace(wishes, options=_in_dialect(net, wishes.options))
        state = bare_state(net, TEST, wishes.level, wishes.stages)
        cut = cut_net(net, state, wishes.only, wishes.options.dialect)
        if net.layer and not cut.kept and not cut.inputs:
            raise NetError(f"no layer is left in the state {state}", hint="Is there a --stage?")
        shapes = {
            index: shapes_of(net.layer[index], tops, wishes.options, wishes.batch)
            for index, tops in cut.inputs.items()
            if net.layer[index].type != INPUT
        }
        _Text(document, net, wishes).change(cut, shapes)
        problem = _problem(document, wishes.options)
    inputs = {
        net.layer[index].top[position]: shape
        for index, made in shapes.items()
        for position, shape in zip(cut.inputs[index], made, strict=True)
    }
    lost = tuple(str(note) for note in upgraded.notes if note.outcome != "done")
    return Deployed(
        str(document) != before, inputs, cut.outputs, _undone(net, shapes), (*lost, *problem)
    )


def _message(document: Document) -> caffe.NetParameter:
    schema: Any = schema_of(document)
    net: caffe.NetParameter = readable(document, unknown_fields(document, schema), schema)
    return net


def _in_dialect(net: caffe.NetParameter, options: Options) -> Options:
    """The options in the dialect that the net is written in, unless one is named."""
    own = isinstance(net, caffe.NetParameter)
    if options.dialect != BVLC or (own and all(layers.find(each.type) for each in net.layer)):
        return options
    # Nets that BVLC's Caffe knows do without the forks' tables.
    from caffe_fillers.dialects.detect import detect, foreign  # noqa: PLC0415
    from caffe_fillers.dialects.read import in_union  # noqa: PLC0415

    found = detect(foreign(in_union(net) if own else net))
    return replace(options, dialect=found[0].name if found else FORKS)


def _problem(document: Document, options: Options) -> tuple[str, ...]:
    """Why the result would not run, if it would not."""
    net = _message(document)
    if options.dialect != BVLC and isinstance(net, caffe.NetParameter):
        from caffe_fillers.dialects.read import in_union  # noqa: PLC0415

        net = in_union(net)
    try:
        plan_built(build(net, bare_state(net, TEST)).net, options)
    except CaffeFillersError as error:
        return (f"the result cannot be planned: {error}",)
    return ()


def _undone(net: caffe.NetParameter, inputs: Collection[int]) -> tuple[str, ...]:
    layers = [net.layer[index] for index in inputs]
    told = {layer.top[0]: preprocessing(layer) for layer in layers}
    return tuple(f"prepare {top!r} as in training: {work}" for top, work in told.items() if work)


class _Text:
    """The edits, layer by layer."""

    def __init__(self, document: Document, net: caffe.NetParameter, wishes: DeployOptions) -> None:
        self._document = document
        self._layers = net.layer
        self._rows = [layers.find(each.type, wishes.options.dialect) for each in net.layer]
        self._wishes = wishes
        self._editor = Editor(document)

    @property
    def _style(self) -> Style:
        return self._editor.style

    def change(self, cut: Cut, shapes: Mapping[int, Sequence[Shape]]) -> None:
        """Make the text that of the cut net, with Inputs of these shapes."""
        document, style = self._document, self._style
        if any(isinstance(each.value, List) for each in document.all("layer")):
            spread_all(document, ("layer",), style)
        for index, each in reversed(list(enumerate(document.all("layer")))):
            layer = block_in(each)
            if index in shapes:
                self._to_input(index, layer, cut.inputs[index], shapes[index])
            elif index in cut.inputs:
                self._trim_input(index, layer, cut.inputs[index])
            elif index in cut.heads:
                self._to_head(index, layer, cut.heads[index])
            elif index in cut.kept:
                self._keep(index, layer)
            else:
                self._remove(each)
        remove_all(document, ("state",), style)

    def _remove(self, layer: Field) -> None:
        layer.value = Block()
        layer.trail = "\n" if layer.trail.endswith("\n") else ""
        self._editor.remove(self._document, layer)

    def _keep(self, index: int, layer: Block) -> None:
        remove_all(layer, _RULES, self._style)
        if self._wishes.drop_fillers and not self._is_filled(index):
            _drop_fillers(layer, self._style)
        if self._wishes.drop_multipliers:
            self._drop_multipliers(layer)

    def _is_filled(self, index: int) -> bool:
        """Whether fillers make the layer's tops, so that it is nothing without them."""
        row = self._rows[index]
        return row is not None and bool(row.data.fillers)

    def _to_input(
        self, index: int, layer: Block, tops: Sequence[int], shapes: Sequence[Shape]
    ) -> None:
        self._drop_values(layer, "top", len(self._layers[index].top), tops)
        self._editor.set(layer, "type", f'"{INPUT}"', _DESCRIPTOR)
        written = [f"shape {{ {' '.join(f'dim: {dim}' for dim in shape)} }}" for shape in shapes]
        end = len(layer.fields)
        if goes_on(layer, end):
            text = f"input_param {{ {' '.join(written)} }}"
        else:
            lines = "".join(f"{self._style.indent}{each}\n" for each in written)
            text = f"input_param {{\n{lines}}}"
        # Put in while the old fields are there: their comments then stand above it.
        (made,) = self._editor.insert(layer, end, text)
        for each in reversed(layer.fields):
            if each.name not in {"name", "type", "top"} and each is not made:
                self._editor.remove(layer, each)

    def _trim_input(self, index: int, layer: Block, tops: Sequence[int]) -> None:
        was = self._layers[index]
        shapes = len(was.input_param.shape)
        remove_all(layer, _RULES, self._style)
        if shapes == len(was.top) > 1:
            self._drop_values(layer, "input_param.shape", shapes, tops)
            shapes = len(tops)
        self._drop_values(layer, "top", len(was.top), tops)
        if self._wishes.batch is not None:
            for number in range(shapes):
                path = f"input_param.shape[{number}].dim[0]"
                self._editor.set(layer, path, str(self._wishes.batch), _DESCRIPTOR)

    def _to_head(self, index: int, layer: Block, head: Head) -> None:
        was = self._layers[index]
        self._drop_values(layer, "bottom", len(was.bottom), (0,))
        moved = list(_moved(was, self._rows[index]))
        self._reduce(layer, ("name", "type", "bottom", "top", head.row.parameter))
        for name, value in (("name", head.name), ("type", head.row.name), ("top", head.name)):
            self._editor.set(layer, name, _quoted(value), _DESCRIPTOR)
        for path, text in moved:
            self._editor.set(layer, path, text, _DESCRIPTOR)

    def _drop_values(self, layer: Block, path: str, count: int, stay: Collection[int]) -> None:
        for position in reversed(range(count)):
            if position not in stay:
                self._editor.unset(layer, f"{path}[{position}]")

    def _reduce(self, layer: Block, names: Collection[str]) -> None:
        """Take out all fields but these."""
        remove_all(layer, {each.name for each in layer} - set(names), self._style)

    def _drop_multipliers(self, layer: Block) -> None:
        for name in _MULTIPLIERS:
            self._editor.unset(layer, f"param.{name}")
        # A blob's param is found by its number: those in front of one with a name must stay.
        params = layer.blocks("param")
        for position in reversed(range(len(params))):
            if params[position].fields:
                break
            self._editor.unset(layer, f"param[{position}]")


def _drop_fillers(layer: Fields, style: Style) -> None:
    stack = [layer]
    while stack:
        fields = stack.pop()
        remove_all(fields, {each.name for each in fields if _is_filler(each)}, style)
        stack += (block for each in fields for block in blocks_of(each.value))


def _is_filler(each: Field) -> bool:
    return bool(_FILLER.fullmatch(each.name)) and not isinstance(each.value, str)


def _moved(loss: caffe.LayerParameter, row: LayerType | None) -> Iterator[tuple[str, str]]:
    """The fields of a loss that its head has too: the path in the head, and the value's text."""
    for path, target in row.judges.moves if row else ():
        *outer, name = path.split(".")
        message: Any = loss
        for each in outer:
            message = getattr(message, each)
        if message.HasField(name):
            value = getattr(message, name)
            yield target, _quoted(value) if isinstance(value, str) else str(value).lower()


def _quoted(name: str) -> str:
    """A string as a prototxt has it."""
    escaped = re.sub(r'[\\"]', r"\\\g<0>", source_text(name))
    return '"' + re.sub(r"[\0-\x1f]", lambda found: f"\\{ord(found[0]):03o}", escaped) + '"'
