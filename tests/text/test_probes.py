"""What a real C++ parser accepts and refuses, construct by construct."""

import pytest

from caffe_fillers.errors import TextError
from caffe_fillers.proto import caffe
from caffe_fillers.text import parse
from tests._shared import golden, golden_json
from tests.text._golden import table
from tests.text._probes import PROBES

#: The column with the verdict of C++.
CPP = "caffe_cpp(protobuf 3.21)"
#: Accepted by the parser, and refused by the upgrade behind it.
UPGRADE = {"layer + layers mixed"}


def accepts(text, cls=caffe.NetParameter):
    """Whether we read it."""
    try:
        parse(text).message(cls)
    except TextError:
        return False
    return True


def test_the_probes_are_those_of_the_table():
    """All 123, of which C++ accepts 67."""
    rows = table("probes.tsv")
    accepted = [row["probe"] for row in rows if row[CPP] == "ACCEPT"]

    assert [row["probe"] for row in rows] == list(PROBES)
    assert len(PROBES) == 123
    assert len(accepted) == 67


@pytest.mark.parametrize("probe", PROBES)
def test_constructs_are_accepted_or_refused_as_by_cpp(probe):
    """By protobuf 3.21."""
    [row] = [row for row in table("probes.tsv") if row["probe"] == probe]
    expected = row[CPP] == "ACCEPT" or probe in UPGRADE

    assert expected == accepts(PROBES[probe])


class TestGoldenTexts:
    """The golden nets that probe the syntax."""

    def test_they_load_where_caffe_loads_them(self):
        """All forty: 24 load, 16 do not."""
        expected = {
            name: all(record["loads"] for record in records.values())
            for name, records in golden_json("nets_semantics/expected-text.json").items()
        }
        actual = {name: accepts(golden(f"nets_semantics/{name}").read_bytes()) for name in expected}

        assert len(expected) == 40
        assert sum(expected.values()) == 24
        assert expected == actual
