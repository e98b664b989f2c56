"""Second opinions: other programs that run the same net on the same numbers.

Each is given the planned net as files that Caffe reads, inputs by name, and the blobs that are
wanted; it gives those that it can.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import onnx
from google.protobuf import text_format
from onnx import reference

from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import CaffeFillersError, DataError
from caffe_fillers.exporters.running import runner
from caffe_fillers.files.writing import OutputFile
from caffe_fillers.formats.kinds import lay_out
from caffe_fillers.formats.layout import writing
from caffe_fillers.net.wiring import is_inserted
from caffe_fillers.rng.rng import Rng
from caffe_fillers.strings import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from caffe_fillers.plan.net import NetPlan
    from caffe_fillers.proto import caffe

__all__ = ["OPINIONS", "Opinion", "Subject", "first_at_hand", "opinion_of"]

#: Seconds after which another program is given up.
TIMEOUT = 600


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: a planned net and its model."""

    planned: NetPlan
    seed: int
    era: Any
    dialect: str
    #: The names of the inputs of the exported model.
    inputs: tuple[str, ...]
    proto: onnx.ModelProto
    #: The names of the model's outputs by blob.
    outputs: Mapping[str, str]
    folder: Path
    _files: list[Path] = field(default_factory=list)

    def files(self) -> tuple[Path, Path]:
        """The net and its weights, as files for Caffe; written once."""
        if not self._files:
            net = self.folder / "net.prototxt"
            text = text_format.MessageToString(self.net(), as_utf8=True)
            net.write_bytes(encoded(text))
            weights = self.folder / "net.caffemodel"
            plan = self.planned
            layout = lay_out(weights, plan.net, plan.slots, plan.plan, self.dialect)
            with writing(OutputFile(weights, force=True), layout) as sink:
                fill_plan(plan.plan, Rng(self.seed, self.era), sink)
            self._files.extend([net, weights])
        return self._files[0], self._files[1]

    def net(self) -> caffe.NetParameter:
        """The built net, all that brings data in as Input layers, and without Splits of Caffe's."""
        net = type(self.planned.net)(name=self.planned.net.name or "net")
        names: dict[str, str] = {}
        for layer, shapes in zip(self.planned.net.layer, self.planned.tops, strict=True):
            if is_inserted(layer):
                names |= dict.fromkeys(layer.top, names.get(layer.bottom[0], layer.bottom[0]))
                continue
            made = net.layer.add()
            if not layer.bottom and any(top in self.inputs for top in layer.top):
                made.MergeFrom(type(layer)(name=layer.name, type="Input", top=layer.top))
                for shape in shapes[: len(layer.top)]:
                    made.input_param.shape.add(dim=shape)
                continue
            made.CopyFrom(layer)
            for position, bottom in enumerate(layer.bottom):
                made.bottom[position] = names.get(bottom, bottom)
            for rules in ("include", "exclude", "loss_weight"):
                made.ClearField(rules)
        return net


class Opinion(Protocol):
    """Another program that runs the net."""

    name: str
    #: What equal numbers prove, if less than that the net computes what Caffe does.
    limits: str

    def blobs(
        self, subject: Subject, feeds: Mapping[str, NDArray[Any]], wanted: Sequence[str]
    ) -> dict[str, NDArray[Any]]:
        """The blobs that it can give, of those wanted.

        Raises:
            CaffeFillersError: it is not there, or cannot run the net.
        """
        ...


class Pycaffe:
    """Caffe in this process, through its Python module."""

    name, limits = "pycaffe", ""

    def blobs(
        self, subject: Subject, feeds: Mapping[str, NDArray[Any]], wanted: Sequence[str]
    ) -> dict[str, NDArray[Any]]:
        """All of them: a net of pycaffe keeps every blob."""
        module = _module("caffe", "Set PYTHONPATH to Caffe's `python` folder.")
        net, weights = subject.files()
        module.set_mode_cpu()
        built = module.Net(str(net), str(weights), module.TEST)
        for name, value in feeds.items():
            built.blobs[name].data[...] = value
        built.forward()
        return {name: np.array(built.blobs[name].data) for name in wanted if name in built.blobs}


class CaffeBinary:
    """A `caffe` executable: `caffe test` of the net with HDF5 layers at its ends."""

    name, limits = "caffe", ""

    def __init__(self, binary: str = "caffe") -> None:
        self._binary = binary

    def blobs(
        self, subject: Subject, feeds: Mapping[str, NDArray[Any]], wanted: Sequence[str]
    ) -> dict[str, NDArray[Any]]:
        """The blobs, each written by a layer of its own."""
        h5py = _module("h5py", "pip install h5py, or caffe_fillers[data].")
        program = which(self._binary)
        if program is None:
            raise CaffeFillersError("no such program", where=self._binary, hint="Is it in PATH?")
        _, weights = subject.files()
        net = subject.net()
        for layer in net.layer:
            if layer.type == "Input":
                _from_hdf5(h5py, layer, feeds, subject.folder)
        written = {}
        for number, name in enumerate(wanted):
            written[name] = subject.folder / f"out{number}.h5"
            flat = f"{name}/flat"
            one = net.layer.add(name=flat, type="Reshape", bottom=[name], top=[flat])
            one.reshape_param.shape.dim.append(-1)
            end = net.layer.add(name=f"{name}/out", type="HDF5Output", bottom=[flat, flat])
            end.hdf5_output_param.file_name = str(written[name])
        path = subject.folder / "test.prototxt"
        path.write_bytes(encoded(text_format.MessageToString(net, as_utf8=True)))
        _run([program, "test", f"-model={path}", f"-weights={weights}", "-iterations=1"])
        shapes = subject.planned.plan.shapes
        blobs = {}
        for name, file in written.items():
            with h5py.File(file) as opened:
                blobs[name] = np.array(opened["data"]).reshape(shapes[name])
        return blobs


def _from_hdf5(
    h5py: Any, layer: caffe.LayerParameter, feeds: Mapping[str, NDArray[Any]], folder: Path
) -> None:
    """Let an Input layer read its values from a file."""
    shapes = [tuple(shape.dim) for shape in layer.input_param.shape]
    if any(not shape or shape[0] != shapes[0][0] for shape in shapes):
        raise CaffeFillersError(
            f"layer {layer.name!r}: HDF5Data wants one length of axis 0 for all tops",
            hint="Compare with --against pycaffe.",
        )
    stem = f"in{len(list(folder.glob('in*.h5')))}"
    with h5py.File(folder / f"{stem}.h5", "w") as file:
        for top, shape in zip(layer.top, shapes, strict=True):
            file[top] = feeds.get(top, np.zeros(shape, np.float32))
    (folder / f"{stem}.txt").write_text(f"{folder / stem}.h5\n")
    layer.type = "HDF5Data"
    layer.ClearField("input_param")
    layer.hdf5_data_param.source = str(folder / f"{stem}.txt")
    layer.hdf5_data_param.batch_size = shapes[0][0]


class OpenCV:
    """OpenCV 4's dnn module, which reads Caffe's files itself; wrong on some layers."""

    name = "opencv"
    limits = "OpenCV is wrong on some layers itself: docs/export.md lists them"

    def blobs(
        self, subject: Subject, feeds: Mapping[str, NDArray[Any]], wanted: Sequence[str]
    ) -> dict[str, NDArray[Any]]:
        """The first tops of the layers that last write the blobs."""
        cv2 = _module("cv2", 'pip install "opencv-python-headless<5".')
        if not hasattr(cv2.dnn, "readNetFromCaffe") or int(cv2.__version__.split(".")[0]) > 4:
            raise CaffeFillersError(
                f"OpenCV {cv2.__version__} reads no Caffe models any more",
                where="--against opencv",
                hint='pip install "opencv-python-headless<5".',
            )
        net, weights = subject.files()
        try:
            built = cv2.dnn.readNetFromCaffe(str(net), str(weights))
            for name, value in feeds.items():
                built.setInput(value, name)
            layers = _last_layers(subject.net(), wanted)
            values = built.forward(list(layers.values()))
        except cv2.error as error:
            raise CaffeFillersError(f"cannot run the net: {error}", where="opencv") from error
        return {
            name: np.asarray(value).reshape(subject.planned.plan.shapes[name])
            for name, value in zip(layers, values, strict=True)
        }


def _last_layers(net: caffe.NetParameter, wanted: Sequence[str]) -> dict[str, str]:
    """For each blob the layer that writes it last, if it is the layer's first top."""
    layers = {}
    for layer in net.layer:
        for position, top in enumerate(layer.top):
            layers[top] = layer.name if position == 0 and layer.bottom else ""
    return {name: layers[name] for name in wanted if layers.get(name)}


class Reference:
    """The evaluator that comes with onnx: it proves the runtime, not the export."""

    name = "reference"
    limits = "this proves what the runtime computes, not that Caffe computes it"

    def blobs(
        self, subject: Subject, feeds: Mapping[str, NDArray[Any]], wanted: Sequence[str]
    ) -> dict[str, NDArray[Any]]:
        """The outputs of the exported model."""
        evaluator = reference.ReferenceEvaluator(subject.proto)
        with np.errstate(all="ignore"):
            values = dict(
                zip(evaluator.output_names, evaluator.run(None, dict(feeds)), strict=True)
            )
        names = {blob: subject.outputs[blob] for blob in wanted if blob in subject.outputs}
        return {blob: np.asarray(values[name]) for blob, name in names.items()}


class OtherModel:
    """Another ONNX model of the same net, by whatever converter."""

    limits = "the other model may be wrong itself"

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def blobs(
        self, subject: Subject, feeds: Mapping[str, NDArray[Any]], wanted: Sequence[str]
    ) -> dict[str, NDArray[Any]]:
        """Its outputs of these names; if no name is known, in their order."""
        if not self._path.is_file():
            raise DataError("no such file", where=self.name)
        run = runner(self._path)
        inputs = run.inputs if set(run.inputs) != set(feeds) else list(feeds)
        if len(inputs) != len(feeds):
            raise CaffeFillersError(
                f"has {len(inputs)} inputs, the net {len(feeds)}", where=self.name
            )
        values = run.run(dict(zip(inputs, feeds.values(), strict=True)))
        named = {name: values[name] for name in wanted if name in values}
        return named or dict(zip(subject.outputs, values.values(), strict=False))


#: By the name that --against takes; a path that ends in .onnx is another model.
OPINIONS: Mapping[str, Callable[[], Opinion]] = {
    "pycaffe": Pycaffe,
    "caffe": CaffeBinary,
    "opencv": OpenCV,
    "reference": Reference,
}


def opinion_of(against: str) -> Opinion:
    """The second opinion of this name.

    Raises:
        CaffeFillersError: there is none of that name.
    """
    if against in OPINIONS:
        return OPINIONS[against]()
    if against.endswith(".onnx"):
        return OtherModel(Path(against))
    if Path(against).name.startswith("caffe"):
        return CaffeBinary(against)
    raise CaffeFillersError(
        f"{against!r} is no second opinion",
        where="--against",
        hint=f"They are {', '.join(OPINIONS)}, or another model: FILE.onnx.",
    )


def first_at_hand() -> Opinion:
    """The best that there is: a Caffe, OpenCV 4, or the evaluator that comes with onnx."""
    if _has("caffe", "Net"):
        return Pycaffe()
    if which("caffe"):
        return CaffeBinary()
    if _has("cv2.dnn", "readNetFromCaffe"):
        return OpenCV()
    return Reference()


def _has(module: str, name: str) -> bool:
    try:
        return hasattr(import_module(module), name)
    except Exception:  # noqa: BLE001  # whatever stops a module from being loaded
        return False


def _module(name: str, hint: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise CaffeFillersError(
            f"{name} cannot be imported: {error}", where="--against", hint=hint
        ) from error


def _run(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603  # the user named the program
            command, capture_output=True, text=True, errors="replace", timeout=TIMEOUT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CaffeFillersError(f"cannot be run: {error}", where=command[0]) from error
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it says nothing"]
        raise CaffeFillersError(f"fails: {last[0]}", where=command[0])
