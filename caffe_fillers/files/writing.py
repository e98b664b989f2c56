"""Everything that is written: one check of the target, and one way to put a file in its place.

An `OutputFile` comes from `check_target`, and nothing else can be written: whatever command writes,
its path has been looked at. The file is made without a name, or under a temporary one, in the
target's folder; when all of it is on the disk it gets its name. A run that dies leaves what stood
there.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from caffe_fillers.errors import OutputError, within
from caffe_fillers.files.attributes import keep_attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["CHUNK", "OutputFile", "check_target", "replacing", "write_whole"]

#: Bytes copied at a time.
CHUNK = 1 << 20
#: Bytes of an old file by which a report of ours is known.
HEAD = 512

#: A full disk, a full quota, a file larger than the system or the user's limit allows.
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
_MAKE_ROOM = "Free some room, or name an output on another disk."


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that may be written, as `check_target` has found."""

    path: Path
    #: Whether it may take the place of another file.
    force: bool = False


def check_target(
    path: Path,
    *,
    force: bool,
    nbytes: int = 0,
    inputs: Iterable[Path] = (),
    ours: Callable[[bytes], bool] | None = None,
) -> OutputFile:
    """Refuse, before any work, a target that could not or should not be written.

    Args:
        path: The file to write.
        force: Whether a file that exists may be replaced.
        nbytes: How large it will be.
        inputs: What the same run reads, and must not be written over, force or not.
        ours: Whether an old file may be replaced without force, by its first bytes: a report.

    Raises:
        OutputError: it exists and `force` is not given, it is not a regular file or is an input,
            its folder is missing or read-only, or the disk has not `nbytes` left.
    """
    with within(str(path)):
        if _exists(path):
            _check_inputs(path, inputs)
            force = force or _is_ours(path, ours)
            if not force:
                raise OutputError(
                    "exists already", hint="--force replaces it; -o names another file."
                )
        folder = Path(os.path.realpath(path)).parent
        if not folder.is_dir():
            raise OutputError("the folder does not exist", where=str(folder))
        # Root may write anywhere, says os.access; a read-only disk tells when the file is made.
        if not os.access(folder, os.W_OK):
            raise OutputError("the folder is not writable", where=str(folder))
        free = shutil.disk_usage(folder).free
        if nbytes > free:
            raise OutputError(
                f"needs {nbytes:,} bytes, but the disk has {free:,} left", hint=_MAKE_ROOM
            )
    return OutputFile(path, force)


def _exists(path: Path) -> bool:
    """Whether there is a file to be replaced; refuses what is no file."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise OutputError(f"cannot be reached: {_reason(error)}") from None
    if not stat.S_ISREG(mode):
        raise OutputError("is not a regular file", hint="Name another output with -o.")
    return True


def _check_inputs(path: Path, inputs: Iterable[Path]) -> None:
    for each in inputs:
        try:
            same = path.samefile(each)
        except (OSError, ValueError):
            continue
        if same:
            raise OutputError(
                "is an input of this run, and is not written over",
                hint="Name another output with -o.",
            )


def _is_ours(path: Path, ours: Callable[[bytes], bool] | None) -> bool:
    if ours is None:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    # An empty file holds nothing that could be lost.
    return not head or ours(head)


@contextmanager
def replacing(target: OutputFile) -> Iterator[IO[bytes]]:
    """A new binary file that takes the target's name only when the block ends without an error.

    With force it takes the place of what stands there, with its owner, group, mode, access list and
    extended attributes as far as the system lets us; other names of an old file (hard links) keep
    the old content. Without force nothing is replaced, not even a file that was made meanwhile.

    Raises:
        OutputError: the disk is full, the file cannot be made, written or renamed, or there is one
            by now.
    """
    real = Path(os.path.realpath(target.path))
    try:
        with _scratch(real.parent) as scratch:
            yield scratch.file
            scratch.flush()
            scratch.publish(real, force=target.force)
    except FileExistsError as error:
        raise OutputError(
            "exists by now: it was made while this run was at work",
            where=str(target.path),
            hint="It is unchanged. --force replaces it; -o names another file.",
        ) from error
    except OSError as error:
        full = error.errno in _NO_ROOM
        raise OutputError(
            f"cannot be written: {_reason(error)}",
            where=str(target.path),
            hint="What stood there before is unchanged." + (f" {_MAKE_ROOM}" if full else ""),
        ) from error


def write_whole(target: OutputFile, content: bytes) -> None:
    """Write a whole file, or nothing.

    Raises:
        OutputError: as `replacing`.
    """
    with replacing(target) as file:
        file.write(content)


class _Scratch:
    """A file on its way to its name.

    Where the system can, it has no name until then: not even a killed process leaves litter.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / f".fill-weights-{os.urandom(8).hex()}.tmp"
        try:
            descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o666)
        except (AttributeError, OSError):
            self.file: IO[bytes] = self.path.open("x+b")
            self._named = True
        else:
            self.file = os.fdopen(descriptor, "w+b")
            self._named = False

    def flush(self) -> None:
        """Bring all of it to the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def publish(self, target: Path, *, force: bool) -> None:
        """Give the file its name.

        Raises:
            FileExistsError: there is a file of that name, and no `force`.
        """
        if not force and not self._named and _linked(self.file, target):
            return
        if not self._named:
            self._give_name()
        if not force:
            self.file.close()  # some systems rename no open file
            _claim(self.path, target)
            return
        if target.exists():
            keep_attributes(self.path, target)
        self.file.close()
        self.path.replace(target)

    def _give_name(self) -> None:
        """The temporary name, by a copy where the system will not link the file."""
        if _linked(self.file, self.path):
            return
        self.file.seek(0)
        with self.path.open("xb") as copy:
            shutil.copyfileobj(self.file, copy, CHUNK)
            copy.flush()
            os.fsync(copy.fileno())
        self.path.chmod(stat.S_IMODE(os.fstat(self.file.fileno()).st_mode))


@contextmanager
def _scratch(folder: Path) -> Iterator[_Scratch]:
    scratch = _Scratch(folder)
    try:
        yield scratch
    finally:
        # What could not be flushed is not news, and must not hide what happened (a Ctrl-C, say).
        with suppress(OSError):
            scratch.file.close()
        with suppress(OSError):
            scratch.path.unlink(missing_ok=True)


def _linked(file: IO[bytes], name: Path) -> bool:
    """Whether a file without a name could be given this one.

    Raises:
        FileExistsError: another file has it.
    """
    descriptor = file.fileno()
    try:
        # An explicit directory makes Python call linkat, which follows /proc's link to the file.
        os.link(f"/proc/self/fd/{descriptor}", name, src_dir_fd=descriptor)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _claim(scratch: Path, target: Path) -> None:
    """Give a file the name that no other has.

    Raises:
        FileExistsError: another file has it.
    """
    if os.name == "nt":
        scratch.rename(target)  # replaces nothing there
        return
    try:
        os.link(scratch, target)
    except FileExistsError:
        raise
    except (AttributeError, NotImplementedError, OSError):
        # A file system without hard links: the name is taken by an empty file first.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            scratch.replace(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
