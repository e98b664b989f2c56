"""How many public nets of all forks plan: one in forty, or all of them.

All of them take ten minutes:

    CAFFE_FILLERS_CORPUS_ALL=1 python -m pytest tests/test_fork_nets.py -s
"""

import os
import re
from collections import Counter

import pytest

from tests._guesses import outcome
from tests._shared import ROOT, corpus

ALL = bool(os.environ.get("CAFFE_FILLERS_CORPUS_ALL"))
STRIDE = 1 if ALL else 40

pytestmark = pytest.mark.slow

#: The files that no shape lets pass, and why: what a Caffe would say, in short.
REFUSED = dict(
    line.split("\t") for line in (ROOT / "tests" / "refused_fork_nets.tsv").read_text().splitlines()
)


@pytest.fixture(scope="module")
def outcomes():
    """How far each file comes, by the first letters of its name."""
    files = sorted((corpus() / "files").iterdir())
    return {file.stem[:16]: outcome(file) for file in files[::STRIDE]}


def test_those_that_are_refused_are_known(outcomes):
    """By name and by what is said of them."""
    refused = {name: made.why for name, made in outcomes.items() if made.step == "refused"}
    assert sorted(refused) == sorted(REFUSED.keys() & outcomes.keys())
    for name, why in refused.items():
        assert REFUSED[name] in re.sub(r"layer '[^']*' ", "", why)


def test_nearly_all_plan(outcomes):
    """Both denominators are printed: the files whose bottoms have producers, and all files."""
    steps = Counter(made.step for made in outcomes.values())
    wired = steps["planned"] + steps["refused"]
    print(  # noqa: T201
        f"{steps['planned']} nets plan: {steps['planned'] / wired:.2%} of {wired} whose bottoms"
        f" have producers, {steps['planned'] / len(outcomes):.2%} of {len(outcomes)}",
        dict(steps),
    )
    assert steps["planned"] / wired >= (0.975 if ALL else 0.9)
