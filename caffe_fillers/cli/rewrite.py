"""`fill-weights rewrite NET...`: fillers and other fields of many layers at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.cli.common import stacked, warn
from caffe_fillers.cli.helps import HelpfulCommand
from caffe_fillers.cli.texts import Edited, Outputs, edit_all, read_text, text_options
from caffe_fillers.core.registry import BVLC, FORKS, fillers
from caffe_fillers.errors import FillerError, FormatError, TextError, within
from caffe_fillers.formats.prototxt import is_solver
from caffe_fillers.proto import caffe, schema
from caffe_fillers.rewrite.rules import Change, Outcome, RewriteRule, Verb, check, filler, rewrite
from caffe_fillers.rewrite.text import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["rewrite_command"]

WHERE = "where"
VALUE = "PATH=VALUE"


class OrderedCommand(HelpfulCommand):
    """A command that knows in which order its options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and keep the names of the options in the order of the line."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[__name__] = [param.name for param in order]
        return super().parse_args(ctx, args)


rule_options = stacked(
    click.option(
        "--where",
        multiple=True,
        metavar="EXPR",
        help="The layers that the options behind it change: 'type=Convolution and feeds=ReLU'.",
    ),
    click.option(
        "--set", "set_", multiple=True, metavar=VALUE, help="Give a field a value; repeatable."
    ),
    click.option(
        "--set-default", multiple=True, metavar=VALUE, help="The same, where it is absent."
    ),
    click.option("--unset", multiple=True, metavar="PATH", help="Take a field out."),
    click.option(
        "--weight-filler",
        multiple=True,
        metavar="FILLER",
        help="Set weight_filler: msra,variance_norm=FAN_OUT",
    ),
    click.option(
        "--bias-filler", multiple=True, metavar="FILLER", help="Set bias_filler: constant,value=0.1"
    ),
    click.option("--any-field", is_flag=True, help="Take names that no schema knows."),
)


@click.command("rewrite", cls=OrderedCommand)
@click.argument("names", nargs=-1, metavar="NET...")
@rule_options
@text_options
@click.pass_context
def rewrite_command(
    ctx: click.Context,
    /,
    names: tuple[str, ...],
    where: tuple[str, ...],
    set_: tuple[str, ...],
    set_default: tuple[str, ...],
    unset: tuple[str, ...],
    weight_filler: tuple[str, ...],
    bias_filler: tuple[str, ...],
    any_field: bool,
    **options: Any,
) -> int:
    """Change fillers and other fields of many layers; all else in the text stays.

    NET is a net prototxt of any generation; - is standard input. Without an option the result goes
    to standard output. A path begins at the layer (convolution_param.bias_term, param[0].lr_mult)
    or is short (weight_filler, num_output). Each --where begins a new rule; options before the
    first change all layers that have the field, or take it by their type.

    \b
    Tests of --where, joined by and, or, not, ( ):
      type=Convolution  name=conv*  name~='^conv[12]$'  phase=TRAIN  bottom=data
      has=weight_filler  weight_filler.type=gaussian  feeds=ReLU  follows=Pooling

    \b
    Examples:
      fill-weights rewrite net.prototxt --weight-filler xavier
      fill-weights rewrite net.prototxt --in-place --set-default weight_filler='type: "msra"'
      fill-weights rewrite net.prototxt --where feeds=ReLU --weight-filler msra \\
          --where 'not feeds=ReLU' --weight-filler xavier -o new.prototxt
      fill-weights rewrite net.prototxt --unset weight_filler --unset bias_filler
      fill-weights rewrite net.prototxt --where 'name=conv1*' --set param.lr_mult=0 --diff

    The exit code is 1 with --check if a file would change.
    """
    how = Outputs.of(names, **options)
    given = {
        "where": where,
        "set_": set_,
        "set_default": set_default,
        "unset": unset,
        "weight_filler": weight_filler,
        "bias_filler": bias_filler,
    }
    forks: list[RewriteRule] = []
    try:
        rules = list(_rules(ctx.meta[__name__], given))
        if not any_field:
            forks = [rule for rule in rules if not _bvlc_knows(rule)]
    except TextError as error:
        raise click.UsageError(str(error), ctx) from None
    for rule in rules:
        if not rule.changes:
            behind = f" behind --where {rule.where!r}" if rule.where else ""
            raise click.UsageError(
                f"nothing to change: give --set, --unset or a filler{behind}", ctx
            )
    return edit_all(how, partial(_rewritten, rules=rules, forks=bool(forks), any_field=any_field))


def _rules(order: Sequence[str], given: Mapping[str, Sequence[str]]) -> Iterator[RewriteRule]:
    """The options in the order in which they were given, as rules."""
    values = {name: iter(texts) for name, texts in given.items()}
    where, changes = "", list[Change]()
    for name in order:
        if name == WHERE:
            if changes or where:
                yield RewriteRule(tuple(changes), where)
            where, changes = next(values[name]), []
        elif name in values:
            changes.append(_change(name, next(values[name])))
    yield RewriteRule(tuple(changes), where)


def _change(option: str, text: str) -> Change:
    if option in {"weight_filler", "bias_filler"}:
        _warn_of_filler(text.partition(",")[0])
        with within(f"--{option.replace('_', '-')}"):
            return Change("set", option, filler(text))
    if option == "unset":
        return Change("unset", text)
    verb: Verb = "set" if option == "set_" else "default"
    path, equals, value = text.partition("=")
    if not equals:
        raise TextError(
            f"{text!r} is not of the form {VALUE}",
            where="--set" if verb == "set" else "--set-default",
            hint="""For example weight_filler='type: "msra"', or param[0].lr_mult=0.""",
        )
    return Change(verb, path.strip(), value)


def _warn_of_filler(name: str) -> None:
    """A type that is not known here may be a fork's: it is written, but not without a word."""
    try:
        fillers.get(name)
    except FillerError as error:
        warn(str(error))


def _bvlc_knows(rule: RewriteRule) -> bool:
    """Whether BVLC's schema has a rule's fields; if not, a fork's must."""
    try:
        check(rule)
    except TextError as error:
        try:
            check(rule, schema("union").message("NetParameter"))
        except TextError:
            raise error from None
        return False
    return True


def _rewritten(
    name: str, content: bytes, rules: Sequence[RewriteRule], *, forks: bool, any_field: bool
) -> Edited:
    document = read_text(name, content)
    if is_solver(document):
        raise FormatError("is a solver", where=document.name, hint="Name the net that it trains.")
    with within(document.name):
        kind = schema("union").message("NetParameter") if forks else schema_of(document)
        dialect = BVLC if kind is caffe.NetParameter else FORKS
        outcomes = rewrite(document, rules, schema=kind, dialect=dialect, any_field=any_field)
    warnings = [_nothing(outcome) for outcome in outcomes if not outcome.selected]
    changed = max((outcome.changed for outcome in outcomes), default=0)
    done = f"{changed} layers changed" if len(outcomes) == 1 else "changed"
    return Edited(content, document.encode(), tuple(warnings), done)


def _nothing(outcome: Outcome) -> str:
    where = outcome.rule.where
    return f"no layer matches --where {where!r}" if where else "there are no layers"
