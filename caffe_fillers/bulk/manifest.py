"""The manifest of a run: JSON Lines, version 1, frozen. docs/bulk.md describes every field.

The first line is the head: what wrote it, the seed, and the files that would be written. Each line
that follows is one input that was done, or that failed. A line counts once its end is there, so a
run that dies loses no more than the line it was writing.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from caffe_fillers.bulk.jobs import file_sha256, package_version, told_stream
from caffe_fillers.errors import CaffeFillersError, FormatError, OutputError, within
from caffe_fillers.files.writing import OutputFile, check_target, replacing
from caffe_fillers.formats.prototxt import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from caffe_fillers.bulk.jobs import Job
    from caffe_fillers.bulk.outcomes import Outcome

__all__ = ["Entry", "Head", "Manifest", "Writer", "check", "line_of", "read_manifest"]

VERSION = 1
#: The field of the head that says what the file is.
SIGN = "caffe_fillers_manifest"


@dataclass(frozen=True, slots=True)
class Head:
    """The first line."""

    #: The seed of the run, and whether somebody chose it: if not, a solver's own goes before it.
    seed: int
    chosen: bool
    by_name: bool
    #: The files that this run may write.
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One input that was done; paths are as the manifest's own folder has them."""

    input: str
    output: str
    options: Mapping[str, Any]
    seed: int
    package: str
    #: SHA-256 of all that was read, and of all that was written, by path.
    reads: Mapping[str, str]
    writes: Mapping[str, str]
    line: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says."""

    path: Path
    head: Head
    #: Those that were done, by output; a later line wins.
    entries: Mapping[str, Entry]
    #: Whether the last line was cut off.
    cut: bool

    def file(self, name: str) -> Path:
        """The file that a path in it means."""
        return self.path.parent / name


def read_manifest(path: Path) -> Manifest:
    """A manifest; of one that was cut off, the whole lines.

    Raises:
        DataError: there is no such file, or it cannot be read.
        FormatError: it is no manifest, or of another version.
    """
    with within(str(path)):
        whole, newline, rest = read_bytes(path).rpartition(b"\n")
        if not newline:
            raise FormatError("is no manifest of a whole line", hint="Start without --resume.")
        lines = [_parsed(number, line) for number, line in enumerate(whole.split(b"\n"), 1)]
        head = _head(lines[0])
        entries = {}
        for number, line in enumerate(lines[1:], 2):
            with within(f"line {number}"):
                if "error" not in line:
                    entry = _entry(line)
                    entries[entry.output] = entry
        return Manifest(path, head, entries, bool(rest))


def _parsed(number: int, line: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"is no JSON: {error}", where=f"line {number}") from None
    if not isinstance(parsed, dict):
        raise FormatError("is no object", where=f"line {number}")
    return parsed


def _head(line: Mapping[str, Any]) -> Head:
    if SIGN not in line:
        raise FormatError("is no manifest of this program", where="line 1")
    if line[SIGN] != VERSION:
        raise FormatError(
            f"is a manifest of version {line[SIGN]!r}, not {VERSION}",
            hint="Read it with the release that wrote it, or start anew without --resume.",
        )
    match line:
        case {
            "seed": int(seed),
            "seed_chosen": bool(chosen),
            "seed_by_name": bool(by_name),
            "targets": [*targets],
        }:
            return Head(seed, chosen, by_name, tuple(map(str, targets)))
    raise FormatError("has a head without its seed or its targets", where="line 1")


def _entry(line: Mapping[str, Any]) -> Entry:
    match line:
        case {
            "input": str(name),
            "output": str(output),
            "options": dict(options),
            "seed": int(seed),
            "package": str(package),
            "reads": dict(reads),
            "writes": dict(writes),
        }:
            return Entry(name, output, options, seed, package, reads, writes, line)
    raise FormatError("is no line of a manifest")


class Writer:
    """Writes a manifest line by line, and in the order of the inputs when all is done."""

    def __init__(
        self,
        path: Path,
        head: Head,
        kept: Sequence[Entry],
        *,
        force: bool = False,
        inputs: Iterable[Path] = (),
    ) -> None:
        self._path = path
        self._head = {
            SIGN: VERSION,
            "package": package_version(),
            "seed": head.seed,
            "seed_chosen": head.chosen,
            "seed_by_name": head.by_name,
            "targets": [self.relative(name) for name in head.targets],
        }
        #: What was done, and what failed, by output.
        self._lines: dict[str, Mapping[str, Any]] = {each.output: each.line for each in kept}
        self._errors: dict[str, Mapping[str, Any]] = {}
        check_target(path, force=force, inputs=inputs, ours=_is_manifest)
        self._write_whole(self._lines.values())
        self._file: IO[bytes] = path.open("ab")

    def relative(self, name: str | Path) -> str:
        """A path as the manifest's folder has it, so that a tree can be moved with it."""
        try:
            shown = os.path.relpath(name, self._path.parent)
        except ValueError:  # another drive
            shown = os.fspath(name)
        return Path(shown).as_posix()

    def add(self, job: Job, outcome: Outcome) -> None:
        """One more line."""
        line = line_of(job, outcome, self.relative)
        output = str(line["output"])
        if outcome.error:
            # What an earlier run says of the file stays true.
            self._errors[output] = line
        else:
            self._lines[output] = line
        try:
            self._file.write(_encoded(line))
            self._file.flush()
        except OSError as error:
            raise OutputError(
                f"cannot be written: {error.strerror}", where=str(self._path)
            ) from error

    def finish(self, jobs: Iterable[str]) -> None:
        """Put the lines in the order of the inputs, by their outputs."""
        self._file.close()
        order = [self.relative(target) for target in jobs]
        both = (self._lines, self._errors)
        self._write_whole(lines[name] for name in order for lines in both if name in lines)

    def close(self) -> None:
        """Leave the file as it is."""
        self._file.close()

    def _write_whole(self, lines: Iterable[Mapping[str, Any]]) -> None:
        with replacing(OutputFile(self._path, force=True)) as file:
            file.writelines(map(_encoded, (self._head, *lines)))


def line_of(job: Job, outcome: Outcome, relative: Any = str) -> dict[str, Any]:
    """What a manifest says of one input."""
    line: dict[str, Any] = {"input": relative(job.path), "output": relative(job.target)}
    if outcome.error:
        return {**line, "error": outcome.error}
    return {
        **line,
        "input_sha256": outcome.reads[job.path],
        "output_sha256": outcome.writes[str(outcome.told["output"])],
        "options": job.options.asdict(),
        "seed": outcome.told["seed"],
        "stream": told_stream(job),
        "package": package_version(),
        "reads": {relative(name): digest for name, digest in outcome.reads.items()},
        "writes": {relative(name): digest for name, digest in outcome.writes.items()},
        "tensors": dict(outcome.tensors),
        "complete": outcome.code == 0,
    }


def _is_manifest(head: bytes) -> bool:
    """Whether a file begins as a manifest of an earlier run does."""
    return head.startswith(f'{{"{SIGN}"'.encode())


def _encoded(line: Mapping[str, Any]) -> bytes:
    # Names that are no UTF-8 have lone surrogates, which JSON escapes.
    return json.dumps(line).encode() + b"\n"


def check(manifest: Manifest) -> Iterator[tuple[Entry, list[str]]]:
    """For each output of a manifest: what is wrong with it now; nothing if it is as it was."""
    for entry in manifest.entries.values():
        wrong = []
        for name, digest in entry.writes.items():
            try:
                found = file_sha256(manifest.file(name))
            except CaffeFillersError as error:
                wrong.append(str(error))
            else:
                if found != digest:
                    wrong.append(f"{name}: its SHA-256 is {found}, not {digest}")
        yield entry, wrong
