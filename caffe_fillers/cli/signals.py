"""`fill-weights signal NET [WEIGHTS]`: how large signals and gradients become."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from caffe_fillers.cli.common import FINDING, era_options, net_arguments, net_options, note, warn
from caffe_fillers.cli.helps import HelpfulCommand
from caffe_fillers.cli.looking import Shown, plot_options, show, shown_options
from caffe_fillers.look.propagation import propagate_signal

__all__ = ["signal_command"]

#: The columns that hold text.
TEXTS = frozenset({"layer", "type", "told"})


class _Numbers:
    """The names of columns that are aligned to the right."""

    def __contains__(self, name: object) -> bool:
        return name not in TEXTS


@click.command("signal", cls=HelpfulCommand)
@click.argument("net", type=click.Path(path_type=Path), metavar="NET")
@click.argument("models", nargs=-1, metavar="[WEIGHTS]...")
@click.option(
    "--measure", is_flag=True, help="Run random inputs through the net, and compare (TEST)."
)
@click.option(
    "--seeds",
    type=click.IntRange(1, 10_000),
    default=20,
    show_default=True,
    metavar="N",
    help="--measure: how many sets of weights and inputs.",
)
@click.option(
    "--directions",
    type=click.IntRange(1, 4096),
    default=32,
    show_default=True,
    metavar="N",
    help="--measure: inputs of a seed, and directions in each blob.",
)
@plot_options
@shown_options
@net_options
@era_options
def signal_command(
    net: Path,
    models: tuple[str, ...],
    measure: bool,
    seeds: int,
    directions: int,
    plot_file: Path | None,
    dark: bool,
    **how: Any,
) -> int:
    """Predict how large signals and gradients become, layer by layer.

    The input is normal with variance 1. Vanishing and exploding signals and gradients are told, and
    weights whose rows are equal, with the filler that would keep the variance. Exits with 1 where
    something is flagged.

    \b
    Examples:
      fill-weights signal net.prototxt
      fill-weights signal net.prototxt net.caffemodel --json
      fill-weights signal net.prototxt --measure --seeds 5 --plot signal.svg
    """
    arguments = net_arguments(**how)
    if measure:
        # Loads the onnx package, which a prediction does without.
        from caffe_fillers.look.measuring import measure_signal  # noqa: PLC0415

        told = measure_signal(net, models, seeds=range(seeds), directions=directions, **arguments)
        note(f"measured: {told.measured}")
    else:
        told = propagate_signal(net, models, **arguments)
    for text in told.notes:
        note(f"note: {text}")
    for text in told.findings:
        warn(text)
    records, inputs = [row.asdict() for row in told.rows], [net, *map(Path, models)]
    show(Shown(told.asdict(), records, told.table(), _Numbers(), inputs), **how)
    if plot_file:
        # Looks for matplotlib, which a table does without.
        from caffe_fillers.look.plots import plot_signal  # noqa: PLC0415

        plot_signal(told, plot_file, dark=dark, force=how["force"], inputs=inputs)
        note(str(plot_file))
    note(f"{len(told.flagged)} of {len(told.rows)} layers are flagged")
    return FINDING if told.flagged or told.findings else 0
