"""A real Boost beside us: finds headers, compiles draw.cpp with them, asks it for numbers.

Used by tests/rng/test_live_boost.py and tools/bench.py.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SOURCE = Path(__file__).with_name("draw.cpp")
SYSTEM = Path("/usr/include")
RANDOM = Path("boost", "random", "normal_distribution.hpp")

# What a fused multiply-add needs, by machine.
FUSED = {"x86_64": ["-mfma"], "aarch64": []}


@dataclass(frozen=True)
class Boost:
    """Headers of one release: the folder that holds `boost`, and the release ("1.74.0")."""

    root: Path
    release: str


@dataclass(frozen=True)
class Request:
    """One line for the driver."""

    dist: str
    dtype: str
    seed: int
    count: int
    parameters: tuple[float, ...]
    script: tuple[int, ...] = ()

    def line(self) -> str:
        """As draw.cpp reads it; parameters rounded to the dtype, exactly written."""
        first, second = (*self.parameters, 0.0, 0.0)[:2]
        kind = "f" if self.dtype == "float32" else "d"
        hexes = f"{float(first).hex()} {float(second).hex()}"
        words = " ".join(str(word) for word in self.script)
        return f"{self.dist} {kind} {self.seed} {self.count} {hexes} {words}\n"


def boosts() -> list[Boost]:
    """The Boosts in the folders of CAFFE_FILLERS_BOOST, and the system's own.

    Raises:
        FileNotFoundError: a folder that the variable names holds no Boost.Random.
    """
    named = [
        Path(each) for each in os.environ.get("CAFFE_FILLERS_BOOST", "").split(os.pathsep) if each
    ]
    for root in named:
        if not (root / RANDOM).exists():
            message = f"CAFFE_FILLERS_BOOST names {root}, but there is no {root / RANDOM}"
            raise FileNotFoundError(message)
    if (SYSTEM / RANDOM).exists():
        named.append(SYSTEM)
    return [Boost(root, _release(root)) for root in named]


def _release(root: Path) -> str:
    header = (root / "boost" / "version.hpp").read_text(errors="replace")
    number = int(re.search(r"#define\s+BOOST_VERSION\s+(\d+)", header)[1])
    return f"{number // 100000}.{number // 100 % 1000}.{number % 100}"


def compiler() -> str | None:
    """The C++ compiler: $CXX, or the first that is found."""
    return next(
        (
            found
            for name in (os.environ.get("CXX"), "g++", "c++", "clang++")
            if name and (found := shutil.which(name))
        ),
        None,
    )


def can_fuse() -> bool:
    """Whether this machine can run the fused build."""
    if platform.machine() not in FUSED:
        return False
    cpu = Path("/proc/cpuinfo")
    return platform.machine() == "aarch64" or (cpu.exists() and " fma " in cpu.read_text())


def build(boost: Boost, folder: Path, *, fused: bool = False) -> Path:
    """The driver compiled with these headers."""
    program = folder / f"draw-{boost.release}{'-fused' if fused else ''}"
    flags = [*FUSED[platform.machine()], "-ffp-contract=fast"] if fused else ["-ffp-contract=off"]
    include = [] if boost.root == SYSTEM else ["-I", str(boost.root)]
    command = [compiler(), "-O2", *flags, *include, str(SOURCE), "-o", str(program)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return program


def ask(program: Path, requests: list[Request]) -> list[tuple[np.ndarray, int]]:
    """For each request the values and the word after them."""
    lines = "".join(request.line() for request in requests)
    raw = subprocess.run([program], input=lines.encode(), check=True, capture_output=True).stdout
    answers, at = [], 0
    for request in requests:
        dtype = {"words": np.dtype("u4"), "bernoulli": np.dtype("i4")}.get(
            request.dist, np.dtype(request.dtype)
        )
        values = np.frombuffer(raw, dtype, request.count, at)
        at += values.nbytes
        answers.append((values, int(np.frombuffer(raw, "u4", 1, at)[0])))
        at += 4
    if at != len(raw):
        message = f"the driver wrote {len(raw)} bytes, expected {at}"
        raise RuntimeError(message)
    return answers


def times(program: Path, count: int = 1 << 20) -> dict[str, float]:
    """Nanoseconds a value, by kind, drawing `count` of them."""
    lines = subprocess.run(
        [program, "time", str(count)], check=True, capture_output=True, text=True
    ).stdout
    rows = (line.rpartition(" ") for line in lines.splitlines())
    return {name: float(taken) for name, _, taken in rows}
