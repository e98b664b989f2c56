"""`.h5`: the HDF5 model that Net::ToHDF5 writes (net.cpp); needs h5py.

`/data/<layer>/<number>` is a dataset of the blob's exact shape. Every layer has its group, with or
without blobs; a blob that shares another's values has no dataset.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from caffe_fillers.core.draws import MAX_AXES, Shape, Slot, count
from caffe_fillers.errors import FormatError, within
from caffe_fillers.files.external import is_external_allowed
from caffe_fillers.formats import signs
from caffe_fillers.formats.arrays import is_number
from caffe_fillers.formats.hdf5_links import Hdf5File, library, name_of, opened
from caffe_fillers.formats.layout import Hole, Layout, Piece
from caffe_fillers.formats.model import Copies, Run, StoredBlob, StoredFile, StoredLayer, misfit
from caffe_fillers.proto import caffe
from caffe_fillers.strings import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Hdf5Model", "layout", "open_model"]

DATA = "data"
#: What is unpacked whole, or was never written: so many bytes, and the file's own size.
MAX_BEYOND = 16 << 20


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
        self._external = is_external_allowed()
        with self._opened() as root:
            data = root.get(DATA)
            if not _is_group(data):
                raise FormatError(
                    f"has no group {DATA!r}",
                    hint="It is HDF5, but no model that Caffe has written.",
                )
            #: All layers, sorted by name as Caffe meets them.
            self.layers = tuple(_stored_layer(root, data, name, file.size) for name in data)

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
            dataset, done = root.get(DATA, place.layer, place.link), 0
            for box in _boxes(key.shape, start, stop):
                sizes = [part.stop - part.start for part in box]
                part = out[done : done + prod(sizes)]
                dataset.read_direct(part.reshape(sizes), box)
                done += part.size
        return out

    @contextmanager
    def _opened(self) -> Iterator[Hdf5File]:
        with self.file.open() as file, within(str(self.path)):
            try:
                with opened(file, self.path, external=self._external) as root:
                    yield root
            except (OSError, KeyError, RuntimeError, ValueError) as error:
                raise FormatError(f"is not a sound HDF5 file: {error}") from None


def _stored_layer(root: Hdf5File, data: Any, name: str, size: int) -> StoredLayer:
    group = root.child(data, name)
    if not _is_group(group):
        return StoredLayer(name_of(name), "", {}, ("no group",))
    blobs, strays = {}, []
    for link in map(name_of, group):
        if is_number(link):
            blobs[int(link)] = _stored(root, root.child(group, link), _Place(name, link), size)
        else:
            strays.append(link)
    return StoredLayer(name_of(name), "", blobs, tuple(strays))


def _stored(root: Hdf5File, dataset: Any, place: _Place, size: int) -> StoredBlob:
    """A dataset of a file of this size."""
    h5py = library()
    nothing = np.dtype("V1")
    if not isinstance(dataset, h5py.Dataset):
        return StoredBlob((), nothing, place, fault="is not a dataset")
    root.check(dataset)
    kind = dataset.id.get_type()
    if dataset.shape is None or kind.get_class() not in (h5py.h5t.FLOAT, h5py.h5t.INTEGER):
        return StoredBlob(dataset.shape or (), nothing, place, fault="holds no numbers")
    fault = misfit(dataset.shape, prod(dataset.shape))
    if len(dataset.shape) > MAX_AXES:
        fault = f"has more than {MAX_AXES} axes"
    if root.is_own(dataset):
        fault = fault or _unwritten(dataset, size)
        place = place._replace(offset=_plain_offset(dataset, kind))
    return StoredBlob(dataset.shape, dataset.dtype, place, fault=fault)


def _unwritten(dataset: Any, size: int) -> str:
    """Why the values are not those that the shape promises; empty if they are.

    HDF5 gives what was never written its fill value, however much that is: no more is believed
    than a small file can mean.
    """
    h5py = library()
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
    h5py = library()
    plan = dataset.id.get_create_plist()
    plain = plan.get_layout() == h5py.h5d.CONTIGUOUS and any(
        kind.equal(each) for each in (h5py.h5t.IEEE_F32LE, h5py.h5t.IEEE_F64LE)
    )
    return dataset.id.get_offset() or 0 if plain else 0


def _is_group(item: Any) -> bool:
    return isinstance(item, library().Group)


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
    h5py = library()
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
    h5py = library()
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
    h5py = library()
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
