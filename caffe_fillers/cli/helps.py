"""The help of a command: its options in groups, those of every day first, the others on demand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.errors import CaffeFillersError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from click.shell_completion import CompletionItem

__all__ = ["HelpfulCommand", "complete_layers"]

#: The groups in their order, and the options in each by the names of their parameters.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Net": (
        *("phase", "level", "stages", "shapes", "weights", "dialect", "tolerant", "strict", "only"),
        *("layers_like", "no_blobs", "batch", "allow_file_filler", "net_file", "cut", "recurrent"),
        *("state", "keep_losses", "outputs"),
    ),
    "Numbers": (
        *("seed", "boost", "caffe", "math", "platform", "dtype", "fill_missing", "freeze_dummy"),
        *("stochastic_mean", "seeds", "begin", "seed_by_name", "stream"),
    ),
    "Comparing": (
        *("against", "caffe_binary", "by_law", "ulps", "rtol", "atol", "alpha", "tolerance"),
        *("compares", "given", "show_all"),
    ),
    "Models": (
        *("fillers", "recipe", "excepted", "fans", "like", "table", "anonymize", "hash_names"),
        *("strip_docs", "external_data", "size_threshold", "opset", "dynamic_batch", "fold"),
    ),
    "Images": ("preprocess", "transform", "mean", "input_layout", "input_color", "uint8"),
    "Many files": (
        *("recursive", "files_from", "out_dir", "jobs", "fail_fast", "manifest", "resume", "shard"),
        *("dask", "pairs"),
    ),
}
REST = "Output"
#: Of a command with many options these are shown by --help, each in short.
EVERY_DAY = frozenset(
    (
        *("output", "seed", "phase", "shapes", "weights", "platform", "fillers", "only", "like"),
        *("recursive", "out_dir", "force", "as_json", "as_json_", "verbose", "quiet", "by_law"),
        *("against", "compares", "preprocess", "seeds", "show_all", "target"),
    )
)
#: A command with more options than this has those of every day in its help.
MANY = 16
#: Longer choices are shown by --help-all.
WIDE = 30
#: A sentence that is longer ends at its colon.
LONG = 100
#: Parameters of an argument that names a net or a model.
FILES = ("nets", "net", "names", "files", "weights_file", "model", "source")


class HelpfulCommand(click.Command):
    """A command whose help fits a screen; --help-all shows all of it."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.params.append(
            click.Option(
                ["--help-all"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_all,
                help="Show all options, and exit.",
            )
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options in groups."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        every_day = not ctx.meta.get(__name__) and len(options) > MANY
        shown = [param for param in options if not every_day or _is_of_every_day(param)]
        for title, members in _grouped(shown):
            rows = [row for param in members if (row := param.get_help_record(ctx))]
            if every_day:
                rows = [_short(row) for row in rows]
            with formatter.section(title):
                formatter.write_dl(rows)
        left = [param.opts[-1] for param in options if param not in shown]
        if left:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(f"More, with --help-all: {', '.join(left)}")


def _show_all(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del param
    if value and not ctx.resilient_parsing:
        ctx.meta[__name__] = True
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _is_of_every_day(param: click.Option) -> bool:
    return param.name in EVERY_DAY or "help" in str(param.name)


def _short(row: tuple[str, str]) -> tuple[str, str]:
    """An option and its first sentence, or what its default is."""
    option, text = row
    if len(option) > WIDE:
        option = f"{option.partition(' [')[0]} NAME"
    text = re.sub(r"\s*\[0<=x[^]]*\]", "", text)
    first = re.split(r"(?<=[^.])(?:[.;] | \[default)", text, maxsplit=1)[0]
    if len(first) > LONG and ": " in first:
        first = first[: first.rindex(": ", 0, LONG)] if ": " in first[:LONG] else first
    return option, first if not first or first.endswith((".", "]")) else f"{first}."


def _grouped(options: Iterable[click.Option]) -> Iterator[tuple[str, list[click.Option]]]:
    held: dict[str, list[click.Option]] = {title: [] for title in (*GROUPS, REST)}
    for param in options:
        title = next((title for title, names in GROUPS.items() if param.name in names), REST)
        held[title].append(param)
    return ((title, members) for title, members in held.items() if members)


def complete_layers(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The names of the layers of the net or model that stands on the command line already."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  # for shells only

    del param
    # Behind an option that still lacks its value, arguments are not told apart.
    files = [Path(each) for each in ctx.args]
    for given in FILES:
        values = ctx.params.get(given) or ()
        files += map(Path, [values] if isinstance(values, (str, Path)) else values)
    names = dict.fromkeys(name for path in files for name in _layers(path))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _layers(path: Path) -> Iterator[str]:
    """The layers' names, if the file is a net or a file of weights."""
    # A shell waits for this: what is not asked for is not loaded.
    from caffe_fillers.formats.kinds import is_model, is_onnx, open_model  # noqa: PLC0415
    from caffe_fillers.plan.definition import read_definition  # noqa: PLC0415

    try:
        if is_onnx(path):
            return
        if is_model(path):
            yield from (layer.name for layer in open_model(path).layers if layer.blobs)
        else:
            yield from (layer.name for layer in read_definition(path).net.layer)
    except CaffeFillersError:
        return
