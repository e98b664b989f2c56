"""Pooling in forks: other ways to pad, to round and to divide; regions of an image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onnx import TensorProto

from caffe_fillers.core.registry import FORKS, exporter
from caffe_fillers.core.words import chosen, copied, extra
from caffe_fillers.errors import LayerError
from caffe_fillers.exporters import pool as bvlc
from caffe_fillers.exporters.forks.conv import same_pads, sides_of
from caffe_fillers.exporters.words import check_fields, check_words
from caffe_fillers.layers.forks.conv import SAME, SIDES
from caffe_fillers.layers.pool import window_of
from caffe_fillers.layers.shapes import size

if TYPE_CHECKING:
    from caffe_fillers.exporters.site import Site
    from caffe_fillers.proto import caffe

FIELD = "pooling_param"

#: What is read here, besides BVLC's words; the rounding shows in the top's shape.
WORDS = frozenset(
    f"{FIELD}.{name}"
    for name in ("pool", "ceil_mode", "pad_type", *(side for sides in SIDES for side in sides))
)

#: synopsys-caffe's average over the image's own values only, under both its names.
WITHOUT_PADS = frozenset({"AVE_EXC_PAD", "AVE_TF"})

#: The numbers of a region: image, x1, y1, x2, y2.
ROI = 5

#: Engines that leave the pads out of an average, or may: their code is not open.
INTELS = ("MKL2017", "MKLDNN", "DNN")


@exporter("Pooling", dialect=FORKS)
def pooling(at: Site, x: str) -> list[str]:
    """MaxPool or AveragePool, with pad_t, pad_b, pad_l, pad_r, pad_type, ceil_mode, AVE_EXC_PAD.

    (synopsys-caffe, pooling_layer.cpp)

    Raises:
        LayerError: it is over other than two axes, or an average by one of Intel's engines has
            windows that reach past the image.
    """
    check_words(at.layer, WORDS)
    param, bottom = at.layer.pooling_param, at.bottoms[0]
    if len(bottom) != len("nchw"):
        raise LayerError("pooling over other than two axes cannot be exported", where=FIELD)
    window = window_of(_without_pads(param), bottom[2:])
    before, behind = window.pad, window.pad
    if any(extra(at.layer, f"{FIELD}.{side}", 0) for sides in SIDES for side in sides):
        before, behind = sides_of(at.layer, FIELD)
    elif extra(at.layer, f"{FIELD}.pad_type", 0) == SAME:
        before, behind = same_pads(bottom[2:], window.kernel, window.stride)
    pool = bvlc.Pool(bottom[2:], window.kernel, window.stride, before, at.tops[0][2:], behind)
    kind, cut = (chosen(at.layer, f"{FIELD}.pool") or ["MAX"])[0], any(pool.over) or any(pool.pad)
    if kind in WITHOUT_PADS:
        return [_average(at, x, pool)]
    if kind == "AVE" and cut and _by_intel(at.layer):
        raise LayerError(
            "an average by Intel's engine whose windows reach past the image cannot be exported",
            where=f"{FIELD}.engine",
            hint="Remove the engine to have Caffe's own.",
        )
    if len(at.layer.top) == 1 and kind in ("MAX", "AVE") and not param.global_pooling:
        return [bvlc.pooled(at, x, pool, param.pool)]
    if len(at.layer.top) > 1 and kind == "MAX":
        return bvlc.with_mask(at, x, pool)
    check_words(at.layer, WORDS - {f"{FIELD}.pool"})
    return bvlc.pooling(at, x)


def _average(at: Site, x: str, pool: bvlc.Pool) -> str:
    if pool.has_empty:
        raise LayerError("a window lies outside the image: 0 values over 0", where=FIELD)
    return at.graph.op("AveragePool", x, count_include_pad=0, **pool.window(padded=False))


def _without_pads(param: caffe.PoolingParameter) -> caffe.PoolingParameter:
    """The parameter as BVLC's rule for a window takes it, which wants no pads in a SAME one."""
    if not extra(param, "pad_type", 0):
        return param
    param = copied(param)
    for word in ("pad", "pad_h", "pad_w"):
        param.ClearField(word)
    return param


def _by_intel(layer: caffe.LayerParameter) -> bool:
    named = [*chosen(layer, f"{FIELD}.engine"), str(extra(layer, "engine", ""))]
    return any(name.startswith(INTELS) for name in named)


@exporter("ROIPooling", "RoiPooling", dialect=FORKS)
def roi_pooling(at: Site, x: str, regions: str) -> list[str]:
    """MaxRoiPool, whose corners are rounded as Caffe rounds them.

    (caffe-fast-rcnn, roi_pooling_layer.cpp)
    """
    check_fields(at.layer, "roi_pooling_param", ("pooled_h", "pooled_w", "spatial_scale"))
    if len(at.layer.top) > 1:
        raise LayerError("the second top of a ROIPooling cannot be exported", where="top")
    number = at.bottoms[1][0]
    if size(at.bottoms[1]) != number * ROI:
        raise LayerError(
            f"regions of {size(at.bottoms[1]) // max(number, 1)} numbers are not {ROI}",
            where="bottom 1",
        )
    if at.bottoms[1] != (number, ROI):
        regions = at.graph.reshape(regions, (number, ROI))
    scale = extra(at.layer, "roi_pooling_param.spatial_scale", 1.0)
    shape = list(at.tops[0][2:])
    return [at.graph.op("MaxRoiPool", x, regions, pooled_shape=shape, spatial_scale=scale)]


@exporter("Upsample", dialect=FORKS)
def upsample(at: Site, x: str, *mask: str) -> str:
    """Scatter to the places of a pooling's mask, all else 0; without a mask each value repeated.

    (caffe-segnet, upsample_layer.cpp; MobileNet-YOLO, upsample_layer.cpp)
    """
    graph, (bottom, top) = at.graph, (at.bottoms[0], at.tops[0])
    if not mask:
        return repeated(at, x)
    area = top[2] * top[3]
    places = graph.op("Cast", mask[0], to=TensorProto.INT64)
    flat = (top[0], top[1], bottom[2] * bottom[3])
    sides = graph.op("Gather", graph.op("Shape", x), graph.ints([0, 1]))
    image = graph.filled(graph.concat([sides, graph.ints([area])], 0), 0)
    places, x = graph.reshape(places, flat), graph.reshape(x, flat)
    return graph.reshape(graph.op("ScatterElements", image, places, x, axis=2), top)


@exporter("UpsampleDarknet", dialect=FORKS)
def repeated(at: Site, x: str) -> str:
    """Resize: each value several times along height and width.

    (synopsys-caffe, upsample_darknet_layer.cpp)
    """
    bottom, top = at.bottoms[0], at.tops[0]
    scales = [1.0] * (len(bottom) - 2)
    scales += [large / small for large, small in zip(top[-2:], bottom[-2:], strict=True)]
    return at.graph.op(
        "Resize",
        x,
        "",
        at.graph.constant(scales),
        mode="nearest",
        nearest_mode="floor",
        coordinate_transformation_mode="asymmetric",
    )
