"""Old definitions come out as Caffe's own upgrade tools write them."""

import hashlib
import pickle
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import TextError, UpgradeError
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse
from caffe_fillers.upgrades import needs_upgrade, rules, upgrade_net, upgrade_solver
from tests._random_nets import old_net
from tests._shared import corpus, golden, golden_json, manifest

SEEDS = st.integers(min_value=0, max_value=2**32)


def net_of(text):
    """The net that this text defines."""
    return parse(text, "net").message(caffe.NetParameter)


def solver_of(text):
    """The solver that this text defines."""
    return parse(text, "solver").message(caffe.SolverParameter)


def notes_of(text, kind):
    """What the upgrade of this text notes as done, lost or a problem."""
    return [str(note) for note in upgrade_net(net_of(text)).notes if note.outcome == kind]


def refusal(text):
    """Where and how the upgrade refuses this text."""
    with pytest.raises(UpgradeError) as caught:
        upgrade_net(net_of(text))
    assert caught.value.hint
    return caught.value.where, caught.value.message


class TestRules:
    """The tables know all that the schema has."""

    def test_v0_fields(self):
        """Each field of a V0 layer has a place for some type, or is one that Caffe forgot."""
        fields = [field.name for field in caffe.V0LayerParameter.DESCRIPTOR.fields]
        placed = {
            field for kind in rules.V0_TYPES for (field,), _ in rules.recast_v0(kind, fields).moves
        }

        assert {"type", "new_num", "new_channels"} == set(fields) - placed

    def test_v0_places(self):
        """Each place is a field of a V1 layer."""
        fields = [field.name for field in caffe.V0LayerParameter.DESCRIPTOR.fields]
        for kind in rules.V0_TYPES:
            for _, place in rules.recast_v0(kind, fields).moves:
                message = caffe.V1LayerParameter.DESCRIPTOR
                for name in place[:-1]:
                    message = message.fields_by_name[name].message_type
                assert place[-1] in message.fields_by_name, (kind, place)

    def test_v1_types(self):
        """The type names of all 40 V1 types, and the V0 types are among them."""
        kinds = caffe.V1LayerParameter.DESCRIPTOR.enum_types_by_name["LayerType"].values_by_name
        names = (
            " AbsVal Accuracy ArgMax BNLL Concat ContrastiveLoss Convolution Data Deconvolution"
            " Dropout DummyData EuclideanLoss Eltwise Exp Flatten HDF5Data HDF5Output HingeLoss"
            " Im2col ImageData InfogainLoss InnerProduct LRN MemoryData MultinomialLogisticLoss"
            " MVN Pooling Power ReLU Sigmoid SigmoidCrossEntropyLoss Silence Softmax"
            " SoftmaxWithLoss Split Slice TanH WindowData Threshold"
        )

        assert sorted(names.split(" ")) == sorted(rules.v2_type(kind) for kind in kinds)
        assert set(rules.V0_TYPES.values()) <= set(kinds)

    def test_v1_fields(self):
        """Each field of a V1 layer has a place in V2 but the nested V0 layer."""
        fields = {field.name: 1 for field in caffe.V1LayerParameter.DESCRIPTOR.fields}
        recast = rules.recast_v1(fields, caffe.LayerParameter.DESCRIPTOR.fields_by_name)

        assert ("layer",) == recast.problems
        assert () == recast.lost

    def test_transform_fields(self):
        """The four fields exist in each of the three messages and in transform_param."""
        messages = [*rules.TRANSFORM_PARAMS.values(), "transform_param"]
        layer = caffe.V1LayerParameter.DESCRIPTOR.fields_by_name
        for message in messages:
            fields = layer[message].message_type.fields_by_name
            assert set(rules.TRANSFORM_FIELDS) <= set(fields), message

    def test_solver_types(self):
        """Each value of the solver's enum has a name."""
        kinds = caffe.SolverParameter.DESCRIPTOR.enum_types_by_name["SolverType"].values_by_name

        assert set(kinds) == set(rules.SOLVER_TYPES)


class TestGolden:
    """What Caffe's upgrade tools wrote."""

    @pytest.mark.parametrize(
        ("name", "steps"),
        [
            ("d01_v0_full", ("v0", "v1")),
            ("d02_v0_input", ("v0", "v1", "input")),
            ("d03_v0_state_is_lost", ("v0", "v1", "input")),
            ("d04_v1_full", ("transform", "v1")),
            ("d05_v1_input", ("v1", "input")),
            ("d06_v2_bn_three_params", ("batch_norm",)),
            ("d07_v1_type_number", ("v1", "input")),
            ("d08_v0_padding_keeps_rest", ("v0", "v1", "input")),
            ("d09_input_and_v2_layers", ("input",)),
            ("d10_dim_wins_zero_inputs", ()),
            ("errors/f66_input_without_dims", ("input",)),
            ("errors/f83_v0_mixed_with_v1", ("v0", "v1", "input")),
        ],
    )
    def test_small_nets(self, name, steps):
        """The small nets need the steps they were written for, and come out as Caffe's."""
        net = net_of(golden(f"nets_semantics/{name}.prototxt").read_text())
        theirs = golden(f"upgraded/{name.rpartition('/')[2]}.prototxt")

        assert steps == needs_upgrade(net)
        assert net_of(theirs.read_text()) == upgrade_net(net).net

    def test_random_nets(self):
        """Random old nets come out byte for byte, and are refused, as in Caffe."""
        expected = golden_json("upgrade.json")["answers"]

        assert 2500 == len(expected)
        assert expected == [_answer(old_net(seed)) for seed in range(len(expected))]

    def test_random_nets_are_worth_it(self):
        """Among them are hundreds that upgrade, that upgrade in part, and that are refused."""
        expected = golden_json("upgrade.json")["answers"]
        codes = Counter(code for code, _ in expected)

        assert {0, 1, 134} == set(codes)
        assert min(codes.values()) > 150

    @pytest.mark.slow
    def test_public_nets(self):
        """All public nets that Caffe upgrades come out as Caffe's; those it refuses are refused."""
        outcomes = Counter()
        wrong = []
        rows = {row["file"]: row["upgrade"] for row in manifest() if row["variant"] == "plain"}
        for file, expected in rows.items():
            if not expected:
                continue
            try:
                net = net_of((corpus() / file).read_bytes())
                result = upgrade_net(net)
            except (TextError, UpgradeError):
                outcome = "fail"
            else:
                outcome = "partial" if result.partial else "ok"
                theirs = corpus() / file.replace("files/", "upgraded/")
                if outcome == "ok" and net_of(theirs.read_bytes()) != result.net:
                    wrong.append(file)
            outcomes[expected, outcome] += 1

        assert [] == wrong
        assert {("ok", "ok"): 449, ("fail", "fail"): 510, ("partial", "partial"): 1} == outcomes


def _answer(net):
    try:
        result = upgrade_net(net)
    except UpgradeError:
        return [134, ""]
    digest = hashlib.sha256(result.net.SerializeToString()).hexdigest()[:12]
    return [1 if result.partial else 0, digest]


class TestProperties:
    """What holds for any old net."""

    @given(SEEDS)
    def test_twice_is_once(self, seed):
        """An upgraded net needs no upgrade."""
        try:
            result = upgrade_net(old_net(seed))
        except UpgradeError:
            return

        assert () == needs_upgrade(result.net) or "batch_norm" in needs_upgrade(result.net)
        assert result.net == upgrade_net(result.net).net

    @given(SEEDS)
    def test_the_input_is_untouched(self, seed):
        """The net that was given stays as it was, and shares nothing with the result."""
        net = old_net(seed)
        before = net.SerializeToString()
        try:
            result = upgrade_net(net).net
        except UpgradeError:
            pass
        else:
            if result is not net:
                result.name = "changed"
                for layer in result.layer:
                    layer.ClearField("blobs")
                    layer.ClearField("bottom")

        assert before == net.SerializeToString()

    @given(SEEDS)
    def test_layers_and_blobs_are_kept_in_order(self, seed):
        """V1 layers keep their order, names, wiring and blobs."""
        net = old_net(seed)
        if "v1" not in needs_upgrade(net) or "v0" in needs_upgrade(net) or net.layer:
            return
        layers = list(upgrade_net(net).net.layer)
        if len(layers) > len(net.layers):
            assert "Input" == layers.pop(0).type

        assert _wires(net.layers) == _wires(layers)

    @given(SEEDS)
    def test_no_surprises(self, seed):
        """A net is upgraded or refused with a place and a hint; each note names a known step."""
        try:
            notes = upgrade_net(old_net(seed)).notes
            told = all(note.step in rules.STEPS and note.place for note in notes)
        except UpgradeError as error:
            told = bool(error.where and error.hint)

        assert told


def _wires(layers):
    return [
        (layer.name, list(layer.bottom), list(layer.top), list(layer.blobs)) for layer in layers
    ]


class TestRefusals:
    """What Caffe refuses, with the place and the next step."""

    @pytest.mark.parametrize(
        ("name", "where", "message"),
        [
            ("f65_layer_and_layers", "layer 'p': layers", "the net has 1 'layer' and 1 'layers'"),
            (
                "f81_v0_unknown_type",
                "layer 'p': type",
                "'power' is not a layer type of the V0 format",
            ),
            (
                "f82_v0_padding_into_relu",
                "layer 'r': bottom",
                "a padding layer cannot feed a layer of type 'relu'",
            ),
            ("f86_input_dim_short", "net: input_dim", "1 inputs need 4 input_dim, not 2"),
            ("f87_input_shape_short", "net: input_shape", "2 inputs need 2 input_shape, not 1"),
        ],
    )
    def test_golden(self, name, where, message):
        """The refused small nets say which layer and which field."""
        text = golden(f"nets_semantics/errors/{name}.prototxt").read_text()

        assert (where, message) == refusal(text)

    def test_padding_and_another_bottom(self):
        """A convolution behind padding has one bottom."""
        text = """
            input: "x" input: "y"
            layers { layer { name: "p" type: "padding" pad: 1 } bottom: "x" top: "px" }
            layers { layer { name: "c" type: "conv" } bottom: "px" bottom: "y" top: "c" }
        """

        assert refusal(text) == (
            "layer 'c': bottom",
            "a layer behind a padding layer must have one bottom, not 2",
        )

    @pytest.mark.parametrize(
        ("wires", "field", "count"),
        [
            ('bottom: "x" bottom: "y" top: "px"', "bottom", 2),
            ('top: "px"', "bottom", 0),
            ('bottom: "x" top: "px" top: "q"', "top", 2),
        ],
    )
    def test_padding_of_several_blobs(self, wires, field, count):
        """A padding layer has one bottom and one top."""
        text = f"""
            input: "x" input: "y"
            layers {{ layer {{ name: "p" type: "padding" pad: 1 }} {wires} }}
            layers {{ layer {{ name: "c" type: "conv" }} bottom: "px" top: "c" }}
        """

        assert refusal(text) == (
            f"layer 'p': {field}",
            f"a padding layer must have one {field}, not {count}",
        )

    def test_unknown_bottom(self):
        """A bottom of a V0 net must have been produced, or be an input."""
        text = 'layers { layer { name: "c" type: "conv" } bottom: "x" top: "c" }'

        assert refusal(text) == ("layer 'c': bottom", "no layer above produces bottom 'x'")

    def test_an_unnamed_layer(self):
        """A layer without a name is told by its number."""
        text = 'layers { layer { type: "relu" } } layers { layer { type: "relo" } }'

        assert "layer number 2 (unnamed): type" == refusal(text)[0]

    def test_a_near_miss(self):
        """A V2 type in a V0 net gets the type that was meant."""
        with pytest.raises(UpgradeError, match="Did you mean 'pool'"):
            upgrade_net(net_of('layers { layer { type: "Pool" } }'))


class TestNotes:
    """What was done, and what Caffe drops in silence."""

    def test_d01(self):
        """Folded padding is news, the type's own fields are not."""
        text = golden("nets_semantics/d01_v0_full.prototxt").read_text()

        assert notes_of(text, "done") == [
            "net: 9 layers were in the V0 format",
            "layer 'conv1': takes pad 2 of the padding layer 'pad1'",
        ]
        assert [] == notes_of(text, "lost") + notes_of(text, "problem")

    def test_d03(self):
        """The state of a V0 net is lost."""
        text = golden("nets_semantics/d03_v0_state_is_lost.prototxt").read_text()

        assert ["net: state is not kept in a V0 net"] == notes_of(text, "lost")

    def test_d04(self):
        """Moved fields of data layers are news."""
        text = golden("nets_semantics/d04_v1_full.prototxt").read_text()

        assert notes_of(text, "done") == [
            "layer 'data': scale, mean_file, crop_size, mirror moved to transform_param",
            "net: 11 layers were in the V1 format",
        ]

    def test_d06(self):
        """BatchNorm's three params are set to zero."""
        text = golden("nets_semantics/d06_v2_bn_three_params.prototxt").read_text()

        assert notes_of(text, "done") == [
            "layer 'bn': lr_mult and decay_mult of its params are 0 now"
        ]

    def test_d10(self):
        """input_dim without input is never heeded."""
        text = golden("nets_semantics/d10_dim_wins_zero_inputs.prototxt").read_text()

        assert ["net: input_dim has no effect without input"] == notes_of(text, "lost")

    def test_f66(self):
        """An input without a shape is dropped."""
        text = golden("nets_semantics/errors/f66_input_without_dims.prototxt").read_text()

        assert ["net: input 'x' has no shape: dropped"] == notes_of(text, "lost")

    def test_f83(self):
        """A V1 entry in a V0 net keeps its bottoms and tops only."""
        text = golden("nets_semantics/errors/f83_v0_mixed_with_v1.prototxt").read_text()

        assert notes_of(text, "lost") == [
            "layer 'q': name, type: not kept, as V0 reads the nested layer only"
        ]

    def test_c15(self):
        """Old fields in a V2 data layer are never moved."""
        text = golden("nets_semantics/c15_data_old_fields_ignored_in_v2.prototxt").read_text()
        net = net_of(text)

        assert upgrade_net(net).net is net
        assert [note.split(": ")[1].split()[0] for note in notes_of(text, "lost")] == [
            "data_param.crop_size",
            "data_param.mirror",
        ]

    def test_a_field_of_another_type(self):
        """A field that the V0 type does not have is a problem: Caffe's tool exits with 1."""
        text = 'layers { layer { name: "d" type: "data" bias_filler { } } }'

        assert ["layer 'd': bias_filler has no place in a V0 type 'data'"] == notes_of(
            text, "problem"
        )
        assert upgrade_net(net_of(text)).partial

    def test_forgotten_fields(self):
        """new_num and new_channels are lost, and are no problem."""
        text = 'layers { layer { name: "d" type: "data" new_num: 1 new_channels: 2 } }'

        assert notes_of(text, "lost") == [
            "layer 'd': new_num has no place in a V0 type 'data'",
            "layer 'd': new_channels has no place in a V0 type 'data'",
        ]
        assert not upgrade_net(net_of(text)).partial

    def test_an_overwritten_pad(self):
        """The padding layer's pad overwrites the layer's own; unused padding falls away."""
        text = """
            input: "x"
            layers { layer { name: "p" type: "padding" pad: 3 } bottom: "x" top: "p" }
            layers { layer { name: "q" type: "padding" pad: 4 } bottom: "x" top: "q" }
            layers { layer { name: "c" type: "conv" pad: 1 } bottom: "p" top: "c" }
        """
        upgraded = upgrade_net(net_of(text))

        assert ["c"] == [layer.name for layer in upgraded.net.layer]
        assert [3] == list(upgraded.net.layer[0].convolution_param.pad)
        assert notes_of(text, "lost")[:2] == [
            "layer 'q': no layer takes over its pad: dropped",
            "layer 'c': its own pad 1 is overwritten",
        ]

    def test_padding_without_a_pad(self):
        """A padding layer that sets no pad hands on zero."""
        text = """
            input: "x"
            layers { layer { type: "padding" } bottom: "x" top: "p" }
            layers { layer { type: "pool" pad: 1 } bottom: "p" top: "c" }
        """
        pooling = upgrade_net(net_of(text)).net.layer[0].pooling_param

        assert (True, 0) == (pooling.HasField("pad"), pooling.pad)

    def test_an_overwritten_transform(self):
        """A field of transform_param that the old one replaces is lost."""
        text = """
            layers { name: "d" type: DATA data_param { crop_size: 5 mirror: true }
                     transform_param { crop_size: 7 mirror: true } }
        """

        assert notes_of(text, "lost") == ["layer 'd': transform_param.crop_size 7 is overwritten"]

    def test_surplus_shapes(self):
        """input_dim beside input_shape, and shapes without an input, are not used."""
        text = 'input: "x" input_shape { } input_shape { } input_dim: 1'

        assert notes_of(text, "lost") == [
            "net: input_dim is not used beside input_shape",
            "net: input_shape has 2 entries, of which the last 1 are not used",
        ]

    def test_all_that_a_v0_net_loses(self):
        """A V0 net keeps its name, inputs, force_backward and V0 layers."""
        text = """
            name: "n" force_backward: true debug_info: true state { } input_shape { }
            layer { name: "new" } layers { layer { type: "relu" } }
        """

        assert notes_of(text, "lost") == [
            "net: debug_info is not kept in a V0 net",
            "net: input_shape is not kept in a V0 net",
            "net: layer is not kept in a V0 net",
            "net: state is not kept in a V0 net",
        ]

    def test_the_result_can_be_sent(self):
        """A result survives pickling, so that work can be done in other processes."""
        result = upgrade_net(net_of('input: "x" input_shape { dim: 1 }'))

        assert result == pickle.loads(pickle.dumps(result))  # noqa: S301


class TestModels:
    """Old model files carry blobs."""

    @pytest.mark.parametrize("container", ["V0", "V1"])
    def test_blobs_are_kept(self, container):
        """The blobs of V0 (field 50) and V1 layers come with their layers."""
        net = caffe.NetParameter(name="model", input=["data"])
        entry = net.layers.add(bottom=["data"], top=["ip"])
        layer = entry.layer if container == "V0" else entry
        layer.name = "ip"
        blob = layer.blobs.add(num=1, channels=1, height=2, width=3, data=[1, 2, 3, 4, 5, 6])
        if container == "V0":
            layer.type = "innerproduct"
        else:
            layer.type = caffe.V1LayerParameter.INNER_PRODUCT
        upgraded = upgrade_net(caffe.NetParameter.FromString(net.SerializeToString())).net

        assert [("ip", "InnerProduct")] == [(each.name, each.type) for each in upgraded.layer]
        assert [blob] == list(upgraded.layer[0].blobs)
        assert [] == list(upgraded.input)

    def test_a_current_model_is_not_copied(self):
        """A model in the current format is given back as it is."""
        net = caffe.NetParameter(name="model")
        net.layer.add(name="ip", type="InnerProduct").blobs.add(data=[1.0])

        assert upgrade_net(net).net is net

    @pytest.mark.slow
    def test_a_hundred_thousand_layers(self):
        """Many layers take no more than their share of time, and no recursion."""
        net = caffe.NetParameter(input=["b0"], input_dim=[1, 1, 1, 1])
        for i in range(50_000):
            padding = net.layers.add(bottom=[f"b{i}"], top=[f"p{i}"])
            padding.layer.type, padding.layer.pad = "padding", 1
            conv = net.layers.add(bottom=[f"p{i}"], top=[f"b{i + 1}"])
            conv.layer.type = "conv"
        upgraded = upgrade_net(net).net

        assert 50_001 == len(upgraded.layer)
        assert [1] == list(upgraded.layer[-1].convolution_param.pad)


class TestForks:
    """Types that a fork added to V1."""

    def test_types_of_a_fork(self):
        """A fork's type names go before the common rule."""
        net = net_of('layers { name: "r" type: RELU }')
        upgraded = upgrade_net(net, {"RELU": "ForkReLU"}).net

        assert "ForkReLU" == upgraded.layer[0].type

    def test_the_common_rule(self):
        """A type that is in no table has its words joined."""
        assert "WobblePooling" == rules.v2_type("WOBBLE_POOLING")


class TestSolver:
    """The solver's type."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("SGD", "SGD"),
            ("NESTEROV", "Nesterov"),
            ("ADAGRAD", "AdaGrad"),
            ("RMSPROP", "RMSProp"),
            ("ADADELTA", "AdaDelta"),
            ("ADAM", "Adam"),
        ],
    )
    def test_types(self, old, new):
        """The enum becomes the string that upgrade_solver_proto_text writes."""
        solver = solver_of(f"solver_type: {old} base_lr: 1")
        upgraded = upgrade_solver(solver)

        assert caffe.SolverParameter(type=new, base_lr=1) == upgraded.solver
        assert [f"solver: solver_type became type: {new!r}"] == list(map(str, upgraded.notes))
        assert solver.HasField("solver_type")

    def test_a_current_solver(self):
        """A solver with a type, or without any, stays as it is."""
        solver = caffe.SolverParameter(type="Adam")

        assert upgrade_solver(solver).solver is solver
        assert () == upgrade_solver(solver).notes

    def test_both(self):
        """solver_type beside type is refused (s17)."""
        path = golden("nets_semantics/solver/s17_type_and_solver_type.prototxt")
        solver = solver_of(path.read_text())
        with pytest.raises(UpgradeError) as caught:
            upgrade_solver(solver)

        assert "solver: solver_type" == caught.value.where

    @pytest.mark.parametrize(
        ("name", "where"),
        [
            ("s08_inline_v1_is_not_upgraded", "solver: net_param"),
            ("s19_train_net_v1_inline", "solver: train_net_param"),
        ],
    )
    def test_inline_nets(self, name, where):
        """An old net inside the solver is left as it is, and its layers have no effect."""
        path = golden(f"nets_semantics/solver/{name}.prototxt")
        solver = solver_of(path.read_text())
        upgraded = upgrade_solver(solver)

        assert upgraded.solver is solver
        assert (where, "lost") == (upgraded.notes[0].place, upgraded.notes[0].outcome)
