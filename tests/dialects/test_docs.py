"""docs/dialects.md is what the tables say."""

import importlib.util
import re
import sys

from tests._shared import ROOT

sys.path.insert(0, str(ROOT / "tools"))
_spec = importlib.util.spec_from_file_location("dialect_docs", ROOT / "tools/dialect_docs.py")
dialect_docs = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(dialect_docs)

PAGE = (ROOT / "docs/dialects.md").read_text()


def test_the_tables_are_current():
    """Those that need no corpus are as the tool writes them."""
    blocks = {"forks": dialect_docs.forks(), "resolved": dialect_docs.resolved()}

    assert dialect_docs.page(PAGE, blocks) == PAGE


def test_the_public_nets_add_up():
    """The last line is the sum, and is what the text above it says."""
    block = re.search(r"<!-- corpus -->\n(.*?)\n<!-- /corpus -->", PAGE, re.DOTALL)[1]
    rows = [
        [int(cell) for cell in line.split(" | ")[1:4] if cell.isdigit()]
        for line in block.splitlines()[2:]
    ]

    assert rows[-1] == [sum(column) for column in zip(*rows[:-1], strict=True)]
    assert f"which leaves {rows[-1][0]:,}" in PAGE


def test_the_toy_of_the_page_is_a_table():
    """Each of its lines is of a kind that is read."""
    block = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)[1]

    assert {line.split("\t")[0] for line in block.splitlines()} == {
        "name",
        "source",
        "caffe",
        "habit",
        "layer",
        "field",
    }
