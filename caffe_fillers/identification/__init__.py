"""Which filler made these weights, when nobody remembers; and from which seed."""

from caffe_fillers.identification.ranking import CERTAIN, Answer, Match, identify_blob

__all__ = ["CERTAIN", "Answer", "Match", "identify_blob"]
