"""Schemas in pools of their own, and the catalogue of those that come with the package."""

import copy
import functools
import gc
import pickle
import subprocess
import sys
import threading
import time

import pytest
from google.protobuf import text_format
from google.protobuf.descriptor_pb2 import (
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
)

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.proto import caffe, catalogue, schema, schema_names
from caffe_fillers.proto.pools import Schema
from tests._shared import ROOT


def run(code, stdin=b""):
    """What a new Python prints, with warnings as errors."""
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def altered(name="altered", module=None):
    """A schema of the same file name and package, with other fields in FillerParameter."""
    file = FileDescriptorProto()
    schema().file.CopyToProto(file)
    [filler] = [each for each in file.message_type if each.name == "FillerParameter"]
    filler.field[1].name = "level"
    filler.field[1].type = FieldDescriptorProto.TYPE_DOUBLE
    filler.field.add(
        name="gain",
        number=9,
        type=FieldDescriptorProto.TYPE_INT32,
        label=FieldDescriptorProto.LABEL_OPTIONAL,
    )
    filler.nested_type.add(name="Inner")
    return Schema(name, FileDescriptorSet(file=[file]).SerializeToString(), module)


class TestSchema:
    """One schema in its pool."""

    def test_two_of_one_file_name_live_side_by_side(self):
        """Same file, same package, same message names, different fields: both work."""
        other = altered()
        mine = caffe.FillerParameter(type="msra", value=0.1)
        theirs = other.message("FillerParameter")(type="msra", level=0.1, gain=3)

        assert schema().file.name == other.file.name
        assert schema().file.package == other.file.package
        assert mine.value == pytest.approx(0.1, abs=1e-8)
        assert mine.value != 0.1  # a float32
        assert theirs.level == 0.1  # a double
        assert not hasattr(mine, "gain")
        assert not hasattr(theirs, "value")
        assert text_format.MessageToString(theirs) == 'type: "msra"\nlevel: 0.1\ngain: 3\n'
        with pytest.raises(text_format.ParseError, match="gain"):
            text_format.Parse("gain: 3", caffe.FillerParameter())

    def test_messages_of_two_schemas_meet_as_bytes(self):
        """A message of one schema does not fit into another; its bytes do, unknown fields too."""
        other = altered()
        theirs = other.message("LayerParameter")(name="fc")
        theirs.inner_product_param.weight_filler.gain = 3
        mine = caffe.LayerParameter.FromString(theirs.SerializeToString())

        assert mine.name == "fc"
        assert mine.SerializeToString() == theirs.SerializeToString()
        with pytest.raises(TypeError):
            caffe.NetParameter().layer.append(theirs)

    def test_the_default_pool_is_free_for_others(self):
        """Another caffe.proto in the default pool, of other fields, is no trouble either way."""
        code = """
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
pool = descriptor_pool.Default()
file = descriptor_pb2.FileDescriptorProto(name="caffe.proto", package="caffe")
field = file.message_type.add(name="NetParameter").field.add(name="nom", number=1, type=9, label=1)
if {first}:
    pool.AddSerializedFile(file.SerializeToString())
from caffe_fillers.proto import caffe
ours = caffe.NetParameter(name="n")
if not {first}:
    pool.AddSerializedFile(file.SerializeToString())
descriptor = pool.FindMessageTypeByName("caffe.NetParameter")
theirs = message_factory.GetMessageClass(descriptor)(nom="n")
print(ours.SerializeToString() == theirs.SerializeToString(), hasattr(theirs, "name"))
"""

        assert run(code.replace("{first}", "True")).split() == [b"True", b"False"]
        assert run(code.replace("{first}", "False")).split() == [b"True", b"False"]

    def test_names_are_looked_up(self):
        """Messages and enums by name, values of the top level as attributes."""
        bvlc = schema("bvlc")

        assert bvlc.name == "bvlc"
        assert repr(bvlc) == "<Schema 'bvlc' of caffe.proto>"
        assert bvlc.message("NetParameter") is caffe.NetParameter
        assert bvlc.message("NetParameter") is type(bvlc.attribute("NetParameter")())
        assert bvlc.enum("Phase").items() == [("TRAIN", 0), ("TEST", 1)]
        assert bvlc.enum("DataParameter.DB").Value("LMDB") == 1
        assert (caffe.TRAIN, caffe.TEST, caffe.Phase.Name(1)) == (0, 1, "TEST")
        assert type(caffe.LayerParameter(blobs=[{}]).blobs[0]) is caffe.BlobProto
        assert altered().message("FillerParameter.Inner").__qualname__ == "FillerParameter.Inner"

    def test_unknown_names_are_refused(self):
        """What is not in the schema is a KeyError by lookup, an AttributeError by attribute."""
        with pytest.raises(KeyError, match="Nope"):
            schema().message("Nope")
        with pytest.raises(KeyError, match="Nope"):
            schema().enum("Nope")
        with pytest.raises(AttributeError, match=r"'bvlc' has no .* 'Nope'"):
            _ = caffe.Nope

    def test_messages_are_copied(self):
        """Shallow and deep copies are equal and apart."""
        net = caffe.NetParameter(layer=[{"name": "a"}])
        for twin in (copy.copy(net), copy.deepcopy(net)):
            assert twin == net
            twin.layer[0].name = "b"
            assert net.layer[0].name == "a"

    def test_messages_cross_processes(self):
        """A pickled message is read in a process that has loaded nothing; an inner one too."""
        net = caffe.NetParameter(name="n", layer=[{"name": "a"}])
        code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).name)"

        assert type(net.layer[0]).__module__ == caffe.__name__
        assert pickle.loads(pickle.dumps(net)) == net  # noqa: S301  # its own words
        assert run(code, pickle.dumps(net)).split() == [b"n"]
        assert run(code, pickle.dumps(net.layer[0])).split() == [b"a"]

    def test_classes_are_kept(self):
        """A nested class that nobody holds is not made anew, without its name."""
        made = altered()
        gc.collect()

        assert made.message("FillerParameter.Inner").__qualname__ == "FillerParameter.Inner"

    # pickle looks through all modules for the class, and some of them warn of being looked at.
    @pytest.mark.filterwarnings("ignore::DeprecationWarning")
    def test_without_a_module_nothing_is_pickled(self):
        """Classes are found by their module: a schema that names none gives none to pickle."""
        message = altered().message("FillerParameter")()

        with pytest.raises(pickle.PicklingError):
            pickle.dumps(message)


class TestCatalogue:
    """The schemas by name."""

    def test_a_schema_is_loaded_once(self):
        """The same name gives the same schema, and so the same classes."""
        assert schema() is schema("bvlc")
        assert "bvlc" in schema_names()

    def test_threads_get_the_same_schema(self, monkeypatch):
        """Threads that ask for the first time together do not load it twice."""

        @functools.cache
        def slow(name):
            time.sleep(0.05)
            return [name]

        monkeypatch.setattr(catalogue, "_load", slow)
        found = []
        threads = [threading.Thread(target=lambda: found.append(schema("any"))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(found) == 4
        assert len({id(each) for each in found}) == 1

    @pytest.mark.parametrize("name", ["BVLC", "caffe", "../caffe", ""])
    def test_an_unknown_schema_is_refused(self, name):
        """The message repeats the name, the hint tells what there is."""
        with pytest.raises(CaffeFillersError) as caught:
            schema(name)

        assert repr(name) in caught.value.message
        assert "bvlc" in caught.value.hint

    def test_importing_is_cheap(self):
        """The first message loads protobuf and the descriptors, not the import."""
        code = """
import sys
from caffe_fillers.proto import caffe, schema
print("caffe_fillers.proto.pools" in sys.modules)
caffe.NetParameter()
print("caffe_fillers.proto.pools" in sys.modules)
"""

        assert run(code).split() == [b"False", b"True"]
