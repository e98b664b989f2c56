"""Which public deploy nets leave Caffe, and why the others do not."""

import re
from collections import Counter
from typing import NamedTuple

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.exporters.options import ExportOptions
from caffe_fillers.exporters.planned import export_plan
from caffe_fillers.exporters.reading import Origin, read_net
from tests._shared import ROOT, corpus, manifest

TABLE = ROOT / "tests" / "exported_nets.tsv"
PAGE = ROOT / "docs" / "export.md"

#: What stands in the list for a net that is exported.
EXPORTED = "exported"
#: Why a net is not exported, in the order of the table on the page.
TYPE, WORD, PYTHON, SHAPE, PLAN = "type", "word", "Python", "shape", "net"
WHY = {
    TYPE: "a layer type of a fork without a function",
    WORD: "a fork's word in a layer, or a form of it, that the function does not know",
    PYTHON: "a layer written in Python",
    SHAPE: "a shape that neither the net nor its layers tell",
    PLAN: "a definition that no Caffe reads or sets up: cut off, templates, bottoms without a top",
}


class Outcome(NamedTuple):
    """What became of a net."""

    why: str
    #: The type, the words, the class in Python; else the error in short.
    what: str = ""


def deploy_nets():
    """The names of the public deploy nets."""
    rows = manifest()
    kinds = ("net", "deploy")
    return sorted({r["file"] for r in rows if (r["kind"], r["train_deploy"]) == kinds})


def outcome(name, load=None):
    """Export a net without its numbers; `load` is called with what was assembled."""
    path = corpus() / name
    options = ExportOptions()
    try:
        read = read_net(Origin(path), options)
    except CaffeFillersError as error:
        return _refused(error, PLAN)
    try:
        made = export_plan(read.planned, options, read.options, path.parent)
    except CaffeFillersError as error:
        return _refused(error, WORD)
    if load is not None:
        load(made.assembled)
    return Outcome(EXPORTED)


def _refused(error, otherwise):
    text = str(error).splitlines()[0]
    for why, pattern in (
        (TYPE, r"layers of type '(\w+)' cannot be exported"),
        (WORD, r"what forks mean by (.+) cannot be exported"),
        (PYTHON, r"what (\S+) computes is known to its code alone"),
    ):
        found = re.search(pattern, text)
        if found:
            return Outcome(why, found[1])
    kind = SHAPE if "is not known" in text else otherwise
    layer = re.search(r"layer '[^']*' \((\w+)\)", text)
    words = text.partition(".prototxt")[2] or text
    words = re.sub(r"layer '[^']*'", "layer", words).lstrip(":0123456789 ")
    return Outcome(kind, layer[1] if layer and kind == WORD else words[:60])


def read_table():
    """The list that is kept: outcomes by name."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {name: Outcome(why, what) for name, why, what in rows}


def page_table(outcomes):
    """The table for the page: how many nets of each kind, and of what types they are."""
    total = len(outcomes)
    kinds = Counter(each.why for each in outcomes.values())
    lines = ["| | nets | share |", "|---|---|---|", _row("exported", kinds[EXPORTED], total)]
    for why, words in WHY.items():
        if not kinds[why]:
            continue
        what = Counter(each.what.partition(",")[0] for each in outcomes.values() if each.why == why)
        named = [f"{name} {number}" for name, number in what.most_common(6) if number > 1]
        more = f" ({', '.join(named)} …)" if named and why in (TYPE, WORD, PYTHON) else ""
        lines.append(_row(words + more, kinds[why], total))
    return "\n".join([*lines, f"| all | {total} | |"]) + "\n"


def _row(words, number, total):
    return f"| {words} | {number} | {number / total:.1%} |"
