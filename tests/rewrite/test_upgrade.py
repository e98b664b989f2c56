"""Texts are upgraded on the tree: they mean what Caffe makes of them, and nothing is lost."""

from collections import Counter
from textwrap import dedent

import pytest
from google.protobuf import text_format

from caffe_fillers.errors import TextError, UpgradeError
from caffe_fillers.formats.prototxt import is_solver
from caffe_fillers.proto import caffe
from caffe_fillers.rewrite.text import upgrade_text
from caffe_fillers.rewrite.upgrade import upgrade_net, upgrade_solver
from caffe_fillers.text import parse
from caffe_fillers.text.style import comments
from caffe_fillers.upgrades import messages
from tests._random_nets import Dice, old_net
from tests._shared import ROOT, corpus, golden, manifest
from tests.rewrite._scribe import Scribe


def upgraded(text):
    """A net's text after its upgrade."""
    document = parse(text)
    upgrade_net(document)
    return str(document)


def meaning(text, cls=caffe.NetParameter):
    """The message that a text means."""
    return parse(text).message(cls)


def told(text):
    """All comments of a text, whatever their order."""
    return Counter(comments(text))


def becomes(before, after):
    """Assert that the upgrade makes the one of the other, and all that holds for any upgrade."""
    before, after = dedent(before), dedent(after)
    made = upgraded(before)

    assert after == made
    assert told(before) == told(made)
    assert made == upgraded(made)
    assert messages.upgrade_net(meaning(before)).net == meaning(made)


def written(seed):
    """A random old net, and how one writes it: tidy, or with anything that the grammar allows."""
    dice = Dice(seed)
    net = old_net(seed)
    return net, Scribe(dice, dice.one_of((0.0, 0.1, 0.3, 1.0))).text(net)


def outcome(upgrade, net):
    """What the upgrade gives, or how it refuses."""
    try:
        return upgrade(net)
    except UpgradeError as error:
        return str(error)


class TestMeaning:
    """message(upgrade(tree)) is upgrade(message(tree))."""

    @pytest.mark.slow
    @pytest.mark.parametrize("chunk", range(10))
    def test_random_nets(self, chunk):
        """Random V0, V1 and mixed nets: the same message, the same refusals, every comment."""
        outcomes = Counter()
        for seed in range(200 * chunk, 200 * (chunk + 1)):
            net, text = written(seed)
            document = parse(text)
            assert net == document.message(caffe.NetParameter), seed
            expected = outcome(messages.upgrade_net, net)
            if isinstance(expected, str):
                assert expected == outcome(upgrade_net, document), seed
                outcomes["refused"] += 1
                continue
            expected = expected.net
            upgrade_net(document)
            after = str(document)

            assert expected == meaning(after), seed
            assert expected == document.message(caffe.NetParameter), seed
            assert told(text) == told(after), seed
            assert after == upgraded(after), seed
            outcomes["upgraded" if after != text else "as it was"] += 1

        assert 200 == sum(outcomes.values())
        assert outcomes["upgraded"] > 140
        assert min(outcomes["refused"], outcomes["as it was"]) > 3

    @pytest.mark.parametrize("path", sorted((ROOT / "tests/golden/upgraded").glob("*.prototxt")))
    def test_small_nets(self, path):
        """The small nets mean what Caffe's own tools wrote."""
        folder = golden("nets_semantics") / ("errors" if path.name.startswith("f") else "")

        assert meaning(path.read_text()) == meaning(upgraded((folder / path.name).read_text()))


def public_nets():
    """Names and contents of the public nets, one each."""
    rows = {row["file"]: row for row in manifest() if row["kind"] == "net"}
    for file, row in sorted(rows.items()):
        if file.startswith("files/"):
            yield row, (corpus() / file).read_bytes()


@pytest.mark.slow
class TestCorpus:
    """Public nets, the forks' among them."""

    def test_they_mean_what_caffe_makes_of_them(self):
        """The texts that Caffe's own tool upgrades, compared with what it wrote."""
        equal = 0
        for row, content in public_nets():
            if row["upgrade"] == "ok":
                theirs = (corpus() / row["file"].replace("files/", "upgraded/")).read_text()
                ours = parse(upgraded(content)).message(caffe.NetParameter)
                equal += text_format.Parse(theirs, caffe.NetParameter()) == ours

        assert 449 == equal

    def test_comments_stay_and_once_is_enough(self):
        """Of all texts, whatever fork they are for: comment characters lost: 0."""
        seen = Counter()
        for row, content in public_nets():
            try:
                document = parse(content)
                upgrade_net(document)
            except TextError:
                seen["no prototxt"] += 1
                continue
            except UpgradeError:
                seen["refused"] += 1
                continue
            before, after = document.source.text, str(document)
            said = told(before)
            seen["comments"] += said.total()
            seen["characters"] += sum(map(len, said.elements()))
            if after == before:
                seen["as it was"] += 1
                continue
            assert said == told(after), row["file"]
            assert seen["changed"] % 4 or after == upgraded(after), row["file"]
            seen["changed"] += 1

        assert {
            "no prototxt": 51,
            "refused": 14,
            "changed": 984,
            "as it was": 1515,
            "comments": 24046,
            "characters": 530855,
        } == seen


class TestPlaces:
    """What must change changes in place and looks like its neighbours."""

    def test_a_v1_layer(self):
        """The list of each blob becomes a message where its first value stood."""
        becomes(
            """\
            name: "net"  # a name

            # the first
            layers {
              bottom: 'data'
              top: 'conv1'
              name: 'conv1'
              type: CONVOLUTION
              # twice as fast for the bias
              blobs_lr: 1
              blobs_lr: 2  # bias

              weight_decay: 1
              weight_decay: 0   # none
              convolution_param {
                num_output: 96   # so many
              }
            }
            """,
            """\
            name: "net"  # a name

            # the first
            layer {
              bottom: 'data'
              top: 'conv1'
              name: 'conv1'
              type: 'Convolution'
              # twice as fast for the bias
              param {
                lr_mult: 1
                decay_mult: 1
              }
              param {
                lr_mult: 2  # bias
                decay_mult: 0   # none
              }
              convolution_param {
                num_output: 96   # so many
              }
            }
            """,
        )

    def test_messages_on_one_line(self):
        """Where messages of scalars stand on one line, new ones do, but for a comment."""
        becomes(
            """\
            layers {
                name: "a" type: CONVOLUTION
                blobs_lr: 1
                blobs_lr: 2 # bias
                include: { phase: TRAIN }
            }
            layers { name: "b" type: INNER_PRODUCT blobs_lr: 1 blobs_lr: 2 }
            """,
            """\
            layer {
                name: "a" type: "Convolution"
                param { lr_mult: 1 }
                param {
                    lr_mult: 2 # bias
                }
                include: { phase: TRAIN }
            }
            layer { name: "b" type: "InnerProduct" param { lr_mult: 1 } param { lr_mult: 2 } }
            """,
        )

    def test_a_v0_layer(self):
        """The nested layer opens up; its fields gather where the first of them stood."""
        becomes(
            """\
            layers {
              # the first convolution
              layer { # V0
                name: "conv1"
                type: "conv"

                num_output: 96   # so many
                kernelsize: 11
                weight_filler {
                  type: "gaussian" # Krizhevsky
                  std: 0.01
                }
                blobs_lr: 1.
                # until here
              } # layer
              top: "conv1"
            } # conv1
            """,
            """\
            layer {
              # the first convolution
              # V0
              name: "conv1"
              type: "Convolution"

              convolution_param {
                num_output: 96   # so many
                kernel_size: 11
                weight_filler {
                  type: "gaussian" # Krizhevsky
                  std: 0.01
                }
              }
              param {
                lr_mult: 1.
              }
              # until here
              # layer
              top: "conv1"
            } # conv1
            """,
        )

    def test_padding_folds(self):
        """Its pad goes to the layer behind it, and so do its comments."""
        becomes(
            """\
            input: "data" # pixels
            input_dim: 1
            input_dim: 3
            input_dim: 8
            input_dim: 8

            # room for the kernel
            layers {
              layer {
                name: "pad1"
                type: "padding" # old
                pad: 2 # each side
              }
              bottom: "data"
              top: "padded"
            }
            # the convolution
            layers {
              layer {
                name: "conv1"
                type: "conv"
                num_output: 4
                kernelsize: 5
              }
              bottom: "padded" # with borders
              top: "conv1"
            }
            """,
            """\
            layer {
              name: "input"
              type: "Input"
              top: "data" # pixels
              input_param {
                shape {
                  dim: 1
                  dim: 3
                  dim: 8
                  dim: 8
                }
              }
            }

            # room for the kernel
            # old
            # the convolution
            layer {
              name: "conv1"
              type: "Convolution"
              convolution_param {
                num_output: 4
                pad: 2 # each side
                kernel_size: 5
              }
              bottom: "data" # with borders
              top: "conv1"
            }
            """,
        )

    def test_padding_for_several_layers(self):
        """Each takes over the pad, whatever its own; the comments go to the first of them."""
        becomes(
            """\
            layers { layer { type: "data" } top: "d" }
            # room
            layers { layer { type: "padding" pad: 2 } bottom: "d" top: "p" } # two
            # another
            layers { layer { type: "padding" } bottom: "d" top: "q" }
            layers { layer { type: "relu" } bottom: "d" top: "d" }
            # first
            layers {
              layer { type: "conv" pad: 7 } # own
              bottom: ["p"] top: "a"
            }
            layers { layer { type: "pool" kernelsize: 3 } bottom: "p" top: "b" }
            layers { layer { type: "conv" } bottom: "q" top: "c" }
            """,
            """\
            layer { type: "Data" top: "d" }
            layer { type: "ReLU" bottom: "d" top: "d" }
            # room
            # two
            # first
            layer {
              type: "Convolution"
              convolution_param { pad: 2 }
              # own
              bottom: ["d"] top: "a"
            }
            layer { type: "Pooling" pooling_param { pad: 2 kernel_size: 3 } bottom: "d" top: "b" }
            # another
            layer { type: "Convolution" convolution_param { pad: 0 } bottom: "d" top: "c" }
            """,
        )

    def test_comments_within_a_type(self):
        """Even those between the pieces of a string that changes."""
        becomes(
            """\
            layers { layer { type: "po" # one
            "ol" name: "p" } }
            """,
            """\
            layer {
              # one
              type: "Pooling"
              name: "p"
            }
            """,
        )

    def test_what_has_no_place_leaves_its_comments(self):
        """A field that Caffe drops goes, its comments stand where it stood."""
        becomes(
            """\
            layers {
              layer {
                name: "d"
                type: "data"
                # pixels are bytes
                scale: 0.00390625
                bias_filler { type: "constant" } # useless
                source: "db"
              }
              top: "data"
            }
            debug_info: true # noisy
            """,
            """\
            layer {
              name: "d"
              type: "Data"
              # pixels are bytes
              transform_param { scale: 0.00390625 }
              # useless
              data_param { source: "db" }
              top: "data"
            }
            # noisy
            """,
        )

    def test_fields_of_data_layers_move(self):
        """Each data layer has both messages then; what stands in transform_param gives way."""
        becomes(
            """\
            layers {
              type: DATA
              transform_param { crop_size: 1 mirror: true }
              data_param {
                source: "db"
                mean_file: "mean"   # of all
                crop_size: 227 # better
              }
            }
            layers { type: WINDOW_DATA }
            layers { type: IMAGE_DATA image_data_param { scale: 2 } }
            """,
            """\
            layer {
              type: "Data"
              transform_param {
                crop_size: 227
                mirror: true
                mean_file: "mean"   # of all
              }
              data_param {
                source: "db"
                # better
              }
            }
            layer { type: "WindowData" window_data_param { } transform_param { } }
            layer { type: "ImageData" image_data_param { } transform_param { scale: 2 } }
            """,
        )

    def test_inputs_of_any_shape(self):
        """They stand where the first of them stood, and before the first layer at the latest."""
        becomes(
            """\
            name: "two"
            layer { name: "r" type: "ReLU" bottom: "a" top: "a" }
            # the inputs
            input: "a"
            input: "b"
            input_shape { dim: 1 dim: 3 }  # small
            force_backward: true
            input_shape: { dim: [2, 4] }
            input_shape: { dim: 9 } # one too many
            """,
            """\
            name: "two"
            layer {
              name: "input"
              type: "Input"
              # the inputs
              top: "a"
              top: "b"
              input_param {
                shape { dim: 1 dim: 3 }  # small
                shape: { dim: [2, 4] }
              }
            }
            layer { name: "r" type: "ReLU" bottom: "a" top: "a" }
            force_backward: true
            # one too many
            """,
        )

    def test_lists_are_written_out(self):
        """Where their values part ways; a list that stays together stays a list."""
        becomes(
            """\
            input: ["a"]
            input_dim: [1, 2, # deep
              3, 4]
            layers: [{ name: "x" type: 5 top: ["p", "q"] }, {
              type: SPLIT blobs_lr: [1, 2]
            }]
            """,
            """\
            layer {
              name: "input"
              type: "Input"
              top: "a"
              input_param {
                shape {
                  dim: 1
                  dim: 2 # deep
                  dim: 3
                  dim: 4
                }
              }
            }
            layer: { name: "x" type: "Data" top: ["p", "q"] }
            layer: {
              type: "Split"
              param {
                lr_mult: 1
              }
              param {
                lr_mult: 2
              }
            }
            """,
        )

    def test_batch_norm(self):
        """Of exactly three params the rates become zero; zeros stay as they are written."""
        becomes(
            """\
            layer {
              type: "BatchNorm"
              param { lr_mult: 1 decay_mult: 0. } param {}
              param { lr_mult: 0.0 }
            }
            layer { type: "BatchNorm" param { lr_mult: 1 } }
            """,
            """\
            layer {
              type: "BatchNorm"
              param { lr_mult: 0 decay_mult: 0. } param { lr_mult: 0 decay_mult: 0 }
              param { lr_mult: 0.0 decay_mult: 0 }
            }
            layer { type: "BatchNorm" param { lr_mult: 1 } }
            """,
        )

    def test_line_ends(self):
        """Files of Windows keep theirs, and a file without an end of the last line stays so."""
        before = "layers {\r\n\ttype: RELU # x\r\n\tblobs_lr: 1\r\n}"
        after = 'layer {\r\n\ttype: "ReLU" # x\r\n\tparam {\r\n\t\tlr_mult: 1\r\n\t}\r\n}'

        assert after == upgraded(before)

    @pytest.mark.parametrize(
        "text",
        ["", "# nothing\n", 'layer { type: "ReLU" }', "layers: []\n", "input: []", "input_dim: 1"],
    )
    def test_what_is_up_to_date_stays(self, text):
        """Byte for byte."""
        assert text == upgraded(text)


class TestSolvers:
    """`solver_type` becomes `type`."""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("solver_type: ADAM # fast\n", 'type: "Adam" # fast\n'),
            ("net: 'n'\nsolver_type:3", "net: 'n'\ntype:'RMSProp'"),
            ('type: "SGD"', 'type: "SGD"'),
            ("net_param { layers { } }", "net_param { layers { } }"),
        ],
    )
    def test_solver_type(self, before, after):
        """In place, by name or number; nets inside a solver are left alone."""
        document = parse(before)
        upgrade_solver(document)

        assert after == str(document)

    def test_both_are_refused(self):
        """As Caffe does."""
        with pytest.raises(UpgradeError, match="both given"):
            upgrade_solver(parse('solver_type: SGD type: "Adam"'))

    @pytest.mark.slow
    def test_public_solvers(self):
        """Each means what its upgraded message is, and keeps its comments."""
        seen = Counter()
        for path in sorted((corpus() / "solvers").iterdir()):
            try:
                document = parse(path.read_bytes())
                message = document.message(caffe.SolverParameter)
            except TextError:
                seen["not BVLC's"] += 1
                continue
            before = str(document)
            assert is_solver(document)
            result = upgrade_text(document, solver=True)
            expected = messages.upgrade_solver(message).solver

            assert expected == meaning(str(document), caffe.SolverParameter)
            assert told(before) == told(str(document))
            seen["changed" if result.changed else "as it was"] += 1

        assert {"changed": 127, "as it was": 541, "not BVLC's": 552} == seen


class TestWholeTexts:
    """Notes, forks, and the last look at the result."""

    def test_notes_are_those_of_the_message(self):
        """What is lost, what is a problem; the text is partial then."""
        text = 'layers { layer { type: "relu" pad: 1 new_num: 2 } } state { }'
        document = parse(text)
        result = upgrade_text(document)

        assert messages.upgrade_net(meaning(text)).notes == result.notes
        assert (True, True) == (result.changed, result.partial)

    def test_unknown_fields_stay(self):
        """At any depth, and are told."""
        document = parse("layers { type: RELU my_param { x: 1 } relu_param { y: 2 } } zzz: 3")
        result = upgrade_text(document)

        assert 'layer { type: "ReLU" my_param { x: 1 } relu_param { y: 2 } } zzz: 3' == str(
            document
        )
        assert [
            "net: 1 layers were in the V1 format",
            "net: unknown fields stay as they are: layers.my_param, layers.relu_param.y, zzz",
        ] == [str(note) for note in result.notes]
        assert not result.partial

    def test_unknown_types_are_a_guess(self):
        """And somebody should look, unless the dialect tells the type."""
        text = "layers { type: WOBBLE_POOLING }"
        guess, known = parse(text), parse(text)

        assert upgrade_text(guess).partial
        assert not upgrade_text(known, types={"WOBBLE_POOLING": "WobblePOOLING"}).partial
        assert ('layer { type: "WobblePooling" }', 'layer { type: "WobblePOOLING" }') == (
            str(guess),
            str(known),
        )

    def test_the_result_is_read_again(self, monkeypatch):
        """A text that would mean something else is never given out."""
        monkeypatch.setattr("caffe_fillers.rewrite.text.upgrade_net", lambda *_: None)
        with pytest.raises(UpgradeError) as caught:
            upgrade_text(parse("layers { }", "x"))

        assert "x: the upgraded text does not mean" in str(caught.value)

    def test_texts_that_nobody_can_read_are_refused(self):
        """With the place; the document is as it was."""
        document = parse("layers { zzz: 1 name: 2 }")
        with pytest.raises(TextError) as caught:
            upgrade_text(document)

        assert "<string>:1:23" == caught.value.where
        assert "layers { zzz: 1 name: 2 }" == str(document)
