"""How forks' layer types are written as ONNX; loaded for dialects other than BVLC's."""

from caffe_fillers.exporters.forks import (  # noqa: F401  # they register themselves
    arrange,
    conv,
    detect,
    norm,
    pointwise,
    pool,
    priors,
    resize,
    yolo,
)
