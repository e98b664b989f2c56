"""Reading what only some schemas have, and layers that are another layer with other words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

from caffe_fillers.core.registry import BVLC
from caffe_fillers.errors import FillerError

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.core.registry import FillerType

__all__ = ["check_words", "chosen", "copied", "extra", "numbers", "shape_of_fans"]

M = TypeVar("M", bound="Message")


def extra(message: Message, path: str, default: Any = None) -> Any:
    """What a message says under a path of names, where its schema knows them and it is set.

    A net whose words are all BVLC's comes as a message of BVLC's schema, any other as one of the
    union's: a rule for forks reads both.

    Args:
        message: The message to read.
        path: Names of fields, joined by dots.
        default: What holds where a schema lacks a name, or the field is not set. The forks'
            own defaults stand in the rules, as forks differ in them.

    Returns:
        The value; a list for a repeated field.

    Example:
        >>> extra(layer, "bn_param.frozen", default=False)
        False
    """
    *outer, last = path.split(".")
    for name in outer:
        if name not in message.DESCRIPTOR.fields_by_name:
            return default
        message = getattr(message, name)
    field = message.DESCRIPTOR.fields_by_name.get(last)
    if field is None:
        return default
    value = getattr(message, last)
    if not field.has_presence:
        return list(value) or default
    return value if message.HasField(last) else default


def numbers(message: Message, *paths: str) -> list[int]:
    """The numbers under the first of these paths that has any, whether it holds one or a list.

    The union has a word that some forks give once and others an axis as `word` and `word_list`.
    """
    for path in paths:
        found = extra(message, f"{path}_list") or extra(message, path)
        if found is not None:
            return list(found) if isinstance(found, list) else [found]
    return []


def chosen(message: Message, path: str) -> list[str]:
    """The names of the enum's values under a path; none where it is not set.

    A name means the same in every schema; a fork's number is another one in the union.
    """
    *outer, last = path.split(".")
    owner = extra(message, ".".join(outer)) if outer else message
    if owner is None:
        return []
    values = numbers(owner, last)
    field = owner.DESCRIPTOR.fields_by_name.get(last)
    if field is None or field.enum_type is None:
        return []
    names = field.enum_type.values_by_number
    return [names[value].name for value in values]


#: Words of papers' fillers; the last two some fork's filler reads too.
_OF_PAPERS = (
    *("distribution", "gain", "mode", "negative_slope", "sparsity"),
    *("num_groups", "scale"),
)


def check_words(filler: Message, row: FillerType) -> None:
    """Refuse words of papers' fillers in another one, which does not read them.

    Raises:
        FillerError: it has one.
    """
    for name in _OF_PAPERS if row.dialect == BVLC else _OF_PAPERS[:-2]:
        if extra(filler, name) is not None:
            raise FillerError(
                f"a {row.name} filler does not read {name}",
                where=name,
                hint="It is a word of the papers' fillers (docs/fillers.md).",
            )


def shape_of_fans(fan_in: int, fan_out: int) -> Shape:
    """The least shape of which these are the values per item of axis 0, and of axis 1."""
    common = math.gcd(fan_in, fan_out) or 1
    return fan_out // common, fan_in // common, common


def copied(message: M) -> M:
    """A copy to write another layer's words into."""
    copy = type(message)()
    copy.CopyFrom(message)
    return copy
