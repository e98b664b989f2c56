"""Small files that cost a lot: memory stays within 64 MB and four times the size of the file."""

import json
import struct
import zipfile

import h5py
import numpy as np
import onnx
import pytest

from caffe_fillers.errors import FormatError
from caffe_fillers.formats import safetensors_header, zips
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.formats.leveldb import _unsnap
from caffe_fillers.wire import varint
from tests._onnx import data, graph, helper, model
from tests.hostile._cost import ANYWAY, costs, needs_proc


def unwritten(path):
    """3 KB that declare 4 GB: it made `identify` take 4.3 GB."""
    with h5py.File(path, "w") as file:
        file.create_dataset("data/ip/0", (1 << 30,), "<f4", chunks=(1 << 20,))
    return "lacks 1,024 of its 1,024 parts"


def packed(path):
    """A hundredth of what it holds: 256 MB in one blob."""
    with h5py.File(path, "w") as file:
        how = {"chunks": (1 << 18,), "compression": "gzip", "compression_opts": 1}
        made = file.create_dataset("data/ip/0", (1 << 26,), "<f4", **how)
        for at in range(0, 1 << 26, 1 << 22):
            made[at : at + (1 << 22)] = 1.5
    return 'type: "constant" value: 1.5, by the first 1,048,576 of 67,108,864 values'


def deflated(path):
    """A thousandth of what it holds, as numpy.savez_compressed packs it: 9 MB took 2.2 GB."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.npy", "w", force_zip64=True) as member,
    ):
        shape = (1 << 26,)
        np.lib.format.write_array_header_1_0(
            member, {"descr": "<f4", "fortran_order": False, "shape": shape}
        )
        for _ in range(256):
            member.write(bytes(1 << 20))
    return 'type: "constant" value: 0.0, by the first 1,048,576 of 67,108,864 values'


def overlapping(path):
    """200,000 tensors in the same 32 bytes took 570 MB."""
    told = {"dtype": "F32", "shape": [8], "data_offsets": [0, 32]}
    header = json.dumps({f"a{number}": told for number in range(200_000)}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(32))
    return "more than 65,536 tensors"


def brackets(path):
    """12 MB of JSON that is no tensor."""
    header = b'{"a":{"dtype":[' + b"[]," * (4 << 20) + b"[]]}}"
    path.write_bytes(struct.pack("<Q", len(header)) + header)
    return "has a broken header"


def members(path):
    """A directory of 100,000 empty members."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(100_000):
            archive.writestr(f"a{number}.npy", b"")
    return "its directory has"


CASES = {
    "unwritten.h5": unwritten,
    "packed.h5": packed,
    "deflated.npz": deflated,
    "overlapping.safetensors": overlapping,
    "brackets.safetensors": brackets,
    "members.npz": members,
}


@needs_proc
@pytest.mark.slow
def test_identify_is_bounded(tmp_path):
    """The file is refused, or looked at in parts."""
    said = {name: make(tmp_path / name) for name, make in CASES.items()}
    found = costs(tmp_path, [("identify", name) for name in said])
    for (name, part), (code, taken, told) in zip(said.items(), found, strict=True):
        assert code in {0, 3}, name
        assert part in told
        assert taken <= ANYWAY + 4 * (tmp_path / name).stat().st_size, name


def test_overlapping_tensors_are_refused(tmp_path):
    """As the format's own library refuses them."""
    tensor = {"dtype": "F32", "shape": [2]}
    header = {"a": {**tensor, "data_offsets": [0, 8]}, "b": {**tensor, "data_offsets": [4, 12]}}
    content = json.dumps(header).encode()
    path = tmp_path / "m.safetensors"
    path.write_bytes(struct.pack("<Q", len(content)) + content + bytes(12))
    with pytest.raises(FormatError, match="tensors 'a' and 'b' share bytes"):
        open_model(path)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"{}", []),
        (b' { "a" : {"x": [1]} , "b\\"": {} } ', [("a", {"x": [1]}), ('b"', {})]),
        (b'{"__metadata__": {"a}": "}\\"", "b": "c"}, "\\\\": {}}', [("\\", {})]),
    ],
)
def test_a_header_is_read_by_tensors(header, expected):
    """Whatever blanks, quotes and brackets are in it."""
    assert list(safetensors_header.entries(header)) == expected


@pytest.mark.parametrize(
    "header",
    [
        *(
            b"",
            b"{",
            b"[]",
            b"{}x",
            b'{"a"}',
            b'{"a": 1}',
            b'{"a": {}',
            b'{"a": {},}',
            b'{"a": {} "b"',
        ),
        *(
            b'{"a',
            b'{"a\\"',
            b'{"\\ud8": {}}',
            b'{"\xff": {}}',
            b'{"__metadata__": {"}',
            b'{"a": {x}}',
        ),
        b'{"a": {"dtype": "' + b"x" * 5000 + b'"}}',
    ],
)
def test_a_header_that_is_none(header):
    """Each mistake is one of the header."""
    with pytest.raises(FormatError, match="has a broken header"):
        list(safetensors_header.entries(header))


def test_a_snapped_block_that_lies():
    """A block that declares 4 GB took 793 MB before its size was compared."""
    block = varint(2**32 - 1) + b"\0x" + b"\xfe\1\0" * 1000
    with pytest.raises(ValueError, match=r"of 3,007 bytes says that it holds 4,294,967,295"):
        _unsnap(block)
    with pytest.raises(ValueError, match="another size than it says"):
        _unsnap(varint(100) + block[5:])


def test_a_large_directory_of_64_bits(tmp_path):
    """Its size stands in the longer end."""
    path = tmp_path / "m.npz"
    ends = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    ends += b"PK\x06\x07" + struct.pack("<IQI", 0, 0, 1)
    path.write_bytes(ends + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 2**32 - 1, 0, 0))
    with path.open("rb") as file, pytest.raises(FormatError, match="1,099,511,627,776 bytes"):
        zips.check_directory(file, path.stat().st_size)


def test_a_packed_array_is_read_in_parts(tmp_path):
    """Forwards, backwards, and of several arrays by turns."""
    arrays = {name: np.arange(5000, dtype="<f8") + at for at, name in enumerate("ab")}
    np.savez_compressed(tmp_path / "m.npz", **arrays)
    model = open_model(tmp_path / "m.npz")
    stored = [layer.blobs[0] for layer in model.layers]
    for start, stop in [(0, 10), (10, 20), (4000, 5000), (5, 6), (0, 5000)]:
        for at, each in enumerate(stored):
            assert model.read(each, start, stop).tolist() == [*range(start + at, stop + at)]


@pytest.mark.parametrize(
    ("method", "count", "fault"),
    [
        (zipfile.ZIP_DEFLATED, 1000, ""),
        (zipfile.ZIP_BZIP2, 1 << 20, "has {} compressed bytes, which cannot be"),
    ],
)
def test_sizes_are_compared(tmp_path, method, count, fault):
    """No deflated byte makes more than 1,032."""
    with zipfile.ZipFile(tmp_path / "m.npz", "w", method) as archive:
        with archive.open("a.npy", "w") as member:
            np.save(member, np.zeros(count, "<f4"))
        held = archive.infolist()[0].compress_size
    stored = open_model(tmp_path / "m.npz").layers[0].blobs[0]

    assert stored.fault.startswith(fault.format(held))
    assert bool(stored.fault) == bool(fault)


def test_fortran_order_is_turned_where_it_is_small(tmp_path):
    """It is held whole."""
    np.savez_compressed(tmp_path / "m.npz", a=np.zeros((2, 5 << 20), "<f4", order="F"))
    stored = open_model(tmp_path / "m.npz").layers[0].blobs[0]

    assert stored.fault == "is compressed and in Fortran order, too large to be turned in memory"


def test_hdf5_that_was_not_written(tmp_path):
    """HDF5 would give its fill value, however often; Caffe writes no such file."""
    large = 8 << 20
    with h5py.File(tmp_path / "m.h5", "w") as file:
        file.create_dataset("data/ip/0", (5,), "<f4", fillvalue=3)
        file.create_dataset("data/ip/1", (large,), "<f4")
        file.create_dataset("data/ip/2", (large,), "<f4", chunks=(1 << 20,))[: 1 << 19] = 1
        how = {"chunks": (1 << 18,), "compression": "gzip"}
        file.create_dataset("data/ip/3", (large,), "<f4", **how)[:] = 1
        how["chunks"] = (large,)
        file.create_dataset("data/ip/4", (large,), "<f4", **how)[:] = 1
    model = open_model(tmp_path / "m.h5")
    blobs = model.layers[0].blobs

    assert model.read(blobs[0]).tolist() == [3] * 5
    assert [blobs[number].fault for number in range(5)] == [
        "",
        "has 0 of 33,554,432 bytes of values",
        "lacks 7 of its 8 parts",
        "",
        "is packed in parts of 33,554,432 bytes, more than its file has",
    ]


# --- ONNX -----------------------------------------------------------------------------------------


def many_bits(path):
    """One attribute of 2**40: it computed 2 to that power."""
    codes = {"q": np.ones((2, 1, 2), np.uint8), "s": np.ones(2, np.float32)}
    how = {"domain": "com.microsoft", "K": 4, "N": 2, "bits": 1 << 40, "block_size": 16}
    node = helper.make_node("MatMulNBits", ["x", "q", "s"], ["y"], **how)
    onnx.save(model(graph([node], {"x": data(1, 4)}, codes)), path)
    return "codes of 1099511627776 bits"


def many_nodes(path):
    """45,000 calls of a function of 2,000 nodes never ended; the calls were counted."""
    inner = [helper.make_node("Relu", ["a"], ["b"])] * 2000
    opsets = [helper.make_opsetid("local", 1), helper.make_opsetid("", 18)]
    function = helper.make_function("local", "f", ["a"], ["b"], inner, opsets)
    nodes = [helper.make_node("f", ["x"], ["y"], domain="local")] * 45_000
    made = graph(nodes, {"x": data(1, 4)})
    onnx.save(helper.make_model(made, functions=[function], opset_imports=opsets), path)
    return "its functions call each other beyond all bounds"


def many_calls(path):
    """As many calls and nodes as are taken."""
    inner = [helper.make_node("Relu", ["a"], ["b"])] * 5
    opsets = [helper.make_opsetid("local", 1), helper.make_opsetid("", 18)]
    function = helper.make_function("local", "f", ["a"], ["b"], inner, opsets)
    nodes = [helper.make_node("f", ["x"], ["y"], domain="local")] * 19_000
    made = graph(nodes, {"x": data(1, 4)})
    onnx.save(helper.make_model(made, functions=[function], opset_imports=opsets), path)
    return ""


@needs_proc
@pytest.mark.slow
def test_a_model_s_plan_is_bounded(tmp_path):
    """It is refused, or planned within the bound."""
    cases = {f"{make.__name__}.onnx": make for make in (many_bits, many_nodes, many_calls)}
    said = {name: make(tmp_path / name) for name, make in cases.items()}
    found = costs(tmp_path, [("plan", name, "--json") for name in said])
    for (name, part), (code, taken, told) in zip(said.items(), found, strict=True):
        assert code in {0, 3}, name
        assert part in told
        assert taken <= ANYWAY + 4 * (tmp_path / name).stat().st_size, name
