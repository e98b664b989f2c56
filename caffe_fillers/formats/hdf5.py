"""`.h5`: the HDF5 model that Net::ToHDF5 writes (net.cpp); needs h5py.

`/data/<layer>/<number>` is a dataset of the blob's exact shape. Every layer has its group, with or
without blobs; a blob that shares another's values has no dataset.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from importlib import import_module
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from caffe_fillers.core.draws import MAX_AXES, Shape, Slot, count
from caffe_fillers.errors import DataError, FormatError, within
from caffe_fillers.formats import signs
from caffe_fillers.formats.arrays import is_number
from caffe_fillers.formats.layout import Hole, Layout, Piece
from caffe_fillers.formats.model import Copies, Run, StoredBlob, StoredFile, StoredLayer, misfit
from caffe_fillers.proto import caffe
from caffe_fillers.strings import decoded, encoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Hdf5Model", "check_own", "child", "layout", "open_model"]

DATA = "data"
#: So many soft links may follow one another.
MAX_LINKS = 16
#: What is unpacked whole, or was never written: so many bytes, and the file's own size.
MAX_BEYOND = 16 << 20


def _h5py() -> Any:
    try:
        return import_module("h5py")
    except ImportError:
        raise DataError(
            "models in HDF5 need the library h5py, which is not installed",
            hint="Install it: pip install 'caffe_fillers[data]'.",
        ) from None


# --- reading --------------------------------------------------------------------------------------


def open_model(path: Path) -> Hdf5Model:
    """The model in this file, without its values: they are read when they are asked for.

    Raises:
        DataError: there is no such file, it cannot be read, or h5py is not installed.
        FormatError: it is broken, of another kind, or not laid out as Caffe does it.
    """
    file = StoredFile(path)
    if (kind := signs.kind(file)) != signs.HDF5:
        raise FormatError(f"is a file of kind {kind}, not HDF5", where=str(path))
    return Hdf5Model(file)


class _Place(NamedTuple):
    """Where a dataset is."""

    layer: str
    link: str
    #: Where its values begin, if they are plain floats one after the other; else 0.
    offset: int = 0


class Hdf5Model:
    """An HDF5 snapshot of Caffe's, its values left in the file."""

    kind = signs.HDF5

    def __init__(self, file: StoredFile) -> None:
        self.file = file
        self.path = file.path
        #: HDF5 models do not hold the net's definition.
        self.net = caffe.NetParameter()
        with self._opened() as root:
            data = child(root, DATA)
            if not _is_group(data):
                raise FormatError(
                    f"has no group {DATA!r}",
                    hint="It is HDF5, but no model that Caffe has written.",
                )
            #: All layers, sorted by name as Caffe meets them.
            self.layers = tuple(_stored_layer(name, child(data, name), file.size) for name in data)

    def copies(self, key: StoredBlob) -> Copies:
        """Where the values stand, if they are plain floats one after the other."""
        place: _Place = key.place
        if not place.offset:
            return ()
        return ((key.dtype, (Run(place.offset, count(key.shape), key.dtype.itemsize),)),)

    def read(
        self, key: StoredBlob, start: int = 0, stop: int | None = None, dtype: Any = None
    ) -> NDArray[Any]:
        """Values start … stop - 1 of a blob, flat, as `dtype` or as they are stored.

        The HDF5 library converts them, as it does for Caffe.

        Raises:
            FormatError: the blob has a fault, or the file is broken.
            DataError: the file has changed or gone since it was opened.
        """
        if key.fault:
            raise FormatError(key.fault, where=str(self.path))
        total = count(key.shape)
        start, stop = min(start, total), total if stop is None else min(stop, total)
        place: _Place = key.place
        if place.offset and dtype in (None, key.dtype):
            # Much faster than by the library.
            return self.file.values(place.offset, key.dtype, start, stop)
        out = np.empty(max(stop - start, 0), dtype or key.dtype.newbyteorder("="))
        with self._opened() as root:
            dataset, done = child(child(child(root, DATA), place.layer), place.link), 0
            for box in _boxes(key.shape, start, stop):
                sizes = [part.stop - part.start for part in box]
                part = out[done : done + prod(sizes)]
                dataset.read_direct(part.reshape(sizes), box)
                done += part.size
        return out

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        h5py = _h5py()
        with self.file.open() as file, within(str(self.path)):
            try:
                with h5py.File(file, "r") as root:
                    yield root
            except (OSError, KeyError, RuntimeError, ValueError) as error:
                raise FormatError(f"is not a sound HDF5 file: {error}") from None


def _stored_layer(name: str, group: Any, size: int) -> StoredLayer:
    if not _is_group(group):
        return StoredLayer(_name(name), "", {}, ("no group",))
    blobs, strays = {}, []
    for link in map(_name, group):
        if is_number(link):
            blobs[int(link)] = _stored(child(group, link), _Place(name, link), size)
        else:
            strays.append(link)
    return StoredLayer(_name(name), "", blobs, tuple(strays))


def _name(link: str | bytes) -> str:
    """A layer's name, of which h5py gives the bytes if they are no UTF-8."""
    return decoded(link if isinstance(link, bytes) else link.encode("utf-8", "surrogateescape"))


def _stored(dataset: Any, place: _Place, size: int) -> StoredBlob:
    """A dataset of a file of this size."""
    h5py = _h5py()
    nothing = np.dtype("V1")
    if not isinstance(dataset, h5py.Dataset):
        return StoredBlob((), nothing, place, fault="is not a dataset")
    check_own(dataset)
    kind = dataset.id.get_type()
    if dataset.shape is None or kind.get_class() not in (h5py.h5t.FLOAT, h5py.h5t.INTEGER):
        return StoredBlob(dataset.shape or (), nothing, place, fault="holds no numbers")
    fault = misfit(dataset.shape, prod(dataset.shape))
    if len(dataset.shape) > MAX_AXES:
        fault = f"has more than {MAX_AXES} axes"
    fault = fault or _unwritten(dataset, size)
    place = place._replace(offset=_plain_offset(dataset, kind))
    return StoredBlob(dataset.shape, dataset.dtype, place, fault=fault)


def _unwritten(dataset: Any, size: int) -> str:
    """Why the values are not those that the shape promises; empty if they are.

    HDF5 gives what was never written its fill value, however much that is: no more is believed
    than a small file can mean.
    """
    h5py = _h5py()
    plan = dataset.id.get_create_plist()
    layout, filters = plan.get_layout(), plan.get_nfilters()
    width = dataset.id.get_type().get_size()
    wanted = prod(dataset.shape) * width
    if wanted <= MAX_BEYOND + size:
        return ""
    if layout == h5py.h5d.CHUNKED:
        chunk = plan.get_chunk()
        if filters and prod(chunk) * width > MAX_BEYOND + size:
            return f"is packed in parts of {prod(chunk) * width:,} bytes, more than its file has"
        parts = prod(-(-dim // part) for dim, part in zip(dataset.shape, chunk, strict=True))
        found = dataset.id.get_num_chunks()
        return "" if found == parts else f"lacks {parts - found:,} of its {parts:,} parts"
    held = dataset.id.get_storage_size()
    return "" if held >= wanted else f"has {held:,} of {wanted:,} bytes of values"


def _plain_offset(dataset: Any, kind: Any) -> int:
    h5py = _h5py()
    plan = dataset.id.get_create_plist()
    plain = plan.get_layout() == h5py.h5d.CONTIGUOUS and any(
        kind.equal(each) for each in (h5py.h5t.IEEE_F32LE, h5py.h5t.IEEE_F64LE)
    )
    return dataset.id.get_offset() or 0 if plain else 0


def _is_group(item: Any) -> bool:
    return isinstance(item, _h5py().Group)


def child(group: Any, name: str | bytes, depth: int = 0) -> Any:
    """What this link of a group leads to, or None if it leads nowhere.

    Raises:
        FormatError: it leads to another file.
    """
    kinds = _h5py().h5l
    raw = name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")
    try:
        kind = group.id.links.get_info(raw).type
        if kind == kinds.TYPE_HARD:
            return group[raw]
        leads = group.id.links.get_val(raw)
    except (KeyError, OSError, RuntimeError, ValueError):
        return None
    if kind == kinds.TYPE_EXTERNAL:
        file, path = map(_name, leads)
        raise _elsewhere(f"{_name(raw)!r} is a link to {path!r} in {file!r}")
    if kind != kinds.TYPE_SOFT or depth >= MAX_LINKS:
        return None
    # Name by name, as one of them may be such a link, and the library would follow it.
    item = group.file["/"] if leads.startswith(b"/") else group
    for part in leads.split(b"/"):
        if part in (b"", b"."):
            continue
        item = child(item, part, depth + 1) if _is_group(item) else None
    return item


def check_own(dataset: Any) -> None:
    """Refuse a dataset whose values are in other files.

    Raises:
        FormatError: it has external storage, or is a virtual dataset.
    """
    h5py = _h5py()
    plan = dataset.id.get_create_plist()
    name = _name(dataset.name or "")
    if plan.get_layout() == h5py.h5d.VIRTUAL:
        raise _elsewhere(f"{name!r} is a virtual dataset")
    if plan.get_external_count():
        file, _, _ = plan.get_external(0)
        raise _elsewhere(f"the values of {name!r} are in {_name(file)!r}")


def _elsewhere(what: str) -> FormatError:
    # Whoever wrote the file would choose which file of the reader's is read.
    return FormatError(
        f"{what}: other files are not read",
        hint="Write one HDF5 file that holds its values itself, as h5repack does.",
    )


def _boxes(shape: Shape, start: int, stop: int) -> Iterator[tuple[slice, ...]]:
    """Boxes that hold the values start … stop - 1 of an array, in index order."""
    if start >= stop:
        return
    if not shape:
        yield ()
        return
    inner = prod(shape[1:])
    first, last = -(-start // inner), stop // inner
    if first > last:
        # Within one item of axis 0.
        yield from _within(shape, last, start, stop)
        return
    if start < first * inner:
        yield from _within(shape, first - 1, start, first * inner)
    if first < last:
        yield (slice(first, last), *(slice(0, dim) for dim in shape[1:]))
    if last * inner < stop:
        yield from _within(shape, last, last * inner, stop)


def _within(shape: Shape, item: int, start: int, stop: int) -> Iterator[tuple[slice, ...]]:
    before = item * prod(shape[1:])
    for box in _boxes(shape[1:], start - before, stop - before):
        yield (slice(item, item + 1), *box)


# --- writing --------------------------------------------------------------------------------------


def layout(
    net: caffe.NetParameter,
    blobs: Sequence[Sequence[tuple[Slot, Shape]]],
    dtype: np.dtype[Any],
) -> Layout:
    """The whole file, with a hole for the values of each blob.

    h5py writes the file's skeleton, in which every dataset has its place but no values.

    Args:
        net: The built net; its layers' names are the groups.
        blobs: For each layer the slots and shapes to be written: those that own their values.
        dtype: float32 or float64.

    Raises:
        FormatError: a layer's name cannot be that of a group; Caffe refuses these nets too.
        DataError: h5py is not installed.
    """
    h5py = _h5py()
    skeleton = _Skeleton()
    holes: list[tuple[int, Hole]] = []
    with h5py.File(skeleton, "w") as file:
        data = h5py.h5g.create(file.id, DATA.encode())
        for layer, slots in zip(net.layer, blobs, strict=True):
            name = layer.name
            with within(f"layer {name!r}"):
                group = _group(data, name)
            for slot, shape in slots:
                offset = _dataset(group, str(slot.blob), shape, dtype)
                if count(shape):
                    holes.append((offset, Hole(slot, count(shape), dtype.newbyteorder("<"))))
    return Layout(skeleton.pieces(sorted(holes, key=lambda hole: hole[0])))


def _group(data: Any, name: str) -> Any:
    h5py = _h5py()
    try:
        # The very call that Caffe makes: no parent is made on the way.
        return h5py.h5g.create(data, encoded(name))
    except (ValueError, RuntimeError, KeyError, OSError):
        pass
    parent = name.rpartition("/")[0]
    why = "an empty name" if not name else "the name of a layer before it"
    if parent and encoded(parent) not in data:
        why = f"a name with '/', and there is no layer {parent!r} before it"
    raise FormatError(
        f"has {why}: HDF5 cannot hold it",
        hint="Caffe cannot snapshot this net to HDF5 either: write a .caffemodel, or rename it.",
    )


def _dataset(group: Any, name: str, shape: Shape, dtype: np.dtype[Any]) -> int:
    """Make one dataset and tell where its values are to be."""
    h5py = _h5py()
    plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plan.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    plan.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    plan.set_obj_track_times(False)  # the same net gives the same bytes
    kind = h5py.h5t.IEEE_F64LE if dtype == np.float64 else h5py.h5t.IEEE_F32LE
    try:
        space = h5py.h5s.create_simple(shape)
        made = h5py.h5d.create(group, name.encode(), kind, space, plan)
    except (ValueError, RuntimeError, KeyError, OSError) as error:
        raise FormatError(f"blob {name} has no place in HDF5: {error}") from None
    return made.get_offset() or 0


class _Skeleton(io.RawIOBase):
    """A file in memory of which only what is written takes room."""

    PAGE = 4096

    def __init__(self) -> None:
        super().__init__()
        self._pages: dict[int, bytearray] = {}
        self._at = 0
        self._end = 0

    def pieces(self, holes: Sequence[tuple[int, Hole]]) -> Iterator[Piece]:
        """The file's bytes, with these holes at their offsets."""
        at = 0
        for offset, hole in holes:
            yield self._bytes(at, offset - at)
            yield hole
            at = offset + hole.nbytes
        yield self._bytes(at, max(self._end - at, 0))

    def _bytes(self, start: int, size: int) -> bytes:
        first, last = start // self.PAGE, (start + size) // self.PAGE + 1
        empty = bytes(self.PAGE)
        whole = b"".join(self._pages.get(page, empty) for page in range(first, last))
        return whole[start - first * self.PAGE :][:size]

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        view[:] = self._bytes(self._at, len(view))
        self._at += len(view)
        return len(view)

    def write(self, content: Any) -> int:
        view = memoryview(content).cast("B")
        done = 0
        while done < len(view):
            page, inside = divmod(self._at, self.PAGE)
            part = view[done : done + self.PAGE - inside]
            self._pages.setdefault(page, bytearray(self.PAGE))[inside : inside + len(part)] = part
            done += len(part)
            self._at += len(part)
        self._end = max(self._end, self._at)
        return len(view)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def truncate(self, size: int | None = None) -> int:
        self._end = self._at if size is None else size
        return self._end

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True
