"""One page about a net: its layers, its graph, its weights, its signal."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers import __version__
from caffe_fillers.api.nets import plan_net
from caffe_fillers.api.weights import open_weights
from caffe_fillers.files.writing import check_target, write_whole
from caffe_fillers.look.blobs import inspect_weights
from caffe_fillers.look.charts import CHART_STYLE, depth_chart, histogram_chart
from caffe_fillers.look.drawing import draw_net
from caffe_fillers.look.page import VIEWER_SCRIPT, VIEWER_STYLE, key, viewer
from caffe_fillers.look.propagation import propagate_signal
from caffe_fillers.look.summaries import summarize_net
from caffe_fillers.look.tables import kind_of
from caffe_fillers.strings import legible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.look.blobs import Inspection
    from caffe_fillers.look.propagation import Propagation
    from caffe_fillers.look.summaries import Summary
    from caffe_fillers.plan.definition import Definition
    from caffe_fillers.plan.start import Start

__all__ = ["report_net"]

#: So many histograms are shown; the table has all blobs.
HISTOGRAMS = 200

_STYLE = """
:root{color-scheme:light dark;--line:#bbb;--back:#fff;--text:#1a1a1a;--soft:#f4f5f7}
@media (prefers-color-scheme:dark){:root{--line:#4a4d55;--back:#16181c;--text:#e6e6e6;
--soft:#22252b}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1200px;padding:1em;background:var(--back);color:var(--text);
font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.4em;overflow-wrap:anywhere}
h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid var(--line)}
dl.totals{display:flex;flex-wrap:wrap;gap:.6em 2em;margin:0}
dl.totals div{min-width:7em}
dt{font-size:.85em;opacity:.75}
dd{margin:0;font-size:1.2em;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:8px;max-height:32em;
overflow-y:auto}
table{border-collapse:collapse;font-size:.87em;font-variant-numeric:tabular-nums;width:100%}
th,td{padding:.25em .7em;text-align:left;white-space:nowrap}
th{position:sticky;top:0;background:var(--soft)}
td.n,th.n{text-align:right}
tr:nth-child(even) td{background:var(--soft)}
.viewer{height:70vh;min-height:360px;max-height:900px}
.key{display:flex;gap:.3em .9em;flex-wrap:wrap;font-size:.85em;margin:.4em 0}
.key i{display:inline-block;width:1em;height:1em;border:2px solid;border-radius:3px;
vertical-align:-.15em;margin-right:.3em}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:.8em}
figure{margin:0;padding:.6em;border:1px solid var(--line);border-radius:8px}
figcaption{font-size:.85em;overflow-wrap:anywhere}
footer{margin:2em 0 1em;font-size:.85em;opacity:.75}
@media print{.viewer{height:auto}.bar,.told{display:none!important}.wide{max-height:none}}
"""


def report_net(
    net: str | os.PathLike[str] | Definition | Start,
    weights: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    output: str | os.PathLike[str] | None = None,
    *,
    force: bool = False,
    **how: Any,
) -> str:
    """Make one self-contained page about a net: layers, graph, weights, signal.

    Args:
        net: As for `plan_net`.
        weights: Trained models, whose blobs are shown beside what they should be.
        output: The .html to write.
        force: Replace an output that exists.
        how: Options of `plan_net`.

    Returns:
        The page.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.
        OutputError: the file exists or cannot be written.

    Example:
        >>> from caffe_fillers import report_net
        >>> page = report_net("examples/lenet.prototxt")
        >>> page.startswith("<!doctype html>")
        True

    Source: the parts are those of `summarize_net`, `draw_net`, `inspect_weights` and
    `propagate_signal`.
    """
    if output is not None:
        kind_of(Path(output), ["html"])
    given = [weights] if isinstance(weights, (str, os.PathLike)) else list(weights)
    untrained = plan_net(net, **how)
    begun = untrained
    if given:
        how["trained"] = (*how.get("trained", ()), *given)
        begun = plan_net(untrained.path if untrained is net else net, **how)
    models = [open_weights(each, untrained) for each in given]
    inspected = [inspect_weights(each, untrained) for each in models] or [
        inspect_weights(net=untrained)
    ]
    page = "".join(_page(begun, summarize_net(begun), inspected, propagate_signal(begun)))
    if output is not None:
        content = page.encode("utf-8", "backslashreplace")
        inputs = (begun.path, *begun.files, *map(Path, given))
        target = check_target(Path(output), force=force, nbytes=len(content), inputs=inputs)
        write_whole(target, content)
    return page


def _page(
    begun: Start, summary: Summary, inspected: Sequence[Inspection], told: Propagation
) -> Iterator[str]:
    title = legible(begun.planned.net.name or begun.path.stem)
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{VIEWER_STYLE}{CHART_STYLE}</style>"
        f"</head>\n<body><h1>{escape(title)}</h1>\n"
    )
    yield from _totals(begun, summary)
    yield "<h2>Graph</h2>\n"
    drawing = draw_net(begun)
    yield f"{key(drawing.graph)}{viewer(drawing.graph, drawing.svg)}\n"
    yield "<h2>Layers</h2>\n"
    yield _table(summary.table(), {"parameters", "multiply-adds", "memory"})
    yield from _signal(told)
    for each in inspected:
        yield from _blobs(each)
    yield (
        f"<footer>Written by caffe_fillers {__version__}; {escape(begun.options.era.detailed)}, "
        f"{escape(begun.phase.upper())}.</footer>\n<script>{VIEWER_SCRIPT}</script></body></html>\n"
    )


def _totals(begun: Start, summary: Summary) -> Iterator[str]:
    products, memory = summary.costs
    batch = "" if summary.batch is None else f", batch {summary.batch}"
    pairs = {
        "layers": f"{len(summary.rows):,}",
        "parameters": f"{summary.parameters:,}",
        f"multiply-adds{batch}": products,
        "bytes of tops": memory,
    }
    cells = "".join(f"<div><dt>{k}</dt><dd>{v}</dd></div>" for k, v in pairs.items())
    yield f'<dl class="totals">{cells}</dl>\n<p>{escape(legible(str(begun.path)))}</p>\n'
    notes = (*begun.findings, *begun.notes, *summary.notes)
    if notes:
        items = "".join(f"<li>{escape(legible(n))}</li>" for n in dict.fromkeys(notes))
        yield f"<ul>{items}</ul>\n"


def _signal(told: Propagation) -> Iterator[str]:
    yield "<h2>Signal</h2>\n<p>Predicted for a normal input of variance 1: mean squares of the tops"
    yield ", and of what a gradient of 1 at every output becomes, all units together.</p>\n"
    rows = [row for row in told.rows if row.forward is not None]
    if rows:
        lines = (
            ("signal, E x²", [row.forward for row in rows]),
            ("gradient, |J|² over outputs", [row.total for row in rows]),
        )
        yield depth_chart([row.name for row in rows], lines, "signal and gradient by layer")
    table = told.table()
    yield _table(table, set(table[0]) - {"layer", "type", "told"})


def _blobs(inspected: Inspection) -> Iterator[str]:
    yield f"<h2>Weights: {escape(legible(inspected.name))}</h2>\n"
    if inspected.notes:
        items = "".join(f"<li>{escape(legible(n))}</li>" for n in inspected.notes)
        yield f"<ul>{items}</ul>\n"
    table = inspected.table()
    yield _table(table, set(table[0]) - {"blob", "shape", "type", "filler"})
    shown = [row for row in inspected.rows if row.found and row.found.histogram]
    if not shown:
        return
    yield "<p>Bars: the values. Dashed line: the density of the filler's law.</p>\n"
    yield '<div class="grid">'
    for row in shown[:HISTOGRAMS]:
        law = f": {row.law}" if row.law is not None else ""
        yield (
            f"<figure>{histogram_chart(row)}<figcaption>{escape(legible(row.name))}"
            f"{escape(law)}</figcaption></figure>"
        )
    yield "</div>\n"
    if len(shown) > HISTOGRAMS:
        yield f"<p>{len(shown) - HISTOGRAMS} more blobs are in the table only.</p>\n"


def _table(rows: Sequence[Sequence[str]], right: set[str]) -> str:
    marks = [' class="n"' if name in right else "" for name in rows[0]]
    head = "".join(f"<th{m}>{escape(c)}</th>" for m, c in zip(marks, rows[0], strict=True))
    lines = [
        "".join(f"<td{m}>{escape(legible(c))}</td>" for m, c in zip(marks, row, strict=True))
        for row in rows[1:]
    ]
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    return (
        f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>\n"
    )
