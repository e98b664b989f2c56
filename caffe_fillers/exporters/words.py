"""Words of forks in layers of types that BVLC has too.

A function for BVLC's type does not read them, so a layer that has one is refused, unless the word
changes no result, or the plan's shapes say all that it means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caffe_fillers.core.words import extra
from caffe_fillers.errors import LayerError
from caffe_fillers.proto import caffe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["check_fields", "check_words"]

#: They choose an algorithm, not a result; what Intel's engines do otherwise is refused elsewhere.
WITHOUT_EFFECT = frozenset(
    {
        "engine",
        "convolution_param.cudnn_convolution_algo_seeker",
        "convolution_param.conv_algos_override",
    }
)


def check_words(layer: caffe.LayerParameter, handled: Collection[str] = ()) -> None:
    """Refuse a layer with words that BVLC's type does not have.

    Args:
        layer: The layer.
        handled: The paths of those that the function for its type reads all the same.

    Raises:
        LayerError: it has such words; the error names them.
    """
    descriptor: Any = caffe.LayerParameter.DESCRIPTOR
    known = WITHOUT_EFFECT.union(handled)
    paths = _strange(layer, descriptor, "")
    strange = [path for path in paths if path not in known and not path.endswith("_param.engine")]
    _refuse(layer, strange)


def check_fields(layer: caffe.LayerParameter, field: str, known: Collection[str]) -> None:
    """Refuse words of a fork's own message that the function for its type does not read.

    Args:
        layer: The layer.
        field: The message's name in it.
        known: The words that are read.

    Raises:
        LayerError: it has others; the error names them.
    """
    message = extra(layer, field)
    if message is not None:
        names = [each.name for each, _ in message.ListFields()]
        _refuse(layer, [f"{field}.{name}" for name in names if name not in known])


def _refuse(layer: caffe.LayerParameter, strange: Sequence[str]) -> None:
    if strange:
        raise LayerError(
            f"what forks mean by {', '.join(dict.fromkeys(strange))} cannot be exported",
            hint=f"--cut {layer.name} makes its tops inputs; a plugin may know the layer.",
        )


def _strange(message: Any, descriptor: Any, prefix: str) -> Iterator[str]:
    """The paths of fields, and of enum values, that BVLC's schema does not have."""
    for field, value in message.ListFields():
        known = descriptor.fields_by_name.get(field.name)
        path = f"{prefix}{field.name}"
        if known is None:
            yield path
        elif known.enum_type is not None:
            values = [value] if isinstance(value, int) else value
            if not set(values) <= set(known.enum_type.values_by_number.keys()):
                yield path
        elif known.message_type is not None and known.message_type.name != "FillerParameter":
            # What a filler reads is in the numbers.
            inner = [value] if hasattr(value, "ListFields") else value
            for each in inner:
                yield from _strange(each, known.message_type, f"{path}.")
