"""Small nets of forks."""

DATA = (
    'layer { name: "data" type: "Input" top: "data"'
    " input_param { shape { dim: 2 dim: 3 dim: 8 dim: 8 } } }\n"
)
CONV = (
    'layer {{ name: "conv" type: "Convolution" bottom: "data" top: "conv" {more}\n'
    "  convolution_param {{ num_output: 4 kernel_size: 3 {inner}\n"
    '    weight_filler {{ type: "xavier" {filler} }} }} }}\n'
)


def net(*layers, more="", inner="", filler="", head=""):
    """The text of a net: its data, a convolution with these fields, and more layers."""
    conv = CONV.format(more=more, inner=inner, filler=filler)
    return head + DATA + conv + "\n".join(layers)


def layer(kind, fields="", bottom="conv", top=None):
    """The text of a layer; its name is its type's."""
    top = top or kind.lower()
    return f'layer {{ name: "{kind}" type: "{kind}" bottom: "{bottom}" top: "{top}" {fields} }}'


#: A layer that SSD added, by its own word.
PERMUTE = layer("Permute", "permute_param { order: 0 order: 2 order: 3 order: 1 }")
