"""Charts as SVG for a page: in the page's own colours, light or dark, with words for each mark."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from caffe_fillers.look.moments import density

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from caffe_fillers.look.blobs import BlobRow

__all__ = ["CHART_STYLE", "depth_chart", "histogram_chart"]

#: Okabe and Ito's blue and vermilion, lighter on dark ground; lines differ in their dashes, too.
CHART_STYLE = """
:root{--one:#0072B2;--two:#D55E00}
@media (prefers-color-scheme:dark){:root{--one:#56B4E9;--two:#F0A060}}
.chart{display:block;width:100%;height:auto;font:11px system-ui,sans-serif}
.chart text{fill:currentColor}
.chart .axis{stroke:currentColor;opacity:.35}
.chart .one{stroke:var(--one);fill:none;stroke-width:2}
.chart .two{stroke:var(--two);fill:none;stroke-width:2;stroke-dasharray:6 3}
.chart .bar{fill:var(--one);opacity:.55}
.chart circle{stroke:none}
.chart circle.one{fill:var(--one)}
.chart circle.two{fill:var(--two)}
"""

WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM = 900, 260, 56, 12, 26, 30
SMALL_WIDE, SMALL_HIGH = 260, 120
#: More marks than these are not told one by one.
MARKS = 400


def depth_chart(
    names: Sequence[str], lines: Sequence[tuple[str, Sequence[float | None]]], title: str
) -> str:
    """Two lines of sizes along the depth of a net, on a logarithmic scale.

    Args:
        names: The layers.
        lines: What each line is, and its values; None, 0 and what is not finite is left out.
        title: What is shown.
    """
    good = [v for _, values in lines for v in values if v and 0 < v < math.inf]
    if not good:
        return ""
    low, high = math.floor(math.log10(min(good))), math.ceil(math.log10(max(good)))
    low, high = (low - 1, high + 1) if low == high else (low, high)

    def x(place: int) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * (place + 0.5) / len(names)

    def y(value: float) -> float:
        return TOP + (HIGH - TOP - BOTTOM) * (high - math.log10(value)) / (high - low)

    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{escape(title)}">'
    ]
    step = max(1, (high - low) // 6)
    for power in range(low, high + 1, step):
        at = y(10.0**power)
        parts.append(f'<path class="axis" d="M{LEFT} {at:.1f}H{WIDE - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">1e{power}</text>')
    for (label, values), kind, at in zip(lines, ("one", "two"), (LEFT, LEFT + 260), strict=False):
        parts.append(f'<path class="{kind}" d="M{at} 12h28"/>')
        parts.append(f'<text x="{at + 34}" y="16">{escape(label)}</text>')
        parts.append(f'<path class="{kind}" d="{_path(values, x, y)}"/>')
        marks = [(n, v) for n, v in enumerate(values) if v and 0 < v < math.inf]
        parts += [
            f'<circle class="{kind}" cx="{x(n):.1f}" cy="{y(v):.1f}" r="3">'
            f"<title>{escape(names[n])}: {v:.4g}</title></circle>"
            for n, v in (marks if len(marks) <= MARKS else [])
        ]
    first, last = escape(names[0]), escape(names[-1])
    parts.append(f'<text x="{LEFT}" y="{HIGH - 8}">{first}</text>')
    parts.append(f'<text x="{WIDE - RIGHT}" y="{HIGH - 8}" text-anchor="end">{last}</text></svg>')
    return "".join(parts)


def _path(
    values: Sequence[float | None], x: Callable[[int], float], y: Callable[[float], float]
) -> str:
    """A line through the values, broken where there is none."""
    drawn, begun = "", False
    for place, value in enumerate(values):
        if not value or not 0 < value < math.inf:
            begun = False
            continue
        drawn += f"{'L' if begun else 'M'}{x(place):.1f} {y(value):.1f}"
        begun = True
    return drawn


def histogram_chart(row: BlobRow) -> str:
    """A blob's histogram and the density that its law has; empty where it has no values."""
    found = row.found
    if found is None or not found.histogram or found.min is None or found.max is None:
        return ""
    width = found.max - found.min
    total = sum(found.histogram)
    if not width > 0:
        return f"<p>all {found.count:,} values are {found.min:.6g}</p>"
    bins = len(found.histogram)
    heights = [count / total / (width / bins) for count in found.histogram]
    at = np.linspace(found.min, found.max, 97)
    wanted = density(row.law, at) if row.law is not None else None
    curve = [float(value) for value in wanted] if wanted is not None else []
    most = max([*heights, *curve])
    left, inner = 6, SMALL_WIDE - 12

    def y(value: float) -> float:
        return SMALL_HIGH - 18 - (SMALL_HIGH - 26) * value / most

    parts = [f'<svg class="chart" viewBox="0 0 {SMALL_WIDE} {SMALL_HIGH}" role="img" aria-label="']
    parts.append(f'histogram of {escape(row.name)}">')
    for number, height in enumerate(heights):
        parts.append(
            f'<rect class="bar" x="{left + inner * number / bins:.1f}" y="{y(height):.1f}" '
            f'width="{inner / bins - 0.5:.1f}" height="{SMALL_HIGH - 18 - y(height):.1f}"/>'
        )
    if curve:
        places = (left + inner * k / (len(curve) - 1) for k in range(len(curve)))
        points = " ".join(f"{a:.1f},{y(v):.1f}" for a, v in zip(places, curve, strict=True))
        parts.append(f'<polyline class="two" points="{points}"/>')
    base = SMALL_HIGH - 18
    parts.append(f'<path class="axis" d="M{left} {base}h{inner}"/>')
    parts.append(f'<text x="{left}" y="{SMALL_HIGH - 4}">{found.min:.3g}</text>')
    parts.append(
        f'<text x="{left + inner}" y="{SMALL_HIGH - 4}" text-anchor="end">{found.max:.3g}</text>'
    )
    return "".join(parts) + "</svg>"
