"""How fast numbers are made and nets are filled, beside C++ loops over a real Boost.

    python tools/bench.py                  values, and VGG-16 as a file
    python tools/bench.py --small          the same with small sizes: does it still run?
    python tools/bench.py NET.prototxt ... how fast texts are read, beside Python's text_format

All ratios are of one run, in which the programs take turns: medians of several fresh processes, and
beside them the ratio of the minima, which a busy machine disturbs less. Times of values are
processor time, times of nets are wall time, from the start of the process to the renamed file.
Without a compiler or Boost the C++ columns stay empty. docs/performance.md tells what they mean.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from golden import live  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

#: Releases whose normal values are G1, G2, G3.
RELEASES = {"G1": "1.54", "G2": "1.58", "G3": "1.74"}


def nanoseconds(draw: Callable[[], None], n: int, rounds: int = 5) -> float:
    """Processor time for each of `n` values, in the best of the rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        draw()
        best = min(best, time.process_time() - start)
    return best / n * 1e9


# --- values ---------------------------------------------------------------------------------------


def our_times(n: int) -> dict[str, float]:
    """Our nanoseconds for a word and for values of each kind, in this process."""
    from caffe_fillers.core.draws import Gaussian, Sparse, UnitBall
    from caffe_fillers.core.pour import pour
    from caffe_fillers.rng.eras import Era
    from caffe_fillers.rng.rng import Rng

    rng = Rng(1701)
    words = np.empty(n, np.uint32)
    times = {"words": nanoseconds(lambda: rng.stream.words(words.size), n)}
    for name in ("float32", "float64"):
        out = np.empty(n, name)
        times[f"uniform {name}"] = nanoseconds(lambda o=out: rng.uniform(-0.05, 0.05, o), n)
        times[f"bernoulli {name}"] = nanoseconds(lambda o=out: rng.bernoulli(0.3, o), n)
        for algorithm, release in RELEASES.items():
            other = Rng(1701, Era.of(boost=release))
            slow = algorithm == "G1" and name == "float64"
            part = out[: n // 8 if slow else n]
            times[f"gaussian {name} {algorithm}"] = nanoseconds(
                lambda o=part, r=other: r.gaussian(0, 0.01, o), part.size
            )

    def whole(law: object, shape: tuple[int, ...]) -> None:
        for _ in pour(law, shape, rng, np.dtype(np.float32)):
            pass

    shape = (n // 64, 64)
    law = Sparse(Gaussian(0.0, 0.01), 0.25)
    times["sparse float32"] = nanoseconds(lambda: whole(law, shape), n)
    times["unit ball float32"] = nanoseconds(lambda: whole(UnitBall(), shape), n)
    return times


def numpy_times(n: int) -> dict[str, float]:
    """NumPy's own generator, which gives other numbers."""
    rng, times = np.random.default_rng(1), {}
    for name in ("float32", "float64"):
        out = np.empty(n, name)
        kind = np.dtype(name)
        times[f"uniform {name}"] = nanoseconds(lambda o=out, k=kind: rng.random(out=o, dtype=k), n)
        times[f"gaussian {name} G3"] = nanoseconds(
            lambda o=out, k=kind: rng.standard_normal(out=o, dtype=k), n
        )
    return times


def torch_times(n: int) -> dict[str, float]:
    """torch.nn.init, where torch is installed; other numbers, too."""
    if find_spec("torch") is None:
        return {}
    import torch

    torch.set_num_threads(1)
    out = torch.empty(n)
    return {
        "uniform float32": nanoseconds(lambda: torch.nn.init.uniform_(out, -0.05, 0.05), n),
        "gaussian float32 G3": nanoseconds(lambda: torch.nn.init.normal_(out, 0, 0.01), n),
    }


def fresh(what: str, n: int, *, pure: bool = False) -> dict[str, float]:
    """The times of a fresh process of this file."""
    environment = {**os.environ, "CAFFE_FILLERS_PURE": "1" if pure else "0"}
    ran = subprocess.run(
        [sys.executable, __file__, "--child", what, "--count", str(n)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return json.loads(ran.stdout)


CHILDREN = {"ours": our_times, "numpy": numpy_times, "torch": torch_times}


def bench_values(program: Path | None, n: int, rounds: int) -> None:
    """Print the table of values."""
    runs: dict[str, list[dict[str, float]]] = {}
    for _ in range(rounds):
        if program:
            runs.setdefault("C++", []).append(live.times(program, n))
        runs.setdefault("kernels", []).append(fresh("ours", n))
        runs.setdefault("NumPy", []).append(fresh("ours", n, pure=True))
        runs.setdefault("Generator", []).append(fresh("numpy", n))
        runs.setdefault("torch", []).append(fresh("torch", n))
    print(f"\nNanoseconds a value: medians of {rounds} processes, ratios to C++ (of the minima)")
    heads = [*runs, "kernels / C++", "NumPy / C++"]
    print(f"{'':22}" + "".join(f"{head:>16}" for head in heads))
    for name in runs["kernels"][0]:
        loop = name.replace(" G3", "").replace(" G2", "")
        row, cpp = f"{name:22}", [run[loop] for run in runs.get("C++", []) if loop in run]
        for who, found in runs.items():
            mine = [run[key] for run in found if (key := loop if who == "C++" else name) in run]
            row += f"{statistics.median(mine):16.2f}" if mine else f"{'':16}"
        for who in ("kernels", "NumPy"):
            mine = [run[name] for run in runs[who]]
            row += ratios(mine, cpp)
        print(row)


def ratios(mine: list[float], theirs: list[float]) -> str:
    """The ratio of the medians, and that of the minima."""
    if not theirs:
        return f"{'':16}"
    middle = statistics.median(mine) / statistics.median(theirs)
    return f"{middle:9.2f} ({min(mine) / min(theirs):.2f})"


# --- nets -----------------------------------------------------------------------------------------


def vgg(filler: str, part: int) -> str:
    """VGG-16 with this filler, of a part of its width."""
    how = f'weight_filler {{ type: "{filler}" }} bias_filler {{ type: "constant" }}'
    size = max(224 // part, 32)
    shape = f"shape {{ dim: 1 dim: 3 dim: {size} dim: {size} }}"
    lines = [f'layer {{ name: "data" type: "Input" top: "data" input_param {{ {shape} }} }}']
    bottom = "data"
    for block, (times, width) in enumerate(((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)), 1):
        for number in range(1, times + 1):
            top = f"conv{block}_{number}"
            given = f"num_output: {width // part} kernel_size: 3 pad: 1 {how}"
            lines.append(
                f'layer {{ name: "{top}" type: "Convolution" bottom: "{bottom}" top: "{top}" '
                f"convolution_param {{ {given} }} }}"
            )
            bottom = top
        lines.append(
            f'layer {{ name: "pool{block}" type: "Pooling" bottom: "{bottom}" top: "pool{block}" '
            "pooling_param { kernel_size: 2 stride: 2 } }"
        )
        bottom = f"pool{block}"
    for number, width in ((6, 4096), (7, 4096), (8, 1000)):
        lines.append(
            f'layer {{ name: "fc{number}" type: "InnerProduct" bottom: "{bottom}" '
            f'top: "fc{number}" inner_product_param {{ num_output: {width // part} {how} }} }}'
        )
        bottom = f"fc{number}"
    return "\n".join(lines) + "\n"


def draws_of(net: Path) -> str:
    """The net's draws as draw.cpp reads them."""
    from caffe_fillers.core.draws import Constant, Uniform, count
    from caffe_fillers.plan.start import start

    lines = []
    for drawn in start(net).planned.plan.draws:
        n, law = count(drawn.shape), drawn.law
        if isinstance(law, Constant):
            lines.append(f"constant {n} {law.value!r} 0")
        elif isinstance(law, Uniform):
            lines.append(f"uniform {n} {law.low!r} {law.high!r}")
        else:
            lines.append(f"gaussian {n} {law.mean!r} {law.std!r}")
    return "\n".join(lines) + "\n"


def timed(command: list[str], given: str = "", *, pure: bool = False) -> tuple[float, float]:
    """Wall time of a process and its peak memory in MB."""
    path = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    environment = {**os.environ, "PYTHONPATH": path, "CAFFE_FILLERS_PURE": "1" if pure else "0"}
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
    process.stdin.write(given.encode())
    process.stdin.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - begin, used.ru_maxrss / 1024


def bench_nets(program: Path | None, folder: Path, part: int, rounds: int) -> None:
    """Print the table of whole nets, as files."""
    print(f"\nVGG-16 as a file, seconds from start to renamed file: medians of {rounds}")
    print(f"{'':26}{'s':>8}{'peak MB':>9}{'/ C++ sync (minima)':>22}{'/ C++ no sync':>16}")
    ours = [sys.executable, "-m", "caffe_fillers"]
    for filler in ("xavier", "msra"):
        net, out = folder / f"{filler}.prototxt", folder / "out.caffemodel"
        net.write_text(vgg(filler, part))
        fill = [*ours, str(net), "--seed", "1701", "-o", str(out), "-q"]
        cpp = [str(program), "net", "1701", str(out)]
        cases = {"kernels": (fill, "", False), "NumPy": (fill, "", True)}
        if program:
            given = draws_of(net)
            cases |= {"C++, sync": ([*cpp, "sync"], given, False), "C++": (cpp, given, False)}
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
        for _ in range(rounds):
            for name, (command, given, pure) in cases.items():
                out.unlink(missing_ok=True)
                runs[name].append(timed(command, given, pure=pure))
        walls = {name: [wall for wall, _ in found] for name, found in runs.items()}
        for name, found in runs.items():
            row = f"{filler + ', ' + name:26}{statistics.median(walls[name]):8.2f}"
            row += f"{max(peak for _, peak in found):9.0f}"
            row += f"{ratios(walls[name], walls.get('C++, sync', [])):>22}"
            print(row + f"{ratios(walls[name], walls.get('C++', [])):>16}")


# --- texts ----------------------------------------------------------------------------------------


def bench_text(paths: list[str]) -> None:
    """Print how long each net takes to its lossless tree and message, and text_format to this."""
    from google.protobuf import text_format

    from caffe_fillers.proto import caffe
    from caffe_fillers.text import parse

    heads = ("bytes", "tree, ms", "and message", "text_format", "ratio")
    print(f"{'':24}" + "".join(f"{head:>12}" for head in heads))
    cls = caffe.NetParameter
    for path in paths:
        content = Path(path).read_bytes()
        tree = nanoseconds(lambda c=content: parse(c), 1)
        both = nanoseconds(lambda c=content: parse(c).message(cls), 1)
        theirs = nanoseconds(lambda c=content: text_format.Parse(c, cls()), 1)
        times = "".join(f"{each / 1e6:12.1f}" for each in (tree, both, theirs))
        print(f"{Path(path).name[:23]:24}{len(content):12,}{times}{both / theirs:12.2f}")


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("nets", nargs="*", help="texts to read")
    asked.add_argument("--small", action="store_true", help="small sizes, two rounds")
    asked.add_argument("--rounds", type=int, default=15, help="fresh processes of each kind")
    asked.add_argument("--only", choices=["values", "nets"])
    asked.add_argument("--child", choices=list(CHILDREN), help=argparse.SUPPRESS)
    asked.add_argument("--count", type=int, default=1 << 20, help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.child:
        print(json.dumps(CHILDREN[told.child](told.count)))
        return
    if told.nets:
        bench_text(told.nets)
        return
    rounds, n, part = (2, 1 << 14, 16) if told.small else (told.rounds, told.count, 1)
    boosts = live.boosts() if live.compiler() else []
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        program = live.build(boosts[0], Path(folder)) if boosts else None
        beside = f"Boost {boosts[0].release}, -O2" if boosts else "no C++ compiler or no Boost"
        print(
            f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, "
            f"NumPy {np.__version__}; beside {beside}"
        )
        if told.only != "nets":
            bench_values(program, n, rounds)
        if told.only != "values":
            bench_nets(program, Path(folder), part, rounds)


if __name__ == "__main__":
    main()
