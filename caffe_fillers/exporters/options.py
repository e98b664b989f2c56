"""What an exported model should be like, where a net leaves a choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["OPSETS", "ExportOptions", "Names", "Recurrent"]

Recurrent: TypeAlias = Literal["auto", "unroll", "scan", "continuous"]
Names: TypeAlias = Literal["caffe", "torch"]

#: The opsets that can be written; each operator is checked against the one that is asked for.
OPSETS = range(13, 22)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How a net is written as ONNX."""

    opset: int = 17
    #: The outputs by name; none for Caffe's own, "all" for every blob.
    outputs: tuple[str, ...] = ()
    #: Axis 0 of every input may be of any length.
    dynamic_batch: bool = False
    #: The net whole, with its losses and metrics, and not what `deploy` makes of it.
    keep_losses: bool = False
    #: Recurrent layers: unrolled up to 64 time steps and a Scan above, or always one of these.
    recurrent: Recurrent = "auto"
    #: Recurrent layers take their states as inputs and give them as outputs.
    state: bool = False
    #: DummyData with random fillers is drawn once; else its tops become inputs.
    freeze_dummy: bool = False
    #: Layers whose tops become inputs.
    cut: tuple[str, ...] = ()
    #: Stochastic pooling as the weighted mean that it is in the TEST phase.
    stochastic_mean: bool = False
    #: BatchNorm and Scale go into the layer before.
    fold: bool = False
    names: Names = "caffe"
