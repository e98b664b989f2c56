"""How many multiply-adds a layer computes: one function a family of layer types.

Importing this package registers those of BVLC, its module `forks` those of forks.
"""

from caffe_fillers.look.costs import linear  # noqa: F401  # it registers itself
