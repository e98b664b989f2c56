"""Messages and enums that several forks call by several names: one, in the union."""

__all__ = ["RENAMED"]

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
