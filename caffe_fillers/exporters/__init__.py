"""A net as an ONNX model that computes what Caffe computes.

One module a family, one decorated function a layer type, as under `layers`; importing this package
registers them all. `model` is the way in.
"""

from caffe_fillers.exporters import (  # noqa: F401  # they register themselves
    affine,
    conv,
    dense,
    loss,
    norm,
    pointwise,
    pool,
    recurrent,
    shape,
    source,
)
