"""Commands that edit texts: where the old ones come from and where the new ones go."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.bulk.inputs import STREAM, check_there, find_inputs, read_list
from caffe_fillers.bulk.texts import Edited, TextJob, edit_text, edit_text_guarded
from caffe_fillers.cli.common import note, stacked, warn
from caffe_fillers.cli.looks import coloured, painted_diff
from caffe_fillers.cli.many import cores, input_options, job_options
from caffe_fillers.cli.streams import STDOUT, say
from caffe_fillers.files.reading import STDIN, read_stdin
from caffe_fillers.formats import prototxt
from caffe_fillers.text import Document, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import PurePath

    from caffe_fillers.bulk.fill import Kind
    from caffe_fillers.bulk.outcomes import Outcome

__all__ = ["STREAM", "Edited", "Outputs", "edit_all", "read_text", "text_name", "text_options"]

#: Texts from which on several processes are worth their start.
WORTH = 100

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
    job_options,
    click.option("--force", is_flag=True, help="Replace outputs and backups that exist."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
)


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
    jobs: int | None
    fail_fast: bool
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
        if options["output"] in STDOUT:
            options["output"] = STREAM
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

    def job(
        self,
        index: int,
        name: str,
        edit: Callable[[str, bytes], Edited],
        sources: Mapping[str, tuple[str, ...]],
    ) -> TextJob:
        """What is to be done with one of the files; `sources` are all of them."""
        target = None
        if self.in_place:
            target = name
        elif not (self.diff or self.check or self.output in {None, STREAM}):
            target = str(self.target(name))
        return TextJob(
            index,
            name,
            edit,
            target,
            inputs=sources.get(os.path.realpath(target), ()) if target else (),
            in_place=self.in_place,
            make_folder=name in self.relative,
            backup=self.backup,
            force=self.force,
            diff=self.diff,
            check=self.check,
            content=read_stdin(prototxt.MAX_BYTES) if name == STREAM else None,
        )

    def sources(self) -> dict[str, tuple[str, ...]]:
        """The files of the run by where they really are."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self.names:
            real = os.path.realpath(name)
            found[real] = (*found.get(real, ()), name)
        return found

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
        what = "net, solver or .caffemodel" if models else "net or solver"
        found = find_inputs([name], recursive=recursive, wanted=wanted, what=what)
        passed += found.passed
        for each in found.inputs:
            files.append(str(each.path))
            relative[str(each.path)] = each.relative
    return {"names": tuple(files), "relative": relative, "passed": passed}


def edit_all(how: Outputs, edit: Callable[[str, bytes], Edited]) -> int:
    """Edit all files and put them where they belong; the exit code.

    Args:
        how: The files, and where they go.
        edit: From a file's name and content to what becomes of it: a function of a module, or a
            partial of one.
    """
    sources = how.sources()
    jobs = [how.job(index, name, edit, sources) for index, name in enumerate(how.names)]
    if len(jobs) == 1:
        return _tell(jobs[0], edit_text(jobs[0]), how)
    from caffe_fillers.bulk.processes import in_turn, run_all  # noqa: PLC0415  # pools are large to load

    count = cores(how.jobs, len(jobs), worth=WORTH)
    code, errors = 0, []
    for job, outcome in in_turn(run_all(jobs, count, edit_text_guarded), jobs):
        code = max(code, _tell(job, outcome, how))
        if outcome.error:
            errors.append(outcome.error)
            if how.fail_fast:
                break
    for each in errors:
        say(each, role="error")
    if errors or (how.passed and not how.quiet):
        passed = f", {how.passed:,} passed over" if how.passed else ""
        note(f"{len(how.names) - len(errors):,} done, {len(errors):,} failed{passed}")
    return code


def _tell(job: TextJob, outcome: Outcome, how: Outputs) -> int:
    """Say what was done to one text; its exit code."""
    told = outcome.told
    if outcome.error:
        return outcome.code
    if not how.quiet:
        for text in told["notes"]:
            note(text)
        for text in told["warnings"]:
            warn(text)
    if told["binary"] and told["shown"] and sys.stdout.isatty():
        raise click.UsageError(f"{job.path} is a binary file: name an output with -o")
    if told["shown"]:
        shown = told["shown"]
        sys.stdout.buffer.write(painted_diff(shown) if how.diff and coloured(sys.stdout) else shown)
        sys.stdout.buffer.flush()
    if told["said"] and not how.quiet:
        note(told["said"])
    return outcome.code


def text_name(name: str) -> str:
    """What errors call a file."""
    return STDIN if name == STREAM else name


def read_text(name: str, content: bytes) -> Document:
    """The tree of a file that has been read; raises TextError with the file's name."""
    return parse(content, text_name(name))
