"""Where data comes in and goes out: databases, lists of files, memory.

A layer that transforms what it reads takes words for the seeds of its transformer and its threads
(base_data_layer.cpp, data_transformer.cpp). Its shape comes from the user (`--shape`) or from the
data itself (`Env.probe`); neither crop_size nor batch_size tells the channels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.core.draws import Setup, Skip
from caffe_fillers.core.registry import DataFacts, JudgeFacts, layer
from caffe_fillers.core.words import extra
from caffe_fillers.errors import DataError, LayerError, ShapeError, within
from caffe_fillers.layers.shapes import axis_0, text, to_int

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.core.draws import Env, Shape
    from caffe_fillers.proto import caffe

TRAIN = 0


def stated_item(layer: caffe.LayerParameter) -> Shape | None:
    """An item's (channels, height, width) before it is cropped, if the definition alone tells it.

    The channels are told by one mean value each, the rest by the crop (data_transformer.cpp).
    """
    return _all_stated(_item_channels(layer), _crop(layer))


def stated_record(layer: caffe.LayerParameter) -> Shape | None:
    """The same of a record, which may be forced to have colours or none (data_layer.cpp)."""
    return _all_stated(_record_channels(layer), _crop(layer))


def stated_image(layer: caffe.LayerParameter) -> Shape | None:
    """The same of an image, which may be given a new size (image_data_layer.cpp)."""
    param = layer.image_data_param
    resized = param.new_height and param.new_width
    size = (param.new_height, param.new_width) if resized else _crop(layer)
    return _all_stated(_image_channels(layer), size)


def _item_channels(layer: caffe.LayerParameter) -> int:
    """The channels of an item as far as the definition tells; else 0."""
    values = len(layer.transform_param.mean_value)
    return values if values > 1 else 0


def _record_channels(layer: caffe.LayerParameter) -> int:
    param = layer.transform_param
    if len(param.mean_value) > 1 or param.force_color == param.force_gray:
        return _item_channels(layer)
    return 3 if param.force_color else 1


def _image_channels(layer: caffe.LayerParameter) -> int:
    return 3 if layer.image_data_param.is_color else 1


def _crop(layer: caffe.LayerParameter) -> tuple[int, int]:
    crop = layer.transform_param.crop_size
    return crop, crop


def _all_stated(channels: int, size: tuple[int, int]) -> Shape | None:
    return (channels, *size) if channels and all(size) else None


@layer(
    "Data",
    bottoms=0,
    tops=(1, 2),
    kind="data",
    parameter="data_param",
    shared=("transform_param",),
    data=DataFacts("records", stated_record),
)
def data(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops (batch_size, C, H, W), H = W = crop_size if that is set, and (batch_size).

    Words: two seeds of the transformer, if it needs any, and one of the thread (data_layer.cpp).
    """
    del bottoms
    param, revision = layer.data_param, env.habits.era.caffe
    draws = [*transformer_seeds(layer, env), *thread_seed(layer, env)]
    if revision.reader_word:
        draws.insert(0, Skip(1, "seed of the reader thread", layer.name))
    if revision.data_skip_word and param.rand_skip:
        draws.insert(0, Skip(1, "number of records to skip (rand_skip)", layer.name))
    known = _record_channels(layer)
    return Setup(_item_tops(layer, env, param.batch_size, "data_param", known), draws)


@layer(
    "ImageData",
    bottoms=0,
    tops=2,
    kind="data",
    parameter="image_data_param",
    shared=("transform_param",),
    data=DataFacts("images", stated_image),
)
def image_data(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops (batch_size, C, H, W), H = W = crop_size if that is set, and (batch_size).

    Words as for Data, one for a shuffle and one for rand_skip (image_data_layer.cpp).
    """
    del bottoms
    param = layer.image_data_param
    if bool(param.new_height) != bool(param.new_width):
        raise LayerError(
            "one of new_height and new_width is set",
            where="image_data_param.new_height",
            hint="Set both, or none.",
        )
    first, second = _split(transformer_seeds(layer, env))
    draws = [*first]
    if param.shuffle:
        draws.append(Skip(1, "seed of the shuffle", layer.name))
    if param.rand_skip:
        why = "number of images to skip (rand_skip)"
        draws.append(Skip(1, why, layer.name, modulo=param.rand_skip))
    tops = _item_tops(layer, env, param.batch_size, "image_data_param", _image_channels(layer))
    return Setup(tops, [*draws, *second, *thread_seed(layer, env)])


@layer(
    "WindowData",
    bottoms=0,
    tops=2,
    kind="data",
    parameter="window_data_param",
    shared=("transform_param",),
    data=DataFacts("windows", stated_item),
)
def window_data(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops (batch_size, C, crop_size, crop_size) and (batch_size).

    Words as for Data, and one for the choice of windows (window_data_layer.cpp).
    """
    del bottoms
    where = "transform_param.crop_size"
    if to_int(layer.transform_param.crop_size, where) == 0:
        raise LayerError("crop_size is 0", where=where, hint="Set it: windows are warped to it.")
    first, second = _split(transformer_seeds(layer, env))
    choice = Skip(1, "seed of the choice of windows", layer.name)
    batch = layer.window_data_param.batch_size
    known = _item_channels(layer)
    tops = _item_tops(layer, env, batch, "window_data_param", known, warped=True)
    return Setup(tops, [*first, choice, *second, *thread_seed(layer, env)])


@layer(
    "MemoryData",
    bottoms=0,
    tops=2,
    kind="data",
    parameter="memory_data_param",
    shared=("transform_param",),
)
def memory_data(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops (batch_size, channels, height, width) and (batch_size), all positive.

    Words: one seed of the transformer, if it needs any (memory_data_layer.cpp).
    """
    del bottoms
    param, field = layer.memory_data_param, "memory_data_param"
    names = ("batch_size", "channels", "height", "width")
    top = tuple(to_int(getattr(param, name), f"{field}.{name}") for name in names)
    if 0 in top:
        name = names[top.index(0)]
        raise LayerError(f"{name} is 0", where=f"{field}.{name}", hint="All four must be positive.")
    return Setup([top, top[:1]], list(transformer_seeds(layer, env))[:1])


@layer(
    "HDF5Data",
    bottoms=0,
    tops=(1, None),
    kind="data",
    parameter="hdf5_data_param",
    data=DataFacts("HDF5"),
)
def hdf5_data(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Tops (batch_size, A...), A... from the dataset that is named like the top.

    No words: the shuffle is made by the C library (hdf5_data_layer.cpp).
    """
    del bottoms
    if layer.HasField("transform_param"):
        raise LayerError("HDF5Data transforms nothing", where="transform_param", hint="Remove it.")
    batch = to_int(layer.hdf5_data_param.batch_size, "hdf5_data_param.batch_size")
    if all(top in env.shapes for top in layer.top):
        return Setup([env.shapes[top] for top in layer.top])
    stored = _probe(layer, env, [f"{top}={batch},DIMS" for top in layer.top])
    for top, shape in zip(layer.top, stored, strict=True):
        if axis_0(shape, f"dataset {top!r}") != stored[0][0]:
            raise ShapeError(
                f"dataset {top!r} of {text(shape)} does not have the {stored[0][0]} rows of "
                f"{layer.top[0]!r}",
                where="hdf5_data_param.source",
            )
    tops = zip(layer.top, stored, strict=True)
    return Setup([env.shapes.get(top, (batch, *shape[1:])) for top, shape in tops])


@layer(
    "HDF5Output",
    bottoms=2,
    tops=0,
    kind="output",
    parameter="hdf5_output_param",
    judges=JudgeFacts(bottoms=2),
)
def hdf5_output(layer: caffe.LayerParameter, bottoms: Sequence[Shape], env: Env) -> Setup:
    """Any two bottoms, no top (hdf5_output_layer.cpp).

    Caffe creates the file now, and truncates it; here it is left alone.
    """
    del layer, bottoms, env
    return Setup([])


def transformer_seeds(layer: caffe.LayerParameter, env: Env) -> Iterator[Skip]:
    """The transformer is seeded twice where it needs chance; the first seed is thrown away.

    (base_data_layer.cpp, data_transformer.cpp; what needs chance differs among forks)

    Raises:
        LayerError: it is given two means.
    """
    param = layer.transform_param
    if param.HasField("mean_file") and param.mean_value:
        raise LayerError(
            "both mean_file and mean_value are set",
            where="transform_param.mean_value",
            hint="Remove one of them.",
        )
    if _needs_chance(param, env):
        yield Skip(1, "seed of the transformer, replaced by the next", layer.name)
        yield Skip(1, "seed of the transformer", layer.name)


def _needs_chance(param: caffe.TransformationParameter, env: Env) -> bool:
    train, revision = env.phase == TRAIN, env.habits.era.caffe
    mirrors = param.mirror and (train or revision.mirror_seeds_test)
    crops = train and param.crop_size
    if revision.transformer_seed == "crop":
        return bool(mirrors or crops)
    if revision.transformer_seed == "crop_sides":
        sides = any(extra(param, f"crop_{side}") for side in "hw")
        crops = train and (param.crop_size or sides) and not extra(param, "center_crop")
        return bool(mirrors or crops or extra(param, "erase_ratio") is not None)
    if revision.transformer_seed == "random_sizes":
        names = ("random_resize_param", "random_aspect_ratio_param")
        return bool(mirrors or crops or any(extra(param, name) is not None for name in names))
    return True


def _split(seeds: Iterator[Skip]) -> tuple[list[Skip], list[Skip]]:
    """The seeds that come before and after what the layer itself takes."""
    both = list(seeds)
    return both[:1], both[1:]


def thread_seed(layer: caffe.LayerParameter, env: Env) -> Iterator[Skip]:
    """The word that starting a prefetch thread takes (internal_thread.cpp)."""
    if env.habits.era.caffe.prefetch_word:
        yield Skip(1, "seed of the prefetch thread", layer.name)


def _item_tops(  # the layer's own numbers beside it
    layer: caffe.LayerParameter,
    env: Env,
    batch_size: int,
    field: str,
    channels: int,
    *,
    warped: bool = False,
) -> list[Shape]:
    """The tops of a layer that reads items of (channels, height, width), and their labels.

    `channels` are those that the definition tells, or 0.
    """
    batch = to_int(batch_size, f"{field}.batch_size")
    if batch == 0:
        raise LayerError("batch_size is 0", where=f"{field}.batch_size", hint="Set it.")
    where = "transform_param.crop_size"
    crop = to_int(layer.transform_param.crop_size, where)
    name = layer.top[0]
    if name in env.shapes:
        top = _given_top(name, env.shapes[name], crop)
    else:
        # What nothing tells stays a letter: a guess that is followed gives wrong weights.
        dims = f"{batch},{channels or 'C'},{crop or 'H'},{crop or 'W'}"
        (item,) = _probe(layer, env, [f"{name}={dims}"])
        channels, height, width = item
        if channels <= 0:
            raise ShapeError(f"an item of {text(item)} has no channels", where="the data")
        if not warped and crop > min(height, width):
            raise ShapeError(f"{crop} is larger than an item of {text(item)}", where=where)
        top = (batch, channels, *((crop, crop) if crop else (height, width)))
    _check_means(layer, top[1])
    return [top, *(env.shapes.get(label, top[:1]) for label in layer.top[1:])]


def _check_means(layer: caffe.LayerParameter, channels: int) -> None:
    """Caffe stops at the first item that it transforms (data_transformer.cpp)."""
    values = len(layer.transform_param.mean_value)
    if values > 1 and values != channels:
        raise LayerError(
            f"{values} are given for {channels} channel(s)",
            where="transform_param.mean_value",
            hint="Give one for all channels, or one each.",
        )


def _given_top(name: str, shape: Shape, crop: int) -> Shape:
    with within(f"the shape given for {name!r}"):
        if len(shape) != 4:
            raise ShapeError(
                f"{text(shape)} does not have the 4 axes batch, channels, height, width",
                hint=f"Write it as --shape {name}=N,C,H,W.",
            )
        if crop and shape[2:] != (crop, crop):
            raise ShapeError(
                f"{text(shape)} is not what a crop_size of {crop} leaves",
                hint=f"Write --shape {name}={shape[0]},{shape[1]},{crop},{crop}.",
            )
    return shape


def _probe(layer: caffe.LayerParameter, env: Env, examples: Sequence[str]) -> Sequence[Shape]:
    """What the data says; where it is not at hand, the error tells how to say it instead."""
    try:
        return env.probe(layer)
    except DataError as error:
        wanted = " ".join(f"--shape {example}" for example in examples)
        holes = any(map(str.isalpha, "".join(each.rpartition("=")[2] for each in examples)))
        told = f"ive the shape{', a number for each letter' * holes}: {wanted}"
        error.hint = f"{error.hint} Or g{told}" if error.hint else f"G{told}"
        raise
