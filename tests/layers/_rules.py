"""One rule at a time: a layer's text and its bottoms' shapes in, what setting it up does out."""

from dataclasses import replace

import numpy as np
from google.protobuf import text_format

from caffe_fillers.core.draws import Drawn, Env, Fill, Habits, Skip
from caffe_fillers.core.registry import layers
from caffe_fillers.dialects.tables import dialects
from caffe_fillers.errors import DataError
from caffe_fillers.net import TEST
from caffe_fillers.proto import caffe, union
from caffe_fillers.rng.eras import Era, caffe_row


def no_data(layer):
    """A probe for nets without data."""
    raise DataError(f"no data for {layer.name}")


def env(*, phase=TEST, revision="master", dtype="float32", shapes=None, probe=no_data):
    """Surroundings for a rule."""
    era = replace(Era.default(), caffe=caffe_row(revision))
    return Env(phase, Habits(era, np.dtype(dtype)), "bvlc", shapes or {}, probe)


def layer(kind, text="", bottoms=0, tops=1):
    """A layer named "l" with bottoms b0, b1 … and tops t0, t1 … unless the text names its own."""
    message = caffe.LayerParameter(name="l", type=kind)
    text_format.Parse(text, message)
    if not message.bottom:
        message.bottom.extend(f"b{index}" for index in range(bottoms))
    if not message.top:
        message.top.extend(f"t{index}" for index in range(tops))
    return message


def fork_setup(kind, text="", bottoms=(), tops=1, *, dialect="forks", **surroundings):
    """What the rule of this type returns in a fork's net, whose words are all forks'."""
    message = union.LayerParameter(name="l", type=kind)
    text_format.Parse(text, message)
    message.bottom.extend(f"b{index}" for index in range(len(bottoms)))
    message.top.extend(f"t{index}" for index in range(tops))
    around = env(**surroundings)
    fork = dialects().get(dialect)
    if fork is not None and fork.revision is not None:
        era = replace(around.habits.era, caffe=fork.revision)
        around = replace(around, habits=replace(around.habits, era=era))
    row = layers.get(kind, dialect)
    assert len(bottoms) in row.bottoms
    assert tops in row.tops or row.auto_tops
    return row.rule(message, list(bottoms), replace(around, dialect=dialect))


def setup(kind, text="", bottoms=(), tops=1, **surroundings):
    """What the rule of this type returns."""
    message = layer(kind, text, len(bottoms), tops)
    return layers.get(kind).rule(message, list(bottoms), env(**surroundings))


def blobs(made):
    """Each blob's shape, and the filler it is drawn with ("given" for one that is not)."""
    return [
        (
            part.shape,
            made.draws[part.source.draw].filler if isinstance(part.source, Drawn) else "given",
        )
        for part in made.blobs
    ]


def burnt(made):
    """The words that are taken without filling a blob."""
    return sum(drawn.words for drawn in made.draws if isinstance(drawn, Skip))


def fills(made):
    """Shape and law of each fill, hidden ones included."""
    return [(drawn.shape, drawn.law) for drawn in made.draws if isinstance(drawn, Fill)]
