"""The options that `fill` and `plan` have for ONNX models.

Nothing here loads a library that only a model needs: `--help` answers without them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from caffe_fillers.cli.common import stacked
from caffe_fillers.formats.kinds import is_onnx

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["check_options", "onnx_output_options", "onnx_plan_options"]

onnx_plan_options = stacked(
    click.option(
        "--filler",
        "fillers",
        multiple=True,
        metavar="RULE",
        help="ONNX: a filler for an operator, a role or a name: 'Conv=msra,variance_norm=FAN_OUT',"
        " 'bias=constant,value=0.1', 'name:*/embed*=gaussian,std=0.02'; the last match wins.",
    ),
    click.option(
        "--recipe",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="ONNX: rules in a TOML or JSON file, before those of --filler.",
    ),
    click.option(
        "--only",
        multiple=True,
        metavar="GLOB",
        help="ONNX: fill nothing but tensors, or what operators read, of such names.",
    ),
    click.option(
        "--except",
        "excepted",
        multiple=True,
        metavar="GLOB",
        help="ONNX: leave such names as they are.",
    ),
    click.option(
        "--fans",
        type=click.Choice(["caffe", "torch"]),
        default="caffe",
        help="ONNX: fan_in and fan_out as Caffe reads them off a shape, or as the operator has "
        "them. [default: caffe]",
    ),
    click.option(
        "--like",
        type=click.Path(path_type=Path),
        metavar="NET",
        help="ONNX: the prototxt that the model was converted from; fill the bits that Caffe "
        "would have drawn. Unmatched tensors are listed, and the exit code is 1.",
    ),
    click.option(
        "--map",
        "table",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help='ONNX: tensors and blobs that --like does not match, as JSON: {"w": "conv1[0]"}.',
    ),
    click.option(
        "--anonymize",
        is_flag=True,
        help="ONNX: for sharing a structure: everything that may have been learnt is replaced, "
        "scales of quantised weights too.",
    ),
)

onnx_output_options = stacked(
    click.option(
        "--stream",
        type=click.Choice(["keyed", "caffe"]),
        help="ONNX: each tensor its own stream, by name, or one for all in the order of the "
        "graph. [default: keyed; with --like caffe]",
    ),
    click.option(
        "--external-data",
        is_flag=True,
        help="ONNX: put initializers into a data file beside the output.",
    ),
    click.option(
        "--size-threshold",
        type=click.IntRange(min=0),
        metavar="N",
        help="ONNX: only those of N bytes or more. [default: 1024]",
    ),
    click.option("--hash-names", is_flag=True, help="ONNX: with --anonymize, replace all names."),
    click.option(
        "--strip-docs",
        is_flag=True,
        help="ONNX: with --anonymize, remove documentation and metadata.",
    ),
)

#: Options for nets that mean nothing to a model, unless --like names a net.
NET_OPTIONS = {
    "phase": "--phase",
    "level": "--level",
    "stages": "--stage",
    "shapes": "--shape",
    "weights": "--weights",
    "dtype": "--dtype",
}
ONNX_OPTIONS = {
    "fillers": "--filler",
    "recipe": "--recipe",
    "only": "--only",
    "excepted": "--except",
    "fans": "--fans",
    "like": "--like",
    "table": "--map",
    "anonymize": "--anonymize",
    "stream": "--stream",
    "external_data": "--external-data",
    "size_threshold": "--size-threshold",
    "hash_names": "--hash-names",
    "strip_docs": "--strip-docs",
}
#: Pairs of which the first means nothing without the second, and pairs that exclude each other.
NEEDS = {
    "table": "like",
    "hash_names": "anonymize",
    "strip_docs": "anonymize",
    "size_threshold": "external_data",
}
EXCLUDES = [("like", other) for other in ("fillers", "recipe", "fans", "anonymize")]


def check_options(names: Sequence[str | Path]) -> None:
    """Refuse options that mean nothing for these inputs, or contradict each other."""
    context = click.get_current_context()
    given = {
        name
        for name in context.params
        if context.get_parameter_source(name) == ParameterSource.COMMANDLINE
    }
    wrong = _wrong(given, [is_onnx(name) for name in names])
    if not wrong and "like" in given and context.params.get("stream") == "keyed":
        wrong = "--like draws from Caffe's one stream, not from --stream keyed"
    if wrong:
        raise click.UsageError(wrong)


def _wrong(given: set[str], models: Sequence[bool]) -> str:
    """What is wrong with these options, for inputs that are models or not; empty for nothing."""
    if not any(models):
        alien = [flag for name, flag in ONNX_OPTIONS.items() if name in given]
        return f"{alien[0]} is for ONNX models" if alien else ""
    for name, needed in NEEDS.items():
        if name in given and needed not in given:
            return f"{ONNX_OPTIONS[name]} goes with {ONNX_OPTIONS[needed]}"
    for pair in EXCLUDES:
        if given.issuperset(pair):
            return " and ".join(ONNX_OPTIONS[name] for name in pair) + " do not go together"
    alien = [flag for name, flag in NET_OPTIONS.items() if name in given]
    if alien and all(models) and "like" not in given:
        return f"{alien[0]} is for nets; an ONNX model takes it with --like NET"
    return ""
