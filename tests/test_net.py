"""The net that is built has the layers, names and phases that Caffe gives it."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caffe_fillers.errors import NetError
from caffe_fillers.net import (
    TEST,
    TRAIN,
    State,
    bare_state,
    build,
    selection,
    solver_train_state,
    stage_flag,
)
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse
from caffe_fillers.upgrades import upgrade_net
from tests._random_nets import wired_net, wired_solver
from tests._shared import golden, golden_json

SEEDS = st.integers(min_value=0, max_value=2**32)
SEMANTICS = golden_json("nets_semantics/expected.json")
EXTRA = golden_json("nets_semantics/expected-extra.json")["master"]
SOLVERS = golden_json("nets_semantics/expected-solver.json")


def net_of(text):
    """The net that this text defines, upgraded."""
    return upgrade_net(parse(text, "net").message(caffe.NetParameter)).net


def solver_of(text):
    """The solver that this text defines."""
    return parse(text, "solver").message(caffe.SolverParameter)


def small_net(name):
    """One of the golden small nets, upgraded."""
    return net_of(golden(f"nets_semantics/{name}").read_bytes())


def names(net):
    """The names of the net's layers."""
    return [layer.name for layer in net.layer]


def refusal(net, phase=TEST):
    """Where, how, and with what hint the building of this net is refused."""
    with pytest.raises(NetError) as caught:
        build(net, bare_state(net, phase))
    return caught.value.where, caught.value.message, caught.value.hint


class TestState:
    """Each way of starting Caffe sets the state in its own manner."""

    NET = 'state { phase: TRAIN level: 2 stage: "n" }'

    def test_nothing_said(self):
        """A net that says nothing is in phase TEST, level 0, without stages."""
        assert State(TEST, 0, ()) == bare_state(net_of(""))

    def test_bare(self):
        """What stands in the net counts."""
        assert State(TRAIN, 2, ("n",)) == bare_state(net_of(self.NET))

    def test_bare_with_more(self):
        """A given phase and level replace the net's, stages are appended."""
        state = bare_state(net_of(self.NET), TEST, 1, ["m"])

        assert State(TEST, 1, ("n", "m")) == state

    def test_pycaffe(self):
        """From Python, phase and level are overwritten, the level with 0 where none is given."""
        assert State(TEST, 0, ("n",)) == bare_state(net_of(self.NET), TEST, 0)
        assert State(TEST, 3, ("n", "a")) == bare_state(net_of(self.NET), TEST, 3, ["a"])

    @pytest.mark.parametrize(
        ("flag", "stages"),
        [("", ("",)), ("a", ("a",)), ("a,b", ("a", "b")), ("a,", ("a", "")), (" a", (" a",))],
    )
    def test_stage_flag(self, flag, stages):
        """--stage is split at commas and never empty."""
        assert stages == stage_flag(flag)

    def test_tool(self):
        """The commands test and time append an empty stage when none is given."""
        net = net_of(self.NET)

        assert State(TEST, 0, ("n", "")) == bare_state(net, TEST, 0, stage_flag(""))
        assert State(TRAIN, 1, ("n", "a")) == bare_state(net, TRAIN, 1, stage_flag("a"))

    def test_solver_train(self):
        """The net's state goes over TRAIN, the solver's train_state over that."""
        solver = solver_of('train_state { level: 5 stage: "s" }')

        assert State(TRAIN, 0, ()) == solver_train_state(net_of(""), solver_of(""))
        assert State(TRAIN, 2, ("n",)) == solver_train_state(net_of(self.NET), solver_of(""))
        assert State(TRAIN, 5, ("n", "s")) == solver_train_state(net_of(self.NET), solver)

    def test_caffe_train(self):
        """`caffe train` overwrites the level, and appends its stages after all others."""
        solver = solver_of('train_state { level: 5 stage: "s" }')
        state = solver_train_state(net_of(self.NET), solver, 0, stage_flag(""))

        assert State(TRAIN, 0, ("n", "s", "")) == state

    def test_as_text(self):
        """A state prints what differs from the plain phase."""
        assert "TEST" == str(State())
        assert "TRAIN, level 2, stages 'a', ''" == str(State(TRAIN, 2, ("a", "")))


class TestSelection:
    """Include and exclude rules."""

    @pytest.mark.parametrize("phase", ["TRAIN", "TEST"])
    @pytest.mark.parametrize("case", [case for case in EXTRA if case.startswith("a01")])
    def test_levels_and_stages(self, case, phase):
        """a01 in 50 states has the layers that Caffe built."""
        name, level, stages = case.split(" ", 2)
        stages = {"(none)": None, " (one empty stage)": [""]}.get(
            stages.removeprefix("stages="), stages.removeprefix("stages=").split(",")
        )
        net = small_net(name)
        level = int(level.removeprefix("level="))
        state = bare_state(net, getattr(caffe, phase), level, stages or ())
        expected = [layer["layer"] for layer in EXTRA[case][phase]["1701"]["blobs"]]

        assert ["data", *expected] == [net.layer[index].name for index in selection(net, state)]

    def test_there_are_25_cases(self):
        """5 levels with 5 lists of stages each."""
        assert 25 == sum(case.startswith("a01") for case in EXTRA)

    @pytest.mark.parametrize("name", sorted(SOLVERS))
    def test_solvers(self, name):
        """The train net of a solver has the layers and phases of `caffe train`'s snapshot."""
        solver = solver_of(golden(f"nets_semantics/solver/{name}.prototxt").read_bytes())
        inline = [each for each in ("net_param", "train_net_param") if solver.HasField(each)]
        net = getattr(solver, inline[0]) if inline else small_net(solver.net or solver.train_net)
        level, stage = (2, "b,c") if name == "s24_flags" else (0, "")
        built = build(net, solver_train_state(net, solver, level, stage_flag(stage)))

        assert SOLVERS[name]["layers"] == names(built.net)
        assert SOLVERS[name]["phase"] == sorted({layer.phase for layer in built.net.layer})

    def test_there_are_20_solvers(self):
        """Those of which Caffe left a snapshot."""
        assert 20 == len(SOLVERS)

    def test_only_layers_fall_away(self):
        """All but the layers stays, and the given net too."""
        net = net_of('name: "n" state { level: 1 } layer { name: "l" exclude { } }')
        before = net.SerializeToString()
        built = build(net, State()).net

        assert caffe.NetParameter(name="n", state=caffe.NetState(level=1)) == built
        assert before == net.SerializeToString()

    def test_include_and_exclude(self):
        """A layer with both kinds of rules is refused, by any state (f04)."""
        net = small_net("errors/f04_include_and_exclude.prototxt")
        with pytest.raises(NetError) as caught:
            selection(net, State())

        assert ("layer 'a': include", True) == (caught.value.where, bool(caught.value.hint))


class TestSplits:
    """A blob with several uses gets a Split."""

    def test_names(self):
        """The Split and its tops are named after blob, layer and top; a loss takes the first."""
        net = build(small_net("a05_split_loss_weight.prototxt"), State()).net
        wires = [(each.name, *each.bottom, ">", *each.top) for each in net.layer]

        assert wires == [
            ("data", ">", "data"),
            ("a", "data", ">", "a"),
            ("a_a_0_split", "a", ">", "a_a_0_split_0", "a_a_0_split_1"),
            ("b", "a_a_0_split_1", ">", "b"),
            ("s", "b", ">", "s"),
            ("s_s_0_split", "s", ">", "s_s_0_split_0", "s_s_0_split_1"),
            ("c", "s_s_0_split_1", ">", "c"),
        ]
        assert [[], [], [0.5, 0.0], [], [], [2.0, 0.0], []] == [
            list(each.loss_weight) for each in net.layer
        ]

    def test_no_use_no_split(self):
        """A blob without a use, or with one, has none."""
        net = net_of("""
            layer { name: "a" type: "Input" top: "x" top: "y" }
            layer { name: "b" type: "ReLU" bottom: "x" top: "x" loss_weight: 0 }
            layer { name: "c" type: "ReLU" bottom: "x" top: "z" }
        """)

        assert ["a", "b", "c"] == names(build(net, State()).net)

    def test_in_place_takes_later_uses(self):
        """Uses after a layer in place are its own."""
        net = net_of("""
            layer { name: "a" type: "Input" top: "x" }
            layer { name: "b" type: "ReLU" bottom: "x" top: "x" }
            layer { name: "c" type: "ReLU" bottom: "x" top: "y" }
            layer { name: "d" type: "ReLU" bottom: "x" top: "z" }
        """)

        assert ["a", "b", "x_b_0_split", "c", "d"] == names(build(net, State()).net)


class TestBuild:
    """Selection, Splits and phases together."""

    @pytest.mark.parametrize("phase", ["TRAIN", "TEST"])
    def test_small_nets(self, phase):
        """The golden small nets have Caffe's layers, in its order."""
        wrong, seen = {}, 0
        for name, outcomes in SEMANTICS.items():
            if outcomes[phase]["loads"]:
                net = small_net(name)
                expected = [layer for layer, _ in outcomes[phase]["layers"]]
                built = names(build(net, bare_state(net, getattr(caffe, phase))).net)
                seen += 1
                if expected != built:
                    wrong[name] = expected, built

        assert {} == wrong
        assert {"TRAIN": 145, "TEST": 145}[phase] == seen

    def test_random_nets(self):
        """Random nets come out byte for byte, and are refused, as `caffe train` has them."""
        expected = golden_json("wiring.json")["answers"]

        assert 1500 == len(expected)
        assert expected == [_answer(seed) for seed in range(len(expected))]

    def test_random_nets_are_worth_it(self):
        """Hundreds of them are built, and hundreds refused."""
        codes = Counter(code for code, _ in golden_json("wiring.json")["answers"])

        assert {0, 134} == set(codes)
        assert min(codes.values()) > 500

    def test_phase(self):
        """A layer's own phase stays, the others have the state's; Splits too."""
        net = net_of("""
            layer { name: "a" type: "Input" top: "x" phase: TEST }
            layer { name: "b" type: "ReLU" bottom: "x" top: "y" }
            layer { name: "c" type: "ReLU" bottom: "x" top: "z" }
        """)
        built = build(net, State(TRAIN))

        assert [TEST, TRAIN, TRAIN, TRAIN] == [layer.phase for layer in built.net.layer]
        assert all(layer.HasField("phase") for layer in built.net.layer)

    def test_origin(self):
        """Each layer knows its place in the definition; a Split has none."""
        net = net_of("""
            layer { name: "out" type: "Input" top: "w" include { phase: TRAIN } }
            layer { name: "a" type: "Input" top: "x" }
            layer { name: "b" type: "ReLU" bottom: "x" top: "y" }
            layer { name: "c" type: "ReLU" bottom: "x" top: "z" }
        """)

        assert (1, None, 2, 3) == build(net, State(TEST)).origin

    @given(SEEDS)
    def test_properties(self, seed):
        """Any net: the layers it kept are in order, each blob is used once, nothing is shared."""
        net = wired_net(seed)
        before = net.SerializeToString()
        try:
            built = build(net, bare_state(net))
        except NetError as error:
            told = bool(error.where and error.hint)
            built = None
        if built is None:
            assert told
            return
        kept = [index for index in built.origin if index is not None]
        uses = Counter(bottom for layer in built.net.layer for bottom in layer.bottom)
        in_place = Counter(
            top for layer in built.net.layer for top in layer.top if top in layer.bottom
        )

        assert list(selection(net, bare_state(net))) == kept
        assert [net.layer[index].name for index in kept] == [
            layer.name
            for layer, index in zip(built.net.layer, built.origin, strict=True)
            if index is not None
        ]
        assert all(count <= 1 + in_place[blob] for blob, count in uses.items())
        for layer in built.net.layer:
            layer.name = "changed"
        assert before == net.SerializeToString()

    def test_a_hundred_thousand_layers(self):
        """Many layers, and a blob with as many uses, take no more than their share of time."""
        net = caffe.NetParameter()
        net.layer.add(name="data", type="Input", top=["x"])
        for i in range(100_000):
            net.layer.add(name=f"l{i}", type="ReLU", bottom=["x"], top=[f"t{i}"])
        built = build(net, State())

        assert 100_002 == len(built.net.layer)
        assert 100_000 == len(built.net.layer[1].top)


def _answer(seed):
    net = wired_net(seed)
    solver, level, stage = wired_solver(seed)
    state = solver_train_state(net, solver, level or 0, stage_flag(stage or ""))
    try:
        built = build(net, state)
    except NetError:
        return [134, ""]
    model = caffe.NetParameter(name=net.name, layer=built.net.layer)
    return [0, hashlib.sha256(model.SerializeToString()).hexdigest()[:12]]


class TestRefusals:
    """What Caffe refuses while it wires, with the place and the next step."""

    @pytest.mark.parametrize(
        ("name", "where", "message"),
        [
            (
                "f02_unknown_bottom",
                "layer 'a': bottom",
                "bottom 0 is 'nope', which no layer above produces",
            ),
            (
                "f03_top_twice",
                "layer 'b': top",
                "top 0 is 'x', which layer 'x' produces already",
            ),
            (
                "f04_include_and_exclude",
                "layer 'a': include",
                "a layer may have include rules or exclude rules, not both",
            ),
            ("f58_propagate_down_count", "layer 'p': propagate_down", "2 values for 1 bottoms"),
            (
                "f66_input_without_dims",
                "layer 'p': bottom",
                "bottom 0 is 'x', which no layer above produces",
            ),
            ("f83_v0_mixed_with_v1", "layer number 3 (unnamed): type", "a layer must have a type"),
        ],
    )
    @pytest.mark.parametrize("phase", [TRAIN, TEST])
    def test_golden(self, name, where, message, phase):
        """The refused small nets say which layer and which field."""
        net = small_net(f"errors/{name}.prototxt")

        assert (where, message, True) == (*refusal(net, phase)[:2], bool(refusal(net, phase)[2]))

    @pytest.mark.parametrize(
        ("others", "hint"),
        [
            ('layer { name: "conv1" type: "Input" top: "conv1" }', "Did you mean 'conv1'?"),
            ("", "A layer further up must have it as a top."),
            (
                'layer { name: "a" type: "Input" top: "Conv1" exclude { phase: TEST } }',
                "The rules of layer 'a', which produces it, leave that layer out in this state.",
            ),
        ],
    )
    def test_an_unknown_bottom(self, others, hint):
        """The hint says why nobody produces the bottom."""
        net = net_of(others + 'layer { name: "r" type: "ReLU" bottom: "Conv1" top: "r" }')

        assert hint == refusal(net)[2]

    def test_a_bottom_from_below(self):
        """Layers are not sorted."""
        net = net_of("""
            layer { name: "r" type: "ReLU" bottom: "x" top: "y" }
            layer { name: "a" type: "Input" top: "x" }
        """)

        assert "Move layer 'a', which produces it, further up." == refusal(net)[2]

    def test_in_place_on_a_shared_blob(self):
        """A layer cannot work in place on a blob that has another use before it."""
        net = net_of("""
            layer { name: "a" type: "Input" top: "x" }
            layer { name: "b" type: "ReLU" bottom: "x" top: "y" }
            layer { name: "c" type: "ReLU" bottom: "x" top: "x" }
        """)

        assert ("layer 'c': top", "top 0 is 'x', which layer 'a' produces already") == (
            refusal(net)[:2]
        )

    def test_in_place_at_another_position(self):
        """Only the bottom of the same number makes a top one in place."""
        net = net_of("""
            layer { name: "a" type: "Input" top: "x" top: "y" }
            layer { name: "e" type: "Eltwise" bottom: "x" bottom: "y" top: "y" }
        """)

        assert "layer 'e': top" == refusal(net)[0]

    def test_many_long_names(self):
        """The search for a near name takes no time worth speaking of."""
        net = caffe.NetParameter()
        for i in range(2000):
            net.layer.add(type="Input", top=[f"{i}" + "ab" * 2000])
        net.layer.add(type="ReLU", bottom=["ba" * 2000], top=["y"])

        assert "layer number 2001 (unnamed): bottom" == refusal(net)[0]
