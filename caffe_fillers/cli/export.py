"""`fill-weights export NET [MODEL]`: a net as an ONNX model that computes what Caffe computes."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.bulk.export import export_told, written_told
from caffe_fillers.bulk.targets import make_folders
from caffe_fillers.cli.common import (
    FINDING,
    SEED,
    SHAPE,
    dialect_option,
    era_of,
    external_option,
    mode_of,
    mode_options,
    note,
    print_table,
    revision_options,
    stacked,
    warn,
)
from caffe_fillers.cli.exports import export_all, export_pairs, folder_options
from caffe_fillers.cli.helps import complete_layers
from caffe_fillers.cli.standard import StandardCommand
from caffe_fillers.exporters.compare import TOLERANCE, Comparison, compare
from caffe_fillers.exporters.model import Export, open_export
from caffe_fillers.exporters.opinions import first_at_hand, opinion_of
from caffe_fillers.exporters.options import OPSETS, ExportOptions, Recurrent
from caffe_fillers.exporters.preprocess import Preprocess
from caffe_fillers.exporters.reading import Origin
from caffe_fillers.files.writing import check_target
from caffe_fillers.formats.suffixes import check_suffix
from caffe_fillers.plan.definition import ReadOptions
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.trained import split_weights
from caffe_fillers.rng.rng import fresh_seed

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Shape
    from caffe_fillers.exporters.save import Saved

__all__ = ["export_command"]

FILE = click.Path(path_type=Path)

number_options = stacked(
    click.option(
        "--weights", multiple=True, metavar="F[,F...]", help="Trained models; the later one wins."
    ),
    click.option(
        "--seed", type=SEED, metavar="N", help="Draw the weights, as Caffe would start from them."
    ),
    click.option("--fill-missing", is_flag=True, help="Draw the weights that no model gives, too."),
    click.option(
        "--shape",
        "shapes",
        type=SHAPE,
        multiple=True,
        help="Shape of an input that nothing tells: data=1,3,227,227; repeatable.",
    ),
    click.option("--level", type=int, metavar="N", help="The net's level."),
    click.option("--stage", "stages", multiple=True, metavar="S", help="A stage; repeatable."),
    external_option,
    dialect_option,
    mode_options,
)

model_options = stacked(
    click.option(
        "--keep-losses", is_flag=True, help="Export the net whole, with its losses and metrics."
    ),
    click.option(
        "--outputs",
        metavar="BLOB,...",
        help="The outputs; `all` for every blob. [default: the blobs that nobody reads]",
    ),
    click.option(
        "--opset",
        type=click.IntRange(OPSETS[0], OPSETS[-1]),
        default=ExportOptions().opset,
        show_default=True,
        help="The version of ONNX's operators.",
    ),
    click.option("--dynamic-batch", is_flag=True, help="Leave axis 0 of the inputs open."),
    click.option(
        "--cut",
        multiple=True,
        metavar="LAYER",
        shell_complete=complete_layers,
        help="Make its tops inputs; repeatable.",
    ),
    click.option("--unroll", "recurrent", flag_value="unroll", help="Unroll recurrent layers."),
    click.option("--scan", "recurrent", flag_value="scan", help="Make recurrent layers a Scan."),
    click.option(
        "--assume-continuous",
        "recurrent",
        flag_value="continuous",
        help="Make them ONNX's LSTM and RNN: no sequence begins behind the first step.",
    ),
    click.option("--state", is_flag=True, help="Take and give the states of recurrent layers."),
    click.option("--freeze-dummy", is_flag=True, help="Draw random DummyData once, with --seed."),
    click.option(
        "--stochastic-mean", is_flag=True, help="Stochastic pooling as the mean that GPUs take."
    ),
    click.option("--fold", is_flag=True, help="Fold BatchNorm and Scale into the layer before."),
    click.option(
        "--names",
        type=click.Choice(["caffe", "torch"]),
        default="caffe",
        show_default=True,
        help="Initializers are conv1[0], or conv1.weight.",
    ),
)

image_options = stacked(
    click.option(
        "--preprocess", is_flag=True, help="Put the data layer's mean and scale in front."
    ),
    click.option("--transform", type=FILE, metavar="F", help="The net that has the data layer."),
    click.option("--mean", type=FILE, metavar="F", help="A mean image (.binaryproto)."),
    click.option(
        "--input-layout",
        type=click.Choice(["nchw", "nhwc"]),
        default="nchw",
        show_default=True,
        help="Where the channels of the image are.",
    ),
    click.option(
        "--input-color",
        type=click.Choice(["bgr", "rgb"]),
        default="bgr",
        show_default=True,
        help="The order of the image's colours.",
    ),
    click.option("--uint8", is_flag=True, help="The image is bytes."),
)

compare_options = stacked(
    click.option(
        "--compare", "compares", is_flag=True, help="Run the model beside a second opinion."
    ),
    click.option(
        "--against",
        metavar="WHOM",
        help="pycaffe, caffe, opencv, reference or FILE.onnx. [default: the first at hand]",
    ),
    click.option(
        "--input",
        "given",
        multiple=True,
        metavar="[NAME=]F",
        help="An input for it, .npy or .npz; repeatable. [default: random numbers]",
    ),
    click.option(
        "--tolerance",
        type=click.FloatRange(min=0),
        default=TOLERANCE,
        show_default=True,
        help="How large max|a - b| / max(1, max|b|) may be.",
    ),
)

#: The exit code where an output differs from the second opinion's.
DIFFERS = 1


@click.command("export", cls=StandardCommand, made=lambda _: ".onnx")
@click.argument("net", type=FILE, required=False)
@click.argument("model", required=False)
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="OUT",
    help="The file to write, - for standard output. [default: NET's, .onnx]",
)
@number_options
@model_options
@image_options
@compare_options
@folder_options
@revision_options
@click.option("--external-data", is_flag=True, help="Weights into a file beside the model.")
@click.option("--force", is_flag=True, help="Replace an output that exists.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON on stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def export_command(net: Path | None, model: str | None, output: Path | None, **how: Any) -> int:
    """Write a net as an ONNX model whose outputs equal Caffe's in the TEST phase.

    NET is a net or a solver prototxt, of any generation; a net to train is deployed first. MODEL
    holds its weights: .caffemodel, .h5, .npz or .safetensors. Two folders are paired by the paths
    of their files without suffix.

    \b
    Examples:
      fill-weights export deploy.prototxt net.caffemodel -o net.onnx
      fill-weights export train_val.prototxt net.caffemodel --shape data=1,3,227,227
      fill-weights export deploy.prototxt --seed 1701 --dynamic-batch
      fill-weights export deploy.prototxt net.caffemodel --preprocess --transform train_val.prototxt
      fill-weights export deploy.prototxt net.caffemodel --compare --against pycaffe
      fill-weights export nets/ models/ --recursive --out-dir onnx/
    """
    how["compares"] = how["compares"] or how["against"] is not None or bool(how["given"])
    if how["compares"] and how["freeze_dummy"]:
        raise click.UsageError("--compare needs DummyData as inputs: leave --freeze-dummy out")
    paired = export_pairs(net, model, how["pairs"], recursive=how["recursive"])
    how["seed"] = _seed(**how)
    if paired is not None:
        if how["compares"] or output is not None:
            raise click.UsageError("--compare and -o are for one net; several go to --out-dir")
        origin = _origin(net or Path(), None, **how)
        return export_all(paired, net, origin, _options(**how), _images(**how), how=how)
    if net is None:
        raise click.UsageError("name a NET, or give --pairs")
    if how["out_dir"] is not None:
        output = how["out_dir"] / net.with_suffix(".onnx").name
        make_folders([output])
    target = output or net.with_suffix(".onnx")
    return _export_one(net, model, target, how)


def _export_one(net: Path, model: str | None, target: Path, how: dict[str, Any]) -> int:
    """Export one net, and compare what comes out if that is wanted; the exit code."""
    if target.is_dir():
        target /= net.with_suffix(".onnx").name
    check_suffix(target, "onnx")
    check_target(target, force=how["force"], inputs=[net])
    opinion, against = None, how["against"]
    if how["compares"]:
        opinion = opinion_of(against) if against else first_at_hand()
    opened = open_export(_origin(net, model, **how), _options(**how), _images(**how))
    told = export_told(opened)
    saved = opened.save(target, external=how["external_data"], force=how["force"])
    if not how["quiet"]:
        for text in told["notes"]:
            note(f"note: {text}")
        for text in told["warnings"]:
            warn(text)
        _summarise(saved, opened, how["seed"])
    told |= written_told(saved)
    code = FINDING if opened.warnings else 0
    if opinion:
        wishes = {"given": how["given"], "tolerance": how["tolerance"]}
        result = compare(opened, saved.model, opinion, **wishes)
        told["compared"] = _compared(result)
        code = code if result.equal else DIFFERS
        if not how["as_json"]:
            _print_comparison(result)
    if how["as_json"]:
        click.echo(json.dumps(told))
    return code


def _seed(seed: int | None, fill_missing: bool, **others: Any) -> int | None:
    del others
    return fresh_seed() if fill_missing and seed is None else seed


def _origin(
    net: Path,
    model: str | None,
    seed: int | None,
    weights: tuple[str, ...],
    fill_missing: bool,
    shapes: tuple[tuple[str, Shape], ...],
    level: int | None,
    stages: tuple[str, ...],
    dialect: str | None,
    tolerant: bool,
    strict: bool,
    **others: Any,
) -> Origin:
    names = ((model,) if model else ()) + tuple(
        name for text in weights for name in split_weights(text)
    )
    plan = Options(era=era_of(**others), shapes=dict(shapes))
    reading = ReadOptions(dialect, mode_of(tolerant=tolerant, strict=strict))
    named = others["caffe"] is not None
    return Origin(net, names, seed, fill_missing, level, stages, plan, reading, named)


def _options(
    outputs: str | None, recurrent: Recurrent | None, cut: tuple[str, ...], **others: Any
) -> ExportOptions:
    names = ExportOptions.__dataclass_fields__
    given = {name: value for name, value in others.items() if name in names}
    wanted = tuple(name.strip() for name in (outputs or "").split(",") if name.strip())
    return ExportOptions(outputs=wanted, recurrent=recurrent or "auto", cut=cut, **given)


def _images(
    preprocess: bool,
    transform: Path | None,
    mean: Path | None,
    input_layout: Any,
    input_color: Any,
    uint8: bool,
    **others: Any,
) -> Preprocess:
    del others
    if transform and not preprocess:
        raise click.UsageError("--transform goes with --preprocess")
    return Preprocess(preprocess, transform, mean, input_layout, input_color, uint8)


def _summarise(saved: Saved, opened: Export, seed: int | None) -> None:
    graph = opened.exported.assembled.proto.graph
    beside = f" and {saved.data}" if saved.data else ""
    note(f"{saved.model}{beside} ({saved.nbytes:,} bytes)")
    inputs = ", ".join(each.name for each in graph.input)
    outputs = ", ".join(each.name for each in graph.output)
    note(f"  {inputs} -> {outputs}; {len(graph.node)} operators")
    if opened.fresh:
        layers = f"{len(opened.fresh)} layer" + ("" if len(opened.fresh) == 1 else "s")
        note(f"  seed {seed}: the weights of {layers} are drawn")


def _compared(result: Comparison) -> dict[str, Any]:
    told = asdict(result) | {"equal": result.equal}
    for row in told["outputs"]:
        # JSON has no infinity: shapes that differ have no difference in numbers.
        row |= {name: None for name in ("absolute", "relative") if math.isinf(row[name])}
    return told


def _print_comparison(result: Comparison) -> None:
    rows = [["output", "shape", "max|a-b|", "/ max(1,max|b|)", ""]]
    for each in result.outputs:
        verdict = "" if each.relative <= result.tolerance else "differs"
        shape = "x".join(map(str, each.shape)) or "()"
        rows.append([each.blob, shape, f"{each.absolute:.3g}", f"{each.relative:.3g}", verdict])
    print_table(rows, right=("max|a-b|", "/ max(1,max|b|)"))
    for blob in result.missing:
        warn(f"{result.against} cannot give {blob!r}: it is not compared")
    if result.first:
        note(f"  the first blob that differs is {result.first}")
    verdict = "equal" if result.equal else "not equal"
    note(f"{verdict} within {result.tolerance:g}: {result.runtime} beside {result.against}")
    if result.limits:
        note(f"note: {result.limits}")
