"""What a revision of Caffe had not heard of yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.errors import LayerError, within

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from caffe_fillers.rng.eras import CaffeRow

__all__ = ["check_fields"]


def check_fields(message: Message, revision: CaffeRow) -> None:
    """Caffe refuses a file with a field that is not in its schema.

    Raises:
        LayerError: the message, or one inside it, sets a field that came after the revision.
    """
    if not revision.later_fields:
        return
    for field, value in message.ListFields():
        with within(field.name):
            if f"{message.DESCRIPTOR.name}.{field.name}" in revision.later_fields:
                raise LayerError(
                    f"Caffe {revision.name} has no field {field.name} yet",
                    hint="Remove it, or choose a later revision with --caffe.",
                )
            if field.message_type is not None:
                for each in [value] if hasattr(value, "ListFields") else value:
                    check_fields(each, revision)
