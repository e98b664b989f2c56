"""Recipes: which filler the weights of a model get, where no layer says it or another is wanted.

A recipe is a list of rules, of which the last that matches wins:

    Conv=msra,variance_norm=FAN_OUT       an operator's weights, or a Caffe layer type's
    bias=constant,value=0.1               a role, whatever the operator
    LSTM.recurrent=xavier                 a role of an operator
    name:*/embed*=gaussian,std=0.02       an initializer's, a node's or a layer's name
    name:*.pos_embed=keep                 left as it is

All patterns are those of a shell. The filler's parameters are those of a prototxt's filler block.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caffe_fillers.core import registry
from caffe_fillers.errors import FillerError, did_you_mean, within
from caffe_fillers.files.reading import MAX_LIST, read_given
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["DEFAULTS", "ROLES", "FillerRule", "Recipe", "any_match", "gather", "read_recipe"]

#: The roles that a weight can have, and the operators' rules that reach them.
ROLES: Mapping[str, str] = {
    "weight": "what data are multiplied by: Conv, Gemm, MatMul, LSTM ...",
    "recurrent": "what the state of a recurrent layer is multiplied by",
    "embedding": "rows that are looked up",
    "slope": "PRelu's slopes",
    "norm_scale": "what normalised data are multiplied by",
    "bias": "what is added after a weight",
    "recurrent_bias": "the second bias of a recurrent layer, which Caffe lacks",
    "peephole": "an LSTM's peepholes, which Caffe lacks",
    "norm_bias": "what is added to normalised data",
    "norm_mean": "running means",
    "norm_var": "running variances",
    "other": "any other numbers; filled by --anonymize only",
}
#: A rule that names an operator only is for what it multiplies by.
FACTORS = ("weight", "recurrent", "embedding", "slope", "norm_scale")

DEFAULTS = (
    "weight=xavier",
    "recurrent=xavier",
    "embedding=xavier",
    "slope=constant,value=0.25",
    "norm_scale=constant,value=1",
    "bias=constant",
    "recurrent_bias=constant",
    "peephole=constant",
    "norm_bias=constant",
    "norm_mean=constant",
    "norm_var=constant,value=1",
    "other=uniform,min=0.5,max=1",
)

NAME = "name:"
KEEP = "keep"


@dataclass(frozen=True, slots=True)
class FillerRule:
    """A pattern and the filler for what matches it."""

    #: As the user wrote it.
    text: str
    pattern: str
    #: None: what matches stays as it is.
    filler: caffe.FillerParameter | None = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> FillerRule:
        """From `PATTERN=FILLER[,PARAMETER=VALUE...]`.

        Raises:
            FillerError: the text has another form, or no such filler exists.
            TextError: the filler has no such parameter, or the value is none.
        """
        pattern, equals, rest = text.partition("=")
        type_name, *settings = rest.split(",")
        if not (equals and pattern and type_name) or not all("=" in each for each in settings):
            raise FillerError(
                f"{text!r} is not a rule",
                hint="Write PATTERN=FILLER,PARAMETER=VALUE: 'Conv=msra,variance_norm=FAN_OUT'.",
            )
        with within(f"rule {text!r}"):
            pairs = (each.partition("=") for each in settings)
            return cls(text, pattern, _filler(type_name, {name: value for name, _, value in pairs}))

    def matches(self, op: str, role: str, names: Iterable[str]) -> bool:
        """Whether it is for this role of this operator, or for one of these names."""
        if self.pattern.startswith(NAME):
            glob = self.pattern.removeprefix(NAME)
            return any(fnmatchcase(name, glob) for name in names)
        words = [role, f"{op}.{role}", *([op] if role in FACTORS else [])]
        return any(fnmatchcase(word, self.pattern) for word in words)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Rules in their order, after the defaults, and what they are for at all."""

    rules: tuple[FillerRule, ...] = ()
    #: Globs over names of initializers and nodes; with `only`, nothing else is filled.
    only: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()

    def rule(self, op: str, role: str, names: Sequence[str]) -> FillerRule:
        """The last rule that matches, the defaults among them."""
        own = self.own(op, role, names)
        return own or next(rule for rule in _DEFAULTS if rule.pattern == role)

    def own(self, op: str, role: str, names: Sequence[str]) -> FillerRule | None:
        """The last of the user's rules that matches, if one does."""
        return next((rule for rule in reversed(self.rules) if rule.matches(op, role, names)), None)

    def excludes(self, names: Sequence[str]) -> str:
        """Why what has these names is left out; empty if it is not."""
        if self.only and not any_match(names, self.only):
            return "--only names others"
        hit = next((glob for glob in self.excepted if any_match(names, [glob])), None)
        return f"--except {hit}" if hit is not None else ""


def gather(
    recipe: str | os.PathLike[str] | None,
    fillers: Iterable[str],
    only: Iterable[str],
    excepted: Iterable[str],
) -> Recipe:
    """The rules of a recipe file, if there is one, and behind them others; likewise the names.

    Raises:
        FillerError: the file cannot be read, or a rule is none.
    """
    read = read_recipe(Path(recipe)) if recipe else Recipe()
    rules = map(FillerRule.parse, fillers)
    return Recipe((*read.rules, *rules), (*read.only, *only), (*read.excepted, *excepted))


def read_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file, or in JSON of the same form.

        rules = ["Conv=msra,variance_norm=FAN_OUT"]
        only = ["conv*"]
        except = ["*.pos_embed"]

        [[rule]]
        match = "name:*/embed*"
        type = "gaussian"
        std = 0.02

    Raises:
        FillerError: the file is missing, is not of this form, or a rule in it is none.
    """
    with within(str(path)):
        try:
            text = read_given(path, MAX_LIST).decode()
        except (OSError, ValueError) as error:
            raise FillerError(f"cannot be read: {error}") from error
        content = _loads(text, path.suffix)
        known = ("rules", "rule", "only", "except")
        for key in content:
            if key not in known:
                raise FillerError(f"unknown key {key!r}", hint=did_you_mean(key, known))
        rules = [FillerRule.parse(each) for each in _strings(content, "rules")]
        tables = content.get("rule", [])
        if not isinstance(tables, list):
            raise FillerError("rule is not a list", hint="Write [[rule]] above each rule.")
        rules += [_from_table(number, table) for number, table in enumerate(tables, 1)]
        return Recipe(
            tuple(rules), tuple(_strings(content, "only")), tuple(_strings(content, "except"))
        )


def _loads(text: str, suffix: str) -> dict[str, Any]:
    if suffix.lower() == ".json":
        try:
            content = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise FillerError(f"is no JSON: {error}") from error
    else:
        content = _loads_toml(text)
    if not isinstance(content, dict):
        raise FillerError("is not a table of rules")
    return content


def _loads_toml(text: str) -> Any:
    # Python 3.11 has tomllib; before, tomli is the same.
    for name in ("tomllib", "tomli"):
        with suppress(ModuleNotFoundError):
            try:
                return import_module(name).loads(text)
            except (ValueError, RecursionError) as error:
                raise FillerError(f"is no TOML: {error}") from error
    raise FillerError(
        "Python 3.10 reads no TOML by itself",
        hint="Install tomli, or write the recipe as JSON.",
    )


def _from_table(number: int, table: Any) -> FillerRule:
    if not isinstance(table, dict) or not {"match", "type"} <= table.keys():
        raise FillerError(
            f"rule {number} lacks match or type",
            hint='A rule has at least: match = "Conv" and type = "msra".',
        )
    settings = {key: value for key, value in table.items() if key not in ("match", "type")}
    pattern, type_name = str(table["match"]), str(table["type"])
    shown = "".join(f",{key}={value}" for key, value in settings.items())
    with within(f"rule {number} ({pattern})"):
        texts = {key: str(value) for key, value in settings.items()}
        return FillerRule(f"{pattern}={type_name}{shown}", pattern, _filler(type_name, texts))


def _strings(content: Mapping[str, Any], key: str) -> list[str]:
    values = content.get(key, [])
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise FillerError(f"{key} is not a list of words", hint=f'Write {key} = ["...", "..."].')
    return values


def _filler(type_name: str, settings: Mapping[str, str]) -> caffe.FillerParameter | None:
    """The filler block that the words stand for; None for `keep`."""
    if type_name == KEEP:
        if settings:
            raise FillerError("keep has no parameters")
        return None
    row = registry.fillers.get(type_name, papers=True)
    if "type" in settings:
        raise FillerError("the type is what follows the pattern")
    lines = [f'type: "{type_name}"', *(f"{name}: {value}" for name, value in settings.items())]
    words = caffe if row.dialect == registry.BVLC else import_module("caffe_fillers.proto.union")
    filler: caffe.FillerParameter = parse("\n".join(lines), "filler").message(words.FillerParameter)
    return filler


def any_match(names: Iterable[str], globs: Iterable[str]) -> bool:
    """Whether one of the names is of one of these patterns."""
    return any(fnmatchcase(name, glob) for name in names for glob in globs)


_DEFAULTS = tuple(FillerRule.parse(text) for text in DEFAULTS)
