"""`ChannelGain` in ONNX."""

from caffe_fillers.core.registry import exporter


@exporter("ChannelGain")
def channel_gain(at, x):
    """Mul by the blob, which is laid along the channels."""
    ones = [1] * (len(at.bottoms[0]) - 2)
    return at.graph.op("Mul", x, at.weight(0, (at.blob(0)[0], *ones)))
