"""From files to models: where numbers come from, names, shapes, and what is refused."""

import hashlib
import tracemalloc
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

import caffe_fillers
from caffe_fillers import fill_net
from caffe_fillers.errors import CaffeFillersError, FormatError, LayerError, NetError, ShapeError
from caffe_fillers.exporters.model import export, export_file, open_export
from caffe_fillers.exporters.options import OPSETS, ExportOptions
from caffe_fillers.exporters.reading import Origin
from caffe_fillers.formats.npz import NpzModel
from caffe_fillers.plan.net import Options
from caffe_fillers.rng.rng import Rng
from tests._nets import filled, planned
from tests._onnx import needs_later
from tests._shared import ROOT, golden
from tests.exporters._run import Golden, error, session

TRAIN_VAL = ROOT / "examples" / "lenet_train_val.prototxt"
SOLVER = ROOT / "examples" / "lenet_solver.prototxt"
DEPLOY = ROOT / "examples" / "lenet_deploy.prototxt"
SHAPES = {"data": (2, 1, 28, 28)}

INPUT = 'layer { name: "in" type: "Input" top: "x" input_param { shape { %s } } }\n'
CONV = (
    'layer { name: "conv" type: "Convolution" bottom: "x" top: "conv" '
    'convolution_param { num_output: 3 kernel_size: 3 weight_filler { type: "xavier" } } }\n'
)


def dims(*shape):
    """A shape in a prototxt."""
    return " ".join(f"dim: {dim}" for dim in shape)


def net(folder, *layers, shape=(2, 3, 6, 5), name="net.prototxt"):
    """A net file with one input x."""
    path = folder / name
    path.write_text(INPUT % dims(*shape) + "".join(layers))
    return path


def layer(kind, bottom, top, more="", name=None):
    """A layer with one bottom and one top."""
    return (
        f'layer {{ name: "{name or top}" type: "{kind}" bottom: "{bottom}" top: "{top}" {more} }}\n'
    )


def arrays(proto):
    """All initializers by name."""
    return {each.name: numpy_helper.to_array(each) for each in proto.graph.initializer}


def results(proto, feeds, *, optimised=True):
    """All outputs by name."""
    made = session(proto, optimised=optimised)
    values = made.run(None, feeds)
    return dict(zip([each.name for each in made.get_outputs()], values, strict=True))


def noise(*shape, seed=0):
    """Normal numbers."""
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


class TestNumbers:
    """Where weights come from."""

    def test_a_seed_gives_caffes_own_start(self):
        """The very numbers that `fill` gives."""
        proto = export(DEPLOY, seed=1701)
        plan = planned(DEPLOY, "TEST")
        wanted = filled(plan, Rng(1701))

        got = arrays(proto)
        assert len(wanted) == 6
        for slot, values in wanted.items():
            assert np.array_equal(got[str(slot)].reshape(-1), values)

    @pytest.mark.parametrize(("start", "phase"), [(TRAIN_VAL, "TEST"), (SOLVER, "TRAIN")])
    def test_a_training_net_gives_the_numbers_that_it_starts_from(self, start, phase):
        """The words that a TRAIN net's data layers take are taken."""
        proto = export(start, seed=5, shapes=SHAPES)
        wanted = filled(planned(TRAIN_VAL, phase, shapes=SHAPES), Rng(5))

        got = arrays(proto)
        assert [each.name for each in proto.graph.input] == ["data"]
        for slot, values in wanted.items():
            assert np.array_equal(got[str(slot)].reshape(-1), values)

    def test_without_weights_and_seed_it_is_refused(self, tmp_path):
        """The layers are named."""
        with pytest.raises(LayerError, match=r"no weights for 'conv'") as caught:
            export(net(tmp_path, CONV))
        assert "--seed" in caught.value.hint

    def test_a_layer_that_no_model_gives(self, tmp_path):
        """It is an error, unless the missing ones are to be drawn."""
        path = net(tmp_path, CONV, layer("PReLU", "conv", "slope"))
        np.savez(tmp_path / "w.npz", **{"conv/0": noise(3, 3, 3, 3), "conv/1": noise(3)})

        with pytest.raises(LayerError, match="no model gives weights for 'slope'"):
            export(path, tmp_path / "w.npz")
        with pytest.raises(LayerError, match="no weights for 'slope'"):
            export(path, tmp_path / "w.npz", fill_missing=True)
        got = arrays(export(path, tmp_path / "w.npz", fill_missing=True, seed=1))
        assert got["slope[0]"].ravel().tolist() == [0.25] * 3
        assert np.array_equal(got["conv[0]"], noise(3, 3, 3, 3))

    def test_weights_of_another_net(self, tmp_path):
        """Both shapes are told."""
        np.savez(tmp_path / "w.npz", **{"conv/0": noise(3, 3, 5, 5), "conv/1": noise(3)})

        with pytest.raises(ShapeError, match="3x3x5x5 in the file, 3x3x3x3 in the net"):
            export(net(tmp_path, CONV), tmp_path / "w.npz")

    def test_later_models_win(self, tmp_path):
        """As in Caffe's --weights a,b."""
        for name, value in (("a", 1.0), ("b", 2.0)):
            values = {"conv/0": np.full((3, 3, 3, 3), value), "conv/1": np.full(3, value)}
            np.savez(tmp_path / f"{name}.npz", **values)

        got = arrays(export(net(tmp_path, CONV), [tmp_path / "a.npz", tmp_path / "b.npz"]))
        assert np.unique(got["conv[0]"]).tolist() == [2.0]

    def test_two_layers_with_one_name(self, tmp_path):
        """The one without blobs is no target, though Caffe cannot load its own snapshot then."""
        path = net(tmp_path, CONV, layer("ReLU", "conv", "y", name="conv"))
        model = tmp_path / "snapshot.caffemodel"
        fill_net(path, model, seed=3)
        wanted = filled(planned(path, "TEST"), Rng(3))

        got = arrays(export(path, model))
        assert all(np.array_equal(got[str(slot)].ravel(), v) for slot, v in wanted.items())

    def test_what_the_training_net_has_not(self, tmp_path):
        """A layer of the TEST phase only is drawn behind all that training draws."""
        inner = "inner_product_param { num_output: 2 weight_filler { type: "
        path = net(
            tmp_path,
            layer("InnerProduct", "x", "fc", f'{inner} "xavier" }} }}'),
            layer("InnerProduct", "fc", "y", f'{inner} "uniform" }} }} include {{ phase: TEST }}'),
        )
        solver = tmp_path / "solver.prototxt"
        solver.write_text(f'net: "{path}"\nbase_lr: 0.1\n')
        rng = Rng(4)
        train = filled(planned(path, "TRAIN"), rng)
        behind = filled(planned(path, "TEST"), rng)

        got = arrays(export(solver, seed=4))
        numbers = {str(slot): values for slot, values in [*behind.items(), *train.items()]}
        assert sorted(numbers) == ["fc[0]", "fc[1]", "y[0]", "y[1]"]
        assert all(np.array_equal(got[name].ravel(), v) for name, v in numbers.items())

    def test_batch_norm_without_sums_is_zero(self, tmp_path):
        """A factor of 0 gives mean and variance 0; other blobs keep their bits."""
        bn = layer("BatchNorm", "x", "bn")
        model = tmp_path / "w.npz"
        mean, variance = noise(3), np.abs(noise(3, seed=1))
        for factor in (0.0, 999.98):
            np.savez(model, **{"bn/0": mean, "bn/1": variance, "bn/2": np.array([factor])})
            got = arrays(export(net(tmp_path, bn), model))
            share = np.float32(0) if factor == 0 else np.float32(1) / np.float32(factor)
            assert np.array_equal(got["bn[0]"], mean * share)
            assert np.array_equal(got["bn[1]"], variance * share)


class TestFiles:
    """What is written."""

    @pytest.mark.parametrize("external", [False, True])
    def test_the_file_is_the_model(self, tmp_path, external):
        """Inside the message or beside it: the same names, shapes and bits."""
        target = tmp_path / "out.onnx"
        saved = export_file(Origin(DEPLOY, seed=7), target, external=external)
        written, made = onnx.load(target), export(DEPLOY, seed=7)

        assert (saved.data is not None) == external
        assert saved.nbytes == sum(path.stat().st_size for path in tmp_path.iterdir())
        got, wanted = arrays(written), arrays(made)
        assert list(got) == list(wanted)
        assert all(np.array_equal(got[name], wanted[name]) for name in wanted)
        assert [n.op_type for n in written.graph.node] == [n.op_type for n in made.graph.node]

    def test_nothing_is_replaced(self, tmp_path):
        """Unless it is asked for; the data file neither."""
        target = tmp_path / "out.onnx"
        (tmp_path / "out.onnx.data").write_text("mine")
        with pytest.raises(CaffeFillersError, match="exists already"):
            export_file(Origin(DEPLOY, seed=7), target, external=True)
        assert not target.exists()
        assert (tmp_path / "out.onnx.data").read_text() == "mine"
        export_file(Origin(DEPLOY, seed=7), target, external=True, force=True)
        assert onnx.load(target).graph.output[0].name == "prob"

    def test_metadata_tell_where_it_comes_from(self, tmp_path):
        """The definition, the models, their hashes, the program and its version."""
        path = net(tmp_path, CONV)
        model = tmp_path / "w.npz"
        np.savez(model, **{"conv/0": noise(3, 3, 3, 3), "conv/1": noise(3)})
        proto = export(path, model)
        told = {each.key: each.value for each in proto.metadata_props}

        assert told == {
            "caffe.net": "net.prototxt",
            "caffe.net.sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "caffe.weights.0": "w.npz",
            "caffe.weights.0.sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        }
        assert (proto.producer_name, proto.producer_version) == (
            "caffe_fillers",
            caffe_fillers.__version__,
        )

    def test_public_name(self):
        """The package's own `export`, with equal results each time."""
        one, other = (caffe_fillers.export(DEPLOY, seed=1) for _ in range(2))
        assert one.SerializeToString() == other.SerializeToString()


class TestNames:
    """Names of values, operators and initializers."""

    def test_in_place_layers(self, tmp_path):
        """The last value bears the blob's name, earlier ones also that of their layer."""
        path = net(tmp_path, CONV, layer("ReLU", "conv", "conv", name="relu"))
        proto = export(path, seed=1, options=ExportOptions(outputs=("all",)))

        assert [each.name for each in proto.graph.output] == ["x@output", "conv"]
        assert [list(each.output) for each in proto.graph.node][:2] == [["conv@conv"], ["conv"]]
        assert [each.name for each in proto.graph.node][:2] == ["conv", "relu"]

    def test_an_alias_is_an_output_of_its_own(self, tmp_path):
        """Dropout does nothing, and yet its top is an output; sorted as Caffe sorts them."""
        drop = layer("Dropout", "conv", "b"), layer("Sigmoid", "x", "a")
        proto = export(net(tmp_path, CONV, *drop), seed=1)

        assert [each.name for each in proto.graph.output] == ["a", "b"]
        assert session(proto) is not None

    def test_names_of_torch(self, tmp_path):
        """Only names change."""
        path = net(
            tmp_path,
            CONV,
            layer("BatchNorm", "conv", "bn"),
            layer("Scale", "bn", "sc", "scale_param { bias_term: true }"),
            layer("PReLU", "sc", "slope"),
            layer("InnerProduct", "slope", "fc", "inner_product_param { num_output: 2 }"),
        )
        caffes = export(path, seed=1)
        torchs = export(path, seed=1, options=ExportOptions(names="torch"))

        names = [name for name in arrays(torchs) if "const" not in name]
        assert names == [
            *("conv.weight", "conv.bias", "bn.running_mean", "bn.running_var"),
            *("sc.weight", "sc.bias", "slope.weight", "fc.weight", "fc.bias"),
        ]
        for one, other in zip(arrays(caffes).values(), arrays(torchs).values(), strict=True):
            assert np.array_equal(one, other)

    def test_names_are_unique(self, tmp_path):
        """Layers may be named alike, and like blobs of others."""
        twins = [layer("ReLU", "x", top, name="conv") for top in ("a", "b", "conv[0]")]
        proto = export(net(tmp_path, CONV, *twins), seed=1)
        values = [out for node in proto.graph.node for out in node.output]
        values += [each.name for each in proto.graph.initializer]

        assert len(set(values)) == len(values)
        assert len({node.name for node in proto.graph.node}) == len(proto.graph.node)
        assert [each.name for each in proto.graph.output] == ["a", "b", "conv", "conv[0]"]

    def test_shared_weights_are_one_initializer(self):
        """Also where the shapes differ: a Reshape makes the other one."""
        _, proto = Golden(golden("forward") / "nets" / "a07_share_strict.prototxt").export()
        shared = [n.input[1] for n in proto.graph.node if n.op_type in ("Conv", "Gemm")]
        assert len(shared) > len(set(shared))


class TestOptions:
    """How a net is written."""

    @pytest.mark.parametrize("opset", OPSETS)
    def test_opsets(self, opset):
        """The import and the IR are those of the opset, and the numbers stay."""
        case = Golden(golden("forward") / "nets" / "b45_reduce_argmax_spp.prototxt")
        exported, proto = case.export(opset=opset)

        assert [(each.domain, each.version) for each in proto.opset_import] == [("", opset)]
        for name, value in results(proto, case.feeds(proto)).items():
            assert error(value, case.blobs[name]) <= 1e-5
        assert exported.assembled.outputs

    @pytest.mark.parametrize("opset", [12, 22])
    def test_other_opsets_are_refused(self, opset):
        """With those that are not."""
        with pytest.raises(FormatError, match=f"opset {opset}"):
            export(DEPLOY, seed=1, options=ExportOptions(opset=opset))

    def test_outputs(self, tmp_path):
        """Only what leads there is in the model."""
        path = net(tmp_path, CONV, layer("ReLU", "conv", "r"), layer("Sigmoid", "x", "s"))
        proto = export(path, options=ExportOptions(outputs=("s",)))

        assert ([n.op_type for n in proto.graph.node], len(proto.graph.initializer)) == (
            ["Sigmoid"],
            0,
        )
        with pytest.raises(NetError, match="no blob 'z'"):
            export(path, options=ExportOptions(outputs=("z",)))

    @pytest.mark.parametrize("how", ["unroll", "scan", "continuous"])
    @pytest.mark.parametrize("kind", ["lstm", "rnn"])
    def test_recurrent_forms(self, kind, how):
        """All the same where no sequence begins behind the first step."""
        cases = sorted((golden("forward") / "layers").glob(f"{kind}_*.prototxt"))
        ran = 0
        for path in cases:
            case = Golden(path)
            feeds = case.feeds(case.export()[1])
            marks = next(name for name in feeds if name.startswith("cont"))
            continuous = np.ones_like(feeds[marks])
            if "expose_hidden: true" not in path.read_text():
                continuous[0] = 0
            feeds[marks] = continuous
            _, plain = case.export(recurrent="unroll")
            _, other = case.export(recurrent=how)
            fed = {each.name for each in other.graph.input}
            wanted = results(plain, feeds)
            got = results(other, {name: value for name, value in feeds.items() if name in fed})
            assert len(got) == len(wanted) > 0
            for name, value in wanted.items():
                assert error(got[name], value) <= 1e-5
            ran += 1
            operators = {node.op_type for node in other.graph.node}
            assert {"scan": "Scan", "continuous": kind.upper()}.get(how, "Concat") in operators | {
                "Concat" if case.blobs[next(iter(feeds))].shape[0] == 1 else ""
            }
        assert ran == {"lstm": 8, "rnn": 9}[kind]

    def test_long_sequences_are_a_scan(self, tmp_path):
        """Above 64 steps."""
        more = 'bottom: "c" recurrent_param { num_output: 2 }'
        second = 'layer { name: "c" type: "Input" top: "c" input_param { shape { %s } } }\n'
        for steps, scans in ((64, 0), (65, 1)):
            path = net(
                tmp_path,
                second % dims(steps, 1),
                layer("LSTM", "x", "h", more),
                shape=(steps, 1, 3),
            )
            kinds = [node.op_type for node in export(path, seed=1).graph.node]
            assert kinds.count("Scan") == scans

    def test_state_goes_in_and_comes_out(self):
        """Two halves with the state between them are the whole."""
        path = golden("forward") / "layers" / "lstm_01.prototxt"
        case = Golden(path)
        _, whole = case.export()
        feeds = case.feeds(whole)
        _, half = case.export(state=True)
        names = [each.name for each in half.graph.input]
        assert names == ["a", "cont", "x_h_in", "x_c_in"]
        zeros = {each: np.zeros((1, 3, 1), np.float32) for each in names[2:]}
        first = results(half, feeds | zeros)
        feeds["cont"] = np.ones_like(feeds["cont"])
        carried = {"x_h_in": first["x_h_out"], "x_c_in": first["x_c_out"]}
        second = results(half, feeds | carried)
        fresh = results(half, feeds | zeros)

        assert error(first["y"], case.blobs["y"]) <= 1e-5
        assert error(second["y"], fresh["y"]) > 1e-3

    def test_random_dummies(self, tmp_path):
        """They are inputs; drawn once, they are what the first pass after the start draws."""
        dummy = (
            'layer { name: "d" type: "DummyData" top: "u" top: "k" dummy_data_param { '
            'shape { dim: 2 dim: 3 } data_filler { type: "gaussian" std: 2 } '
            'data_filler { type: "constant" value: 3 } } }\n'
        )
        add = layer("Eltwise", "u", "y", 'bottom: "k"')
        path = net(tmp_path, CONV, dummy, add)
        proto = export(path, seed=9)
        assert [each.name for each in proto.graph.input] == ["x", "u"]
        frozen = export(path, seed=9, options=ExportOptions(freeze_dummy=True))
        assert [each.name for each in frozen.graph.input] == ["x"]
        rng = Rng(9)
        filled(planned(path, "TEST"), rng)
        wanted = np.empty(6, np.float32)
        rng.gaussian_sampler(0, 2, np.dtype(np.float32)).fill(wanted)
        assert np.array_equal(arrays(frozen)["d[0]"].reshape(-1), wanted)

    def test_stochastic_pooling_is_an_error_or_a_mean(self, tmp_path):
        """sum(x^2) / sum(x) over each window, windows cut at the edge."""
        pool = "pooling_param { pool: STOCHASTIC kernel_size: 3 stride: 2 }"
        path = net(tmp_path, layer("Pooling", "x", "y", pool), shape=(1, 1, 4, 4))
        with pytest.raises(LayerError, match="stochastic"):
            export(path)
        proto = export(path, options=ExportOptions(stochastic_mean=True))
        x = np.abs(noise(1, 1, 4, 4))
        (y,) = results(proto, {"x": x}).values()
        windows = [(slice(0, 3), slice(0, 3)), (slice(0, 3), slice(2, 4))]
        wanted = [(x[0, 0][w] ** 2).sum() / x[0, 0][w].sum() for w in windows]
        assert np.allclose(y[0, 0, 0], wanted, rtol=1e-5)

    def test_folded(self, tmp_path):
        """Fewer operators, and the same function up to rounding."""
        scale = "scale_param { bias_term: true }"
        for number, linear in enumerate(
            (
                CONV,
                layer("InnerProduct", "x", "conv", "inner_product_param { num_output: 4 }"),
                layer(
                    "InnerProduct",
                    "x",
                    "conv",
                    "inner_product_param { num_output: 4 transpose: true bias_term: false }",
                ),
                layer(
                    "Deconvolution",
                    "x",
                    "conv",
                    "convolution_param { num_output: 6 group: 3 kernel_size: 2 }",
                ),
            )
        ):
            path = net(
                tmp_path,
                linear,
                layer("BatchNorm", "conv", "bn"),
                layer("Scale", "bn", "bn", scale, name="sc"),
                layer("ReLU", "bn", "y"),
            )
            values = {}
            for name, array in arrays(export(path, seed=1)).items():
                if "const" not in name:
                    shape = array.shape if name.startswith("conv") else (array.size,)
                    values[name.replace("[", "/").strip("]")] = noise(*shape, seed=len(name))
            values["bn/1"] = np.abs(values["bn/1"]) + 1
            values["bn/2"] = np.array([2.0])
            np.savez(tmp_path / "w.npz", **values)
            plain = export(path, tmp_path / "w.npz")
            folded = export(path, tmp_path / "w.npz", options=ExportOptions(fold=True))
            kinds = [node.op_type for node in folded.graph.node]
            assert kinds[-1] == "Relu"
            assert len(kinds) == len(plain.graph.node) - 3, number
            feeds = {"x": noise(2, 3, 6, 5)}
            assert error(results(folded, feeds)["y"], results(plain, feeds)["y"]) <= 1e-5

    def test_folded_in_their_order(self, tmp_path):
        """A Scale before a BatchNorm shifts what that normalizes."""
        scale = layer("Scale", "conv", "s", "scale_param { bias_term: true }")
        path = net(tmp_path, CONV, scale, layer("BatchNorm", "s", "y"))
        blobs = {"conv/0": (3, 3, 3, 3), "conv/1": (3,), "s/0": (3,), "s/1": (3,), "y/0": (3,)}
        values = {name: noise(*shape, seed=i) for i, (name, shape) in enumerate(blobs.items())}
        values |= {"y/1": np.full(3, 4.0), "y/2": np.array([2.0])}
        np.savez(tmp_path / "w.npz", **values)
        plain = export(path, tmp_path / "w.npz")
        folded = export(path, tmp_path / "w.npz", options=ExportOptions(fold=True))
        feeds = {"x": noise(2, 3, 6, 5)}

        assert [node.op_type for node in folded.graph.node] == ["Conv"]
        assert error(results(folded, feeds)["y"], results(plain, feeds)["y"]) <= 1e-5

    def test_what_others_read_is_not_folded(self, tmp_path):
        """Nor what is an output itself."""
        path = net(tmp_path, CONV, layer("BatchNorm", "conv", "bn"), layer("ReLU", "conv", "r"))
        plain, folded = (export(path, seed=1, options=ExportOptions(fold=f)) for f in (False, True))
        assert plain.SerializeToString() == folded.SerializeToString()


class TestDynamicBatch:
    """Axis 0 of the inputs is open."""

    def check(self, path, shape, batches=(1, 3, 8), **how):
        """The model equals static ones of each batch size."""
        dynamic = export(path, seed=3, options=ExportOptions(dynamic_batch=True, **how))
        assert dynamic.graph.input[0].type.tensor_type.shape.dim[0].dim_param == "N"
        for batch in batches:
            text = path.read_text().replace(dims(*shape), dims(batch, *shape[1:]), 1)
            static_path = path.with_name(f"batch{batch}.prototxt")
            static_path.write_text(text)
            static = export(static_path, seed=3, options=ExportOptions(**how))
            assert [n.op_type for n in static.graph.node] == [
                n.op_type for n in dynamic.graph.node
            ] or batch == 1
            feeds = {"x": noise(batch, *shape[1:], seed=batch)}
            got, wanted = results(dynamic, feeds), results(static, feeds)
            assert list(got) == list(wanted)
            for name, value in wanted.items():
                assert error(got[name], value) <= 1e-6

    def test_a_net(self, tmp_path):
        """Reshapes leave one number to be worked out."""
        shape = (2, 3, 6, 5)
        path = net(
            tmp_path,
            CONV,
            layer("Flatten", "conv", "flat"),
            layer("InnerProduct", "flat", "fc", "inner_product_param { num_output: 4 }"),
            layer("Reshape", "fc", "r", "reshape_param { shape { dim: 0 dim: 2 dim: 2 } }"),
            layer("InnerProduct", "r", "fc2", "inner_product_param { num_output: 3 axis: 2 }"),
            layer("Softmax", "fc2", "prob"),
            layer("ArgMax", "flat", "best", "argmax_param { top_k: 2 }"),
            layer("MVN", "fc", "mvn"),
            shape=shape,
        )
        self.check(path, shape)

    def test_losses(self, tmp_path):
        """Their means too; a sum over the batch stays one."""
        shape = (2, 4)
        slices = 'layer { name: "s" type: "Slice" bottom: "x" top: "a" top: "b" }\n'
        path = net(
            tmp_path,
            slices,
            layer("EuclideanLoss", "a", "l2", 'bottom: "b"'),
            layer("SigmoidCrossEntropyLoss", "a", "ce", 'bottom: "b"'),
            shape=shape,
        )
        self.check(path, shape, keep_losses=True)

    def test_what_is_written_for_one_batch(self, tmp_path):
        """An error names the layer."""
        fixed = layer("Reshape", "x", "r", "reshape_param { shape { dim: 2 dim: 90 } }")
        with pytest.raises(LayerError, match="one batch size") as caught:
            export(net(tmp_path, fixed), options=ExportOptions(dynamic_batch=True))
        assert "'r'" in str(caught.value)
        tiles = layer("Reshape", "x", "r", "reshape_param { shape { dim: 1 dim: -1 dim: 5 } }")
        inner = "inner_product_param { num_output: 2 axis: 0 }"
        whole = layer("InnerProduct", "x", "fc", inner)
        with pytest.raises(LayerError, match="'fc'"):
            export(net(tmp_path, whole), seed=1, options=ExportOptions(dynamic_batch=True))
        assert export(net(tmp_path, tiles), options=ExportOptions(dynamic_batch=True))

    def test_chosen_items(self, tmp_path):
        """How many items a Filter lets through is open, and layers behind it take any number."""
        needs_later("operators on no rows at all: it crashes")
        second = 'layer { name: "c" type: "Input" top: "c" input_param { shape { dim: 4 } } }\n'
        chosen = layer("Filter", "x", "f", 'bottom: "c"')
        dense = "inner_product_param { num_output: 2 }"
        path = net(
            tmp_path,
            second,
            chosen,
            layer("InnerProduct", "f", "y", dense),
            layer("ArgMax", "f", "z", "argmax_param { top_k: 2 out_max_val: true }"),
            shape=(4, 3, 2),
        )
        proto = export(path, seed=1)
        outputs = {each.name: each.type.tensor_type.shape.dim for each in proto.graph.output}
        assert [(d[0].dim_param, d[1].dim_value) for d in outputs.values()] == [("N", 2), ("N", 2)]
        x = noise(4, 3, 2)
        whole = results(proto, {"x": x, "c": np.ones(4, np.float32)})
        for marks in ([0, 1, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]):
            got = results(proto, {"x": x, "c": np.array(marks, np.float32)})
            for name, value in got.items():
                assert error(value, whole[name][np.array(marks, bool)]) <= 1e-6


class TestCut:
    """Layers whose tops become inputs."""

    PYTHON = (
        'layer { name: "py" type: "Python" bottom: "conv" top: "p" '
        'python_param { module: "m" layer: "L" } }\n'
    )

    def test_python_layers(self, tmp_path):
        """Without --cut an error that names their code; with it, inputs."""
        path = net(tmp_path, CONV, self.PYTHON, layer("ReLU", "p", "y"))
        shapes = {"p": (2, 7)}
        with pytest.raises(LayerError, match=r"m\.L") as caught:
            export(path, seed=1, shapes=shapes)
        assert "--cut py" in caught.value.hint
        with pytest.raises(NetError, match="shape of 'p'") as caught:
            export(path, seed=1, options=ExportOptions(cut=("py",)))
        assert "--shape p=DIMS" in caught.value.hint
        proto = export(path, shapes=shapes, options=ExportOptions(cut=("py",)))
        assert [each.name for each in proto.graph.input] == ["p"]
        assert [node.op_type for node in proto.graph.node] == ["Relu"]

    def test_known_layers(self, tmp_path):
        """Their shapes are known."""
        path = net(tmp_path, CONV, layer("Sigmoid", "conv", "s"), layer("ReLU", "s", "y"))
        proto = export(path, options=ExportOptions(cut=("s",)))
        assert [d.dim_value for d in proto.graph.input[0].type.tensor_type.shape.dim] == [
            2,
            3,
            4,
            3,
        ]
        with pytest.raises(NetError, match="no layer 'z'"):
            export(path, options=ExportOptions(cut=("z",)))


class TestDefinitions:
    """Nets to train, solvers, and files that are none."""

    def test_a_net_to_train_is_deployed_and_it_is_said(self):
        """What goes in and what comes out, and the preprocessing that is left."""
        opened = open_export(Origin(TRAIN_VAL, seed=1, plan=Options(shapes=SHAPES)))
        assert opened.notes[0] == "a net to train: deployed first: data 2x1x28x28 -> prob"
        assert list(opened.exported.assembled.outputs) == ["prob"]

    def test_keep_losses(self):
        """The whole net in the TEST phase; data tops are inputs."""
        shapes = SHAPES | {"label": (2,)}
        proto = export(TRAIN_VAL, seed=1, shapes=shapes, options=ExportOptions(keep_losses=True))
        assert [each.name for each in proto.graph.input] == ["data", "label"]
        assert "loss" in [each.name for each in proto.graph.output]

    def test_an_inline_net_of_a_solver(self, tmp_path):
        """It has no file of its own."""
        path = tmp_path / "solver.prototxt"
        inner = INPUT % dims(2, 3, 6, 5) + CONV
        path.write_text(f'base_lr: 0.1\nnet_param {{ name: "n" {inner} }}\n')
        assert [each.name for each in export(path, seed=1).graph.output] == ["conv"]

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("net.onnx", b"\x08\x08", "ONNX model already"),
            ("net.prototxt", b"\x08\x08", "ONNX model already"),
            ("net.caffemodel", b"\x0a\x01a", "is a model, not a definition"),
            ("net.prototxt", b"layer { nme: 1 }", "nme"),
        ],
    )
    def test_other_files(self, tmp_path, name, content, message):
        """Errors say what they are."""
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CaffeFillersError, match=message):
            export(tmp_path / name)

    def test_inputs_without_a_shape(self, tmp_path):
        """The error tells how to give it, and then it works."""
        path = tmp_path / "net.prototxt"
        path.write_text('layer { name: "in" type: "Input" top: "x" }\n' + CONV)
        with pytest.raises(CaffeFillersError) as caught:
            export(path, seed=1)
        assert "--shape x=" in caught.value.hint
        assert export(path, seed=1, shapes={"x": (1, 3, 8, 8)})

    def test_a_blob_that_no_layer_makes(self, tmp_path):
        """As Caffe refuses it."""
        with pytest.raises(NetError, match="'gone'"):
            export(net(tmp_path, layer("ReLU", "gone", "y")))

    def test_too_many_spatial_axes(self, tmp_path):
        """ONNX runtimes have no kernel for them."""
        path = net(tmp_path, CONV, shape=(1, 3, 4, 4, 4, 4))
        with pytest.raises(LayerError, match="4 spatial axes"):
            export(path, seed=1)

    def test_huge_kernels_of_copies(self, tmp_path):
        """Refused before they are made."""
        columns = layer("Im2col", "x", "y", "convolution_param { kernel_size: 300 }")
        with pytest.raises(LayerError, match="too large"):
            export(net(tmp_path, columns, shape=(1, 3, 300, 300)))

    def test_names_that_are_no_text(self, tmp_path):
        """Any bytes are a name in Caffe; the model's names are text, each once."""
        path = tmp_path / "net.prototxt"
        content = (INPUT % dims(2, 3, 6, 5)).encode() + CONV.encode()
        relu = layer("ReLU", "conv", "TOP").encode().replace(b"TOP", b"\\344\\000")
        path.write_bytes(content + relu + relu.replace(b"344", b"345"))
        proto = export(path, seed=1)
        names = [each.name for each in proto.graph.output]
        assert len(set(names)) == 2
        export_file(Origin(path, seed=1), tmp_path / "net.onnx")
        assert len(session(str(tmp_path / "net.onnx")).get_outputs()) == 2

    def test_a_net_without_outputs(self, tmp_path):
        """There is nothing to export."""
        silence = 'layer { name: "s" type: "Silence" bottom: "x" }\n'
        with pytest.raises(NetError, match="no output"):
            export(net(tmp_path, silence))
        assert Path(tmp_path).is_dir()


def test_readers_are_independent(tmp_path):
    """Weights are read when they are written, from any format."""
    values = {"conv/0": noise(3, 3, 3, 3), "conv/1": noise(3)}
    np.savez(tmp_path / "w.npz", **values)
    model = NpzModel(tmp_path / "w.npz")
    assert [layer.name for layer in model.layers] == ["conv"]
    got = arrays(export(net(tmp_path, CONV), tmp_path / "w.npz"))
    assert np.array_equal(got["conv[1]"], values["conv/1"])


def test_numbers_stand_in_memory_one_initializer_at_a_time(tmp_path):
    """The message has its own copy; beside it there is one array, not all of them."""
    layers = "".join(
        f'layer {{ name: "y{n}" type: "InnerProduct" bottom: "y{n - 1}" top: "y{n}" '
        "inner_product_param { num_output: 512 bias_term: false "
        'weight_filler { type: "xavier" } } }\n'
        for n in range(1, 17)
    )
    path = tmp_path / "net.prototxt"
    path.write_text(
        'layer { name: "y0" type: "Input" top: "y0" input_param { shape { dim: 1 dim: 512 } } }\n'
        + layers
    )
    size = 512 * 512 * 4
    opened = open_export(Origin(path, seed=1))
    tracemalloc.start()
    try:
        proto = opened.model()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert {len(each.raw_data) for each in proto.graph.initializer} == {size}
    assert peak < 8 * size
