"""Commands that edit texts: where the old ones come from and where the new ones go."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.cli.common import note, stacked, warn
from caffe_fillers.cli.main import BAD_INPUT, show_error
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.formats import prototxt
from caffe_fillers.formats.layout import check_target, replacing
from caffe_fillers.text import Document, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["STREAM", "Edited", "Outputs", "edit_all", "read_text", "text_name", "text_options"]

#: The name of standard input and standard output.
STREAM = "-"
FINDING = 1

text_options = stacked(
    click.option(
        "-o",
        "--output",
        metavar="OUT",
        help="The file to write, - for standard output; for several files a folder.",
    ),
    click.option("--in-place", is_flag=True, help="Write each file over itself, if it changes."),
    click.option(
        "--backup", metavar="SUFFIX", help="With --in-place: keep the old file beside it: .bak"
    ),
    click.option("--diff", is_flag=True, help="Show what would change; write nothing."),
    click.option(
        "--check", is_flag=True, help="Exit with 1 if a file would change; write nothing."
    ),
    click.option("--force", is_flag=True, help="Replace outputs and backups that exist."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
)


@dataclass(frozen=True, slots=True)
class Edited:
    """A file before and after."""

    before: bytes
    after: bytes
    #: What the user should know.
    warnings: tuple[str, ...] = ()
    #: What was done, in a word; or would be.
    done: str = "changed"
    #: Whether somebody should look at the result.
    finding: bool = False
    #: Whether the content is no text.
    binary: bool = False

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Outputs:
    """The options above, checked."""

    output: str | None
    in_place: bool
    backup: str | None
    diff: bool
    check: bool
    force: bool
    quiet: bool

    @classmethod
    def of(cls, names: Sequence[str], **options: Any) -> Outputs:
        """From the options of a command and the files that it is given."""
        how = cls(**options)
        if (how.output is not None) + how.in_place + (how.diff or how.check) > 1:
            raise click.UsageError("choose one of -o, --in-place, and --diff or --check")
        if how.backup is not None and not (how.in_place and how.backup.strip("./\\")):
            raise click.UsageError("--backup goes with --in-place, and is a suffix such as .bak")
        if how.backup and Path(f"x{how.backup}").name != f"x{how.backup}":
            raise click.UsageError("--backup is a suffix, not a path")
        if how.in_place and STREAM in names:
            raise click.UsageError("standard input cannot be edited in place")
        if names.count(STREAM) > 1:
            raise click.UsageError("standard input can be read only once")
        anywhere = how.in_place or how.diff or how.check
        folder = how.output not in {None, STREAM} and Path(str(how.output)).is_dir()
        if len(names) > 1 and not (anywhere or folder):
            raise click.UsageError(
                "several files need a folder as -o, --in-place, --diff or --check"
            )
        return how


def edit_all(names: Sequence[str], how: Outputs, edit: Callable[[str, bytes], Edited]) -> int:
    """Edit all files and put them where they belong; the exit code.

    Args:
        names: The files; - is standard input.
        how: Where they go.
        edit: From a file's name and content to what becomes of it.
    """
    code = 0
    for name in names:
        try:
            code = max(code, _edit(name, how, edit))
        except CaffeFillersError as error:
            if len(names) == 1:
                raise
            show_error(error)
            code = BAD_INPUT
    return code


def text_name(name: str) -> str:
    """What errors call a file."""
    return "<stdin>" if name == STREAM else name


def read_text(name: str, content: bytes) -> Document:
    """The tree of a file that has been read; raises TextError with the file's name."""
    return parse(content, text_name(name))


def _edit(name: str, how: Outputs, edit: Callable[[str, bytes], Edited]) -> int:
    content = sys.stdin.buffer.read() if name == STREAM else prototxt.read_bytes(name)
    edited = edit(name, content)
    if not how.quiet:
        for text in edited.warnings:
            warn(f"{name}: {text}")
    if how.diff or how.check:
        _show(name, edited, how)
        return FINDING if edited.finding or (how.check and edited.changed) else 0
    _deliver(name, edited, how)
    return FINDING if edited.finding else 0


def _show(name: str, edited: Edited, how: Outputs) -> None:
    if how.diff and edited.changed and not edited.binary:
        click.echo(_diff(name, edited), nl=False)
    if how.check and edited.changed and not how.quiet:
        note(f"{name}: would be {edited.done}")


def _diff(name: str, edited: Edited) -> bytes:
    old, new = (re.findall(rb"[^\n]*\n|[^\n]+", text) for text in (edited.before, edited.after))
    file = os.fsencode(name)
    lines = difflib.diff_bytes(difflib.unified_diff, old, new, file, file)
    return b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"
        for line in lines
    )


def _deliver(name: str, edited: Edited, how: Outputs) -> None:
    if how.in_place:
        target = Path(name)
        if edited.changed:
            _back_up(target, edited.before, how)
            _write(target, edited.after)
    elif how.output in {None, STREAM}:
        if edited.binary and sys.stdout.isatty():
            raise click.UsageError(f"{name} is a binary file: name an output with -o")
        sys.stdout.buffer.write(edited.after)
        sys.stdout.buffer.flush()
        return
    else:
        target = Path(str(how.output))
        target = target / Path(name).name if target.is_dir() else target
        check_target(target, force=how.force, nbytes=len(edited.after))
        _write(target, edited.after)
    if not how.quiet:
        what = edited.done if edited.changed else "nothing to do"
        note(f"{name}: {what}" if how.in_place else f"{name} -> {target}: {what}")


def _back_up(path: Path, content: bytes, how: Outputs) -> None:
    if not how.backup:
        return
    copy = path.with_name(path.name + how.backup)
    check_target(copy, force=how.force, nbytes=2 * len(content))
    _write(copy, content)
    shutil.copystat(path, copy)


def _write(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)
