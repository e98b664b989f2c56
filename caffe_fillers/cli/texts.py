"""Commands that edit texts: where the old ones come from and where the new ones go."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.bulk.inputs import STREAM, check_there, find_inputs, read_list
from caffe_fillers.bulk.targets import make_folders
from caffe_fillers.cli.common import note, stacked, warn
from caffe_fillers.cli.main import BAD_INPUT, show_error
from caffe_fillers.cli.many import input_options
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.files.reading import STDIN, read_stdin
from caffe_fillers.formats import prototxt
from caffe_fillers.formats.layout import check_target, replacing
from caffe_fillers.formats.suffixes import check_suffix
from caffe_fillers.text import Document, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import PurePath

    from caffe_fillers.bulk.fill import Kind

__all__ = ["STREAM", "Edited", "Outputs", "edit_all", "read_text", "text_name", "text_options"]

FINDING = 1

text_options = stacked(
    input_options,
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
    #: Whether the content is not a text.
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
    #: The files, those of folders, patterns and --files-from among them; - is standard input.
    names: tuple[str, ...] = ()
    #: For each that was found in a folder or by a pattern: its path within it.
    relative: Mapping[str, PurePath] = field(default_factory=dict)
    #: How many files of folders were passed over.
    passed: int = 0

    @classmethod
    def of(
        cls,
        given: Sequence[str],
        *,
        models: bool = False,
        recursive: bool,
        files_from: str | None,
        **options: Any,
    ) -> Outputs:
        """From the options of a command and the files that it is given.

        Args:
            given: Files, folders and patterns; - is standard input.
            models: Whether the command takes binary models of a folder, too.
            recursive: Whether the folders of folders are looked into.
            files_from: A file that names more of them.
            options: The others.
        """
        names = [*given, *(read_list(files_from) if files_from else [])]
        if not names:
            raise click.UsageError("name a file, a folder or a pattern, or --files-from")
        found = _found(names, models=models, recursive=recursive)
        how = cls(**options, **found)
        names = list(how.names)
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
        if folder:
            how.check_targets()
        return how

    def target(self, name: str) -> Path:
        """Where a file goes that -o names a file or a folder for."""
        target = Path(str(self.output))
        return target / self.relative.get(name, Path(name).name) if target.is_dir() else target

    def check_targets(self) -> None:
        """Refuse two files for one output, before anything is done."""
        taken: dict[Path, str] = {}
        for name in self.names:
            target = self.target(name)
            if target in taken:
                raise click.UsageError(f"{taken[target]} and {name} would both write {target}")
            taken[target] = name


def _found(names: Sequence[str], *, models: bool, recursive: bool) -> dict[str, Any]:
    """The files behind these names, and their paths in the folders that they were found in."""

    def wanted(kind: Kind, path: Path) -> bool:
        return kind == "net" or (models and path.suffix == ".caffemodel")

    files: list[str] = []
    relative: dict[str, PurePath] = {}
    passed = 0
    for name in names:
        path = Path(name)
        if name == STREAM or not (path.is_dir() or (has_magic(name) and not path.exists())):
            if name != STREAM:
                check_there(name)
            files.append(name)
            continue
        found = find_inputs([name], recursive=recursive, wanted=wanted)
        passed += found.passed
        for each in found.inputs:
            files.append(str(each.path))
            relative[str(each.path)] = each.relative
    return {"names": tuple(files), "relative": relative, "passed": passed}


def edit_all(how: Outputs, edit: Callable[[str, bytes], Edited]) -> int:
    """Edit all files and put them where they belong; the exit code.

    Args:
        how: The files, and where they go.
        edit: From a file's name and content to what becomes of it.
    """
    code, errors = 0, []
    for name in how.names:
        try:
            code = max(code, _edit(name, how, edit))
        except CaffeFillersError as error:
            if len(how.names) == 1:
                raise
            errors.append(error)
            code = BAD_INPUT
    for each in errors:
        show_error(each)
    if errors or (how.passed and not how.quiet):
        passed = f", {how.passed:,} passed over" if how.passed else ""
        note(f"{len(how.names) - len(errors):,} done, {len(errors):,} failed{passed}")
    return code


def text_name(name: str) -> str:
    """What errors call a file."""
    return STDIN if name == STREAM else name


def read_text(name: str, content: bytes) -> Document:
    """The tree of a file that has been read; raises TextError with the file's name."""
    return parse(content, text_name(name))


def _edit(name: str, how: Outputs, edit: Callable[[str, bytes], Edited]) -> int:
    content = read_stdin(prototxt.MAX_BYTES) if name == STREAM else prototxt.read_bytes(name)
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
        target = how.target(name)
        check_suffix(target, "caffemodel" if edited.binary else "text", name)
        make_folders([target] if name in how.relative else [])
        check_target(target, force=how.force, nbytes=len(edited.after))
        _write(target, edited.after)
    if how.quiet:
        return
    if how.in_place:
        note(f"{name}: {edited.done if edited.changed else 'nothing to do'}")
        return
    done = edited.done if edited.changed else "copied, there is nothing to change"
    note(f"{name} -> {target}: {done}")


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
