"""`fill-weights upgrade OLD...`: old definitions and models in the format of today."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from google.protobuf.message import DecodeError

from caffe_fillers.api.texts import upgrade
from caffe_fillers.cli.helps import HelpfulCommand
from caffe_fillers.cli.texts import STREAM, Edited, Outputs, edit_all, text_name, text_options
from caffe_fillers.errors import FormatError, within
from caffe_fillers.formats import caffemodel
from caffe_fillers.proto import caffe
from caffe_fillers.proto.binary import message_bytes, parsed
from caffe_fillers.upgrades import upgrade_net

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caffe_fillers.upgrades import Note

__all__ = ["upgrade_command"]

#: What the first bytes of a binary message have, and no text: a control character.
_BINARY = re.compile(rb"[\0-\x08\x0e-\x1f\x7f]")
_HEAD = 512


@click.command("upgrade", cls=HelpfulCommand)
@click.argument("names", nargs=-1, metavar="OLD...")
@text_options
def upgrade_command(names: tuple[str, ...], **options: Any) -> int:
    """Upgrade old definitions as Caffe does; comments, order and layout stay.

    OLD is a net or a solver prototxt of any generation, or a .caffemodel; - is standard input.
    Without an option the result goes to standard output. What Caffe drops in silence is a warning.

    \b
    Examples:
      fill-weights upgrade old.prototxt -o new.prototxt
      fill-weights upgrade --in-place --backup .bak *.prototxt
      fill-weights upgrade --diff old.prototxt
      fill-weights upgrade --check *.prototxt
      fill-weights upgrade old.caffemodel -o new.caffemodel

    The exit code is 1 if Caffe's own tools would report a problem, or with --check if a file is
    not up to date.
    """
    return edit_all(Outputs.of(names, models=True, **options), _upgraded)


def _upgraded(name: str, content: bytes) -> Edited:
    if name.endswith(".caffemodel") or _BINARY.search(content[:_HEAD]):
        return _upgraded_model(name, content)
    result = upgrade(content, text_name(name))
    return Edited(
        content,
        result.document.encode(),
        _dropped(result.notes),
        "upgraded",
        finding=result.partial,
    )


def _upgraded_model(name: str, content: bytes) -> Edited:
    old = _model(name, content)
    with within(name):
        result = upgrade_net(old)
    same = result.net is old or result.net == old
    after = content if same else message_bytes(result.net)
    warnings = _dropped(result.notes)
    return Edited(content, after, warnings, "upgraded", finding=result.partial, binary=True)


def _model(name: str, content: bytes) -> caffe.NetParameter:
    if name != STREAM:
        return caffemodel.read(Path(name))
    try:
        return parsed(caffe.NetParameter, content)
    except DecodeError as error:
        raise FormatError(f"is not a NetParameter: {error}", where="<stdin>") from None


def _dropped(notes: Iterable[Note]) -> tuple[str, ...]:
    return tuple(str(note) for note in notes if note.outcome != "done")
