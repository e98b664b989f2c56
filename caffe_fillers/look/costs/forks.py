"""Forks' layers that compute as many products as one of BVLC's does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from caffe_fillers.core.registry import FORKS
from caffe_fillers.look.costs.linear import convolution, inner_product, weights
from caffe_fillers.look.costs.table import counted

if TYPE_CHECKING:
    from caffe_fillers.look.costs.table import Sized

counted("DepthwiseConvolution", "HoleConvolution", "ConvolutionDepthwise", dialect=FORKS)(
    convolution
)
counted("SparseInnerProduct", dialect=FORKS)(inner_product)


@counted("Convolution3D", "Convolution3d", dialect=FORKS)
def volume(sized: Sized) -> int:
    """Each weight once at every position of the top (N, M, l, h, w)."""
    return weights(sized) * math.prod(sized.tops[0]) // sized.tops[0][1]
