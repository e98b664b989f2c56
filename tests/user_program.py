"""A user's program that calls every public function, typed: .ci/run gives it to `mypy --strict`.

It runs in a folder that holds the examples and `model.onnx`, which examples/lenet_onnx.py writes.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

import caffe_fillers as cf

NET = "examples/lenet.prototxt"
DEPLOY = Path("examples/lenet_deploy.prototxt")
SHAPE = (8, 4, 3, 3)


def arrays() -> list[NDArray[Any]]:
    """One of each filler, in every way that words may be given."""
    rng = cf.Rng(1701, cf.Era.of(boost="1.74"))
    place = np.empty(SHAPE, np.float32)
    return [
        cf.bilinear((1, 1, 4, 4)),
        cf.constant(SHAPE, 0.1),
        cf.fill("xavier", SHAPE, 1701),
        cf.fill({"type": "gaussian", "std": 0.01}, SHAPE, rng),
        cf.fill('type: "msra"', SHAPE, seed=1701),
        cf.gaussian(SHAPE, std=0.01, seed=1701),
        cf.msra(SHAPE, "fan_out", rng=rng, out=place),
        cf.positive_unitball(SHAPE, rng=1701),
        cf.uniform(SHAPE, -1, 1, rng=rng, dtype=np.float64),
        cf.xavier(SHAPE, variance_norm="AVERAGE", seed=1701),
        cf.default_uniform(SHAPE, seed=1),
        cf.delta_orthogonal((4, 4, 3, 3), seed=1),
        cf.dirac(SHAPE),
        cf.glorot_normal(SHAPE, seed=1),
        cf.glorot_uniform(SHAPE, seed=1),
        cf.he_normal(SHAPE, negative_slope=0.1, rng=rng),
        cf.he_uniform(SHAPE, rng=rng),
        cf.identity((4, 4)),
        cf.keras_glorot_normal(SHAPE, seed=1),
        cf.keras_he_normal(SHAPE, seed=1),
        cf.keras_lecun_normal(SHAPE, seed=1),
        cf.lecun_normal(SHAPE, seed=1),
        cf.lecun_uniform(SHAPE, seed=1),
        cf.orthogonal((4, 4), seed=1),
        cf.torch_sparse((8, 4), 0.5, seed=1),
        cf.truncated_normal(SHAPE, seed=1),
        cf.unit_sphere(SHAPE, seed=1),
        cf.variance_scaling(SHAPE, mode="fan_avg", seed=1),
    ]


def nets() -> dict[str, list[NDArray[Any]]]:
    """A net is planned, filled, saved, read, verified, identified, looked at."""
    begun = cf.plan_net(NET, phase="TEST")
    shapes: dict[str, tuple[int, ...]] = cf.infer_shapes(begun)
    assert shapes["ip2"] == (64, 10)
    made = cf.fill_net(begun, seed=1701).save("user.caffemodel")
    assert made.output is not None
    report = cf.verify(NET, "user.caffemodel", seed=1701)
    assert report.good, report.conclusions
    assert [hit.seed for hit in cf.find_seeds("user.caffemodel", NET, range(1700, 1703))] == [1701]
    assert len(list(cf.identify("user.caffemodel", NET))) == 8
    cf.convert("user.caffemodel", "user.npz")
    anew = cf.fill_weights(cf.plan_weights("user.npz", fillers=["*=msra"]), "anew.npz", seed=7)
    assert anew.output.exists()
    cf.summarize_net(NET)
    cf.inspect_weights("user.caffemodel", NET)
    cf.diff_weights("user.caffemodel", "user.caffemodel")
    cf.draw_net(NET)
    cf.propagate_signal(NET)
    assert "user.caffemodel" in cf.report_net(NET, "user.caffemodel")
    cf.measure_signal(NET, seeds=range(1), directions=2, backward=False)
    return cf.read_weights("user.caffemodel")


def texts() -> str:
    """A text is read, upgraded, deployed, edited."""
    document: cf.Document = cf.parse('name: "old"  # kept')
    cf.edit(document).set(document, "name", '"new"')
    assert cf.read_net(str(document)).net.name == "new"
    assert cf.deploy(DEPLOY.read_text()).told.outputs == ("prob",)
    return cf.upgrade('layers { name: "r" type: RELU bottom: "a" top: "a" }').text


def models() -> onnx.ModelProto:
    """An ONNX model is filled anew, and one is made of a net."""
    cf.refill(cf.open_onnx("model.onnx"), "user.onnx", 1701)
    cf.refill(cf.open_like(Path("model.onnx"), DEPLOY), Path("user_like.onnx"), 1701)
    return cf.export(DEPLOY, seed=1701)


def main() -> None:
    """Everything, once."""
    assert all(array.size for array in arrays())
    assert list(nets()) == ["conv1", "conv2", "ip1", "ip2"]
    assert texts().startswith("layer {")
    assert [each.name for each in models().graph.output] == ["prob"]
    assert cf.Stream(5489).words(1)[0] == 3499211612
    try:
        cf.plan_net("missing.prototxt")
    except cf.CaffeFillersError as error:
        hint = error.hint
    assert hint == "Paths are relative to the current folder."


if __name__ == "__main__":
    main()
