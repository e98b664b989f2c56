"""The options that `fill` and `plan` have for ONNX models.

Nothing here loads a library that only a model needs: `--help` answers without them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from caffe_fillers.cli.common import chosen, stacked
from caffe_fillers.cli.helps import complete_layers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from caffe_fillers.bulk.fill import Kind

__all__ = [
    "NET",
    "ONNX",
    "SAVED",
    "check_options",
    "onnx_output_options",
    "onnx_plan_options",
]

onnx_plan_options = stacked(
    click.option(
        "--filler",
        "fillers",
        multiple=True,
        metavar="RULE",
        help="Models: a filler for an operator or layer type, a role or a name: "
        "'Conv=msra,variance_norm=FAN_OUT', 'bias=constant,value=0.1', "
        "'name:fc*=gaussian,std=0.02'; the last match wins.",
    ),
    click.option(
        "--recipe",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Models: rules in a TOML or JSON file, before those of --filler.",
    ),
    click.option(
        "--only",
        multiple=True,
        metavar="GLOB",
        shell_complete=complete_layers,
        help="Models: fill nothing but layers, tensors, or what operators read, of such names.",
    ),
    click.option(
        "--except",
        "excepted",
        multiple=True,
        metavar="GLOB",
        shell_complete=complete_layers,
        help="Models: leave such names as they are.",
    ),
    click.option(
        "--fans",
        type=click.Choice(["caffe", "torch"]),
        default="caffe",
        help="ONNX: fan_in and fan_out as Caffe reads them off a shape, or as the operator has "
        "them. [default: caffe]",
    ),
    click.option(
        "--net",
        "net_file",
        type=click.Path(path_type=Path),
        metavar="NET",
        help="Weight files: the prototxt whose fillers are taken, layer by name; without it the "
        "fillers that the file's own layers carry.",
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
        help="Models: each tensor its own stream, by name, or one for all in the order of the "
        "layers. [default: keyed for ONNX; caffe for weight files and with --like]",
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

#: What an input is: a definition, an ONNX model, or a file of weights.
NET, ONNX, SAVED = "nets", "ONNX models", "weight files"
WORDS: Mapping[Kind, str] = {"net": NET, "onnx": ONNX, "weights": SAVED}
#: For each option that not every input takes: its flag, and the inputs that take it.
FOR: Mapping[str, tuple[str, frozenset[str]]] = {
    "phase": ("--phase", frozenset({NET})),
    "level": ("--level", frozenset({NET})),
    "stages": ("--stage", frozenset({NET})),
    "shapes": ("--shape", frozenset({NET, SAVED})),
    "weights": ("--weights", frozenset({NET})),
    "names": ("--names", frozenset({NET})),
    "dtype": ("--dtype", frozenset({NET, SAVED})),
    "fillers": ("--filler", frozenset({ONNX, SAVED})),
    "recipe": ("--recipe", frozenset({ONNX, SAVED})),
    "only": ("--only", frozenset({ONNX, SAVED})),
    "excepted": ("--except", frozenset({ONNX, SAVED})),
    "stream": ("--stream", frozenset({ONNX, SAVED})),
    "net_file": ("--net", frozenset({SAVED})),
    "fans": ("--fans", frozenset({ONNX})),
    "like": ("--like", frozenset({ONNX})),
    "table": ("--map", frozenset({ONNX})),
    "anonymize": ("--anonymize", frozenset({ONNX})),
    "external_data": ("--external-data", frozenset({ONNX})),
    "size_threshold": ("--size-threshold", frozenset({ONNX})),
    "hash_names": ("--hash-names", frozenset({ONNX})),
    "strip_docs": ("--strip-docs", frozenset({ONNX})),
}
#: Pairs of which the first means nothing without the second, and pairs that exclude each other.
NEEDS = {
    "table": "like",
    "hash_names": "anonymize",
    "strip_docs": "anonymize",
    "size_threshold": "external_data",
}
EXCLUDES = [("like", other) for other in ("fillers", "recipe", "fans", "anonymize")]


def check_options(kinds: Iterable[Kind]) -> None:
    """Refuse options that mean nothing for inputs of these kinds, or contradict each other."""
    context = click.get_current_context()
    given = {name for name in context.params if chosen(name)}
    wrong = _wrong(given, {WORDS[kind] for kind in kinds})
    if not wrong and "like" in given and context.params.get("stream") == "keyed":
        wrong = "--like draws from Caffe's one stream, not from --stream keyed"
    if wrong:
        raise click.UsageError(wrong)


def _wrong(given: set[str], kinds: set[str]) -> str:
    """What is wrong with these options, for inputs of these kinds; empty for nothing."""
    for name, (flag, takers) in FOR.items():
        # A net that is named beside a model is started as any other.
        starts = NET in takers and given & {"like", "net_file"}
        if name in given and not takers & kinds and not starts:
            return _alien(flag, takers, kinds)
    for name, needed in NEEDS.items():
        if name in given and needed not in given:
            return f"{FOR[name][0]} goes with {FOR[needed][0]}"
    for pair in EXCLUDES:
        if given.issuperset(pair):
            return " and ".join(FOR[name][0] for name in pair) + " do not go together"
    return ""


def _alien(flag: str, takers: frozenset[str], kinds: set[str]) -> str:
    told = " and ".join(each for each in (NET, SAVED, ONNX) if each in takers)
    if kinds == {ONNX} and NET in takers:
        return f"{flag} is for {told}; an ONNX model takes it with --like NET"
    if kinds == {SAVED} and NET in takers:
        return f"{flag} is for {told}; a weight file takes it with --net NET"
    return f"{flag} is for {told}"
