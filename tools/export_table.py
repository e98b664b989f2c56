"""Writes which public deploy nets are exported: tests/exported_nets.tsv, and the table on the page.

    python tools/export_table.py

It takes some minutes; every net that is exported is loaded in onnxruntime.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests._shared import corpus  # noqa: E402
from tests.exporters._run import hollow, session  # noqa: E402
from tests.exporters._survey import PAGE, TABLE, deploy_nets, outcome, page_table  # noqa: E402


def main() -> None:
    """Ask every net."""
    os.chdir(corpus())
    load = lambda assembled: session(hollow(assembled), optimised=False)  # noqa: E731
    outcomes = {name: outcome(name, load) for name in deploy_nets()}
    lines = [f"{name}\t{each.why}\t{each.what}\n" for name, each in outcomes.items()]
    TABLE.write_text("".join(lines), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition("## Public nets\n")
    text, _, tail = rest.partition("| | nets | share |\n")
    after = tail.partition("\n\n")[2]
    PAGE.write_text(
        f"{head}## Public nets\n{text}{page_table(outcomes)}\n{after}", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
