"""The net that Caffe builds from a definition: which layers are in, how their blobs are wired.

Three steps after one another, as Net::Init takes them (net.cpp): the state that the way of
starting Caffe gives, the layers whose rules that state meets, and a Split layer behind every blob
with more than one use. All of it is about names; shapes and numbers come later.
"""

from caffe_fillers.net.state import (
    TEST,
    TRAIN,
    State,
    bare_state,
    solver_train_state,
    stage_flag,
)
from caffe_fillers.net.wiring import SPLIT, Built, build, selection

__all__ = [
    "SPLIT",
    "TEST",
    "TRAIN",
    "Built",
    "State",
    "bare_state",
    "build",
    "selection",
    "solver_train_state",
    "stage_flag",
]
