"""What forks' layer types do when they are set up; loaded for dialects other than BVLC's.

One module a family, one decorated rule a type, as beside it for BVLC's types. A rule for a type of
BVLC's reads what forks write in it and does the rest as BVLC does.
"""

from caffe_fillers.layers.forks import (  # noqa: F401  # they register themselves
    arrange,
    conv,
    crf,
    data,
    dense,
    detection,
    loss,
    names,
    namesakes,
    norm,
    pool,
    recurrent,
    resize,
)
