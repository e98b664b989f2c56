"""Which files are meant: names, folders, patterns and lists become inputs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from caffe_fillers.errors import CaffeFillersError, DataError, within
from caffe_fillers.files.reading import MAX_LIST, STDIN, read_given, read_stdin
from caffe_fillers.formats.kinds import SUFFIXES, is_onnx
from caffe_fillers.formats.sniff import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from caffe_fillers.bulk.fill import Kind
    from caffe_fillers.formats.sniff import Content

__all__ = [
    "STREAM",
    "Found",
    "GivenFile",
    "check_there",
    "find_inputs",
    "kind_of_file",
    "read_list",
]

#: The name of standard input.
STREAM = "-"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file to work on."""

    path: Path
    #: Its path within the folder, pattern or working folder that it was found in.
    relative: PurePath
    kind: Kind
    #: Whether it was named itself, and not found in a folder.
    named: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What the names led to."""

    inputs: tuple[GivenFile, ...]
    #: How many files of folders were passed over since they are none of ours.
    passed: int


def check_there(name: str) -> None:
    """Refuse a name that leads nowhere, before any other is worked on.

    Raises:
        DataError: there is no such file.
    """
    try:
        os.stat(name)  # noqa: PTH116  # tells why, where Path.exists says no
    except (FileNotFoundError, NotADirectoryError):
        raise DataError(
            "there is no such file",
            where=name,
            hint="Paths are relative to the current folder.",
        ) from None
    except (OSError, ValueError):
        # Its own reader tells what is wrong with it.
        return


def kind_of_file(path: Path) -> Kind:
    """What a named file is: by its content, and where that says nothing, by its name."""
    if is_onnx(path):
        return "onnx"
    found = _content(path)
    if not found and path.suffix.lower() in SUFFIXES:
        return "weights"
    return KINDS[found]


#: What fills a file of this content; what is none is left to the reader of texts, who tells.
KINDS: Mapping[Content, Kind] = {"text": "net", "": "net", "onnx": "onnx", "weights": "weights"}


def _content(path: Path) -> Content:
    try:
        return content(path)
    except CaffeFillersError:
        return ""


def find_inputs(
    names: Sequence[str],
    *,
    recursive: bool = False,
    without: Iterable[Path] = (),
    wanted: Callable[[Kind, Path], bool] = lambda *_: True,
    what: str = "net, ONNX model or file of weights",
) -> Found:
    """The files behind these names, sorted within each folder and pattern.

    A file that is named is an input whatever it holds; of a folder's files those that are a net, an
    ONNX model or weights. What begins with a dot is passed over.

    Args:
        names: Files, folders and patterns.
        recursive: Whether a folder's folders belong to it.
        without: Folders that are left out: where the outputs go.
        wanted: Which of a folder's files are inputs, by kind and path.
        what: What these are, in words.

    Raises:
        DataError: a folder holds no input, a pattern matches nothing, or a name is nothing.
    """
    finder = _Finder(
        [Path(os.path.realpath(each)) for each in without], wanted, what, recursive=recursive
    )
    inputs = [each for name in names for each in finder.find(name)]
    return Found(tuple(inputs), finder.passed)


def read_list(name: str) -> list[str]:
    """The names in a file, one a line, or between zero bytes as `find -print0` writes them.

    Raises:
        DataError: the file cannot be read, or has no name in it.
    """
    if name == STREAM:
        return _names(STDIN, read_stdin())
    with within(name):
        try:
            raw = read_given(name, MAX_LIST)
        except (OSError, ValueError) as error:
            raise DataError(f"cannot be read: {error}") from error
    return _names(name, raw)


def _names(where: str, raw: bytes) -> list[str]:
    with within(where):
        lines = raw.split(b"\0") if b"\0" in raw else raw.splitlines()
        names = [os.fsdecode(line) for line in lines if line.strip()]
        if not names:
            raise DataError("names no file", hint="Write one path a line.")
        return names


class _Finder:
    """Lives only inside `find_inputs`."""

    def __init__(
        self,
        without: Sequence[Path],
        wanted: Callable[[Kind, Path], bool],
        what: str,
        *,
        recursive: bool,
    ) -> None:
        self._recursive = recursive
        self._without = without
        self._wanted = wanted
        self._what = what
        self.passed = 0

    def find(self, name: str) -> list[GivenFile]:
        """The inputs behind one name."""
        path = Path(name)
        if path.is_dir():
            return self._in_folder(path)
        if has_magic(name) and not os.path.lexists(path):
            return self._matching(name)
        check_there(name)
        return [GivenFile(path, _within_here(path), kind_of_file(path), named=True)]

    def _in_folder(self, folder: Path) -> list[GivenFile]:
        inputs: list[GivenFile] = []
        files = 0
        if Path(os.path.realpath(folder)) in self._without:
            raise DataError(
                "is the folder of the inputs and that of the outputs",
                where=str(folder),
                hint="Name another folder for the outputs.",
            )
        for path in self._files(folder):
            files += 1
            inputs += self._any(path, path.relative_to(folder))
        if not inputs:
            deeper = "" if self._recursive else " Its own folders are looked into with --recursive."
            raise DataError(
                f"holds no {self._what}",
                where=str(folder),
                hint=f"{files} file(s) were looked at.{deeper}",
            )
        return inputs

    def _files(self, folder: Path) -> Iterator[Path]:
        if Path(os.path.realpath(folder)) in self._without:
            return
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror}", where=str(folder)) from error
        for entry in entries:
            if entry.name.startswith("."):
                self.passed += 1
            elif entry.is_file():
                yield folder / entry.name
            elif self._recursive and entry.is_dir(follow_symlinks=False):
                yield from self._files(folder / entry.name)

    def _any(self, path: Path, relative: PurePath) -> Iterator[GivenFile]:
        """An input, if the file is one."""
        found = _content(path)
        kind = KINDS[found]
        if found and self._wanted(kind, path):
            yield GivenFile(path, relative, kind, named=False)
        else:
            self.passed += 1

    def _matching(self, pattern: str) -> list[GivenFile]:
        root = _fixed_part(pattern)
        paths = [Path(name) for name in sorted(glob(pattern, recursive=True))]  # noqa: PTH207  # sees absolute patterns too
        files = [path for path in paths if path.is_file() and not self._is_output(path)]
        if not files:
            raise DataError(
                "matches no file",
                where=pattern,
                hint="* stands for any letters, ** for any folders.",
            )
        return [
            GivenFile(path, path.relative_to(root), kind_of_file(path), named=True)
            for path in files
        ]

    def _is_output(self, path: Path) -> bool:
        folder = Path(os.path.realpath(path.parent))
        return any(each == folder or each in folder.parents for each in self._without)


def _fixed_part(pattern: str) -> Path:
    """The folder in front of a pattern's first wildcard."""
    parts = []
    for part in Path(pattern).parts:
        if has_magic(part):
            break
        parts.append(part)
    return Path(*parts)


def _within_here(path: Path) -> PurePath:
    """A named file's path within the working folder; its name if it is elsewhere."""
    parts = PurePath(os.path.normpath(path)).parts
    return PurePath(path.name) if path.is_absolute() or ".." in parts[:1] else PurePath(*parts)
