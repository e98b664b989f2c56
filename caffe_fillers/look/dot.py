"""A graph in Graphviz's language, and Graphviz to draw it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from caffe_fillers.errors import CaffeFillersError, OutputError
from caffe_fillers.look.colours import FILLS, LINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caffe_fillers.look.graph import Box, Graph

__all__ = ["LARGE", "dot_text", "has_dot", "rendered"]

#: Graphviz takes minutes for more boxes than these; they are laid out plainly instead.
LARGE = 1500
#: Seconds that Graphviz may take.
PATIENCE = 300


def dot_text(graph: Graph, *, sideways: bool = False) -> str:
    """The graph in DOT, for Graphviz and whoever reads it."""
    return "\n".join(_lines(graph, sideways=sideways)) + "\n"


def has_dot() -> bool:
    """Whether Graphviz is there."""
    return shutil.which("dot") is not None


def rendered(text: str, kind: str) -> bytes:
    """What Graphviz makes of it: svg, png or pdf.

    Raises:
        OutputError: Graphviz is not there.
        CaffeFillersError: it failed, or took too long.
    """
    program = shutil.which("dot")
    if program is None:
        raise OutputError(
            f"Graphviz is needed to draw a .{kind}, and there is no program `dot`",
            hint="apt install graphviz, brew install graphviz, or conda install graphviz; or write "
            "a .svg, .html or .dot, which need none.",
        )
    try:
        ran = subprocess.run(  # noqa: S603  # the program that `dot` names, and text on its stdin
            [program, f"-T{kind}", *(["-Gdpi=110"] if kind == "png" else [])],
            input=text.encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CaffeFillersError(
            f"Graphviz did not draw it: {error}", where=program, hint="Write a .dot or a .svg."
        ) from error
    if ran.returncode or not ran.stdout:
        said = ran.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise CaffeFillersError(f"Graphviz did not draw it: {said}", where=program)
    return ran.stdout


def _lines(graph: Graph, *, sideways: bool) -> Iterator[str]:
    yield f"digraph {_quoted(graph.name)} {{"
    yield f"  rankdir={'LR' if sideways else 'TB'}; nodesep=0.25; ranksep=0.35; compound=true;"
    yield '  fontname="Helvetica"; fontsize=10;'
    yield (
        '  node [shape=box, style="filled,rounded", fontname="Helvetica", fontsize=10, '
        'penwidth=1.4, margin="0.12,0.06"];'
    )
    yield '  edge [fontname="Helvetica", fontsize=8, color="#555555", fontcolor="#333333"];'
    blocks: dict[str, list[Box]] = {}
    for box in graph.boxes:
        blocks.setdefault(box.block, []).append(box)
    for number, (block, boxes) in enumerate(blocks.items()):
        if not block:
            yield from (f"  {_box(box)}" for box in boxes)
            continue
        yield f"  subgraph cluster_{number} {{"
        yield f'    label={_quoted(block)}; style="rounded"; color="#999999"; fontcolor="#333333";'
        yield from (f"    {_box(box)}" for box in boxes)
        yield "  }"
    for arrow in graph.arrows:
        tip = f"{arrow.blob} {arrow.shape}"
        yield (
            f"  n{arrow.tail} -> n{arrow.head} "
            f"[label={_quoted(arrow.shape)}, edgetooltip={_quoted(tip)}];"
        )
    yield "}"


def _box(box: Box) -> str:
    label = "\\n".join(_escaped(line) for line in box.lines())
    fill, line = FILLS[box.kind], LINES[box.kind]
    tip = ", ".join(box.names())
    return (
        f'n{box.number} [id="n{box.number}", label="{label}", tooltip={_quoted(tip)}, '
        f'fillcolor="{fill}", color="{line}"];'
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\0", "?")


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'
