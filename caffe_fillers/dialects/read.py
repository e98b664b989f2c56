"""Texts that BVLC's schema does not read: what they mean to some fork, and what to nobody.

The union of all forks' words reads them. A word that is in none is a `Doubt`: by the rules here it
stops the reading, or is left out and told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from google.protobuf.message import Message

from caffe_fillers.core.registry import FORKS, layers
from caffe_fillers.errors import TextError
from caffe_fillers.proto import schema
from caffe_fillers.strings import decoded
from caffe_fillers.text import scalars
from caffe_fillers.text.tokens import is_string
from caffe_fillers.upgrades import rules

if TYPE_CHECKING:
    from collections.abc import Collection

    from caffe_fillers.text import Document, Doubt, Fields

__all__ = ["Mode", "Reading", "Tolerance", "in_union", "read"]

M = TypeVar("M", bound=Message)

#: "usual": a word that nobody knows stops the reading where it may change a blob; "tolerant": it
#: never does; "strict": it always does.
Mode: TypeAlias = Literal["usual", "tolerant", "strict"]

#: A message with one of these fields decides the shape of a top.
_SHAPE_WORDS = {
    *("num_output", "kernel_size", "kernel_h", "pad", "stride", "dilation", "dim", "shape"),
    *("height", "width", "batch_size", "batchsize", "crop_size", "new_height", "pooled_h"),
    *("output_dim", "zoom_factor", "concat_dim", "slice_point", "end_axis", "tiles", "order"),
    *("offset", "out_max_val", "pyramid_height"),
}
_LAYERS = ("LayerParameter", "V1LayerParameter", "V0LayerParameter")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How a text is read."""

    mode: Mode = "usual"
    #: The dialect that the user names; None to find it.
    dialect: str | None = None
    #: Layer types of which the user says that they have no blobs.
    no_blobs: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a text."""

    #: A NetParameter or SolverParameter of the union.
    message: Any
    #: Why BVLC's Caffe would refuse the text.
    refusal: str
    #: What nobody knows, and was left out.
    findings: tuple[str, ...]


def read(document: Document, cls: type[Message], how: Tolerance, refusal: TextError) -> Reading:
    """The message of BVLC's class `cls`, or rather of its namesake in the union.

    Args:
        document: The text.
        cls: BVLC's NetParameter or SolverParameter.
        how: How much is left out.
        refusal: What BVLC's schema says to the text.

    Raises:
        TextError: no fork can read the text, or it has a word that nobody knows in a place where
            it may matter.
    """
    doubts: list[Doubt] = []
    name: str = cls.DESCRIPTOR.name
    message = document.message(schema("union").message(name), doubts)
    for doubt in doubts:
        reason = _stops(doubt, how)
        if reason:
            raise _refused(doubt, reason)
    told = tuple(f"{_said(each.error)}: {_left_out(each)}" for each in doubts)
    return Reading(message, _said(refusal), told)


def in_union(message: Message) -> Any:
    """BVLC's message as one of the union."""
    made = schema("union").message(message.DESCRIPTOR.name)()
    made.ParseFromString(message.SerializeToString())
    return made


def _said(error: TextError) -> str:
    """An error in one line."""
    return f"{error.where}: {error.message.splitlines()[0]}"


def _left_out(doubt: Doubt) -> str:
    return "the last one counts" if doubt.case == "twice" else "left out, nobody knows it"


def _refused(doubt: Doubt, reason: str) -> TextError:
    error = doubt.error
    told = f"No fork that is known here has it either, and {reason}. --tolerant leaves it out."
    hint = f"{error.hint} {told}" if error.hint else told
    return TextError(error.message, where=error.where, hint=hint)


def _stops(doubt: Doubt, how: Tolerance) -> str | None:
    """Why this doubt may not just be told; None if it may."""
    if how.mode != "usual":
        return "--strict lets nothing pass" if how.mode == "strict" else None
    near = _near(doubt.name, doubt.known)
    if near:
        return f"it is {near!r} but for a letter"
    names = [name for name, _ in doubt.around]
    if "FillerParameter" in names:
        return "it stands in a filler"
    if any(map(_decides_shapes, names)):
        return f"it stands in a {names[-1]}, which decides a shape"
    return _in_layer(doubt, how)


def _near(name: str, known: Collection[str]) -> str | None:
    """A known name that is this one but for the case of letters or one edit."""
    folded = name.casefold()
    return next((each for each in known if _one_edit(folded, each.casefold())), None)


def _one_edit(one: str, other: str) -> bool:
    """Whether one letter was added, left out, changed or swapped with the next; or nothing was."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[:start] + one[start + 1 : start + 2] + one[start : start + 1] + one[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped == other


def _decides_shapes(message: str) -> bool:
    found = schema("union").file.message_types_by_name.get(message)
    return found is not None and not _SHAPE_WORDS.isdisjoint(found.fields_by_name.keys())


def _in_layer(doubt: Doubt, how: Tolerance) -> str | None:
    around = [(name, fields) for name, fields in doubt.around if name in _LAYERS]
    if not around:
        return None
    type_name = _layer_type(*around[-1])
    if type_name in how.no_blobs:
        return None
    row = layers.find(type_name, FORKS)
    if row is None:
        return f"its layer's type {type_name!r} is not known"
    return f"it stands in a {type_name} layer, which has blobs" if row.blobs.roles else None


def _layer_type(message: str, fields: Fields) -> str:
    """The V2 type of the layer of any generation with these fields."""
    given = fields.get("type")
    raw = given.value if given is not None and isinstance(given.value, str) else ""
    if message == "V1LayerParameter":
        inner = fields.get("layer")
        return "" if inner is not None else rules.v2_type(raw)
    type_name = decoded(scalars.string(raw)) if raw and is_string(raw) else ""
    if message == "V0LayerParameter":
        return rules.v2_type(rules.V0_TYPES.get(type_name, ""))
    return type_name
