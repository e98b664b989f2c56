"""The union: one schema that knows the words of BVLC's Caffe and of every fork."""

import importlib.util
import pickle
import subprocess
import sys

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.proto import caffe, schema, union
from caffe_fillers.text import parse
from caffe_fillers.text.reader import _labels
from tests._shared import ROOT, corpus

sys.path.insert(0, str(ROOT / "tools"))
_spec = importlib.util.spec_from_file_location("gen_union", ROOT / "tools" / "gen_union.py")
gen_union = importlib.util.module_from_spec(_spec)
sys.modules["gen_union"] = gen_union
_spec.loader.exec_module(gen_union)

TABLES = sorted((ROOT / "caffe_fillers/dialects/forks").glob("*.tsv"))

#: Nets of the corpus that BVLC's schema reads.
BVLC_NETS = 909


def bvlc():
    """BVLC's descriptors."""
    content = (ROOT / "caffe_fillers/proto/caffe.desc").read_bytes()
    [file] = FileDescriptorSet.FromString(content).file
    return file


def tables(tmp_path, **forks):
    """Tables with these rows, one for each fork."""
    for name, rows in forks.items():
        text = "".join("\t".join(row.split(" ")) + "\n" for row in rows)
        (tmp_path / f"{name}.tsv").write_text(text)
    return sorted(tmp_path.glob("*.tsv"))


def made(tmp_path, **forks):
    """The fields that these tables add, and what was resolved."""
    result = gen_union.union(bvlc(), tables(tmp_path, **forks))
    fields = {
        f"{message.name}.{field.name}": field
        for message in result.file.message_type
        for field in message.field
        if field.number >= gen_union.PRIVATE
    }
    return fields, result.resolved


class TestSchema:
    """The schema that comes with the package."""

    def test_a_fork_s_word_is_read_as_usual(self):
        """A field of a fork's message, through BVLC's LayerParameter."""
        net = parse("layer { type: 'BN' bn_param { frozen: true } }").message(union.NetParameter)

        assert net.layer[0].bn_param.frozen
        assert not union.LayerParameter().bn_param.frozen

    def test_bvlc_s_words_keep_their_numbers(self):
        """Every field and enum value of BVLC's, unchanged; one label is the exception."""
        old = schema("bvlc").file.message_types_by_name
        new = schema("union").file.message_types_by_name
        for name, message in old.items():
            for field in message.fields:
                same = new[name].fields_by_name[field.name]
                kind = field.message_type or field.enum_type
                other = same.message_type or same.enum_type
                assert (field.number, field.type) == (same.number, same.type)
                repeated, required = _labels(field)
                assert repeated or field.default_value == same.default_value
                assert (kind and kind.full_name) == (other and other.full_name)
                label = repeated, required
                expected = (False, False) if name == "ClipParameter" else label
                assert _labels(same) == expected
            for enum in message.enum_types:
                numbers = new[name].enum_types_by_name[enum.name].values_by_name
                for value in enum.values:
                    assert numbers[value.name].number == value.number

    def test_forks_words_have_private_numbers(self):
        """No fork's word takes a number that BVLC might give away."""
        old = schema("bvlc").file.message_types_by_name
        for name, message in schema("union").file.message_types_by_name.items():
            known = old[name].fields_by_name if name in old else {}
            assert all(
                field.number >= gen_union.PRIVATE
                for field in message.fields
                if field.name not in known
            )

    def test_pickles(self):
        """Messages cross processes, as BVLC's do."""
        layer = union.LayerParameter(name="x", type="BN")

        assert pickle.loads(pickle.dumps(layer)) == layer  # noqa: S301  # our own bytes

    def test_loads_only_when_it_is_asked_for(self):
        """BVLC's schema does without."""
        code = (
            "from caffe_fillers.proto import caffe, catalogue; caffe.NetParameter();"
            "assert catalogue._load.cache_info().currsize == 1"
        )
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.slow
def test_bvlc_s_nets_give_the_same_bytes():
    """Each net of the corpus that BVLC's schema reads is the same message in the union.

    Those that it refuses, and the grammar does not, are listed by name in turned.txt: they turn to
    reads. Ten stay refused, which tests/dialects/test_corpus.py names.
    """
    same, refused = 0, set()
    for path in sorted((corpus() / "files").iterdir()):
        try:
            document = parse(path.read_bytes(), path.name)
        except CaffeFillersError:
            continue
        try:
            mine = document.message(caffe.NetParameter)
        except CaffeFillersError:
            refused.add(path.stem)
            continue
        other = document.message(union.NetParameter)
        assert mine.SerializeToString(deterministic=True) == other.SerializeToString(
            deterministic=True
        ), path.name
        same += 1

    lines = (ROOT / "tests/dialects/turned.txt").read_text().splitlines()[1:]
    turned = {name for line in lines for name in line.split()}
    assert same == BVLC_NETS
    assert turned < refused
    assert (len(turned), len(refused - turned)) == (1594, 10)


class TestRules:
    """What becomes of words that forks declare differently."""

    def test_every_case_is_in_the_docs(self):
        """Disagreements other than the width of a number, which naibaf7 changed everywhere."""
        resolved = gen_union.union(bvlc(), TABLES).resolved
        kinds = [row for row in resolved if "64" not in row[2] and "default" not in row[2]]

        assert len(kinds) == 34

    def test_one_value_and_a_list(self, tmp_path):
        """A list; where the one value is BVLC's, lists get a word of their own."""
        fields, resolved = made(
            tmp_path,
            a=["field PoolingParameter pad rep uint32 4", "field NewParameter x rep float 1"],
            b=["field NewParameter x opt float 7 2"],
        )

        assert fields["NewParameter.x"].label == gen_union.LABELS["rep"]
        assert fields["PoolingParameter.pad_list"].label == gen_union.LABELS["rep"]
        assert ("NewParameter", "x", "one value / list", "list") in resolved
        assert len(resolved) == 2

    def test_required_and_optional(self, tmp_path):
        """Optional, as one fork does without it."""
        fields, _ = made(
            tmp_path,
            a=["field NewParameter x req float 1", "field NewParameter y req float 2"],
            b=["field NewParameter x opt float 7", "field NewParameter y req float 3"],
        )

        assert fields["NewParameter.x"].label == gen_union.LABELS["opt"]
        assert fields["NewParameter.y"].label == gen_union.LABELS["req"]

    def test_numbers_of_several_types(self, tmp_path):
        """The type that holds them all; int32 and uint32 do not hold each other."""
        fields, _ = made(
            tmp_path,
            a=["field NewParameter x opt int32 1", "field NewParameter y opt uint32 2"],
            b=["field NewParameter x opt uint32 1", "field NewParameter y opt float 3"],
        )

        assert fields["NewParameter.x"].type == gen_union.SCALARS["int64"]
        assert fields["NewParameter.y"].type == gen_union.SCALARS["float"]

    def test_defaults(self, tmp_path):
        """Equal ones stay, different ones go; none is the same as nothing."""
        fields, _ = made(
            tmp_path,
            a=["field P x opt int32 1 2", "field P y opt int32 2 3", "field P z opt int32 3 0"],
            b=["field P x opt int32 1 2", "field P y opt int32 2 4", "field P z opt int32 3"],
        )

        assert fields["P.x"].default_value == "2"
        assert not fields["P.y"].HasField("default_value")
        assert fields["P.z"].default_value in ("", "0")

    def test_words_of_one_number(self, tmp_path):
        """Each has a number of its own."""
        fields, resolved = made(
            tmp_path,
            a=["field PoolingParameter one opt bool 40"],
            b=["field PoolingParameter two opt bool 40"],
        )

        assert {field.number for field in fields.values()} == {20001, 20002}
        assert resolved == []

    @pytest.mark.parametrize(
        "row", ["field NewParameter x opt string 1", "field PoolingParameter pool opt string 1"]
    )
    def test_different_kinds_are_refused(self, tmp_path, row):
        """A string here and a number there: nobody can tell what is meant."""
        with pytest.raises(gen_union.Clash, match="string"):
            made(tmp_path, a=[row], b=["field NewParameter x opt float 1"])

    def test_enum_values(self, tmp_path):
        """A fork's value of BVLC's enum is private; in its own enum it keeps its number."""
        result = gen_union.union(
            bvlc(),
            tables(
                tmp_path,
                a=[
                    "value PoolingParameter.PoolMethod MIN 3",
                    "value NewParameter.Kind ONE 1",
                    "value LossParameter.NormalizationMode NONE 4",
                ],
            ),
        )
        enums = {
            f"{message.name}.{enum.name}": {value.name: value.number for value in enum.value}
            for message in result.file.message_type
            for enum in message.enum_type
        }

        assert enums["PoolingParameter.PoolMethod"]["MIN"] == gen_union.PRIVATE
        assert enums["NewParameter.Kind"] == {"ONE": 1}
        assert enums["LossParameter.NormalizationMode"]["NONE"] == 3
        assert [row[:2] for row in result.resolved] == [("LossParameter.NormalizationMode", "NONE")]
