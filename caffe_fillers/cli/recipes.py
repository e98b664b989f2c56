"""The recipe that the options of `fill` and `plan` describe."""

from __future__ import annotations

from typing import Any

from caffe_fillers.plan.recipe import FillerRule, Recipe, read_recipe

__all__ = ["recipe_of"]


def recipe_of(how: dict[str, Any]) -> Recipe:
    """The rules of --recipe and then those of --filler, and what --only and --except name."""
    read = read_recipe(how["recipe"]) if how["recipe"] else Recipe()
    rules = tuple(FillerRule.parse(text) for text in how["fillers"])
    return Recipe(
        (*read.rules, *rules), (*read.only, *how["only"]), (*read.excepted, *how["excepted"])
    )
