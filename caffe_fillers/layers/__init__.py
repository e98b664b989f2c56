"""What each layer type does when Caffe sets it up: its tops, its blobs, the words it takes.

One module a family, one decorated rule a type. Importing this package registers them all,
which `registry` does on the first look-up.
"""

from caffe_fillers.layers import (  # noqa: F401  # they register themselves
    affine,
    conv,
    data,
    dense,
    loss,
    norm,
    pointwise,
    pool,
    python,
    recurrent,
    shape,
    source,
)
