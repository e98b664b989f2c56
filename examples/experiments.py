"""What papers say about the start of training, shown on nets that Caffe would build.

python examples/experiments.py                all of them, in about a minute
python examples/experiments.py glorot         one: glorot, he, fans, greedy
python examples/experiments.py glorot --plot glorot.svg    with its figure (needs matplotlib)

glorot  X. Glorot, Y. Bengio: Understanding the difficulty of training deep feedforward neural
        networks. AISTATS 2010.
he      K. He, X. Zhang, S. Ren, J. Sun: Delving Deep into Rectifiers. arXiv:1502.01852.
fans    Caffe's xavier, which looks at one fan only, beside the paper's.
greedy  Layers of trained autoencoders below a new net: Hinton and Salakhutdinov, Science 2006; and
        K. Simonyan, A. Zisserman, arXiv:1409.1556, section 3.1, who grew deep nets of shallow ones.

That one start converges and another does not is what the papers found in training; here only the
start itself is looked at.
"""

import argparse
import math
import tempfile
from pathlib import Path

import numpy as np

from caffe_fillers import fill_net, inspect_weights, measure_signal, propagate_signal

UNITS = 1000
OLD = f'type: "uniform" min: {-1 / math.sqrt(UNITS):.9g} max: {1 / math.sqrt(UNITS):.9g}'
NORMALIZED = 'type: "xavier" variance_norm: AVERAGE'


def matrix(name, bottom, outputs, filler):
    """An InnerProduct layer."""
    text = f"num_output: {outputs} weight_filler {{ {filler} }}"
    return (
        f'layer {{ name: "{name}" type: "InnerProduct" bottom: "{bottom}" top: "{name}" '
        f"inner_product_param {{ {text} }} }}\n"
    )


def activation(kind, name, bottom):
    """A layer that works value by value; Softsign, x / (1 + |x|), is made of three."""
    one = 'layer {{ name: "{0}" type: "{1}" {2} top: "{0}" {3} }}\n'.format
    if kind != "Softsign":
        return one(name, kind, f'bottom: "{bottom}"', "")
    return (
        one(f"{name}/abs", "AbsVal", f'bottom: "{bottom}"', "")
        + one(
            f"{name}/inverse",
            "Power",
            f'bottom: "{name}/abs"',
            "power_param { shift: 1 power: -1 }",
        )
        + one(
            name,
            "Eltwise",
            f'bottom: "{bottom}" bottom: "{name}/inverse"',
            "eltwise_param { operation: PROD }",
        )
    )


def deep(kind, filler, depth, units=UNITS, widths=None):
    """So many matrices with an activation behind each: layers s1, z1, s2, z2 ..."""
    widths = widths or [units] * depth
    text = (
        'layer { name: "data" type: "Input" top: "data" '
        f"input_param {{ shape {{ dim: 1 dim: {widths[0]} }} }} }}\n"
    )
    blob = "data"
    for number, width in enumerate(widths, start=1):
        text += matrix(f"s{number}", blob, width, filler)
        text += activation(kind, f"z{number}", f"s{number}")
        blob = f"z{number}"
    return text


def written(text, folder, name="net"):
    """The text in a file."""
    path = Path(folder) / f"{name}.prototxt"
    path.write_text(text)
    return path


def show(title, header, rows):
    """A table."""
    print(f"\n{title}")
    print("  ".join(f"{cell:>10}" for cell in header))
    for row in rows:
        cells = (f"{cell:>10.4g}" if isinstance(cell, float) else f"{cell:>10}" for cell in row)
        print("  ".join(cells))


def glorot(seeds=2, directions=32):
    """Five hidden layers of 1,000 units: variances of activations and gradients by layer.

    For each activation and filler a list over the layers of E z² and |J|² over the units of s.
    """
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("Sigmoid", "TanH", "Softsign"):
            for name, filler in (("old", OLD), ("normalized", NORMALIZED)):
                path = written(deep(kind, filler, 5), folder)
                told = measure_signal(path, seeds=range(seeds), directions=directions)
                rows = {row.name: row for row in told.rows}
                found[kind, name] = [
                    (rows[f"z{n}"].measured_forward, rows[f"s{n}"].measured_backward)
                    for n in range(1, 6)
                ]
        for name, filler in (("old", OLD), ("normalized", NORMALIZED)):
            path = written(deep("TanH", filler, 5), folder)
            blob = inspect_weights(net=path).rows[0]
            found["n Var(W)", name] = UNITS * blob.expected.std**2
            told = propagate_signal(path).rows
            found["E (dw)²", name] = [row.weights for row in told if row.weights is not None]
    return found


def he(depths=(22, 30)):
    """Nets of 22 and 30 ReLU layers: what is left of the signal, by xavier and by msra."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for depth in depths:
            for name in ("xavier", "msra"):
                path = written(deep("ReLU", f'type: "{name}"', depth, 256), folder)
                told = propagate_signal(path).rows
                measured = measure_signal(path, seeds=range(10), directions=16, backward=False).rows
                last = told[-1], measured[-1]
                found[depth, name] = (last[0].forward, told[1].backward, last[1].measured_forward)
    return found


#: Layers conv2 to conv10 of the paper's model B: how many filters of 3 x 3 reach one value.
MODEL_B = (64, 128, 128, 256, 256, 512, 512, 512, 512)


def he_model_b():
    """How much a std of 0.01 takes from a gradient between conv10 and conv2 (section 2.2)."""
    taken = 1.0
    with tempfile.TemporaryDirectory() as folder:
        for number, filters in enumerate(MODEL_B):
            text = (
                'layer { name: "x" type: "Input" top: "x" '
                "input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } } }\n"
                'layer { name: "c" type: "Convolution" bottom: "x" top: "c" convolution_param { '
                f"num_output: {filters} kernel_size: 3 "
                'weight_filler { type: "msra" variance_norm: FAN_OUT } } }\n'
            )
            blob = inspect_weights(net=written(text, folder, f"b{number}")).rows[0]
            taken *= blob.expected.std / 0.01
    return taken


def fans():
    """A net that narrows: what each norm of xavier keeps, forward and backward."""
    found = {}
    widths = [1024, 512, 256, 128, 64]
    with tempfile.TemporaryDirectory() as folder:
        for norm in ("FAN_IN", "FAN_OUT", "AVERAGE"):
            filler = f'type: "xavier" variance_norm: {norm}'
            told = propagate_signal(written(deep("TanH", filler, 5, widths=widths), folder)).rows
            rows = [row for row in told if row.name.startswith("s")]
            found[norm] = [(row.gain, row.back_gain) for row in rows]
    return found


def greedy(steps=300, seed=3):
    """An autoencoder's layer below a deeper net, copied by name as `--weights` does.

    A matrix with tanh is trained to give 32 numbers of which its 64 inputs can be made again; then
    it is the first layer of a new net, whose other layers start as Caffe would start them.
    """
    chance = np.random.default_rng(seed)
    data = np.tanh(chance.standard_normal((512, 8)) @ chance.standard_normal((8, 64)) / 3)
    with tempfile.TemporaryDirectory() as folder:
        xavier = 'type: "xavier"'
        encoder = matrix("encode1", "data", 32, xavier) + activation("TanH", "z1", "encode1")
        head = (
            'layer { name: "data" type: "Input" top: "data" '
            "input_param { shape { dim: 1 dim: 64 } } }\n"
        )
        auto = written(
            head + encoder + matrix("decode1", "z1", 64, 'type: "xavier"'), folder, "auto"
        )
        blobs = fill_net(auto, seed=seed).blobs
        arrays = {f"{n}/{k}": b for n, each in blobs.items() for k, b in enumerate(each)}
        losses = _train(arrays, data, steps)
        trained = Path(folder) / "auto.npz"
        np.savez(trained, **arrays)
        deeper = head + encoder + matrix("encode2", "z1", 16, xavier)
        path = written(deeper + activation("TanH", "z2", "encode2"), folder, "deep")
        fresh = fill_net(path, seed=7).blobs
        grown = fill_net(path, seed=7, trained=[trained]).blobs
    return {
        "losses": losses,
        "copied": bool((grown["encode1"][0] == arrays["encode1/0"]).all()),
        "drawn": bool((grown["encode2"][0] == fresh["encode2"][0]).all()),
        "other": bool((grown["encode1"][0] != fresh["encode1"][0]).any()),
    }


def _train(arrays, data, steps, rate=0.1):
    """Gradient descent on the mean square of what is made again; its first and last value."""
    losses = []
    for _ in range(steps):
        hidden = np.tanh(data @ arrays["encode1/0"].T + arrays["encode1/1"])
        error = hidden @ arrays["decode1/0"].T + arrays["decode1/1"] - data
        losses.append(float(np.square(error).mean()))
        error *= 2 / len(data)
        back = (error @ arrays["decode1/0"]) * (1 - hidden**2)
        changes = {
            "decode1/0": error.T @ hidden,
            "decode1/1": error.sum(axis=0),
            "encode1/0": back.T @ data,
            "encode1/1": back.sum(axis=0),
        }
        for name, change in changes.items():
            arrays[name] = (arrays[name] - rate * change).astype(np.float32)
    return losses[0], losses[-1]


def print_glorot():
    """Its tables."""
    found = glorot()
    for which in ("old", "normalized"):
        print(f"\n{which}: n Var(W) = {found['n Var(W)', which]:.4g}")
        for kind in ("Sigmoid", "TanH", "Softsign"):
            rows = [(n, *pair) for n, pair in enumerate(found[kind, which], start=1)]
            show(kind, ("layer", "E z²", "gradient"), rows)
    return found


def print_he():
    """Its tables."""
    found = he()
    rows = [(f"{depth}", name, *values) for (depth, name), values in found.items()]
    show("ReLU nets", ("layers", "filler", "E z²", "gradient", "measured"), rows)
    print(f"\nmodel B, std 0.01: the gradient's std is divided by {he_model_b():.3g}")
    return found


def print_fans():
    """Its table."""
    found = fans()
    for norm, pairs in found.items():
        show(f"xavier {norm}", ("layer", "gain", "back"), [(n, *p) for n, p in enumerate(pairs, 1)])
    return found


def print_greedy():
    """What became of the layers."""
    found = greedy()
    first, last = found["losses"]
    print(f"\nthe autoencoder's error: {first:.4g} at the start, {last:.4g} after 300 steps")
    print(f"encode1 is the trained one: {found['copied']}; encode2 as drawn: {found['drawn']}")
    return found


def plot_glorot(found, path):
    """Variances by layer, old against normalized, as figures 6 and 7 of the paper."""
    from matplotlib.figure import Figure  # noqa: PLC0415  # an extra

    figure = Figure(figsize=(9, 4), layout="constrained")
    for axes, which, title in zip(
        figure.subplots(1, 2), (0, 1), ("activations, E z²", "gradients, |J|² a unit"), strict=True
    ):
        for (kind, color), mark in zip(
            (("Sigmoid", "#0072B2"), ("TanH", "#D55E00"), ("Softsign", "#009E73")),
            "osD",
            strict=True,
        ):
            for name, line in (("old", "--"), ("normalized", "-")):
                values = [pair[which] for pair in found[kind, name]]
                axes.plot(
                    range(1, 6), values, line, color=color, marker=mark, label=f"{kind}, {name}"
                )
        axes.set(yscale="log", xlabel="layer", title=title, xticks=range(1, 6))
        axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(path)


EXPERIMENTS = {
    "glorot": print_glorot,
    "he": print_he,
    "fans": print_fans,
    "greedy": print_greedy,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(EXPERIMENTS))
    parser.add_argument("--plot", help="the file for the figure of glorot")
    given = parser.parse_args()
    for each in given.names or EXPERIMENTS:
        result = EXPERIMENTS[each]()
        if given.plot and each == "glorot":
            plot_glorot(result, given.plot)
