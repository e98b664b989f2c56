"""Thousands of public nets: the weights that a real Caffe gave each of those it could build.

By default nets of fewer than five million values are filled. The whole corpus takes a while:

    CAFFE_FILLERS_CORPUS_LIMIT=1000000000 python -m pytest tests/test_corpus.py -n auto
"""

import hashlib
import os
from collections import defaultdict

import pytest

from caffe_fillers.core.draws import Fill, count
from caffe_fillers.rng.rng import Rng
from tests._nets import filled, inside, planned
from tests._shared import corpus, manifest

LIMIT = int(os.environ.get("CAFFE_FILLERS_CORPUS_LIMIT", "5000000"))

#: Rows whose net Caffe built, and those of them with fewer values than the default limit.
ALL, BELOW = 1277, 520


def built():
    """The rows whose net Caffe built, grouped by the weights it gave them."""
    groups = defaultdict(list)
    try:
        rows = manifest()
    except pytest.skip.Exception:
        return {}
    for row in rows:
        if row["result"] == "ok" and int(row["params"]) < LIMIT:
            groups[row["blobs_sha256"]].append(row)
    return groups


GROUPS = built()


def place(row):
    """The file of this row's variant, relative to the corpus folder."""
    name = row["file"]
    return name.replace("files/", "withdb/", 1) if row["variant"] == "withdb" else name


def weights(net):
    """The hash of all blobs one after the other, how many they are, and the next word."""
    rng = Rng(1701)
    arrays = filled(net, rng)
    whole = hashlib.sha256()
    for slots in net.slots:
        for slot in slots:
            whole.update(arrays[slot].astype("<f4", copy=False))
    return whole.hexdigest(), str(rng.word())


def meaning(net):
    """What decides the hash of a net's weights: two nets with equal ones differ in names only."""
    draws = tuple(
        (draw.shape, draw.law) if isinstance(draw, Fill) else draw.words for draw in net.plan.draws
    )
    blobs = net.plan.blobs
    places = {slot: place for place, slot in enumerate(blobs)}
    sources = (
        (
            blob.shape,
            type(blob.source),
            getattr(blob.source, "draw", None),
            places.get(getattr(blob.source, "slot", None)),
        )
        for blob in blobs.values()
    )
    return draws, tuple(sources)


def test_no_row_was_dropped():
    """As many rows as the manifest has below the limit."""
    corpus()  # skips, or fails in CI, where it is missing
    rows = sum(map(len, GROUPS.values()))

    assert rows == (BELOW if LIMIT == 5_000_000 else rows)
    assert rows == ALL or LIMIT < 400_000_000


@pytest.mark.parametrize("expected", sorted(GROUPS))
def test_weights_are_caffes(expected):
    """Every row: number of blobs and values, all bytes, and the next word."""
    known = {}
    with inside(corpus()):
        for row in GROUPS[expected]:
            net = planned(place(row), row["phase"])
            shapes = [blob.shape for blob in net.plan.blobs.values()]

            assert (len(shapes), sum(map(count, shapes))) == (int(row["blobs"]), int(row["params"]))
            # Equal draws give equal weights: fill only what was not filled for another row.
            key = meaning(net)
            if key not in known:
                known[key] = weights(net)

            assert known[key] == (expected, row["next_word"]), row["file"]
