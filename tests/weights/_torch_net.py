"""A Caffe net as a PyTorch module: its layers are PyTorch's own modules, its graph Caffe's."""

import math

import torch
from torch import nn
from torch.nn import functional

#: Layers without weights.
PLAIN = {
    "ReLU": lambda layer, x: functional.leaky_relu(x, layer.relu_param.negative_slope),
    "Sigmoid": lambda _, x: torch.sigmoid(x),
    "TanH": lambda _, x: torch.tanh(x),
    "AbsVal": lambda _, x: torch.abs(x),
    "ELU": lambda layer, x: functional.elu(x, layer.elu_param.alpha),
    "Softmax": lambda layer, x: torch.softmax(x, layer.softmax_param.axis),
    "Dropout": lambda _, x: x,
}
#: What this module can build; a golden net with another type is left out.
TYPES = {
    *PLAIN,
    *("Input", "Split", "Silence", "Concat", "Eltwise", "Flatten", "Parameter"),
    *("Convolution", "Deconvolution", "InnerProduct", "Embed", "PReLU", "BatchNorm", "Scale"),
    *("Bias", "LSTM", "RNN"),
}
LEARNED = {"Convolution", "Deconvolution", "InnerProduct", "Embed", "PReLU", "BatchNorm", "Scale"}
LEARNED |= {"Bias", "LSTM", "RNN", "Parameter"}


class Laid(nn.Module):
    """A weight, a bias or both, laid over the axes from `axis` on."""

    def __init__(self, shape, axis, names):
        super().__init__()
        self.axis = axis
        for name in names:
            self.register_parameter(name, nn.Parameter(torch.zeros(shape)))

    def over(self, name, x):
        """One of them with ones for the axes that follow."""
        value = getattr(self, name)
        if not value.dim():
            return value
        axis = self.axis + x.dim() if self.axis < 0 else self.axis
        return value.reshape(value.shape + (1,) * (x.dim() - axis - value.dim()))

    def forward(self, x):
        """X times weight plus bias."""
        if hasattr(self, "weight"):
            x = x * self.over("weight", x)
        return x + self.over("bias", x) if hasattr(self, "bias") else x


class Lookup(nn.Embedding):
    """An embedding with a bias, which PyTorch's has not."""

    def __init__(self, rows, width, bias):
        super().__init__(rows, width)
        if bias:
            self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        """The rows of whole numbers that are stored as floats."""
        rows = super().forward(x.long())
        return rows + self.bias if hasattr(self, "bias") else rows


class Output(nn.RNN):
    """An RNN with the output matrix that Caffe's has."""

    def __init__(self, inputs, hidden):
        super().__init__(inputs, hidden)
        self.weight_ho = nn.Parameter(torch.zeros(hidden, hidden))
        self.bias_o = nn.Parameter(torch.zeros(hidden))


def build(net, shapes, norms):
    """The modules of a built net, named as its layers; a Scale behind a BatchNorm has none.

    Args:
        net: The built net.
        shapes: The shapes of its blobs, by layer's index.
        norms: The indices of Scales that belong to a BatchNorm, and of that.
    """
    module = nn.Module()
    for index, layer in enumerate(net.layer):
        if layer.type in LEARNED and shapes[index] and index not in norms:
            module.add_module(layer.name, _module(layer, shapes[index], index in norms.values()))
    return module.eval()


def _module(layer, shapes, scaled):  # noqa: C901  # a case for each type
    first = shapes[0]
    bias = len(shapes) > 1
    match layer.type:
        case "Convolution" | "Deconvolution":
            return _convolution(layer, first, bias)
        case "InnerProduct":
            rows = first[::-1] if layer.inner_product_param.transpose else first
            return nn.Linear(rows[1], rows[0], bias=bias)
        case "Embed":
            return Lookup(*first, bias)
        case "PReLU":
            return nn.PReLU(math.prod(first))
        case "BatchNorm":
            return nn.BatchNorm2d(first[0], eps=layer.batch_norm_param.eps, affine=scaled)
        case "Scale":
            param = layer.scale_param
            names = ("bias",) if len(layer.bottom) > 1 else ("weight", "bias")[: len(shapes)]
            return Laid(first, param.axis, names)
        case "Bias":
            return Laid(first, layer.bias_param.axis, ("bias",))
        case "Parameter":
            return Laid(first, 0, ("weight",))
        case "LSTM":
            return nn.LSTM(first[1], first[0] // 4)
        case "RNN":
            return Output(first[1], first[0])


def _many(param, name, axes, default):
    """A field of a convolution for each axis, whichever of its two forms is used."""
    sides = tuple(getattr(param, f"{name}_{side}", 0) for side in "hw")
    if axes == 2 and any(param.HasField(f"{name}_{side}") for side in "hw"):
        return sides
    given = list(getattr(param, "kernel_size" if name == "kernel" else name)) or [default]
    return tuple(given * axes)[:axes] if len(given) == 1 else tuple(given)


def _convolution(layer, weight, bias):
    param, axes = layer.convolution_param, len(weight) - 2
    stride, pad = _many(param, "stride", axes, 1), _many(param, "pad", axes, 0)
    dilation = tuple((list(param.dilation) or [1]) * axes)[:axes]
    if layer.type == "Convolution":
        kind = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}[axes]
        channels = weight[1] * param.group, weight[0]
    else:
        kind = {1: nn.ConvTranspose1d, 2: nn.ConvTranspose2d, 3: nn.ConvTranspose3d}[axes]
        channels = weight[0], weight[1] * param.group
    return kind(
        *channels, weight[2:], stride, pad, dilation=dilation, groups=param.group, bias=bias
    )


def run(net, module, norms, inputs):
    """All blobs by name after a forward pass, as Caffe holds them."""
    blobs = dict(inputs)
    with torch.no_grad():
        for index, layer in enumerate(net.layer):
            if layer.type == "Input":
                continue
            bottoms = [blobs[name] for name in layer.bottom]
            own = getattr(module, layer.name, None) if layer.type in LEARNED else None
            tops = bottoms if index in norms else _tops(layer, own, bottoms)
            blobs.update(zip(layer.top, tops, strict=False))
    return blobs


def _tops(layer, module, bottoms):  # noqa: C901, PLR0912  # a case for each type
    x = bottoms[0] if bottoms else None
    match layer.type:
        case kind if kind in PLAIN:
            return [PLAIN[kind](layer, x)]
        case "Split":
            return [x] * len(layer.top)
        case "Silence":
            return []
        case "Concat":
            return [torch.cat(bottoms, layer.concat_param.axis)]
        case "Flatten":
            return [torch.flatten(x, layer.flatten_param.axis, layer.flatten_param.end_axis)]
        case "Eltwise":
            return [_eltwise(layer.eltwise_param, bottoms)]
        case "Parameter":
            return [module.weight]
        case "InnerProduct":
            axis = layer.inner_product_param.axis
            return [module(torch.flatten(x, axis))]
        case "BatchNorm":
            flat = x.reshape(x.shape[0], x.shape[1], -1, 1)
            return [_norm(layer, module, flat).reshape(x.shape)]
        case "Scale" if len(bottoms) > 1:
            return [_two(layer.scale_param, module, x, bottoms[1])]
        case "Bias" if len(bottoms) > 1:
            return [x + _aligned(bottoms[1], layer.bias_param.axis, x)]
        case "LSTM" | "RNN":
            return _recurrent(layer, module, bottoms)
        case "PReLU" if module.weight.numel() > 1:
            return [module(x)]
        case "Convolution" | "Deconvolution":
            return [module(each) for each in bottoms]
    return [module(x)]


def _norm(layer, module, x):
    param = layer.batch_norm_param
    if param.HasField("use_global_stats") and not param.use_global_stats:
        return functional.batch_norm(
            x, None, None, module.weight, module.bias, training=True, eps=param.eps
        )
    return module(x)


def _aligned(value, axis, x):
    axis = axis + x.dim() if axis < 0 else axis
    return (
        value.reshape(value.shape + (1,) * (x.dim() - axis - value.dim())) if value.dim() else value
    )


def _two(param, module, x, factor):
    x = x * _aligned(factor, param.axis, x)
    return module(x) if module is not None else x


def _eltwise(param, bottoms):
    if param.operation == 0:
        return math.prod(bottoms[1:], start=bottoms[0])
    if param.operation == 2:
        return torch.stack(bottoms).amax(0)
    coefficients = list(param.coeff) or [1] * len(bottoms)
    return sum(c * x for c, x in zip(coefficients, bottoms, strict=True))


def _recurrent(layer, module, bottoms):
    """Step by step: Caffe forgets its state where the continuation mark is zero."""
    x, marks, *rest = bottoms
    states = 2 if layer.type == "LSTM" else 1
    hidden = module.hidden_size
    exposed = rest[-states:] if layer.recurrent_param.expose_hidden else []
    state = [*exposed] or [torch.zeros(1, x.shape[1], hidden)] * states
    x = x.reshape(x.shape[0], x.shape[1], -1)
    tops = []
    for step, mark in zip(x, marks, strict=True):
        state = [each * mark.reshape(1, -1, 1) for each in state]
        if states == 2:
            out, state = module(step[None], tuple(state))
        else:
            out, last = module(step[None], state[0])
            state = [last]
            out = torch.tanh(functional.linear(out, module.weight_ho, module.bias_o))
        tops.append(out)
    return [torch.cat(tops), *(state if exposed else [])]
