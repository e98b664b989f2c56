"""What a layer does to the size of a signal and of its gradient: one function a layer type.

Importing this package registers those of BVLC, its module `forks` those of forks.
"""

from caffe_fillers.look.gains import (  # noqa: F401  # they register themselves
    joins,
    linear,
    norm,
    pointwise,
    pool,
)
