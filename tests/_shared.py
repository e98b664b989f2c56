"""Where the golden numbers and the public nets are found.

The golden numbers stand in tests/golden, with a README of their own. Other people's nets are kept
beside the checkout in a folder named `shared` (or where CAFFE_FILLERS_SHARED points). Without it
the tests that need them skip and say so; where CI is set they fail.
"""

import csv
import functools
import hashlib
import json
import os
import tarfile
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CAFFE_FILLERS_SHARED", ROOT.parent / "shared"))


def missing(what):
    """Fail in CI, skip elsewhere, and say what is missing."""
    message = f"{what} not found: set CAFFE_FILLERS_SHARED to the folder that holds it"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def parts(number, quick):
    """The numbers of a long test's parts; those from `quick` on are for the whole suite only."""
    return [
        each if each < quick else pytest.param(each, marks=pytest.mark.slow)
        for each in range(number)
    ]


def golden(name):
    """A file or folder of the golden numbers."""
    return ROOT / "tests" / "golden" / name


@functools.cache
def golden_json(name):
    """A golden JSON file, read once a process."""
    return json.loads(golden(name).read_text())


@functools.cache
def corpus():
    """The folder of public nets, unpacked once per archive into the system's temporary folder."""
    given = os.environ.get("CAFFE_FILLERS_CORPUS")
    if given:
        return Path(given)
    archive = SHARED / "nets.tar.xz"
    if not archive.exists():
        missing("nets.tar.xz")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()[:16]
    target = Path(tempfile.gettempdir()) / f"caffe_fillers-nets-{digest}"
    if not target.exists():
        # Several test workers may unpack at once: each into its own folder, the first rename wins.
        scratch = Path(tempfile.mkdtemp(dir=target.parent))
        with tarfile.open(archive) as tar:
            tar.extractall(scratch, filter="data")
        try:
            scratch.rename(target)
        except OSError:
            if not target.exists():
                raise
    return target


@functools.cache
def manifest():
    """The rows of the corpus manifest, as dictionaries."""
    with (corpus() / "manifest.tsv").open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
