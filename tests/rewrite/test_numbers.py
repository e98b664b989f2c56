"""Editing a text does not touch numbers: an upgraded net fills to the same bits."""

from collections import Counter
from functools import partial

import pytest

from caffe_fillers.formats import datasets
from caffe_fillers.rewrite.text import upgrade_text
from caffe_fillers.text import parse
from tests._nets import digest, planned
from tests._shared import corpus, golden, manifest


def both(path, phase, tmp_path):
    """What a definition fills to as it is, and after its upgrade."""
    document = parse(path.read_bytes(), str(path))
    changed = upgrade_text(document).changed
    new = tmp_path / path.name
    new.write_bytes(document.encode())
    probe = partial(datasets.probe, folder=path.parent)
    return (
        digest(planned(path, phase, probe=probe), 1701),
        digest(planned(new, phase, probe=probe), 1701),
        changed,
    )


@pytest.mark.parametrize(
    "name", ["d01_v0_full", "d02_v0_input", "d05_v1_input", "d07_v1_type_number"]
)
def test_small_nets(name, tmp_path):
    """Shapes, hashes of all blobs, the next word."""
    before, after, changed = both(golden("nets_semantics") / f"{name}.prototxt", "TEST", tmp_path)

    assert changed
    assert before == after


@pytest.mark.slow
def test_public_nets(tmp_path, monkeypatch):
    """Those of old generations that a real Caffe filled, as far as they are small."""
    monkeypatch.chdir(corpus())
    seen = Counter()
    for row in manifest():
        old = row["generation"].startswith(("V0", "V1", "V2+input")) and row["result"] == "ok"
        if row["kind"] == "net" and old and int(row["params"]) < 100_000:
            before, after, changed = both(corpus() / row["file"], row["phase"], tmp_path)
            assert before == after, row["file"]
            seen["changed" if changed else "as it was"] += 1

    assert {"changed": 77} == seen
