"""Forks' layers that do to a signal what one of BVLC's does."""

from caffe_fillers.core.registry import FORKS
from caffe_fillers.look.gains.linear import convolution, inner_product
from caffe_fillers.look.gains.table import gain

gain("DepthwiseConvolution", "HoleConvolution", dialect=FORKS)(convolution)
gain("SparseInnerProduct", dialect=FORKS)(inner_product)
