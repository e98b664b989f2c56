"""Figures for files, by matplotlib: histograms over densities, sizes along the depth."""

from __future__ import annotations

import math
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.errors import DataError
from caffe_fillers.files.writing import check_target, write_whole
from caffe_fillers.look.colours import SERIES
from caffe_fillers.look.moments import density
from caffe_fillers.look.tables import kind_of
from caffe_fillers.strings import legible

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from caffe_fillers.look.blobs import BlobRow, Inspection
    from caffe_fillers.look.propagation import Propagation

__all__ = ["KINDS", "plot_blobs", "plot_signal"]

#: The files that can be written.
KINDS = ("png", "svg", "pdf")
#: Blobs in one figure: more are too small to read.
BLOBS, COLUMNS = 96, 4
#: Paper, ink and two lines, light and dark.
THEMES = {
    False: ("white", "#1a1a1a", SERIES[0], SERIES[1]),
    True: ("#16181c", "#e6e6e6", "#56B4E9", "#F0A060"),
}


def plot_blobs(
    inspected: Inspection,
    output: str | os.PathLike[str],
    *,
    dark: bool = False,
    force: bool = False,
    inputs: Sequence[Path] = (),
) -> int:
    """Each blob's histogram over the density that it should have; how many were left out.

    Raises:
        DataError: matplotlib is missing, or there are no values.
        OutputError: the file cannot be written, or exists already.
    """
    path, figures = _start(output, force=force, inputs=inputs)
    rows = [row for row in inspected.rows if row.found and row.found.histogram]
    if not rows:
        raise DataError(
            "there are no values to plot", where=inspected.name, hint="Name a file of weights."
        )
    shown = rows[:BLOBS]
    columns = min(COLUMNS, len(shown))
    lines = -(-len(shown) // columns)
    figure = figures.Figure(figsize=(3.2 * columns, 2.2 * lines), layout="constrained")
    axes = np.atleast_1d(figure.subplots(lines, columns)).reshape(-1)
    for place, row in zip(axes, shown, strict=False):
        _histogram(place, row, dark=dark)
    for place in axes[len(shown) :]:
        place.set_axis_off()
    _save(figure, path, dark=dark, force=force, inputs=inputs)
    return len(rows) - len(shown)


def plot_signal(
    told: Propagation,
    output: str | os.PathLike[str],
    *,
    dark: bool = False,
    force: bool = False,
    inputs: Sequence[Path] = (),
) -> None:
    """Mean squares along the depth, forward and backward, predicted and measured.

    Raises:
        DataError: matplotlib is missing, or nothing is known of the net.
        OutputError: the file cannot be written, or exists already.
    """
    path, figures = _start(output, force=force, inputs=inputs)
    rows = [row for row in told.rows if row.forward is not None]
    if not rows:
        raise DataError("there is no signal to plot", where=told.net)
    figure = figures.Figure(
        figsize=(min(24.0, max(7.0, 0.28 * len(rows))), 6.5), layout="constrained"
    )
    upper, lower = figure.subplots(2, 1, sharex=True)
    _, ink, one, two = THEMES[dark]
    places = list(range(len(rows)))
    for axes, which, title in (
        (upper, "forward", "signal: E x² of the top"),
        (lower, "backward", "gradient: |J|² over the units of the top"),
    ):
        predicted = [_shown(getattr(row, which)) for row in rows]
        measured = [_shown(getattr(row, f"measured_{which}")) for row in rows]
        axes.plot(places, predicted, "-", color=one, marker="o", markersize=4, label="predicted")
        if any(not math.isnan(value) for value in measured):
            axes.plot(places, measured, "--", color=two, marker="s", markersize=4, label="measured")
        axes.set_yscale("log")
        axes.set_title(title, fontsize=10, color=ink)
        axes.legend(fontsize=8, labelcolor=ink, facecolor="none", edgecolor=ink)
        _ink(axes, ink)
    step = max(1, len(rows) // 60)
    lower.set_xticks(places[::step], [_text(row.name) for row in rows[::step]], rotation=90)
    _save(figure, path, dark=dark, force=force, inputs=inputs)


def _histogram(axes: Any, row: BlobRow, *, dark: bool) -> None:
    _, ink, one, two = THEMES[dark]
    found = row.found
    axes.set_title(_text(row.name), fontsize=9, color=ink)
    _ink(axes, ink)
    axes.set_yticks([])
    if found is None or found.min is None or found.max is None or not found.max > found.min:
        value = "" if found is None or found.min is None else f"{found.min:.4g}"
        axes.text(0.5, 0.5, f"all {value}", ha="center", transform=axes.transAxes, color=ink)
        axes.set_xticks([])
        return
    bins = len(found.histogram)
    edges = np.linspace(found.min, found.max, bins + 1)
    heights = np.array(found.histogram) / sum(found.histogram) / (edges[1] - edges[0])
    axes.stairs(heights, edges, fill=True, color=one, alpha=0.6, label="values")
    at = np.linspace(found.min, found.max, 201)
    wanted = density(row.law, at) if row.law is not None else None
    if wanted is not None:
        axes.plot(at, wanted, "--", color=two, label=f"{row.filler} filler")
        axes.legend(fontsize=6, labelcolor=ink, facecolor="none", edgecolor="none")


def _ink(axes: Any, ink: str) -> None:
    axes.tick_params(colors=ink, labelsize=7)
    axes.set_facecolor("none")
    for spine in axes.spines.values():
        spine.set_color(ink)
        spine.set_alpha(0.4)
    axes.grid(alpha=0.25)


def _text(name: str) -> str:
    """A name as it is: dollars would begin a formula."""
    return legible(name).replace("$", r"\$")


def _shown(value: float | None) -> float:
    """A value that a logarithmic axis shows."""
    return value if value is not None and 0 < value < math.inf else math.nan


def _start(
    output: str | os.PathLike[str], *, force: bool, inputs: Sequence[Path]
) -> tuple[Path, Any]:
    """The file, checked before any work, and matplotlib's figures."""
    path = Path(output)
    kind_of(path, KINDS)
    check_target(path, force=force, inputs=inputs)
    try:
        return path, import_module("matplotlib.figure")
    except ImportError as error:
        raise DataError(
            "plots need matplotlib, which is not there",
            where=str(path),
            hint="pip install 'caffe_fillers[plot]'",
        ) from error


def _save(figure: Any, path: Path, *, dark: bool, force: bool, inputs: Sequence[Path]) -> None:
    content = BytesIO()
    paper = THEMES[dark][0]
    kind = kind_of(path, KINDS)
    # The date would make equal plots differ.
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind)
    figure.savefig(content, format=kind, dpi=150, facecolor=paper, metadata=metadata)
    written = content.getvalue()
    target = check_target(path, force=force, nbytes=len(written), inputs=inputs)
    write_whole(target, written)
