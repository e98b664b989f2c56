"""`fill-weights fmt FILE...`: one look for every prototxt."""

from __future__ import annotations

from typing import Any

import click

from caffe_fillers.cli.helps import HelpfulCommand
from caffe_fillers.cli.texts import Edited, Outputs, edit_all, read_text, text_options
from caffe_fillers.text.fmt import formatted

__all__ = ["fmt_command"]


@click.command("fmt", cls=HelpfulCommand)
@click.argument("names", nargs=-1, metavar="FILE...")
@text_options
def fmt_command(names: tuple[str, ...], **options: Any) -> int:
    """Format prototxt: nets and solvers of any generation, and of any fork.

    Comments and order stay, the meaning never changes, and a formatted file stays as it is.
    Between `# fmt: off` and `# fmt: on` nothing is touched. Without an option the result goes to
    standard output.

    \b
    Examples:
      fill-weights fmt net.prototxt
      fill-weights fmt --in-place *.prototxt
      fill-weights fmt --check --diff models/ --recursive
    """
    return edit_all(Outputs.of(names, **options), _formatted)


def _formatted(name: str, content: bytes) -> Edited:
    text = formatted(read_text(name, content))
    return Edited(content, text.encode("utf-8", "surrogateescape"), done="formatted")
