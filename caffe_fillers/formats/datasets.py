"""The shapes of what data layers read: databases, lists of images, HDF5 files.

No more is read than tells the shape: the first record, the first image's header, the description
of a dataset. Nothing is locked and nothing is written.
"""

from __future__ import annotations

import io
import mmap
from typing import TYPE_CHECKING, TextIO, TypeAlias

from google.protobuf.message import DecodeError

from caffe_fillers.core.registry import BVLC, layers
from caffe_fillers.errors import DataError, within
from caffe_fillers.files.external import is_external_allowed
from caffe_fillers.files.reading import MAX_LIST, open_regular
from caffe_fillers.formats import leveldb, lmdb
from caffe_fillers.formats.hdf5_links import opened as open_hdf5
from caffe_fillers.formats.images import image_shape
from caffe_fillers.proto import caffe
from caffe_fillers.strings import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.hdf5_links import Hdf5File

__all__ = ["list_length", "probe"]

#: More bytes than the name of an image and the numbers beside it take.
LONGEST_ENTRY = 1 << 16
#: Bytes of a list that are read at a time.
_CHUNK = 1 << 20

Note: TypeAlias = "Callable[[str], object]"
Read: TypeAlias = "Callable[[Path], object]"


def _untold(what: object) -> None:
    """Nobody wants to know."""


def probe(
    layer: caffe.LayerParameter,
    folder: Path,
    note: Note = _untold,
    dialect: str = BVLC,
    read: Read = _untold,
) -> Sequence[Shape]:
    """What `Env.probe` promises, from the files that the layer names.

    Args:
        layer: A layer whose type says what its files are (`DataFacts.files`).
        folder: The net's own folder, where relative names are looked up that the current
            directory has not.
        note: Told when that happens, as Caffe would not have found the file.
        dialect: The one in which the layer's type is looked up.
        read: Told of each file that was read, those of a database's folder among them.

    Raises:
        DataError: a file or the library to read it is missing, or the file is broken.
    """
    row = layers.find(layer.type, dialect)
    if row is None or not row.data.files:
        raise DataError(f"nothing is known of the data of a {layer.type} layer")
    try:
        return _READERS[row.data.files](layer, row.parameter, _Finder(folder, note, read))
    except OSError as error:
        raise DataError(f"{error.filename} cannot be read ({error.strerror})") from error


class _Finder:
    """Finds files where Caffe would, and then beside the net."""

    def __init__(self, folder: Path, note: Note, read: Read) -> None:
        self._folder = folder
        self._note = note
        #: Told of each file that is read.
        self.read = read

    def __call__(self, name: str, where: str) -> Path:
        path = self._found(name, where)
        if path.is_file():
            self.read(path)
        return path

    def _found(self, name: str, where: str) -> Path:
        if not name:
            raise DataError("no file is named", where=where)
        path = path_of(name)
        if path.exists():
            return path
        beside = self._folder / path
        if beside.exists():
            self._note(
                f"{name} was found beside the net, as {beside}; "
                "Caffe looks in the current directory only"
            )
            return beside
        raise DataError(f"{name} does not exist", where=where)


def _records(layer: caffe.LayerParameter, field: str, find: _Finder) -> Sequence[Shape]:
    param: caffe.DataParameter = getattr(layer, field)
    where = f"{field}.source"
    source = find(param.source, where)
    is_lmdb = param.backend == caffe.DataParameter.LMDB
    if is_lmdb and leveldb.is_leveldb(source) and not (source / "data.mdb").exists():
        raise DataError(f"{source} holds a LevelDB, not an LMDB", where=f"{field}.backend")
    with within(where):
        value = (lmdb if is_lmdb else leveldb).first_value(source, find.read)
        datum = caffe.Datum()
        try:
            datum.ParseFromString(value)
        except DecodeError as error:
            raise DataError("the first record is no Datum", where=str(source)) from error
        if not datum.encoded:
            return [(datum.channels, datum.height, datum.width)]
        channels, height, width = image_shape(io.BytesIO(datum.data))
    transform = layer.transform_param
    if transform.force_color and transform.force_gray:
        raise DataError("both force_color and force_gray are set", where="transform_param")
    if transform.force_color or transform.force_gray:
        channels = 3 if transform.force_color else 1
    return [(channels, height, width)]


def _images(layer: caffe.LayerParameter, field: str, find: _Finder) -> Sequence[Shape]:
    """One image tells; where another one could come first, all that could must agree."""
    param: caffe.ImageDataParameter = getattr(layer, field)
    where = f"{field}.source"
    names = _image_names(find(param.source, where), where)
    channels = 3 if param.is_color else 1
    if param.new_height:
        return [(channels, param.new_height, param.new_width)]
    first = None
    for name in _possible(names, param, cropped=bool(layer.transform_param.crop_size)):
        path = find(param.root_folder + name, where)
        with within(str(path)), open_regular(path) as file:
            _, height, width = image_shape(file)
        if first is None:
            first = (name, height, width)
        elif (height, width) != first[1:]:
            raise DataError(
                f"{first[0]} and {name} differ in size, and chance decides which comes first",
                where=where,
            )
    if first is None:
        raise DataError("the list is empty", where=where)
    return [(channels, *first[1:])]


def _possible(
    names: Iterator[str], param: caffe.ImageDataParameter, *, cropped: bool
) -> Iterator[str]:
    """The images of which one is read first; of the size, a crop leaves nothing but its own."""
    for index, name in enumerate(names):
        yield name
        if cropped:
            return
        if not param.shuffle and index + 1 >= max(param.rand_skip, 1):
            return


def _image_names(source: Path, where: str) -> Iterator[str]:
    """Each line is a name, a blank and a label; names may hold blanks themselves."""
    with within(where), _open_text(source) as file:
        for line in file:
            name, _, _ = line.rstrip("\n").rpartition(" ")
            yield name or line.rstrip("\n")


def list_length(source: Path, most: int) -> int:
    """How many lines a list of images has; one of `most` lines or more is not read to its end.

    Raises:
        DataError: it cannot be read.
    """
    lines, last = 0, b"\n"
    with within(str(source)):
        try:
            with open_regular(source) as file:
                while lines < most and (block := file.read(_CHUNK)):
                    lines += block.count(b"\n")
                    last = block[-1:]
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror})") from error
    return lines + (last != b"\n")


def _windows(layer: caffe.LayerParameter, field: str, find: _Finder) -> Sequence[Shape]:
    """The list's last image tells: `# index`, a name, channels, height and width."""
    param: caffe.WindowDataParameter = getattr(layer, field)
    where = f"{field}.source"
    source = find(param.source, where)
    with within(where):
        try:
            _mark, _index, _name, channels, height, width = _last_image(source)
            return [(int(channels), int(height), int(width))]
        except ValueError as error:
            raise DataError("the last image of the list is broken", where=str(source)) from error


def _last_image(source: Path) -> list[bytes]:
    """The first six words of the last image's entry; its windows may be many, and are not read."""
    with within(str(source)), open_regular(source) as file:
        if file.read(1) != b"#":
            raise DataError("the list does not begin with '# 0'")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            start = text.rfind(b"\n#") + 1
            return text[start : start + LONGEST_ENTRY].split(maxsplit=6)[:6]


def _hdf5(layer: caffe.LayerParameter, field: str, find: _Finder) -> Sequence[Shape]:
    param: caffe.HDF5DataParameter = getattr(layer, field)
    where = f"{field}.source"
    source = find(param.source, where)
    with within(where):
        with _open_text(source) as file:
            names = file.read(MAX_LIST).split()
        if not names:
            raise DataError("no file is listed", where=str(source))
        path = find(names[0], str(source))
        with within(str(path)):
            try:
                external = is_external_allowed()
                with (
                    open_regular(path) as opened,
                    open_hdf5(opened, path, external=external) as file,
                ):
                    return [_dataset(file, top) for top in layer.top]
            except (OSError, KeyError, RuntimeError, ValueError) as error:
                raise DataError(f"this HDF5 file cannot be read ({error})") from error


def _dataset(file: Hdf5File, name: str) -> Shape:
    dataset = file.get(name)
    if not hasattr(dataset, "shape"):
        held = ", ".join(map(repr, file.root)) or "nothing"
        raise DataError(f"has no dataset {name!r}", hint=f"It holds {held}.")
    file.check(dataset)
    return tuple(dataset.shape)


def _open_text(source: Path) -> TextIO:
    """A list of names, whatever bytes they are made of."""
    with within(str(source)):
        file = open_regular(source)
    return io.TextIOWrapper(file, "utf-8", "surrogateescape", newline="\n")


#: By what a layer type says that its files are.
_READERS: Mapping[str, Callable[[caffe.LayerParameter, str, _Finder], Sequence[Shape]]] = {
    "records": _records,
    "images": _images,
    "windows": _windows,
    "HDF5": _hdf5,
}
