"""The same jobs on a real Dask cluster on loopback: two workers, processes of their own."""

import os
import signal
import time

import pytest

from tests.bulk._fleet import fleet, hashes, ran, started

distributed = pytest.importorskip("distributed", reason="Dask is for the full run only")
# Whatever the cluster's libraries deprecate is not ours.
pytestmark = pytest.mark.filterwarnings("default")

RUN = ["nets", "--recursive", "--seed", 7]


@pytest.fixture
def cluster():
    """A scheduler and two workers."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


def test_a_cluster_gives_the_same_files(cluster, tmp_path):
    """As this machine alone; the broken are listed, nothing but outputs is left."""
    fleet(tmp_path / "nets", 24)
    code, _, err = ran(*RUN, "--out-dir", "here", "--jobs", 1, cwd=tmp_path)
    assert code == 3, err
    address = cluster.scheduler_address
    code, _, err = ran(*RUN, "--out-dir", "there", "--dask", address, cwd=tmp_path)
    assert code == 3, err
    assert "21 filled, 3 failed" in err
    assert hashes(tmp_path / "there") == hashes(tmp_path / "here")
    assert len(hashes(tmp_path / "here")) == 21
    assert not [path for path in tmp_path.rglob("*") if "probe" in path.name]


def test_a_worker_that_dies_loses_nothing(cluster, tmp_path):
    """Killed in mid-run: each file is done once, none is half written."""
    fleet(tmp_path / "nets", 40, width=500, height=500, broken=False)
    assert ran(*RUN, "--out-dir", "here", "--jobs", 1, cwd=tmp_path)[0] == 0
    address = cluster.scheduler_address
    options = ["--out-dir", "there", "--dask", address, "--manifest", "m.jsonl"]
    process = started(*RUN, *options, cwd=tmp_path)
    deadline = time.monotonic() + 120
    while len(list((tmp_path / "there").rglob("*.caffemodel"))) < 5:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    victim = next(iter(cluster.workers.values())).process.pid
    os.kill(victim, signal.SIGKILL)
    _, err = process.communicate(timeout=300)

    assert process.returncode == 0, err
    assert hashes(tmp_path / "there") == hashes(tmp_path / "here")
    assert len((tmp_path / "m.jsonl").read_text().splitlines()) == 41
    assert err.count(" -> ") == 40


def change(module, name, value):
    """On a worker: give a module's function another result."""
    import importlib

    setattr(importlib.import_module(module), name, lambda *_: value)


@pytest.mark.parametrize(
    ("module", "name", "value", "words"),
    [
        ("caffe_fillers.bulk.cluster", "package_version", "9.9", "caffe_fillers 9.9, here it is"),
        ("caffe_fillers.bulk.cluster", "file_sha256", "0", "does not see"),
    ],
)
def test_workers_that_differ_are_refused(module, name, value, words, cluster, tmp_path):
    """Another version, or other folders: nothing is written."""
    fleet(tmp_path / "nets", 6, broken=False)
    with distributed.Client(cluster, set_as_default=False) as client:
        worker = next(iter(client.scheduler_info()["workers"]))
        client.run(change, module, name, value, workers=[worker])
    address = cluster.scheduler_address
    code, _, err = ran(*RUN, "--out-dir", "there", "--dask", address, cwd=tmp_path)
    assert (code, words in err, worker in err) == (3, True, True), err
    assert not hashes(tmp_path / "there")


def test_a_scheduler_that_is_not_there(tmp_path):
    """Its address, and what to do."""
    fleet(tmp_path / "nets", 3, broken=False)
    code, _, err = ran(*RUN, "--out-dir", "o", "--dask", "tcp://127.0.0.1:9", cwd=tmp_path)
    assert (code, "tcp://127.0.0.1:9: no scheduler" in err) == (3, True), err
