"""A thousand files: all of them, killed and resumed, in little memory, twice as fast on two cores.

A quarter of an hour's work, for the full run of CI: CAFFE_FILLERS_FULL=1 turns it on. What it
measured is printed: `pytest -s`.
"""

import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from caffe_fillers.bulk.manifest import read_manifest
from tests._shared import ROOT
from tests.bulk._fleet import fleet, hashes, ran, started

pytestmark = pytest.mark.skipif(
    not os.environ.get("CAFFE_FILLERS_FULL"), reason="for the full run: CAFFE_FILLERS_FULL=1"
)
#: Files of 2,254,500 values to measure the speed with.
FILES = 80
RUN = ["nets", "--recursive", "--out-dir", "out", "--manifest", "m.jsonl", "--seed", 7]


def test_a_thousand_files_killed_ten_times(tmp_path):
    """997 filled, three listed; shares, jobs and ten kills give the same 997 hashes."""
    chance = random.Random(20261128)  # noqa: S311  # moments, no secrets
    fleet(tmp_path / "nets", 1000, width=20, height=20)
    begun = time.monotonic()
    code, _, err = ran(*RUN, "--jobs", 2, cwd=tmp_path)
    print(f"1,000 files at --jobs 2: {time.monotonic() - begun:.1f} s")  # noqa: T201
    assert (code, "997 filled, 3 failed" in err, err.count("error: ")) == (3, True, 3)
    wanted = hashes(tmp_path / "out")
    assert len(wanted) == 997
    whole = (tmp_path / "m.jsonl").read_bytes()

    for share in range(3):
        options = [
            "nets",
            "--recursive",
            "--out-dir",
            "shares",
            "--seed",
            7,
            "--shard",
            f"{share}/3",
        ]
        assert ran(*options, cwd=tmp_path)[0] in (0, 3)
    assert hashes(tmp_path / "shares") == wanted
    assert ran(*RUN[:3], "one", *RUN[4:6], *RUN[6:], "--jobs", 1, "--force", cwd=tmp_path)[0] == 3
    assert hashes(tmp_path / "one") == wanted

    shutil.rmtree(tmp_path / "out")
    (tmp_path / "m.jsonl").unlink()
    for _ in range(10):
        process = started(*RUN, "--resume", "--jobs", 2, cwd=tmp_path)
        target = len(hashes(tmp_path / "out")) + chance.randrange(1, 90)
        deadline = time.monotonic() + 120
        while len(list((tmp_path / "out").rglob("*.*"))) < target and time.monotonic() < deadline:
            time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
    killed = len(hashes(tmp_path / "out"))
    code, _, err = ran(*RUN, "--resume", "--jobs", 2, cwd=tmp_path)
    print(f"after ten kills {killed} of 997 were there; {err.splitlines()[-1]}")  # noqa: T201
    assert code == 3
    assert hashes(tmp_path / "out") == wanted
    assert len(read_manifest(tmp_path / "m.jsonl").entries) == 997
    assert (tmp_path / "m.jsonl").read_bytes() == whole


@pytest.mark.parametrize("filler", ["xavier", "msra"])
def test_two_jobs_are_nearly_twice_as_fast(filler, tmp_path):
    """Files a second at --jobs 2 against --jobs 1: medians of one session, start-up left out.

    Or near what the disk lets any two processes do: two that do nothing but write as many bytes.
    Other work on the machine moves both, so the bound is wide.
    """
    for net in fleet(tmp_path / "nets", FILES, width=1500, height=1500, broken=False).rglob("*.*"):
        net.write_text(net.read_text().replace("xavier", filler))
    fleet(tmp_path / "few", 2, width=20, height=20, broken=False)
    rates = {1: [], 2: [], "floor": []}
    for _ in range(5):
        for jobs in (1, 2):
            empty = _seconds("few", jobs, tmp_path)
            rates[jobs].append(FILES / (_seconds("nets", jobs, tmp_path) - empty))
        rates["floor"].append(FILES / (_writing(FILES // 2, tmp_path) - _writing(0, tmp_path)))
    one, two, floor = (statistics.median(rates[name]) for name in (1, 2, "floor"))
    print(  # noqa: T201
        f"{filler}: {one:.1f} files a second at --jobs 1, {two:.1f} at --jobs 2: {two / one:.2f}; "
        f"two processes that only write: {floor:.1f}"
    )
    assert two >= min(1.7 * one, 0.6 * floor)


def _writing(count, home):
    """Seconds that two processes take to write so many files each, of a net's size."""
    size = next((home / "out").rglob("*.caffemodel")).stat().st_size
    begun = time.monotonic()
    folders = [home / f"zeros{number}" for number in range(2)]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bulk._writer", folder, str(count), str(size)], cwd=ROOT
        )
        for folder in folders
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    return time.monotonic() - begun


def _seconds(folder, jobs, home):
    shutil.rmtree(home / "out", ignore_errors=True)
    begun = time.monotonic()
    options = [folder, "--recursive", "--out-dir", "out", "--seed", 1, "--jobs", jobs, "-q"]
    assert ran(*options, cwd=home)[0] == 0
    return time.monotonic() - begun


def test_memory_does_not_grow_with_the_number_of_files(tmp_path):
    """The peak of all processes for 1,000 files is within 1.2 times that for ten."""
    fleet(tmp_path / "ten", 10, width=300, height=300, broken=False)
    fleet(tmp_path / "thousand", 1000, width=300, height=300, broken=False)
    ten, thousand = (_peak(folder, tmp_path) for folder in ("ten", "thousand"))
    print(f"peak {ten >> 20} MB for 10 files, {thousand >> 20} MB for 1,000")  # noqa: T201
    assert thousand <= 1.2 * ten


def _peak(folder, home):
    """The largest sum of the proportional memory of a run's processes."""
    options = ["--recursive", "--out-dir", f"o_{folder}", "--manifest", f"{folder}.jsonl"]
    process = started(folder, *options, "--seed", 1, "--jobs", 2, "-q", cwd=home)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_memory, _tree(process.pid))))
        time.sleep(0.05)
    process.communicate()
    assert process.returncode == 0
    return peak


def _tree(pid):
    found = [pid]
    for entry in sorted(Path("/proc").iterdir(), key=lambda each: each.name):
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent in found:
                found.append(int(entry.name))
    return found


def _memory(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)
