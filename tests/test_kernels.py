"""The compiled kernels: which build of them is used."""

from pathlib import Path
from types import SimpleNamespace
from zlib import crc32

import pytest

from caffe_fillers import kernels


def test_an_old_build_beside_a_newer_source_is_not_used(tmp_path):
    """Its numbers may be others; without a source beside it, as in a wheel, nothing is compared."""
    source = tmp_path / "_kernels.c"
    source.write_bytes(b"new")
    built_of_new = SimpleNamespace(source_crc=lambda: crc32(b"new"))
    built_of_old = SimpleNamespace(source_crc=lambda: crc32(b"old"))

    assert kernels.is_current(built_of_new, source)
    assert not kernels.is_current(built_of_old, source)
    assert not kernels.is_current(SimpleNamespace(), source)
    assert kernels.is_current(built_of_old, tmp_path / "missing.c")


@pytest.mark.skipif(kernels.built is None, reason="the kernels were not built")
def test_the_build_in_use_is_of_this_source():
    """What the build step defines is what the loader compares."""
    source = Path(kernels.__file__).with_name("_kernels.c")

    assert kernels.built.source_crc() == crc32(source.read_bytes())
