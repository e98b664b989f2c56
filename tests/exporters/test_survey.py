"""Public deploy nets: as many are exported as the page says, and each as the list says.

By default a few dozen are asked; this asks all, and loads each, in some minutes:

    CAFFE_FILLERS_EXPORT_CORPUS=all python -m pytest tests/exporters/test_survey.py -n auto
"""

import os

import pytest

from tests._nets import inside
from tests._shared import corpus
from tests.exporters._run import hollow, session
from tests.exporters._survey import (
    EXPORTED,
    PAGE,
    PLAN,
    WHY,
    deploy_nets,
    outcome,
    page_table,
    read_table,
)

ALL = os.environ.get("CAFFE_FILLERS_EXPORT_CORPUS") == "all"
STEP = 1 if ALL else 45
#: So many deploy nets there are; this share of them must leave Caffe.
NETS, SHARE = 882, 0.59

LIST = read_table()


def test_the_list_is_whole():
    """Every net stands in it once, for a reason that is known."""
    assert sorted(LIST) == sorted(deploy_nets())
    assert len(LIST) == NETS
    assert {each.why for each in LIST.values()} <= {EXPORTED, *WHY}


def test_the_page_has_the_list_in_short():
    """Its table is made of it, and the goal is reached."""
    assert page_table(LIST) in PAGE.read_text(encoding="utf-8")
    exported = sum(each.why == EXPORTED for each in LIST.values())
    assert exported >= SHARE * NETS


def check(name):
    """Export a net, or be refused, as the list says."""
    with inside(corpus()):
        made = outcome(name, lambda assembled: session(hollow(assembled), optimised=False))
    told = LIST[name]
    assert made.why == told.why
    if made.why != PLAN:
        # What the plan says of a broken net is tested there.
        assert made.what == told.what


@pytest.mark.parametrize("name", sorted(LIST)[:: STEP * 4])
def test_a_net(name):
    """One in so many."""
    check(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(sorted(LIST)[::STEP]) - set(sorted(LIST)[:: STEP * 4])))
def test_another_net(name):
    """The others of those that are asked."""
    check(name)
