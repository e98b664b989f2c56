"""Texts: old nets and solvers in today's format, and training nets made the nets to deploy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from caffe_fillers.deployment import Deployed, DeployOptions, deploy_text
from caffe_fillers.formats import datasets, prototxt
from caffe_fillers.plan.net import no_probe
from caffe_fillers.proto import caffe
from caffe_fillers.rewrite.text import readable, upgrade_text
from caffe_fillers.text import parse, unknown_fields

if TYPE_CHECKING:
    import os

    from caffe_fillers.text import Document, Unknown
    from caffe_fillers.upgrades import Note

__all__ = ["DeployedText", "ReadNet", "UpgradedText", "deploy", "read_net", "upgrade"]


@dataclass(frozen=True, slots=True)
class ReadNet:
    """A net as far as Caffe's schema knows its words."""

    #: The text, without loss.
    document: Document
    #: What the schema knows of it; not upgraded.
    net: caffe.NetParameter
    #: What it does not know, each with its place.
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class UpgradedText:
    """A text in today's format."""

    document: Document
    changed: bool
    #: Whether somebody should look: Caffe's own tools report a problem, or a type is a guess.
    partial: bool
    #: What was done, and what Caffe drops in silence.
    notes: tuple[Note, ...]

    @property
    def text(self) -> str:
        """The text; `document.encode()` gives the bytes."""
        return str(self.document)


@dataclass(frozen=True, slots=True)
class DeployedText:
    """A net to deploy."""

    document: Document
    #: The inputs and outputs, what is prepared outside, and what is wrong with the result.
    told: Deployed

    @property
    def text(self) -> str:
        """The text; `document.encode()` gives the bytes."""
        return str(self.document)


def read_net(text: str | bytes, name: str = "<net>") -> ReadNet:
    """Read a net as viewers and converters need it: words of a fork are told, not refused.

    Args:
        text: The text of a prototxt.
        name: What to call it in errors.

    Returns:
        The tree, the message of what is known, and the places of what is not.

    Raises:
        TextError: it is not a text of protobuf's, or a known field has a wrong value.

    Example:
        >>> from caffe_fillers import read_net
        >>> read = read_net('name: "n" layer { name: "a" type: "ReLU6" relu6_param {} }')
        >>> read.net.layer[0].type, [each.path for each in read.unknown]
        ('ReLU6', ['layer.relu6_param'])

    Source: caffe.proto.
    """
    document = parse(text, name)
    unknown = tuple(unknown_fields(document, caffe.NetParameter))
    return ReadNet(document, readable(document, unknown, caffe.NetParameter), unknown)


def upgrade(text: str | bytes, name: str = "<net>") -> UpgradedText:
    """Upgrade a net or a solver of any generation; comments, order and layout stay.

    Args:
        text: The text of a prototxt.
        name: What to call it in errors and notes.

    Returns:
        The new text, and notes on what was done.

    Raises:
        TextError: the text cannot be read.
        UpgradeError: Caffe would refuse to upgrade it.

    Example:
        >>> from caffe_fillers import upgrade
        >>> upgrade('layers { name: "r" type: RELU bottom: "a" top: "a" }').text
        'layer { name: "r" type: "ReLU" bottom: "a" top: "a" }'

    Source: upgrade_proto.cpp.
    """
    document = parse(text, name)
    done = upgrade_text(document, solver=prototxt.is_solver(document))
    return UpgradedText(document, done.changed, done.partial, done.notes)


def deploy(
    text: str | bytes,
    options: DeployOptions | None = None,
    *,
    name: str = "<net>",
    folder: str | os.PathLike[str] = ".",
) -> DeployedText:
    """Make of a training net the net to deploy; comments, order and layout stay.

    Args:
        text: The text of a prototxt.
        options: What the net should be like where the training net leaves a choice.
        name: What to call it in errors and notes.
        folder: Where the files stand that its data layers name.

    Returns:
        The new text; inputs, outputs and notes beside it.

    Raises:
        TextError, UpgradeError: the text is not a net.
        NetError: it cannot be wired, or has no layer or result of a name that is asked for.
        CaffeFillersError: the shape of an input is not known; the error tells how to give it.

    Example:
        >>> from pathlib import Path
        >>> from caffe_fillers import deploy
        >>> from caffe_fillers.plan.net import Options
        >>> options = DeployOptions(options=Options(shapes={"data": (1, 1, 28, 28)}))
        >>> text = Path("examples/lenet_train_val.prototxt").read_text()
        >>> deploy(text, options).told.outputs
        ('prob',)

    Source: Caffe's examples, whose deploy files differ from their train_val files so.
    """
    document = parse(text, name)
    options = options or DeployOptions()
    notes: list[str] = []
    if options.options.probe is no_probe:
        how = options.options
        probe = partial(datasets.probe, folder=Path(folder), note=notes.append, dialect=how.dialect)
        options = replace(options, options=replace(how, probe=probe))
    told = deploy_text(document, options)
    return DeployedText(document, replace(told, notes=(*notes, *told.notes)))
