"""Which fork a net is written for, and what that changes."""

import pytest

from caffe_fillers import plan_net
from caffe_fillers.core.draws import Skip
from caffe_fillers.dialects.detect import Word, detect, knows, missing, who_knows
from caffe_fillers.dialects.tables import dialect, dialects
from caffe_fillers.errors import CaffeFillersError, NetError
from tests._shared import ROOT
from tests.dialects._forks import PERMUTE, layer, net

#: At least these are known (the greedy union's order, and the forks that nets are named after).
NAMED = {
    *("synopsys", "intel", "mobilenet-yolo", "jacinto-0.17", "yuqj", "jolibrain", "naibaf7"),
    *("naibaf7-pr14", "openvino-tb", "happynear", "tvg", "incReg", "yjxiong-3d", "cpm"),
    *("c3d-1.0", "nvidia", "c3d-1.1", "crfasrnn", "enet", "deepsaldet", "caffe-pro"),
    *("openvino-person", "jacinto-0.16", "naibaf7-parallel", "ssd-fcn", "ssd", "fast-rcnn"),
    *("rfcn", "segnet", "pspnet", "deeplab-v2", "sphereface", "flownet2", "mycaffe"),
}


@pytest.fixture
def plan(tmp_path):
    """Plan a text, with these options."""

    def plan_(text, **options):
        path = tmp_path / "net.prototxt"
        path.write_text(text)
        return plan_net(path, **options)

    return plan_


class TestTables:
    """The forks' tables."""

    def test_the_forks_are_there(self):
        """Each in a file of its name, with its source."""
        assert set(dialects()) >= NAMED
        for fork in dialects().values():
            assert fork.name == "history" or all(fork.source)

    def test_every_line_is_read(self):
        """No line of a table is of a kind that nobody reads."""
        kinds = {"name", "source", "caffe", "habit", "filler", "without", "layer", "unsure"}
        kinds |= {"field", "value"}
        folder = ROOT / "caffe_fillers/dialects/forks"
        lines = [line for path in folder.glob("*.tsv") for line in path.read_text().splitlines()]

        assert len(lines) > 5000
        assert {line.split("\t")[0] for line in lines} == kinds
        told = "".join(f"`{kind}`" for kind in kinds)
        readme = (folder.parent / "README.md").read_text()
        assert all(f"`{kind}`" in readme for kind in kinds), told

    def test_smaller_forks_come_first(self):
        """Of two that fit, the one that added less is the one to take."""
        sizes = [fork.size for fork in dialects().values()]

        assert sizes == sorted(sizes)

    @pytest.mark.parametrize(
        ("name", "habits"),
        [
            ("ssd", {"fans": "legacy", "reader_word": True, "annotated_reader_word": True}),
            ("segnet", {"four_axes": False, "prefetch_word": False}),
            ("nvidia", {"transformer_seed": "always", "batch_norm_factor": 1.0}),
            ("yuqj", {"upsample_scale": 1}),
            ("openvino-tb", {"fans": "legacy", "bilinear_center": "width"}),
        ],
    )
    def test_habits(self, name, habits):
        """A fork has the habits of its Caffe but for its own."""
        row = dialect(name).revision

        assert {habit: getattr(row, habit) for habit in habits} == habits

    def test_a_fork_may_have_taken_over_what_came_later(self):
        """None of its layers is too young for it; fillers that it lacks are named."""
        assert dialect("segnet").revision.has("master")
        assert dialect("segnet").revision.later_fillers == {"bilinear"}

    def test_an_unknown_name_is_refused(self):
        """With the nearest one."""
        with pytest.raises(CaffeFillersError, match="no dialect 'sdd'") as caught:
            dialect("sdd")

        assert caught.value.hint == "Did you mean 'ssd'?"


class TestDetect:
    """Whose words they are."""

    def test_the_smallest_that_knows_all(self):
        """SSD's words are known to many; SSD is the smallest of them."""
        words = [Word("LayerParameter", "permute_param"), Word("PriorBoxParameter", "min_size")]
        found = detect(words)

        assert found[0].name == "ssd"
        assert {"chuanqi-ssd", "intel", "jolibrain", "synopsys"} <= {fork.name for fork in found}
        assert all(not missing(fork, words) for fork in found)

    def test_those_that_miss_fewest(self):
        """Where none knows all, as in a net of two forks."""
        words = [
            Word("LayerParameter", "permute_param"),
            Word("PermuteParameter", "order"),
            Word("PoolingParameter", "temporal_stride"),
        ]
        found = detect(words)

        assert found
        assert {len(missing(fork, words)) for fork in found} == {1}

    def test_words_of_no_fork(self):
        """They tell nothing."""
        assert detect([Word("LayerParameter", "wobble_param")]) == []
        assert detect([]) == []

    def test_layer_types_count(self):
        """A type that only one fork registers tells as much as a word."""
        assert {fork.name for fork in detect([Word("", "DepthwiseConvolution")])} == set(
            who_knows(Word("", "DepthwiseConvolution"))
        )

    def test_lists_are_known_where_they_are_lists(self):
        """Several kernel sizes of a Pooling are no words of forks that have one."""
        word = Word("PoolingParameter", "kernel_size_list")

        assert knows(dialect("naibaf7"), word)
        assert not knows(dialect("ssd"), word)

    def test_renamed_messages_are_found(self):
        """What several forks call by several names has one name in the union."""
        assert knows(dialect("yuqj"), Word("NormalizeParameter", "scale_filler"))


class TestPlan:
    """What the dialect changes."""

    PRIOR = "prior_box_param { min_size: 4.0 }"

    def test_the_dialect_and_its_revision(self, plan):
        """They are in the options that the plan was made with."""
        begun = plan(net(PERMUTE), no_blobs=["Permute"])

        assert (begun.dialect, begun.options.era.caffe.name) == ("ssd", "rc3 (ssd)")
        assert (begun.findings, begun.unsure) == ((), ())

    def test_a_dialect_is_named(self, plan):
        """It is taken, and a word that it does not have is told, with those who have it."""
        begun = plan(net(PERMUTE), no_blobs=["Permute"], dialect="segnet")

        assert begun.dialect == "segnet"
        assert len(begun.findings) == 3
        assert "LayerParameter.permute_param is not a word of segnet; " in begun.findings[1]
        assert " ssd," in begun.findings[1]

    def test_a_revision_is_named(self, plan):
        """It stays, whatever the fork came from."""
        begun = plan(net(PERMUTE), no_blobs=["Permute"], keep_revision=True)

        assert begun.options.era.caffe.name == "master"

    def test_bvlc_s_net_in_a_fork(self, plan):
        """It is planned with the fork's habits."""
        text = net(layer("ReLU"))

        assert plan(text).dialect == "bvlc"
        assert plan(text, dialect="ssd").options.era.caffe.name == "rc3 (ssd)"

    def test_a_type_that_only_forks_have(self, plan):
        """A net with BVLC's words alone is a fork's, if a layer's type is."""
        begun = plan(net(layer("AbsVal"), layer("Axpy")), no_blobs=["Axpy"])

        assert begun.dialect in who_knows(Word("", "Axpy"))

    TRAIN = (
        'layer {{ name: "d" type: "Data" top: "d" data_param {{ source: "x" batch_size: 2 }} }}\n'
        "{}\n"
        'layer {{ name: "i" type: "InnerProduct" bottom: "d" top: "i"'
        ' inner_product_param {{ num_output: 2 weight_filler {{ type: "xavier" }} }} }}'
    )

    def tied(self, plan, **options):
        """A net whose words two forks with other data layers know."""
        roi = layer("ROIPooling", "roi_pooling_param { pooled_w: 2 pooled_h: 2 }", bottom="d")
        return plan(
            self.TRAIN.format(roi), no_blobs=["ROIPooling"], shapes={"d": (2, 3, 4, 4)}, **options
        )

    def test_a_tie_that_matters_is_told(self, plan):
        """Older and newer forks take another number of words before the first weight."""
        begun = self.tied(plan)

        (tie,) = [text for text in begun.findings if "written for" in text]
        assert "fast-rcnn, or for" in tie
        words = sum(draw.words for draw in begun.planned.plan.draws if isinstance(draw, Skip))
        assert words == 2
        with pytest.raises(NetError, match="written for"):
            self.tied(plan, mode="strict")

    def test_a_tie_that_does_not_matter_is_not(self, plan):
        """Without a data layer, the same forks give the same plan."""
        roi = layer("ROIPooling", "roi_pooling_param { pooled_w: 2 pooled_h: 2 }")

        assert plan(net(roi), no_blobs=["ROIPooling"]).findings == ()

    def test_a_named_dialect_ends_the_tie(self, plan):
        """Nobody is asked again."""
        assert self.tied(plan, dialect="fast-rcnn-old").findings == ()

    @pytest.mark.parametrize(
        ("options", "word", "why"),
        [
            ({"dialect": "naibaf7"}, "", "naibaf7 draws from mt19937_64"),
            ({"dialect": "mycaffe"}, "", "mycaffe draws with cuRAND"),
            ({"dialect": "intel"}, "sparse: 2", "intel makes sparse masks with MKL"),
            ({"dialect": "nvidia"}, "default_forward_type: FLOAT16\n", "half precision"),
            ({"dialect": "intel"}, "", None),
            ({"dialect": "nvidia"}, "", None),
        ],
    )
    def test_bits_that_are_not_promised(self, plan, options, word, why):
        """It is said where it holds for this net, and only there."""
        sparse = 'type: "gaussian" sparse: 2' if "sparse" in word else 'type: "xavier"'
        text = net(head=word if "default" in word else "").replace('type: "xavier"', sparse)
        unsure = plan(text, **options).unsure

        assert (len(unsure) == 1 and why in unsure[0]) if why else unsure == ()
