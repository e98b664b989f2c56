"""A plain layered drawing as SVG, where Graphviz is missing or the net is very large.

Each box stands in the row behind the last of its makers; boxes of a row are ordered by the mean
place of their neighbours; arrows over several rows keep a lane of their own.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from caffe_fillers.look.colours import FILLS, LINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.look.graph import Box, Graph

__all__ = ["layered_svg"]

#: Measures in pixels: a letter of 11 px, a line, the room around and between boxes.
LETTER, LINE, PAD, GAP, BETWEEN, LANE = 6.1, 14, 8, 24, 38, 12
#: How often rows are ordered by their neighbours, there and back.
SWEEPS = 4


@dataclass(slots=True)
class _Cell:
    """A box in its row, or (without one) the lane of an arrow that passes."""

    box: Box | None
    row: int
    width: float
    height: float
    x: float = 0.0
    above: list[_Cell] = field(default_factory=list)
    below: list[_Cell] = field(default_factory=list)
    #: The middle of the row.
    y: float = 0.0


def layered_svg(graph: Graph) -> str:
    """The graph as an SVG of its own."""
    cells, paths = _cells(graph)
    rows: dict[int, list[_Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    ordered = [rows[row] for row in sorted(rows)]
    _order(ordered)
    height = _place(ordered)
    width = max((row[-1].x + row[-1].width / 2 for row in ordered if row), default=0) + GAP
    return "\n".join(_svg(graph, cells, paths, (width, height))) + "\n"


def _cells(graph: Graph) -> tuple[list[_Cell], list[list[_Cell]]]:
    """All cells, and for each arrow those that it runs through."""
    rows = [0] * len(graph.boxes)
    for arrow in graph.arrows:  # boxes are made in order: tails stand before heads
        rows[arrow.head] = max(rows[arrow.head], rows[arrow.tail] + 1)
    cells = [_Cell(box, rows[box.number], *_size(box)) for box in graph.boxes]
    paths = []
    for arrow in graph.arrows:
        path = [cells[arrow.tail]]
        for row in range(rows[arrow.tail] + 1, rows[arrow.head]):
            lane = _Cell(None, row, LANE, 0)
            cells.append(lane)
            path.append(lane)
        path.append(cells[arrow.head])
        for one, other in itertools.pairwise(path):
            one.below.append(other)
            other.above.append(one)
        paths.append(path)
    return cells, paths


def _size(box: Box) -> tuple[float, float]:
    lines = box.lines()
    return LETTER * max(map(len, lines)) + 2 * PAD, LINE * len(lines) + 2 * PAD


def _order(rows: list[list[_Cell]]) -> None:
    for number in range(SWEEPS):
        down = number % 2 == 0
        for row in rows if down else reversed(rows):
            for cell in row:
                near = cell.above if down else cell.below
                if near:
                    cell.x = sum(each.x for each in near) / len(near)
            row.sort(key=lambda cell: cell.x)
            for place, cell in enumerate(row):
                cell.x = place - len(row) / 2


def _place(rows: list[list[_Cell]]) -> float:
    """Give each cell its x and y; the height of it all."""
    wide = max((sum(cell.width + GAP for cell in row) for row in rows), default=0)
    y = float(GAP)
    for row in rows:
        x = (wide - sum(cell.width + GAP for cell in row)) / 2 + GAP
        tall = max(cell.height for cell in row)
        for cell in row:
            cell.x, cell.y = x + cell.width / 2, y + tall / 2
            x += cell.width + GAP
        y += tall + BETWEEN
    return y


def _svg(
    graph: Graph, cells: list[_Cell], paths: list[list[_Cell]], size: tuple[float, float]
) -> Iterator[str]:
    width, height = size
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="Helvetica, Arial, sans-serif" '
        'font-size="11">'
    )
    yield f"<title>{escape(graph.name)}</title>"
    yield (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#555555"/></marker></defs>'
    )
    yield f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>'
    for arrow, path in zip(graph.arrows, paths, strict=True):
        yield from _arrow(path, arrow.shape, f"{arrow.blob} {arrow.shape}")
    for cell in cells:
        if cell.box is not None:
            yield from _box(cell, cell.box)
    yield "</svg>"


def _arrow(path: list[_Cell], label: str, tip: str) -> Iterator[str]:
    first, last = path[0], path[-1]
    points = [(first.x, first.y + first.height / 2)]
    points += [(cell.x, cell.y) for cell in path[1:-1]]
    points.append((last.x, last.y - last.height / 2))
    drawn = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (y0 + y1) / 2
        drawn += f"C{x0:.1f} {middle:.1f} {x1:.1f} {middle:.1f} {x1:.1f} {y1:.1f}"
    yield (
        f'<path class="edge" d="{drawn}" fill="none" stroke="#555555" marker-end="url(#tip)">'
        f"<title>{escape(tip)}</title></path>"
    )
    x, y = (points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2
    yield (
        f'<text x="{x + 4:.1f}" y="{y + 3:.1f}" font-size="9" fill="#333333">{escape(label)}</text>'
    )


def _box(cell: _Cell, box: Box) -> Iterator[str]:
    left, top = cell.x - cell.width / 2, cell.y - cell.height / 2
    yield f'<g class="node" id="n{box.number}"><title>{escape(", ".join(box.names()))}</title>'
    yield (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{cell.width:.1f}" height="{cell.height:.1f}" '
        f'rx="5" fill="{FILLS[box.kind]}" stroke="{LINES[box.kind]}" stroke-width="1.4"/>'
    )
    for number, line in enumerate(box.lines()):
        y = top + PAD + LINE * number + 11
        weight = ' font-weight="bold"' if number == 0 else ""
        place = f'x="{cell.x:.1f}" y="{y:.1f}" text-anchor="middle"{weight}'
        yield f"<text {place}>{escape(line)}</text>"
    yield "</g>"
