"""`fill-weights deploy TRAIN_VAL`: a training net becomes the net that is deployed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.api.texts import deploy
from caffe_fillers.cli.common import SHAPE, dialect_option, type_options
from caffe_fillers.cli.helps import HelpfulCommand
from caffe_fillers.cli.texts import STREAM, Edited, Outputs, edit_all, text_name, text_options
from caffe_fillers.core.draws import shape_text
from caffe_fillers.core.registry import BVLC, split_dialect
from caffe_fillers.deployment import Deployed, DeployOptions
from caffe_fillers.plan.net import Options

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape

__all__ = ["deploy_command"]


@click.command("deploy", cls=HelpfulCommand)
@click.argument("names", nargs=-1, metavar="TRAIN_VAL...")
@click.option(
    "--shape",
    "shapes",
    type=SHAPE,
    multiple=True,
    help="Shape of an input whose data is not at hand: data=1,3,227,227; repeatable.",
)
@click.option(
    "--batch", type=click.IntRange(1), metavar="N", help="Axis 0 of all inputs. [default: as is]"
)
@click.option(
    "--outputs",
    "--only",
    "only",
    multiple=True,
    metavar="BLOB,...",
    help="Keep what leads to these blobs, not to all results; repeatable. --only is the old name.",
)
@click.option("--drop-fillers", is_flag=True, help="Take out weight_filler, bias_filler ...")
@click.option("--drop-multipliers", is_flag=True, help="Take out lr_mult and decay_mult.")
@click.option("--level", type=int, metavar="N", help="The net's level.")
@click.option("--stage", "stages", multiple=True, metavar="S", help="A stage; repeatable.")
@dialect_option
@type_options
@text_options
def deploy_command(
    names: tuple[str, ...],
    shapes: tuple[tuple[str, Shape], ...],
    batch: int | None,
    only: tuple[str, ...],
    drop_fillers: bool,
    drop_multipliers: bool,
    level: int | None,
    stages: tuple[str, ...],
    dialect: str | None,
    layers_like: tuple[tuple[str, str], ...],
    no_blobs: tuple[str, ...],
    **options: Any,
) -> int:
    """Make a net for inference of a training net; comments, order and layout stay.

    Data layers become Input, losses what they judge (SoftmaxWithLoss a Softmax named "prob",
    SigmoidCrossEntropyLoss a Sigmoid, others fall away); labels, metrics, silencers and layers of
    the TRAIN phase go. Old nets are upgraded. - is standard input.

    \b
    Examples:
      fill-weights deploy train_val.prototxt -o deploy.prototxt
      fill-weights deploy train_val.prototxt --shape data=1,3,227,227 --drop-fillers
      fill-weights deploy train_val.prototxt --batch 1 --outputs pool5 --diff
    """
    how = Outputs.of(names, **options)
    wishes = DeployOptions(
        level,
        stages,
        Options(
            shapes=dict(shapes),
            dialect=_named(dialect),
            papers=split_dialect(dialect)[1],
            like=dict(layers_like),
            no_blobs=frozenset(no_blobs),
        ),
        batch,
        tuple(name.strip() for text in only for name in text.split(",") if name.strip()),
        drop_fillers,
        drop_multipliers,
    )
    return edit_all(how, partial(_deployed, wishes=wishes))


def _named(dialect: str | None) -> str:
    """The dialect that the user names; BVLC's, if none, which leaves it to the net's words."""
    name, _ = split_dialect(dialect)
    if name is None or name == BVLC:
        return BVLC
    from caffe_fillers.dialects.tables import dialect as table  # noqa: PLC0415

    return table(name).name


def _deployed(name: str, content: bytes, wishes: DeployOptions) -> Edited:
    folder = Path() if name == STREAM else Path(name).parent
    made = deploy(content, wishes, name=text_name(name), folder=folder)
    notes = (*made.told.notes, *_told(made.told))
    return Edited(content, made.document.encode(), made.told.warnings, "deployed", notes=notes)


def _told(result: Deployed) -> list[str]:
    made = [f"{top} {shape_text(shape)}" for top, shape in result.inputs.items()]
    return [f"{', '.join(made)} -> {', '.join(result.outputs)}"] if made else []
