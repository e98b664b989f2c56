"""The golden tables of the text format."""

import csv
import functools

from tests._shared import golden


@functools.cache
def table(name):
    """The rows of a table, as dictionaries."""
    with golden(f"text/{name}").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
