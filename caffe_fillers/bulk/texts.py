"""Editing one text, as a plain value that another process can be given."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from caffe_fillers.bulk.outcomes import DIFFERS, Outcome, guarded
from caffe_fillers.bulk.targets import make_folders
from caffe_fillers.files.attributes import keep_attributes
from caffe_fillers.files.writing import check_target, write_whole
from caffe_fillers.formats import prototxt
from caffe_fillers.formats.suffixes import check_suffix

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Edited", "TextJob", "edit_text", "edit_text_guarded"]


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
    #: What was learnt on the way.
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class TextJob:
    """One text, what becomes of it, and where that goes."""

    #: Its place among the inputs.
    index: int
    path: str
    #: From a file's name and content to what becomes of it: a function of a module, or a partial.
    edit: Callable[[str, bytes], Edited]
    #: The file to write. None gives the result back.
    target: str | None = None
    #: Whether that is the text's own file, which is written over.
    in_place: bool = False
    #: Texts of the same run that are not written over else.
    inputs: tuple[str, ...] = ()
    #: Whether the target's folder is made where it is missing.
    make_folder: bool = False
    #: The suffix of a copy of the old file, which is kept beside the new one.
    backup: str | None = None
    #: Whether the target and the copy may replace files.
    force: bool = False
    #: Show or only tell what would change, and write nothing.
    diff: bool = False
    check: bool = False
    #: The content, where no file has it.
    content: bytes | None = None


def edit_text_guarded(job: TextJob) -> Outcome:
    """Edit one text; what goes wrong with it is part of the outcome."""
    return guarded(job.index, job.path, lambda: edit_text(job))


def edit_text(job: TextJob) -> Outcome:
    """Edit one text, and put the result where it belongs.

    Returns:
        With `warnings` and `notes` to be said, in words, and with `shown`, the bytes for standard
        output; `binary` where these are not a text.

    Raises:
        CaffeFillersError: it cannot be read, edited or written.
    """
    if job.in_place:
        check_target(Path(job.path), force=True)  # no pipe is read for nothing
    content = prototxt.read_bytes(job.path) if job.content is None else job.content
    edited = job.edit(job.path, content)
    finding, shown, said = edited.finding, b"", ""
    if job.diff or job.check:
        finding |= job.check and edited.changed
        if job.diff and edited.changed and not edited.binary:
            shown = _diff(job.path, edited)
        if job.check and edited.changed:
            said = f"{job.path}: would be {edited.done}"
    elif job.target is None:
        shown = edited.after
    else:
        said = _deliver(job, edited, Path(job.target))
    told = {
        "notes": [f"{job.path}: {text}" for text in edited.notes],
        "warnings": [f"{job.path}: {text}" for text in edited.warnings],
        "said": said,
        "shown": shown,
        "binary": edited.binary,
    }
    return Outcome(job.index, DIFFERS if finding else 0, told)


def _diff(name: str, edited: Edited) -> bytes:
    old, new = (re.findall(rb"[^\n]*\n|[^\n]+", text) for text in (edited.before, edited.after))
    file = os.fsencode(name)
    lines = difflib.diff_bytes(difflib.unified_diff, old, new, file, file)
    return b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"
        for line in lines
    )


def _deliver(job: TextJob, edited: Edited, target: Path) -> str:
    """Write what is to be written; what was done, in words."""
    if job.in_place:
        if edited.changed:
            checked = check_target(target, force=True, nbytes=len(edited.after))
            _back_up(job, target, edited.before)
            write_whole(checked, edited.after)
        return f"{job.path}: {edited.done if edited.changed else 'nothing to do'}"
    check_suffix(target, "caffemodel" if edited.binary else "text", job.path)
    make_folders([target] if job.make_folder else [])
    inputs = map(Path, job.inputs)
    checked = check_target(target, force=job.force, nbytes=len(edited.after), inputs=inputs)
    write_whole(checked, edited.after)
    done = edited.done if edited.changed else "copied, there is nothing to change"
    return f"{job.path} -> {target}: {done}"


def _back_up(job: TextJob, path: Path, content: bytes) -> None:
    if not job.backup:
        return
    copy = path.with_name(path.name + job.backup)
    write_whole(check_target(copy, force=job.force, nbytes=2 * len(content)), content)
    keep_attributes(copy, path)
    shutil.copystat(path, copy)
