"""Data layers of forks: one rule, as only the words that they take differ.

The shape of what they read comes from the user (`--shape`), from the definition where it tells
everything, or from the data where it can be read; else it is unknown. Forks write crops, sizes and
batches under many names: the first that the layer's own parameters have counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from caffe_fillers.core.draws import Setup, Shape, Skip
from caffe_fillers.core.registry import FORKS, DataFacts, layer
from caffe_fillers.core.words import chosen, extra
from caffe_fillers.errors import DataError, LayerError
from caffe_fillers.layers import data as bvlc
from caffe_fillers.layers.forks.tops import untold
from caffe_fillers.layers.shapes import from_dims, to_int

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.core.draws import Env
    from caffe_fillers.proto import caffe

#: Forks of before there were transformers: a layer's own generator is seeded once, in TRAIN.
ONE_SEED = frozenset({"c3d-1.0", "deepsaldet"})

#: What a layer of images does to them; the batch and the source stand in its own parameter.
TRANSFORM = "transform_param"


class Words(NamedTuple):
    """What a type of data layer takes from the stream, besides its transformer's seeds."""

    #: The reader thread's word: that of "records", of "annotated" ones, or of none.
    reader: str = ""
    #: A word for a shuffle, and for rand_skip, where they are asked for.
    shuffle: bool = False
    skip: bool = False
    #: Words that are always taken besides.
    more: int = 0
    #: Nobody published the source: whether it takes words is not known.
    unknown: bool = False
    #: It has neither a transformer nor a thread of Caffe's.
    bare: bool = False


LISTED = Words(shuffle=True, skip=True)
ANNOTATED = Words(reader="annotated")
RECORDS = Words(reader="records")
UNPUBLISHED = Words(unknown=True)

#: By type: annotated_data_layer.cpp (weiliu89/caffe), dense_image_data_layer.cpp (caffe-segnet),
#: image_seg_data_layer.cpp (PSPNet), multi_label_image_data_layer.cpp (happynear/caffe-windows),
#: box_data_layer.cpp (intel/caffe), cpm_data_layer.cpp (shihenw/caffe), lane_data_layer.cpp
#: (MobileNet-YOLO), seg_data_layer.cpp (yjxiong/caffe, whose seed is 17), image_label_data_*.cpp
#: (torrvision/caffe-tvg), sparse_data_layer.cpp (jolibrain/caffe), randvec_layer.cpp (a pull
#: request to BVLC/caffe), ccpd_data_layer.cpp and others (yuqj1991/caffe_train).
TYPES = {
    "AnnotatedData": ANNOTATED,
    "YoloAnnotatedData": ANNOTATED,
    "ccpdData": ANNOTATED,
    "faceAttributeData": ANNOTATED,
    "faceAnnoData": ANNOTATED,
    "facePoseData": ANNOTATED,
    "faceBlurData": ANNOTATED,
    "MTCNNData": ANNOTATED,
    "LaneData": RECORDS,
    "BoxData": RECORDS,
    "CPMData": RECORDS,
    "DenseImageData": LISTED,
    "ImageSegData": LISTED,
    "ImageLabelDataClass": LISTED,
    "ImageLabelDataIndex": LISTED,
    "ImageLabelDataIndexDet": LISTED,
    "MultiLabelImageData": LISTED,
    "VideoSegmentationData": LISTED,
    "VideoWithVoxelTruthData": LISTED,
    "SegData": Words(),
    "SparseData": Words(skip=True),
    "RandVec": Words(bare=True),
    **dict.fromkeys(
        (
            *("DocData", "SeqMemoryData", "CompactData", "RemoteData", "DataSequence"),
            *("DataRandTransform", "SpatialPyramidPoolingData", "McwindowData"),
            *("ImageLabelmapData", "MultiLabelData", "TokenizedData", "DataTemporal"),
        ),
        UNPUBLISHED,
    ),
}

#: VideoData is four layers of one name: of frames in folders (yjxiong/caffe), of clips (C3D,
#: video-caffe), and of a camera or a film (weiliu89/caffe), each in its video_data_layer.cpp.
VIDEO = {
    "yjxiong": Words(shuffle=True, more=1),
    "yjxiong-3d": Words(shuffle=True, more=1),
    "c3d-1.0": LISTED,
    "c3d-1.1": LISTED,
    "video-caffe": LISTED,
}

#: ImageLabelData: a list of images (caffe-tvg), or two inner layers with one seed (caffe-jacinto).
LABELLED = {"tvg": LISTED}
TWO_LAYERS = Words(more=1, bare=True)


@layer(*TYPES, bottoms=(0, None), tops=(1, None), kind="data", shared=(TRANSFORM,), dialect=FORKS)
def data(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops of the shapes that are given, or told by the definition; words as `TYPES` has them."""
    del bottoms
    return _data(layer, env, TYPES[layer.type])


@layer("VideoData", bottoms=0, tops=(1, None), kind="data", shared=(TRANSFORM,), dialect=FORKS)
def video_data(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops as for `data`; words as `VIDEO` has them for the dialect."""
    del bottoms
    return _data(layer, env, VIDEO.get(env.dialect, Words()))


@layer("ImageLabelData", bottoms=0, tops=(1, None), kind="data", shared=(TRANSFORM,), dialect=FORKS)
def image_label_data(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops as for `data`; words of a list (caffe-tvg), or one for the seed (caffe-jacinto)."""
    del bottoms
    return _data(layer, env, LABELLED.get(env.dialect, TWO_LAYERS))


@layer(
    "Data",
    bottoms=0,
    tops=(1, None),
    kind="data",
    parameter="data_param",
    shared=(TRANSFORM,),
    data=DataFacts("records", bvlc.stated_record),
    dialect=FORKS,
)
def records(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's Data, with the forks' words for sizes (data_layer.cpp of each)."""
    del bottoms
    return _data(layer, env, RECORDS)


@layer(
    "ImageData",
    bottoms=0,
    tops=(1, None),
    kind="data",
    parameter="image_data_param",
    shared=(TRANSFORM,),
    data=DataFacts("images", bvlc.stated_image),
    dialect=FORKS,
)
def images(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's ImageData, with one top or three where forks have so many.

    (image_data_layer.cpp of happynear/caffe-windows and others)
    """
    del bottoms
    return _data(layer, env, LISTED)


@layer(
    "WindowData",
    bottoms=0,
    tops=(1, None),
    kind="data",
    parameter="window_data_param",
    shared=(TRANSFORM,),
    data=DataFacts("windows", bvlc.stated_item),
    dialect=FORKS,
)
def windows(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's WindowData, with the forks' words for sizes (window_data_layer.cpp of each)."""
    del bottoms
    return _data(layer, env, Words(more=1))


@layer(
    "MemoryData",
    bottoms=0,
    tops=(1, None),
    kind="data",
    parameter="memory_data_param",
    shared=(TRANSFORM,),
    dialect=FORKS,
)
def memory(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's MemoryData; with `dim` the only top has that shape.

    (naibaf7/caffe, memory_data_layer.cpp)
    """
    dims = extra(layer, "memory_data_param.dim")
    if dims is None and len(layer.top) == len("xy"):
        return bvlc.memory_data(layer, bottoms, env)
    seeds = list(bvlc.transformer_seeds(layer, env))[:1]
    top = from_dims(dims, "memory_data_param.dim") if dims else None
    return Setup(_told(layer, env, top), seeds)


@layer(
    "HDF5Data",
    bottoms=0,
    tops=(1, None),
    kind="data",
    parameter="hdf5_data_param",
    data=DataFacts("HDF5"),
    dialect=FORKS,
)
def hdf5(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """As BVLC's HDF5Data; a shape that neither the user nor the file tells is unknown."""
    try:
        return bvlc.hdf5_data(layer, bottoms, env)
    except DataError:
        return Setup(_told(layer, env, None))


def _data(layer: caffe.LayerParameter, env: Env, words: Words) -> Setup:
    batch = own(layer, "batch_size")
    if batch is not None:
        to_int(batch, "batch_size")
    return Setup(_told(layer, env, _stated(layer, env)), list(_words(layer, env, words)))


def _words(layer: caffe.LayerParameter, env: Env, words: Words) -> Iterator[Skip]:
    """In the order of a prefetching layer's setup: reader, transformer, its own, thread."""
    row = env.habits.era.caffe
    if words.unknown:
        yield Skip(0, "whether it takes words is not known: nobody published it", layer.name)
        return
    readers = {"records": row.reader_word, "annotated": row.annotated_reader_word}
    if words.reader == "records" and row.data_skip_word and own(layer, "rand_skip"):
        yield Skip(1, "number of records to skip (rand_skip)", layer.name)
    if readers.get(words.reader, False):
        yield Skip(1, "seed of the reader thread", layer.name)
    seeds = [] if words.bare else list(bvlc.transformer_seeds(layer, env))
    if env.dialect not in ONE_SEED:
        yield from seeds[:1]
    if words.shuffle and own(layer, "shuffle"):
        yield Skip(1, "seed of the shuffle", layer.name)
    if words.skip and own(layer, "rand_skip"):
        yield Skip(1, "number of items to skip (rand_skip)", layer.name)
    if words.more:
        yield Skip(words.more, "seed of what it chooses by chance", layer.name)
    yield from seeds[1:]
    if not words.bare:
        yield from bvlc.thread_seed(layer, env)


def own(layer: caffe.LayerParameter, name: str) -> Any:
    """What the first of the layer's parameters that has this word says; None where none has."""
    for field, value in layer.ListFields():
        if field.message_type is not None and field.name.endswith("_param"):
            found = None if field.name == TRANSFORM else extra(value, name)
            if found is not None:
                return found
    return None


def _told(layer: caffe.LayerParameter, env: Env, stated: Shape | None) -> list[Shape]:
    """The tops: each as the user says, the first as stated else, the others as its labels."""
    first = env.shapes.get(layer.top[0], stated)
    label = None if first is None else _label(layer, first)
    if layer.type == "CPMData":
        label = _poses(layer, own(layer, "batch_size") or 0)[1]
    tops = [first, *[label] * (len(layer.top) - 1)]
    unknown = untold(layer, "only the data tells it")
    return [
        env.shapes.get(top, nobody if shape is None else shape)
        for top, shape, nobody in zip(layer.top, tops, unknown, strict=True)
    ]


def _label(layer: caffe.LayerParameter, first: Shape) -> Shape | None:
    """The labels' shape: one value an item, or one a pixel."""
    if layer.type in {"Data", "ImageData", "WindowData", "MemoryData"}:
        return first[:1]
    if layer.type in {"DenseImageData", "ImageSegData"} and len(first) == len("nchw"):
        return (first[0], 1, *first[2:])
    return None


def _stated(layer: caffe.LayerParameter, env: Env) -> Shape | None:
    """The first top as the definition tells it, else as the data does, else unknown."""
    if layer.type == "RandVec":
        dims = [own(layer, name) or 0 for name in ("batch_size", "dim", "height", "width")]
        if not all(dims[:2]):
            return None
        return tuple(dims if all(dims[2:]) else dims[:2])
    batch = own(layer, "batch_size") or own(layer, "batch") or 0
    if layer.type == "CPMData":
        return _poses(layer, batch)[0]
    channels, sides = _channels(layer), _sides(layer)
    if batch and channels and sides and not own(layer, "new_length"):
        return (batch, channels, *sides)
    try:
        channels, height, width = env.probe(layer)[0][:3]
    except (DataError, ValueError):
        return None
    if not batch:
        raise LayerError("batch_size is 0", where="batch_size", hint="Set it.")
    return (batch, channels, *(sides or (height, width)))


def _poses(layer: caffe.LayerParameter, batch: int) -> tuple[Shape, Shape] | tuple[None, None]:
    """Images, with a Gaussian as fourth channel, and a map for each part and the background, twice.

    (shihenw/caffe, cpm_data_layer.cpp)
    """
    param = layer.transform_param
    height, width = (extra(param, f"crop_size_{axis}", 0) for axis in "yx")
    stride = extra(param, "stride", 0)
    if not (batch and height and width and stride):
        return None, None
    channels = 4 if extra(param, "put_gaussian", default=False) else 3
    maps = 2 * (extra(param, "num_parts", 14) + 1)
    return (batch, channels, height, width), (batch, maps, height // stride, width // stride)


def _channels(layer: caffe.LayerParameter) -> int:
    """How many channels the definition says there are; 0 where it does not."""
    param = layer.transform_param
    if len(param.mean_value) > 1:
        return len(param.mean_value)
    if param.force_color != param.force_gray:
        return 3 if param.force_color else 1
    is_color = own(layer, "is_color")
    listed = layer.type in {"ImageData", "DenseImageData", "ImageSegData"}
    return 0 if is_color is None and not listed else 1 if is_color is False else 3


def _sides(layer: caffe.LayerParameter) -> tuple[int, int] | None:
    """Height and width, from the last thing that is done to an item."""
    param = layer.transform_param
    if param.crop_size:
        return param.crop_size, param.crop_size
    pairs = [
        (extra(param, "crop_h"), extra(param, "crop_w")),
        (own(layer, "crop_height"), own(layer, "crop_width")),
        (extra(param, "crop_height"), extra(param, "crop_width")),
        _resized(param),
        (own(layer, "new_height"), own(layer, "new_width")),
    ]
    return next(((high, wide) for high, wide in pairs if high and wide), None)


def _resized(param: caffe.TransformationParameter) -> tuple[int, int]:
    """What resize_param makes of any image, if it makes them all alike (im_transforms.cpp)."""
    resize = extra(param, "resize_param")
    resize = resize[0] if isinstance(resize, list) else resize
    if resize is None:
        return 0, 0
    if chosen(resize, "resize_mode") == ["FIT_SMALL_SIZE"]:
        return 0, 0
    return extra(resize, "height", 0), extra(resize, "width", 0)
