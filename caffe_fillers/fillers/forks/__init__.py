"""Fillers that forks added; loaded for nets of other dialects than BVLC's."""

from caffe_fillers.fillers.forks import (  # noqa: F401  # they register themselves
    file,
    gabor,
    happynear,
    interpolation,
    others,
)

__all__: list[str] = []
