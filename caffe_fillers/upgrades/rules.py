"""What Caffe changes in an old definition, as tables and as decisions on names and numbers.

Nothing here touches a message or a text: `messages` applies these rules to messages, and a
rewriter of texts can apply the same to trees. The rules are those of upgrade_proto.cpp. The
generations are V0 (a `layer { }` with a type in quotes inside each `layers { }`), V1 (`layers`
with a type in capitals) and V2 (`layer` with a type in quotes).

A layer's upgrade is a `Recast`: where each of its fields goes. What goes nowhere is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from caffe_fillers.errors import UpgradeError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = [
    "BATCH_NORM_PARAMS",
    "BATCH_NORM_ZEROS",
    "INPUT_LAYER",
    "PARAM_SPEC",
    "PER_INPUT",
    "SOLVER_TYPES",
    "STEPS",
    "TRANSFORM_FIELDS",
    "TRANSFORM_PARAMS",
    "V0_NET_FIELDS",
    "V0_PADDING",
    "V0_TYPES",
    "Connection",
    "Path",
    "Recast",
    "check_generation",
    "fold_padding",
    "input_field",
    "recast_v0",
    "recast_v1",
    "solver_type",
    "v0_type",
    "v2_type",
]

#: The steps in Caffe's order. Each is taken only if the net so far needs it.
STEPS = ("v0", "transform", "v1", "input", "batch_norm")

#: A field in a field: names, and positions in repeated fields.
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Recast:
    """Where the fields of one layer go in its next generation."""

    #: From a field here to a field there. A single value moves into a repeated field as its
    #: next element.
    moves: tuple[tuple[Path, Path], ...] = ()
    #: Fields that Caffe drops without a word.
    lost: tuple[str, ...] = ()
    #: Fields that Caffe drops with an error line; its tools then exit with 1.
    problems: tuple[str, ...] = ()


# --- V0 to V1 -------------------------------------------------------------------------------------

#: All that an upgraded V0 net keeps besides its layers.
V0_NET_FIELDS = ("name", "input", "input_dim", "force_backward")

#: A V0 layer of this type becomes the `pad` of the layers that follow it.
V0_PADDING = "padding"

#: V0 type to V1 type.
V0_TYPES: Mapping[str, str] = {
    "accuracy": "ACCURACY",
    "bnll": "BNLL",
    "concat": "CONCAT",
    "conv": "CONVOLUTION",
    "data": "DATA",
    "dropout": "DROPOUT",
    "euclidean_loss": "EUCLIDEAN_LOSS",
    "flatten": "FLATTEN",
    "hdf5_data": "HDF5_DATA",
    "hdf5_output": "HDF5_OUTPUT",
    "im2col": "IM2COL",
    "images": "IMAGE_DATA",
    "infogain_loss": "INFOGAIN_LOSS",
    "innerproduct": "INNER_PRODUCT",
    "lrn": "LRN",
    "multinomial_logistic_loss": "MULTINOMIAL_LOGISTIC_LOSS",
    "pool": "POOLING",
    "relu": "RELU",
    "sigmoid": "SIGMOID",
    "softmax": "SOFTMAX",
    "softmax_loss": "SOFTMAX_LOSS",
    "split": "SPLIT",
    "tanh": "TANH",
    "window_data": "WINDOW_DATA",
}

#: The V1 message that holds a V0 type's own fields.
_V0_PARAMS = {
    "concat": "concat_param",
    "conv": "convolution_param",
    "data": "data_param",
    "dropout": "dropout_param",
    "hdf5_data": "hdf5_data_param",
    "images": "image_data_param",
    "infogain_loss": "infogain_loss_param",
    "innerproduct": "inner_product_param",
    "lrn": "lrn_param",
    "pool": "pooling_param",
    "window_data": "window_data_param",
}

#: V0 field: its name in that message, and the types that may have it.
_V0_FIELDS = {
    "num_output": ("num_output", {"conv", "innerproduct"}),
    "biasterm": ("bias_term", {"conv", "innerproduct"}),
    "weight_filler": ("weight_filler", {"conv", "innerproduct"}),
    "bias_filler": ("bias_filler", {"conv", "innerproduct"}),
    "pad": ("pad", {"conv", "pool"}),
    "kernelsize": ("kernel_size", {"conv", "pool"}),
    "group": ("group", {"conv"}),
    "stride": ("stride", {"conv", "pool"}),
    "pool": ("pool", {"pool"}),
    "dropout_ratio": ("dropout_ratio", {"dropout"}),
    "local_size": ("local_size", {"lrn"}),
    "alpha": ("alpha", {"lrn"}),
    "beta": ("beta", {"lrn"}),
    "k": ("k", {"lrn"}),
    "source": ("source", {"data", "hdf5_data", "images", "window_data", "infogain_loss"}),
    "batchsize": ("batch_size", {"data", "hdf5_data", "images", "window_data"}),
    "rand_skip": ("rand_skip", {"data", "images"}),
    "shuffle_images": ("shuffle", {"images"}),
    "new_height": ("new_height", {"images"}),
    "new_width": ("new_width", {"images"}),
    "concat_dim": ("concat_dim", {"concat"}),
    "det_fg_threshold": ("fg_threshold", {"window_data"}),
    "det_bg_threshold": ("bg_threshold", {"window_data"}),
    "det_fg_fraction": ("fg_fraction", {"window_data"}),
    "det_context_pad": ("context_pad", {"window_data"}),
    "det_crop_mode": ("crop_mode", {"window_data"}),
}

#: V0 field: its place in V1, whatever the type.
_V0_ANY_TYPE: Mapping[str, Path] = {
    "name": ("name",),
    "blobs": ("blobs",),
    "blobs_lr": ("blobs_lr",),
    "weight_decay": ("weight_decay",),
    "scale": ("transform_param", "scale"),
    "meanfile": ("transform_param", "mean_file"),
    "cropsize": ("transform_param", "crop_size"),
    "mirror": ("transform_param", "mirror"),
}

#: V0 fields that no V1 type has; Caffe forgot them.
_V0_FORGOTTEN = ("new_num", "new_channels")


def v0_type(type_name: str, place: str) -> str:
    """The V1 type of a V0 type.

    Raises:
        UpgradeError: there is no such V0 type.
    """
    if type_name not in V0_TYPES:
        raise UpgradeError(
            f"{type_name!r} is not a layer type of the V0 format",
            where=f"{place}: type",
            hint=did_you_mean(type_name, V0_TYPES)
            or "V0 types are lower-case words such as 'conv' and 'innerproduct'.",
        )
    return V0_TYPES[type_name]


def recast_v0(type_name: str, fields: Iterable[str]) -> Recast:
    """Where these fields of a V0 layer go in its V1 layer; its `type` goes by `v0_type`."""
    moves: list[tuple[Path, Path]] = []
    lost, problems = [], []
    for field in fields:
        if field == "type":
            continue
        place = _v0_place(type_name, field)
        if place:
            moves.append(((field,), place))
        elif field in _V0_FORGOTTEN:
            lost.append(field)
        else:
            problems.append(field)
    return Recast(tuple(moves), tuple(lost), tuple(problems))


def _v0_place(type_name: str, field: str) -> Path | None:
    if field in _V0_ANY_TYPE:
        return _V0_ANY_TYPE[field]
    if field == "hdf5_output_param":
        return (field,) if type_name == "hdf5_output" else None
    name, types = _V0_FIELDS.get(field, ("", set[str]()))
    return (_V0_PARAMS[type_name], name) if type_name in types else None


class Connection(NamedTuple):
    """What of a V0 layer matters to the folding of padding."""

    type_name: str
    bottoms: Sequence[str]
    tops: Sequence[str]
    #: How an error names the layer.
    place: str


def fold_padding(inputs: Iterable[str], layers: Sequence[Connection]) -> dict[int, int]:
    """Which padding layer each layer takes its `pad` and its bottom from, by index.

    The padding layers themselves fall away, those that nobody takes from too.

    Raises:
        UpgradeError: a bottom that nobody above produces, a padding layer that feeds something
            else than a convolution or pooling with one bottom, or one that has not one bottom
            and one top.
    """
    producer: dict[str, int | None] = dict.fromkeys(inputs)
    folds = {}
    for i, layer in enumerate(layers):
        for name in layer.bottoms:
            if name not in producer:
                raise UpgradeError(
                    f"no layer above produces bottom {name!r}",
                    where=f"{layer.place}: bottom",
                    hint=did_you_mean(name, producer)
                    or "A layer further up must have it as a top.",
                )
            source = producer[name]
            if source is not None and layers[source].type_name == V0_PADDING:
                _check_fold(layer, layers[source])
                folds[i] = source
        producer.update(dict.fromkeys(layer.tops, i))
    return folds


def _check_fold(layer: Connection, padding: Connection) -> None:
    if layer.type_name not in ("conv", "pool"):
        raise UpgradeError(
            f"a padding layer cannot feed a layer of type {layer.type_name!r}",
            where=f"{layer.place}: bottom",
            hint=f"Only conv and pool can take over the pad of {padding.place}.",
        )
    if len(layer.bottoms) != 1:
        raise UpgradeError(
            f"a layer behind a padding layer must have one bottom, not {len(layer.bottoms)}",
            where=f"{layer.place}: bottom",
            hint=f"Write the pad of {padding.place} in the layer itself.",
        )
    for field, names in (("bottom", padding.bottoms), ("top", padding.tops)):
        if len(names) != 1:
            raise UpgradeError(
                f"a padding layer must have one {field}, not {len(names)}",
                where=f"{padding.place}: {field}",
                hint="Use one padding layer for each blob.",
            )


# --- fields of data layers that moved to transform_param ------------------------------------------

#: V1 type: the message in which it used to have the fields below.
TRANSFORM_PARAMS: Mapping[str, str] = {
    "DATA": "data_param",
    "IMAGE_DATA": "image_data_param",
    "WINDOW_DATA": "window_data_param",
}

#: These moved from there to transform_param, under the same names, and replace what is there.
#: When one layer needs that, each layer of the three types is given both messages, be they empty.
TRANSFORM_FIELDS = ("scale", "mean_file", "crop_size", "mirror")


# --- V1 to V2 -------------------------------------------------------------------------------------


def check_generation(new: int, old: int, place: str) -> None:
    """Refuse a net with V1 layers if it has V2 layers too.

    Args:
        new: How many `layer` the net has.
        old: How many `layers`.
        place: How an error names the first of `layers`.

    Raises:
        UpgradeError: it has both.
    """
    if new and old:
        raise UpgradeError(
            f"the net has {new} 'layer' and {old} 'layers'",
            where=f"{place}: layers",
            hint="Write all of them as 'layer', with a type in quotes.",
        )


#: V1's lists, one element for each blob: the field of `param` that the element goes to.
PARAM_SPEC: Mapping[str, str] = {
    "param": "name",
    "blob_share_mode": "share_mode",
    "blobs_lr": "lr_mult",
    "weight_decay": "decay_mult",
}

#: V1 types whose words do not just lose their underscores.
_IRREGULAR_TYPES = {
    "NONE": "",
    "ABSVAL": "AbsVal",
    "ARGMAX": "ArgMax",
    "BNLL": "BNLL",
    "HDF5_DATA": "HDF5Data",
    "HDF5_OUTPUT": "HDF5Output",
    "LRN": "LRN",
    "MVN": "MVN",
    "RELU": "ReLU",
    "SOFTMAX_LOSS": "SoftmaxWithLoss",
    "TANH": "TanH",
    # Forks' own.
    "BN": "BN",
    "CONVOLUTION_SK": "ConvolutionSK",
    "POOLING_SK": "PoolingSK",
    "RELU6": "ReLU6",
    "ROIPOOLING": "ROIPooling",
    "ROI_POOLING": "ROIPooling",
    "SELU": "SeLU",
    "SELU_DROPOUT": "SeLUDropout",
}


def v2_type(type_name: str) -> str:
    """The V2 type of a V1 type: "INNER_PRODUCT" is "InnerProduct", with a few exceptions."""
    regular = "".join(word.capitalize() for word in type_name.split("_"))
    return _IRREGULAR_TYPES.get(type_name, regular)


def recast_v1(fields: Mapping[str, int], known: Collection[str]) -> Recast:
    """Where these fields of a V1 layer go in its V2 layer; its `type` goes by `v2_type`.

    Args:
        fields: The fields that are set, and how many elements each has; 1 for a single one.
        known: The fields that a V2 layer has.
    """
    moves: list[tuple[Path, Path]] = []
    problems = []
    for field, length in fields.items():
        if field in PARAM_SPEC:
            moves += (((field, i), ("param", i, PARAM_SPEC[field])) for i in range(length))
        elif field in known and field != "type":
            moves.append(((field,), (field,)))
        elif field != "type":
            problems.append(field)
    return Recast(tuple(moves), problems=tuple(problems))


# --- inputs of the net, BatchNorm, solver ---------------------------------------------------------

#: Values of input_dim for each input.
PER_INPUT = 4


def input_field(inputs: Sequence[str], shapes: int, dims: int) -> str | None:
    """The field that shapes the inputs: input_shape, or else input_dim, or None if neither is set.

    With None the names just fall away, as in the model files of old Caffes.

    Args:
        inputs: The names of the inputs.
        shapes: How many input_shape there are.
        dims: How many input_dim there are.

    Raises:
        UpgradeError: too few shapes or dims (Caffe reads memory that is not its own).
    """
    if not shapes and not dims:
        return None
    field, needed, given = (
        ("input_shape", len(inputs), shapes)
        if shapes
        else ("input_dim", PER_INPUT * len(inputs), dims)
    )
    if given < needed:
        raise UpgradeError(
            f"{len(inputs)} inputs need {needed} {field}, not {given}",
            where=f"net: {field}",
            hint="Give each input one input_shape, or four input_dim.",
        )
    return field


#: A layer of this type with exactly so many `param` has these fields of all of them set to zero.
BATCH_NORM = "BatchNorm"
BATCH_NORM_PARAMS = 3
BATCH_NORM_ZEROS = ("lr_mult", "decay_mult")

#: The layer that the inputs of a net become: its name and type.
INPUT_LAYER = ("input", "Input")

#: The solver's enum `solver_type`: the string `type` that replaces it.
SOLVER_TYPES: Mapping[str, str] = {
    "SGD": "SGD",
    "NESTEROV": "Nesterov",
    "ADAGRAD": "AdaGrad",
    "RMSPROP": "RMSProp",
    "ADADELTA": "AdaDelta",
    "ADAM": "Adam",
}


def solver_type(type_name: str, given: str | None) -> str:
    """The `type` that replaces a `solver_type`.

    Args:
        type_name: The `solver_type`.
        given: The `type` that is given beside it; None if there is none.

    Raises:
        UpgradeError: both are given.
    """
    if given is not None:
        raise UpgradeError(
            "solver_type and type are both given",
            where="solver: solver_type",
            hint=f"Keep type: {given!r} and remove solver_type.",
        )
    return SOLVER_TYPES[type_name]
