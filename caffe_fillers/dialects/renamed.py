"""Messages and enums that several forks call by several names: one, in the union."""

from __future__ import annotations

__all__ = ["RENAMED", "names_of"]

#: Its name in the union.
RENAMED = {
    "CTCLossParameter": "CtcLossParameter",
    "ChannelNormalizeParameter": "NormalizeParameter",
    "ImageSliceInfo": "Slice",
    "QuantizationParameter.Precision": "QuantizationParameter_Precision",
    "QuantizationParameter.Rounding": "QuantizationParameter_Rounding",
    "ReLU6Parameter": "ReLUParameter",
    "ReLU6Parameter.Engine": "ReLUParameter.Engine",
    "SeLuDropoutParameter": "SeLUDropoutParameter",
    "SeLuParameter": "SeLUParameter",
}


def names_of(name: str) -> tuple[str, ...]:
    """What forks may call a message or enum of the union: its name there, then the others."""
    return (name, *(each for each, union in RENAMED.items() if union == name))
