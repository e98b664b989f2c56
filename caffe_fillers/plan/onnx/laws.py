"""From a rule's filler to the law of a blob that stands in a tensor."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, TypeAlias

from caffe_fillers.core import registry
from caffe_fillers.core.draws import MAX_COUNT, Sparse
from caffe_fillers.core.words import shape_of_fans
from caffe_fillers.errors import FillerError
from caffe_fillers.fillers.caffe import AVERAGE, FAN_IN, fans
from caffe_fillers.plan.onnx.layouts import Fans

if TYPE_CHECKING:
    from caffe_fillers.core.draws import Habits, Law, Shape
    from caffe_fillers.plan.onnx.layouts import Part
    from caffe_fillers.proto import caffe

__all__ = ["FanKind", "fans_of", "law_of"]

#: "caffe": read off the blob's shape as Caffe does. "torch": counted from the operator.
FanKind: TypeAlias = Literal["caffe", "torch"]


def fans_of(part: Part, convention: FanKind) -> Fans:
    """A blob's fan_in and fan_out."""
    return part.fans if convention == "torch" else Fans(*fans(part.shape or (1,)))


def law_of(filler: caffe.FillerParameter, part: Part, habits: Habits, convention: FanKind) -> Law:
    """The law of a blob under a filler.

    Raises:
        FillerError: the filler does not take this blob.
    """
    shape = part.shape or (1,)
    large = math.prod(shape) > MAX_COUNT
    chosen = registry.fillers.get(filler.type, papers=True)
    if filler.sparse != -1:
        pass  # counted by the first axis, whatever else the filler looks at
    elif chosen.dialect == registry.PAPERS and chosen.reads == "fans":
        shape = shape_of_fans(*fans_of(part, "torch"))
    elif chosen.reads in ("fan", "fans") and (convention == "torch" or large):
        both = chosen.reads == "fans" or filler.variance_norm == AVERAGE
        shape = _shape_with(fans_of(part, convention), filler, both=both)
    elif chosen.reads == "nothing" and large:
        # Caffe has no blobs of this size, but such a filler does not mind.
        shape = (1,)
    law = chosen(filler, shape, habits)
    if part.view.size != math.prod(part.shape) and not law.independent:
        raise FillerError(
            f"a sparse tensor takes independent values, which {filler.type} does not give",
            hint="constant, uniform, gaussian, xavier and msra do.",
        )
    if isinstance(law, Sparse) and large:
        raise FillerError("sparse values of so large a blob")
    return law


def _shape_with(wanted: Fans, filler: caffe.FillerParameter, *, both: bool) -> Shape:
    """The least shape with both of these fans, or with the one that the filler looks at."""
    if both:
        return shape_of_fans(*wanted)
    # A blob of one axis has its count as fan_out, one of (1, n) has n as fan_in.
    return (1, wanted.fan_in) if filler.variance_norm == FAN_IN else (wanted.fan_out,)
