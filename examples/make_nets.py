"""Write nets in the manner of GoogLeNet (2014) and ResNet-50 (2015): python make_nets.py FOLDER.

They are written from the papers' tables: Szegedy et al., arXiv:1409.4842, table 1; He et al.,
arXiv:1512.03385, table 1, with the stride in the first convolution of a block.
"""

import sys
from pathlib import Path

#: Outputs of an inception module: 1x1; 3x3 and before it; 5x5 and before it; behind the pooling.
INCEPTIONS = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
#: Blocks of a stage, and the outputs of a block's 3x3 convolutions.
STAGES = ((3, 64), (4, 128), (6, 256), (3, 512))


class Net:
    """A prototxt in the making."""

    def __init__(self, name, filler):
        self.filler = filler
        self.lines = [f'name: "{name}"']

    def add(self, kind, name, bottoms, top, text=""):
        """One layer; the name of its top."""
        blobs = " ".join(f'bottom: "{each}"' for each in bottoms)
        self.lines.append(
            f'layer {{ name: "{name}" type: "{kind}" {blobs} top: "{top}"{text and f" {text}"} }}'
        )
        return top

    def input(self, shape):
        """The input blob `data`."""
        dims = " ".join(f"dim: {dim}" for dim in shape)
        return self.add("Input", "data", [], "data", f"input_param {{ shape {{ {dims} }} }}")

    def conv(self, name, bottom, outputs, kernel, stride=1, pad=0, *, bias=True):
        """A convolution."""
        text = f"num_output: {outputs} kernel_size: {kernel} stride: {stride} pad: {pad}"
        rest = 'bias_filler { type: "constant" }' if bias else "bias_term: false"
        text = f"convolution_param {{ {text} {self.filler} {rest} }}"
        return self.add("Convolution", name, [bottom], name, text)

    def relu(self, blob, name=None):
        """A ReLU in place."""
        return self.add("ReLU", name or f"{blob}/relu", [blob], blob)

    def pool(self, name, bottom, kernel, stride, pad=0, method="MAX"):
        """A pooling layer."""
        text = f"pool: {method} kernel_size: {kernel} stride: {stride} pad: {pad}"
        return self.add("Pooling", name, [bottom], name, f"pooling_param {{ {text} }}")

    def classify(self, bottom, outputs, name):
        """The last matrix and its softmax."""
        text = f"num_output: {outputs} {self.filler}"
        self.add("InnerProduct", name, [bottom], name, f"inner_product_param {{ {text} }}")
        self.add("Softmax", "prob", [name], "prob")

    def __str__(self):
        return "\n".join(self.lines) + "\n"


def inception_net(batch=1):
    """In the manner of GoogLeNet, without its side branches."""
    net = Net("inception", 'weight_filler { type: "xavier" }')
    blob = net.relu(net.conv("conv1", net.input((batch, 3, 224, 224)), 64, 7, 2, 3))
    lrn = "lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 }"
    blob = net.add("LRN", "norm1", [net.pool("pool1", blob, 3, 2)], "norm1", lrn)
    blob = net.relu(net.conv("conv2/reduce", blob, 64, 1))
    blob = net.relu(net.conv("conv2", blob, 192, 3, 1, 1))
    blob = net.pool("pool2", net.add("LRN", "norm2", [blob], "norm2", lrn), 3, 2)
    for name, row in INCEPTIONS.items():
        if name in ("4a", "5a"):
            blob = net.pool(f"pool{int(name[0]) - 1}", blob, 3, 2)
        blob = _inception(net, f"inception_{name}", blob, row)
    blob = net.pool("pool5", blob, 7, 1, method="AVE")
    net.add("Dropout", "drop5", [blob], blob, "dropout_param { dropout_ratio: 0.4 }")
    net.classify(blob, 1000, "classifier")
    return str(net)


def _inception(net, name, bottom, outputs):
    """Four branches, concatenated."""
    one, reduce3, three, reduce5, five, pooled = outputs
    branches = [net.relu(net.conv(f"{name}/1x1", bottom, one, 1))]
    blob = net.relu(net.conv(f"{name}/3x3_reduce", bottom, reduce3, 1))
    branches.append(net.relu(net.conv(f"{name}/3x3", blob, three, 3, 1, 1)))
    blob = net.relu(net.conv(f"{name}/5x5_reduce", bottom, reduce5, 1))
    branches.append(net.relu(net.conv(f"{name}/5x5", blob, five, 5, 1, 2)))
    blob = net.pool(f"{name}/pool", bottom, 3, 1, 1)
    branches.append(net.relu(net.conv(f"{name}/pool_proj", blob, pooled, 1)))
    return net.add("Concat", f"{name}/output", branches, f"{name}/output")


def residual_net(batch=1):
    """In the manner of ResNet-50, with BatchNorm and Scale behind every convolution."""
    net = Net("residual", 'weight_filler { type: "msra" }')
    blob = _normed(net, "conv1", net.input((batch, 3, 224, 224)), 64, 7, 2, 3)
    blob = net.pool("pool1", net.relu(blob), 3, 2)
    for stage, (blocks, width) in enumerate(STAGES, start=2):
        for block in range(blocks):
            stride = 2 if stage > 2 and block == 0 else 1
            blob = _residual(net, f"res{stage}{chr(97 + block)}", blob, width, stride, block == 0)
    net.classify(net.pool("pool5", blob, 7, 1, method="AVE"), 1000, "fc1000")
    return str(net)


def _residual(net, name, bottom, width, stride, projects):
    """A bottleneck and its shortcut, added."""
    short = _normed(net, f"{name}_branch1", bottom, 4 * width, 1, stride) if projects else bottom
    blob = net.relu(_normed(net, f"{name}_branch2a", bottom, width, 1, stride))
    blob = net.relu(_normed(net, f"{name}_branch2b", blob, width, 3, 1, 1))
    blob = _normed(net, f"{name}_branch2c", blob, 4 * width, 1)
    return net.relu(net.add("Eltwise", name, [short, blob], name))


def _normed(net, name, bottom, outputs, kernel, stride=1, pad=0):
    blob = net.conv(name, bottom, outputs, kernel, stride, pad, bias=False)
    net.add("BatchNorm", f"{name}/bn", [blob], blob)
    scale = "scale_param { bias_term: true }"
    return net.add("Scale", f"{name}/scale", [blob], blob, scale)


NETS = {"inception": inception_net, "residual50": residual_net}

if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    for name, make in NETS.items():
        (folder / f"{name}.prototxt").write_text(make())
