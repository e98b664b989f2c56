"""The ways from one HDF5 object to another, and to other files.

The library follows links by itself, and opens whatever file they name. So links are taken one by
one, and each is looked at before it is followed. Other files are read where the user allows it,
and only from the folder of the first one.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from caffe_fillers.errors import DataError, FormatError
from caffe_fillers.files.external import check_beside
from caffe_fillers.strings import decoded, encoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Hdf5File", "library", "name_of", "opened"]

#: So many links, and names in them, may lead to one object.
MAX_LINKS = 256
#: So many parts of a virtual dataset are looked at.
MAX_PARTS = 4096


def library() -> Any:
    """The library, which is an extra.

    Raises:
        DataError: it is not installed.
    """
    try:
        return import_module("h5py")
    except ImportError:
        raise DataError(
            "reading HDF5 needs the library h5py, which is not installed",
            hint="Install it: pip install 'caffe_fillers[data]'.",
        ) from None


def name_of(link: str | bytes) -> str:
    """A name, of which h5py gives the bytes if they are no UTF-8."""
    return decoded(link if isinstance(link, bytes) else link.encode("utf-8", "surrogateescape"))


@contextmanager
def opened(file: IO[bytes], path: Path, *, external: bool) -> Iterator[Hdf5File]:
    """An HDF5 file that is open already; by its path, where its parts may be `external`."""
    # What Python has opened is all that the library can read; other files it finds by the path.
    with library().File(path if external else file, "r") as root, ExitStack() as others:
        yield Hdf5File(root, path.parent if external else None, others)


class Hdf5File:
    """An open file, whose links are followed one by one.

    Args:
        root: The file of h5py's.
        folder: Where other files may be; None where none are read.
        others: Closes them.
    """

    def __init__(self, root: Any, folder: Path | None, others: ExitStack) -> None:
        self.root = root
        self._folder = folder
        self._others = others
        self._files: dict[str, Any] = {}

    def get(self, *names: str | bytes) -> Any:
        """What names lead to, one behind the other; None if they lead nowhere.

        Raises:
            FormatError: one leads to another file that is not read.
        """
        item: Any = self.root
        for name in names:
            item = self.child(item, name)
        return item

    def child(self, group: Any, name: str | bytes) -> Any:
        """What one link of a group leads to; as `get`."""
        return self._child(group, name, [MAX_LINKS])

    def _child(self, group: Any, name: str | bytes, left: list[int]) -> Any:
        if not isinstance(group, library().Group) or left[0] <= 0:
            return None
        left[0] -= 1
        kinds = library().h5l
        raw = name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")
        try:
            kind = group.id.links.get_info(raw).type
            if kind == kinds.TYPE_HARD:
                return self._open(group, raw)
            leads = group.id.links.get_val(raw)
        except (KeyError, OSError, RuntimeError, ValueError):
            return None
        if kind == kinds.TYPE_EXTERNAL:
            file, path = leads
            told = f"{name_of(raw)!r} is a link to {name_of(path)!r} in {name_of(file)!r}"
            return self._follow(self._other(name_of(file), told)["/"], path, left)
        if kind != kinds.TYPE_SOFT:
            return None
        return self._follow(group.file["/"] if leads.startswith(b"/") else group, leads, left)

    def _follow(self, item: Any, path: bytes, left: list[int]) -> Any:
        """Name by name, as any of them may be a link, and the library would follow it."""
        for part in path.split(b"/"):
            if part not in (b"", b"."):
                item = self._child(item, part, left)
        return item

    def check(self, dataset: Any) -> None:
        """Refuse a dataset whose values are in files that are not read.

        Raises:
            FormatError: it has such external storage, or such a virtual dataset's sources.
        """
        self._check(dataset, [MAX_LINKS])

    def _check(self, dataset: Any, left: list[int]) -> None:
        plan = dataset.id.get_create_plist()
        name = name_of(dataset.name or "")
        for at in range(min(plan.get_external_count(), MAX_PARTS)):
            file, _, _ = plan.get_external(at)
            self._path(name_of(file), f"the values of {name!r} are in {name_of(file)!r}")
        if plan.get_layout() != library().h5d.VIRTUAL:
            return
        if plan.get_virtual_count() > MAX_PARTS:
            raise FormatError(f"{name!r} is a virtual dataset of more than {MAX_PARTS} parts")
        sources = {
            (plan.get_virtual_filename(at), plan.get_virtual_dsetname(at))
            for at in range(plan.get_virtual_count())
        }
        for file, path in sorted(sources):
            left[0] -= 1
            told = f"{name!r} is a virtual dataset, with values in {file!r}"
            if "%" in file or "%" in path:
                raise FormatError(f"{told}: names with % in them are not read")
            root = dataset.file if file == "." else self._other(file, told)
            found = self._follow(root["/"], encoded(path), left)
            if left[0] <= 0 or not isinstance(found, library().Dataset):
                raise FormatError(f"{told}, which has no dataset {path!r}")
            self._check(found, left)

    def _other(self, name: str, told: str) -> Any:
        """Another file, open."""
        path = str(self._path(name, told))
        if path not in self._files:
            self._files[path] = self._others.enter_context(library().File(path, "r"))
        return self._files[path]

    def _path(self, name: str, told: str) -> Path:
        if self._folder is None:
            # Whoever wrote the file would choose which file of the reader's is read.
            raise FormatError(
                f"{told}: other files are not read",
                hint="--allow-external reads those of its folder; h5repack makes one file of them.",
            )
        try:
            return check_beside(self._folder, name)
        except ValueError as error:
            raise FormatError(
                f"{told}, which {error}",
                hint="Other files are read from the folder of the first one only.",
            ) from None

    def is_own(self, dataset: Any) -> bool:
        """Whether all of its values are in the first file."""
        plan = dataset.id.get_create_plist()
        virtual = plan.get_layout() == library().h5d.VIRTUAL
        own = dataset.file.filename == self.root.filename
        return bool(own and not virtual and not plan.get_external_count())

    def _open(self, group: Any, name: bytes) -> Any:
        """What a hard link leads to."""
        lib = library()
        if self._folder is None or lib.h5o.get_info(group.id, name).type != lib.h5o.TYPE_DATASET:
            return group[name]
        # Other files are looked for in the file's own folder only.
        plan = lib.h5p.create(lib.h5p.DATASET_ACCESS)
        plan.set_efile_prefix(b"${ORIGIN}")
        plan.set_virtual_prefix(b"${ORIGIN}")
        return lib.Dataset(lib.h5d.open(group.id, name, plan))
