"""Nets end to end: the plan of each golden net gives what a real Caffe held after Net::Init."""

import json
import shutil
from collections import Counter

import pytest

from caffe_fillers.core.draws import Fill
from caffe_fillers.core.pour import fill_plan
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.rng.eras import Era, boost_row, caffe_row, math_row
from caffe_fillers.rng.rng import Rng
from tests._nets import Arrays, digest, golden_blobs, inside, planned
from tests._shared import golden, golden_json

pytestmark = pytest.mark.usefixtures("both_ways")

EXPECTED = golden_json("nets_semantics/expected.json")
EXTRA = golden_json("nets_semantics/expected-extra.json")
GOOD = sorted(name for name in EXPECTED if "/" not in name)

#: Refused by the real Caffe that made the numbers because of its build, not because of the net.
BUILD_ONLY = {"f70_python_layer", "f72_engine_cudnn_cpu_build", "f76_image_data_no_opencv"}

#: Each bad net, and the layer and field that its error names.
REFUSED = {
    "f01_unknown_type": "layer 'a' (Bogus): type",
    "f02_unknown_bottom": "layer 'a': bottom",
    "f03_top_twice": "layer 'b': top",
    "f04_include_and_exclude": "layer 'a': include",
    "f05_too_many_params": "layer 'r' (ReLU): param",
    "f06_share_strict_shape": "layer 'q' (InnerProduct): param 0 ('w')",
    "f07_share_permissive_count": "layer 'q' (InnerProduct): param 0 ('w')",
    "f08_share_lr_mismatch": "layer 'q' (InnerProduct): param 0 ('w'): lr_mult",
    "f09_share_decay_mismatch": "layer 'q' (InnerProduct): param 0 ('w'): decay_mult",
    "f10_conv_blobs_wrong_count": "layer 'p' (Convolution): blobs",
    "f11_conv_blobs_wrong_shape": "layer 'p' (Convolution): blobs 0",
    "f12_conv_legacy_bias_dims": "layer 'p' (Convolution): blobs 1",
    "f13_blob_data_count": "layer 'p' (InnerProduct): blobs 0",
    "f14_kernel_missing": "layer 'p' (Convolution): convolution_param.kernel_size",
    "f15_kernel_zero": "layer 'p' (Convolution): convolution_param.kernel_size",
    "f16_kernel_both": "layer 'p' (Convolution): convolution_param.kernel_h",
    "f17_stride_zero": "layer 'p' (Convolution): convolution_param.stride",
    "f18_num_output_zero": "layer 'p' (Convolution): convolution_param.num_output",
    "f19_group_bad": "layer 'p' (Convolution): convolution_param.group",
    "f20_kernel_too_big": "layer 'p' (Convolution): convolution_param",
    "f21_axis_range": "layer 'p' (InnerProduct): inner_product_param.axis",
    "f22_num_output_zero_ip": "layer 'p' (InnerProduct): inner_product_param.weight_filler",
    "f23_unknown_filler": "layer 'p' (InnerProduct): inner_product_param.weight_filler",
    "f24_gauss_std_zero": "layer 'p' (InnerProduct): inner_product_param.weight_filler: std",
    "f25_uniform_min_gt_max": "layer 'p' (InnerProduct): inner_product_param.weight_filler: min",
    "f26_sparse_unsupported": "layer 'p' (InnerProduct): inner_product_param.weight_filler: sparse",
    "f27_sparse_gt_outputs": "layer 'p' (InnerProduct): inner_product_param.weight_filler: sparse",
    "f28_sparse_below_minus1": (
        "layer 'p' (InnerProduct): inner_product_param.weight_filler: sparse"
    ),
    "f29_bilinear_not4d": "layer 'p' (InnerProduct): inner_product_param.weight_filler: type",
    "f30_bilinear_not_square": "layer 'p' (Convolution): convolution_param.weight_filler: type",
    "f31_scalar_xavier": "layer 's' (Scale): scale_param.filler: type",
    "f32_bn_lr": "layer 'b' (BatchNorm): param 0",
    "f33_bn_1d": "layer 'b' (BatchNorm): bottom",
    "f34_bn_four_params": "layer 'b' (BatchNorm): param",
    "f35_pool_no_kernel": "layer 'p' (Pooling): pooling_param.kernel_size",
    "f36_pool_pad_ge_kernel": "layer 'p' (Pooling): pooling_param",
    "f37_pool_3d": "layer 'p' (Pooling): bottom",
    "f38_pool_global_kernel": "layer 'p' (Pooling): pooling_param.kernel_size",
    "f39_pool_kernel_h_only": "layer 'p' (Pooling): pooling_param.kernel_size",
    "f40_pool_ave_two_tops": "layer 'p' (Pooling): top",
    "f41_concat_mismatch": "layer 'c' (Concat): bottom 1",
    "f42_concat_axis_and_dim": "layer 'c' (Concat): concat_param.concat_dim",
    "f43_slice_uneven": "layer 's' (Slice): slice_param.slice_point",
    "f44_slice_points": "layer 's' (Slice): slice_param.slice_point",
    "f45_eltwise_shape": "layer 'e' (Eltwise): bottom 1",
    "f46_eltwise_one_bottom": "layer 'e' (Eltwise): bottom",
    "f47_eltwise_coeff": "layer 'e' (Eltwise): eltwise_param.coeff",
    "f48_crop_bounds": "layer 'c' (Crop): crop_param.offset",
    "f49_reshape_two_minus1": "layer 'r' (Reshape): reshape_param.shape",
    "f50_reshape_count": "layer 'r' (Reshape): reshape_param.shape",
    "f51_reshape_inplace": "layer 'r' (Reshape): top",
    "f52_lrn_even": "layer 'l' (LRN): lrn_param.local_size",
    "f53_lrn_2d": "layer 'l' (LRN): bottom",
    "f54_softmax_loss_labels": "layer 's' (SoftmaxWithLoss): bottom 1",
    "f55_softmax_loss_two_tops": "layer 's' (SoftmaxWithLoss): top",
    "f56_softmax_loss_two_tops_no_weight": "layer 's' (SoftmaxWithLoss): top",
    "f57_loss_weight_count": "layer 'r' (ReLU): loss_weight",
    "f58_propagate_down_count": "layer 'p': propagate_down",
    "f59_dummy_no_shape": "layer 'd' (DummyData): dummy_data_param.shape",
    "f60_input_shape_count": "layer 'in' (Input): input_param.shape",
    "f61_data_missing_source": "layer 'd' (Data): data_param.source",
    "f62_ip_two_bottoms": "layer 'p' (InnerProduct): bottom",
    "f63_lstm_no_num_output": "layer 'l' (LSTM): recurrent_param.num_output",
    "f64_lstm_cont_shape": "layer 'l' (LSTM): bottom 1",
    "f65_layer_and_layers": "layer 'p': layers",
    "f66_input_without_dims": "layer 'p': bottom",
    "f67_tile_missing": "layer 't' (Tile): tile_param.tiles",
    "f68_scale_past_end": "layer 's' (Scale): scale_param.num_axes",
    "f69_memory_dims": "layer 'm' (MemoryData): memory_data_param.channels",
    "f71_hdf5_transform": "layer 'h' (HDF5Data): transform_param",
    "f73_prelu_1d": "layer 'p' (PReLU): bottom",
    "f74_zero_dim_into_ip": "layer 'p' (InnerProduct): inner_product_param.weight_filler",
    "f75_blob_int_max": "layer 'x' (Input): top 'x'",
    "f77_xavier_5d_ok_but_positive_unitball_scalar": "layer 's' (Bias): bias_param.filler: type",
    "f78_contrastive_width": "layer 'c' (ContrastiveLoss): bottom",
    "f79_accuracy_topk": "layer 'a' (Accuracy): accuracy_param.top_k",
    "f80_shape_axis_count": "layer 'x' (Input): top 'x'",
    "f81_v0_unknown_type": "layer 'p': type",
    "f82_v0_padding_into_relu": "layer 'r': bottom",
    "f83_v0_mixed_with_v1": "layer number 3 (unnamed): type",
    "f84_unknown_field": "errors/f84_unknown_field.prototxt:2:1",
    "f85_v1_unknown_enum": "errors/f85_v1_unknown_enum.prototxt:1:26",
    "f86_input_dim_short": "net: input_dim",
    "f87_input_shape_short": "net: input_shape",
    "f88_spp_pad_reaches_kernel": "layer 'sp' (SPP): spp_param.pyramid_height: level 2: kernel",
    "f89_log_base_one": "layer 'l' (Log): log_param.base",
    "f90_clip_needs_min_max": "errors/f90_clip_needs_min_max.prototxt:3:53",
    "f91_filter_tops": "layer 'f' (Filter): top",
    "f92_infogain_no_source": "layer 'i' (InfogainLoss): infogain_loss_param.source",
    "f93_bn_two_named_params_lr_default": "layer 'b' (BatchNorm): param 1",
    "f94_conv_5d_kernel_h": "layer 'c' (Convolution): convolution_param.kernel_h",
    "f95_split_in_place": "layer 's' (Split): top",
    "f96_data_two_many_tops": "layer 'd' (Data): top",
    "f97_crop_larger_than_datum": "layer 'd' (Data): transform_param.crop_size",
    "f98_share_unequal_fanout": "layer 'q' (InnerProduct): param 0 ('w')",
    "f99_dummy_unknown_filler": "layer 'd' (DummyData): dummy_data_param.data_filler",
    "g01_prelu_blob_count": "layer 'p' (PReLU): blobs 0",
    "g02_deconv_negative": "layer 'd' (Deconvolution): convolution_param",
    "g03_absval_in_place": "layer 'a' (AbsVal): top",
    "g04_flatten_in_place": "layer 'a' (Flatten): top",
    "g05_bias_blob_dims": "layer 'b' (Bias): bias_param.axis",
    "g06_batchreindex_2d": "layer 'b' (BatchReindex): bottom 1",
    "g07_euclid_dims": "layer 'e' (EuclideanLoss): bottom",
    "g08_loss_batch": "layer 'e' (EuclideanLoss): bottom",
    "g09_hdf5_missing": "layer 'h' (HDF5Data): hdf5_data_param.source",
    "g10_hdf5_top_not_in_file": "layer 'h' (HDF5Data): hdf5_data_param.source: data/d.h5",
    "g11_mean_file_and_value": "layer 'd' (Data): transform_param.mean_value",
    "g12_argmax_topk": "layer 'a' (ArgMax): argmax_param.top_k",
    "g13_lstm_2d_input": "layer 'l' (LSTM): bottom 0",
    "g14_silence_with_top": "layer 's' (Silence): top",
    "g15_lr_mult_on_softmax_param": "layer 's' (Softmax): param",
    "g16_conv_stride_h_only": "layer 'p' (Convolution): convolution_param.stride",
    "g17_pool_stride_zero": "layer 'p' (Pooling): pooling_param.stride",
    "g18_conv_group_zero": "layer 'p' (Convolution): convolution_param.group",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The golden nets with their data, in a folder that may be written to."""
    copy = tmp_path_factory.mktemp("nets") / "nets_semantics"
    shutil.copytree(golden("nets_semantics"), copy)
    return copy


def test_no_golden_net_was_dropped():
    """All nets of the golden folder are in the tables below."""
    bad = {name.removeprefix("errors/").removesuffix(".prototxt") for name in EXPECTED} - {
        name.removesuffix(".prototxt") for name in GOOD
    }

    assert len(GOOD) == 145
    assert len(bad) == 117
    assert bad == set(REFUSED) | BUILD_ONLY


@pytest.mark.parametrize("name", GOOD)
def test_blobs_words_and_the_next_word_are_caffes(name, folder):
    """Both phases and four seeds: shapes, bytes, words taken and the next word."""
    with inside(folder):
        for phase, expected in EXPECTED[name].items():
            net = planned(name, phase)
            tops = [
                (layer.name, [list(net.plan.shapes[top]) for top in layer.top])
                for layer in net.net.layer
            ]
            # Tops without a name, which only losses have, are in no list of ours.
            named = [
                (name, shapes[: len(layer.top)])
                for layer, (name, shapes) in zip(net.net.layer, expected["layers"], strict=True)
            ]

            assert tops == named
            assert len(expected["seeds"]) == 4
            for seed, made in expected["seeds"].items():
                got = digest(net, int(seed))
                assert got == (golden_blobs(made["blobs"]), made["words"], made["next_word"])


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_caffe_refuses_names_layer_and_field(name, folder):
    """Each bad net is refused in both phases, with the layer and the field at fault."""
    with inside(folder):
        for phase in ("TRAIN", "TEST"):
            with pytest.raises(CaffeFillersError) as caught:
                planned(f"errors/{name}.prototxt", phase)

            assert caught.value.where == REFUSED[name]
            assert caught.value.message


@pytest.mark.parametrize(
    ("dims", "weight", "good"),
    [("dim: 0 dim: 3", 1, False), ("dim: 0 dim: 3", 0, True), ("dim: 2 dim: 3", 1, True)],
)
def test_a_weight_needs_a_top_with_values(dims, weight, good, tmp_path):
    """Caffe writes the loss_weight into the top's diff, and dies where there is none."""
    path = tmp_path / "net.prototxt"
    path.write_text(
        f'layer {{ name: "in" type: "Input" top: "x" loss_weight: {weight} '
        f"input_param {{ shape {{ {dims} }} }} }}"
    )
    if good:
        assert planned(path, "TRAIN").plan.blobs == {}
        return
    with pytest.raises(CaffeFillersError) as caught:
        planned(path, "TRAIN")
    assert caught.value.where == "layer 'in' (Input): loss_weight"


@pytest.mark.parametrize("revision", ["rc5", "1.0", "master"])
def test_a_field_that_the_revision_does_not_know_is_refused(revision, tmp_path):
    """Its parser would not have read the net: the rounding of Pooling came last."""
    path = tmp_path / "net.prototxt"
    path.write_text(
        'layer { name: "in" type: "Input" top: "x" input_param { shape { dim: [1, 3, 9, 9] } } }'
        'layer { name: "p" type: "Pooling" bottom: "x" top: "y"'
        " pooling_param { kernel_size: 3 round_mode: FLOOR } }"
    )
    era = Era.of(caffe=revision)
    if revision == "master":
        assert planned(path, "TEST", era=era).plan.shapes["y"] == (1, 3, 7, 7)
        return
    with pytest.raises(CaffeFillersError, match="has no field") as caught:
        planned(path, "TEST", era=era)
    assert caught.value.where == "layer 'p' (Pooling): pooling_param: round_mode"


@pytest.mark.parametrize("values", [5, 6, 7])
def test_permissive_sharing_asks_for_equal_counts(values, tmp_path):
    """Fewer values than the owner's are refused as more are; another shape is not."""
    path = tmp_path / "net.prototxt"
    path.write_text(
        'layer { name: "in" type: "DummyData" top: "x" top: "y"'
        f" dummy_data_param {{ shape {{ dim: 1 dim: 3 }} shape {{ dim: 1 dim: {values} }} }} }}"
        + "".join(
            f'layer {{ name: "{name}" type: "InnerProduct" bottom: "{bottom}" top: "{name}"'
            f' param {{ name: "w" share_mode: PERMISSIVE }} inner_product_param {{'
            f' num_output: {outputs} bias_term: false weight_filler {{ type: "xavier" }} }} }}'
            for name, bottom, outputs in (("p", "x", 2), ("q", "y", 1))
        )
    )
    if values == 6:
        shapes = {str(slot): blob.shape for slot, blob in planned(path, "TEST").plan.blobs.items()}
        assert shapes == {"p[0]": (2, 3), "q[0]": (1, 6)}
        return
    with pytest.raises(CaffeFillersError, match=f"{values} values cannot share the 6") as caught:
        planned(path, "TEST")
    assert caught.value.where == "layer 'q' (InnerProduct): param 0 ('w')"


@pytest.mark.parametrize("readers", [1, 2])
def test_an_input_without_a_shape_is_told(readers, tmp_path):
    """Caffe lets it pass, until somebody reads it; the copies of a Split are known, too."""
    path = tmp_path / "net.prototxt"
    conv = "convolution_param { num_output: 2 kernel_size: 3 }"
    path.write_text(
        'layer { name: "in" type: "Input" top: "x" }'
        + "".join(
            f'layer {{ name: "c{n}" type: "Convolution" bottom: "x" top: "y{n}" {conv} }}'
            for n in range(readers)
        )
    )
    with pytest.raises(CaffeFillersError) as caught:
        planned(path, "TEST")

    assert caught.value.hint == "The Input gives 'x' no shape. Give it: --shape x=N,C,H,W."
    assert len(planned(path, "TEST", shapes={"x": (1, 3, 9, 9)}).plan.blobs) == 2 * readers


def words_by_layer(net, seed):
    """Which layer takes how many words, burnt ones included."""
    rng = Rng(seed)
    ends = [0]
    fill_plan(net.plan, rng, Arrays(net), passed=lambda _: ends.append(rng.stream.tell()))
    taken = Counter()
    for draw, start, end in zip(net.plan.draws, ends, ends[1:], strict=False):
        taken[draw.slot.name if isinstance(draw, Fill) else draw.layer] += end - start
    return +taken


def test_words_per_layer(folder):
    """`words_by_layer` of the golden file, both phases."""
    compared = 0
    with inside(folder):
        for name in GOOD:
            for phase, expected in EXPECTED[name].items():
                wanted = Counter()
                for layer, words in expected["words_by_layer_seed1701"]:
                    wanted[layer] += words

                assert words_by_layer(planned(name, phase), 1701) == wanted
                compared += 1

    assert compared == 290


REVISIONS = {"rc": "rc", "rc2": "rc2", "rc3": "rc3", "1.0": "1.0", "master-cv": "master"}


def legacy_runs():
    """Every (net, phase, revision) that an old Caffe ran."""
    for name, phases in EXTRA["legacy_versions_seed1701"].items():
        for phase, revisions in phases.items():
            for revision, made in revisions.items():
                yield name, phase, revision, made


def test_old_revisions(folder):
    """Rc to 1.0, each with its own habits, or refused where that revision refused."""
    compared = refused = 0
    with inside(folder):
        for name, phase, revision, made in legacy_runs():
            era = Era(boost_row("1.74"), caffe_row(REVISIONS[revision]), math_row("modern"))
            if "blobs" not in made:
                with pytest.raises(CaffeFillersError):
                    planned(name, phase, era=era)
                refused += 1
                continue
            got = digest(planned(name, phase, era=era), 1701, era)

            assert got == (golden_blobs(made["blobs"]), made["words"], made["next_word"]), (
                name,
                phase,
                revision,
            )
            compared += 1

    assert (compared, refused) == (154, 6)


def test_levels_and_stages(folder):
    """a01 under 50 states, given as the tools give them, and the nets that need OpenCV."""
    compared = 0
    with inside(folder):
        for title, phases in EXTRA["master"].items():
            name, *state = title.split(" ", 2)
            level, stages = (None, ())
            if state:
                level = int(state[0].removeprefix("level="))
                given = state[1].removeprefix("stages=").strip()
                empty = {"(none)": (), "(one empty stage)": ("",)}
                stages = empty.get(given) if given in empty else tuple(given.split(","))
            for phase, expected in phases.items():
                net = planned(name, phase, level=level, stages=stages)
                for seed, made in expected.items():
                    got = digest(net, int(seed))
                    assert got == (golden_blobs(made["blobs"]), made["words"], made["next_word"])
                    compared += 1

    assert compared == 114


def test_random_nets():
    """537 random nets, of many shapes and layer types."""
    records = [
        json.loads(line)
        for line in (golden("nets_random") / "expected.jsonl").read_text().splitlines()
    ]
    for record in records:
        net = planned(golden("nets_random") / record["net"], record["phase"])
        blobs, _, next_word = digest(net, record["seed"])
        flat = [
            [layer, index, shape, sha]
            for layer, parts in blobs
            for index, (shape, sha) in enumerate(parts)
        ]

        assert (flat, next_word) == (record["blobs"], record["next"]), record["net"]

    assert len(records) == 537
