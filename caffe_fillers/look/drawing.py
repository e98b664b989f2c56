"""A net as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers.api.nets import plan_net
from caffe_fillers.errors import within
from caffe_fillers.files.writing import check_target, write_whole
from caffe_fillers.look.dot import LARGE, dot_text, has_dot, rendered
from caffe_fillers.look.graph import Graph, graph_of
from caffe_fillers.look.layered import layered_svg
from caffe_fillers.look.page import graph_page
from caffe_fillers.look.tables import kind_of

if TYPE_CHECKING:
    import os

    from caffe_fillers.plan.definition import Definition
    from caffe_fillers.plan.start import Start

__all__ = ["KINDS", "Drawing", "draw_net"]

#: The files that can be written.
KINDS = ("svg", "png", "pdf", "dot", "html")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph to be drawn."""

    graph: Graph
    #: From left to right, not from top to bottom.
    sideways: bool = False
    #: What it was made of: not written over.
    inputs: tuple[Path, ...] = ()

    @property
    def dot(self) -> str:
        """In Graphviz's language."""
        return dot_text(self.graph, sideways=self.sideways)

    @property
    def svg(self) -> str:
        """By Graphviz where it is at hand and the net is not too large, else plainly layered."""
        if has_dot() and len(self.graph.boxes) <= LARGE:
            return rendered(self.dot, "svg").decode()
        return layered_svg(self.graph)

    @property
    def html(self) -> str:
        """A page of its own that can be searched and zoomed."""
        return graph_page(self.graph, self.svg)

    def save(self, output: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write a .svg, .png, .pdf, .dot or .html.

        Raises:
            OutputError: the file cannot be written, exists already, or needs Graphviz, which is
                not there.
        """
        path = Path(output)
        kind = kind_of(path, KINDS)
        with within(str(path)):
            texts = {"dot": lambda: self.dot, "svg": lambda: self.svg, "html": lambda: self.html}
            content = texts[kind]().encode() if kind in texts else rendered(self.dot, kind)
        target = check_target(path, force=force, nbytes=len(content), inputs=self.inputs)
        write_whole(target, content)


def draw_net(
    net: str | os.PathLike[str] | Definition | Start,
    output: str | os.PathLike[str] | None = None,
    *,
    sideways: bool = False,
    force: bool = False,
    **how: Any,
) -> Drawing:
    """Draw a net: boxes for layers, arrows for blobs with their shapes.

    Layers that work in place stand in the box of the layer whose top they change; the Splits that
    Caffe puts in are left out; three and more layers whose names begin alike are framed.

    Args:
        net: As for `plan_net`.
        output: The file to write: .svg, .png, .pdf, .dot or .html.
        sideways: From left to right.
        force: Replace an output that exists.
        how: Options of `plan_net`.

    Returns:
        The drawing, as `.dot`, `.svg` and `.html`.

    Raises:
        CaffeFillersError: a file is missing or broken, or Caffe would refuse the net.
        OutputError: the file exists or cannot be written; .png and .pdf need Graphviz.

    Example:
        >>> from caffe_fillers import draw_net
        >>> drawing = draw_net("examples/lenet.prototxt")
        >>> len(drawing.graph.boxes), drawing.graph.arrows[1].shape
        (8, '64x20x24x24')

    Source: what Caffe's python/draw_net.py showed.
    """
    if output is not None:
        kind_of(Path(output), KINDS)
    begun = plan_net(net, **how)
    drawing = Drawing(graph_of(begun), sideways, (begun.path, *begun.files))
    if output is not None:
        drawing.save(output, force=force)
    return drawing
