"""Broken inputs by the million: does any end otherwise than with a plain answer?

    python tools/fuzz.py --count 1000                    # a thousand of each format
    python tools/fuzz.py --format npz --hours 2 --seed 7 --out /tmp/fuzz
    python tools/fuzz.py --again /tmp/fuzz/npz-7-1234    # one input that was kept

Input number i of a format is made from the format, the seed and i alone (and of the texts that
CAFFE_FILLERS_CORPUS adds to begin with). Commands run in children that are forked from a parent
which has loaded and used everything once; each child takes many inputs. A finding is: an exception
or a warning of Python's, an exit code that is none of ours, a child that dies, more memory than
64 MB and 4 bytes for each byte of the input (25 for a text), more processor time than 5 seconds and
5 for each megabyte; of a text also: a tree that is not the text, and what is formatted otherwise
when it is formatted again. What is found is run again alone, and only what is found again counts.
Its files are kept in the folder `--out`, outside the tree, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import mmap
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fuzzing.formats import FORMATS, Input

from caffe_fillers.cli import main as command_line
from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.text import parse
from caffe_fillers.text.fmt import formatted

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1 << 20
#: Bytes that any input may take, and for each of its bytes: of a text, and of other files.
MEMORY, TEXT_FACTOR, FACTOR = 64 * MEGABYTE, 25, 4
#: Room of addresses beyond the bound on memory, and a clock for what waits instead of working.
ADDRESSES, CLOCK = 1 << 30, 120
#: Processor seconds that any input may take, and for each megabyte of it.
SECONDS = 5
#: Inputs are written and read here, in memory where the system has it.
_SHARED = "/dev/shm"  # noqa: S108  # folders of random names are made in it
SCRATCH = _SHARED if os.access(_SHARED, os.W_OK) else None
#: Inputs that one child takes.
BATCH = 500
#: Exit codes that a user may see.
CODES = range(4)


class FoundError(Exception):
    """What an input did."""


def make(kind: str, seed: int, number: int, seeds: Any) -> Input:
    """One input."""
    return FORMATS[kind].makes(Random(f"{kind} {seed} {number}"), seeds)  # noqa: S311


# --- one input ------------------------------------------------------------------------------------


def run(made: Input, folder: Path) -> int:
    """The exit code of the input's command, in this folder.

    Raises:
        FoundError: it is none of ours, or something else is wrong.
    """
    for name, content in made.files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    if made.command[0] == "tree":
        return _tree(made.files[made.command[1]])
    out = io.TextIOWrapper(io.BytesIO())
    err = io.TextIOWrapper(io.BytesIO(), errors="backslashreplace")
    code: Any = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            command_line(list(made.command))
        except SystemExit as left:
            code = left.code
    err.flush()
    told = err.buffer.getvalue()  # type: ignore[attr-defined]
    if code not in CODES or b"not enough memory" in told or b"Traceback" in told:
        raise FoundError(f"exit code {code}: {told[-2000:].decode('utf-8', 'replace')}")
    return int(code)


def _tree(content: bytes) -> int:
    """A text is its tree, and what is formatted stays as it is."""
    try:
        document = parse(content)
        once = formatted(document)
    except CaffeFillersError:
        return 3
    if document.encode() != content:
        raise FoundError("the tree is not the text")
    if formatted(parse(once)) != once:
        raise FoundError("what was formatted is formatted otherwise")
    return 0


def _memory() -> dict[str, int]:
    """Bytes of memory and of addresses, from /proc/self/status; nothing where there is none."""
    with contextlib.suppress(OSError), Path("/proc/self/status").open("rb", buffering=0) as file:
        lines = file.read(4096).decode().splitlines()
        found = (line.split() for line in lines if line.startswith("Vm"))
        return {name.rstrip(":"): int(number) * 1024 for name, number, _ in found}
    return {}


def watched(made: Input, folder: Path, *, text: bool) -> int:
    """The exit code; dies where the processor time is used up."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _memory()
    room = MEMORY + (TEXT_FACTOR if text else FACTOR) * made.size
    if before:
        limit = before["VmSize"] + room + ADDRESSES
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_PROF, SECONDS * (1 + made.size / MEGABYTE))
    signal.alarm(CLOCK)
    try:
        code = run(made, folder)
    except FoundError:
        raise
    except BaseException as error:
        raise FoundError(traceback.format_exc()[-3000:]) from error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    taken = _memory()["VmHWM"] - before["VmRSS"] if before else 0
    if taken > room:
        raise FoundError(f"{taken:,} bytes of memory for an input of {made.size:,}")
    return code


# --- children -------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What became of a format's inputs."""

    codes: Counter[int] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    seconds: float = 0.0


def child(kind: str, seed: int, numbers: range, seeds: Any) -> tuple[int, Counter[int], str]:
    """Run inputs in a child: the number of the one at fault or -1, codes, and the fault."""
    # The number of the input at hand, and how often each code was met.
    progress = memoryview(mmap.mmap(-1, 8 * (1 + len(CODES)))).cast("Q")
    folder = tempfile.mkdtemp(prefix="fuzz-", dir=SCRATCH)
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        os.close(reader)
        os._exit(_child(kind, seed, numbers, seeds, folder, progress, writer))
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(process, 0)
    shutil.rmtree(folder, ignore_errors=True)
    number, *codes = progress.tolist()
    counted = Counter(dict(zip(CODES, codes, strict=True)))
    if os.WIFEXITED(status) and not os.WEXITSTATUS(status):
        why = told.decode()
        return (number if why else -1), counted, why
    names = {signal.SIGPROF: "too much processor time", signal.SIGALRM: "waits without end"}
    why = names.get(os.WTERMSIG(status), f"died of signal {os.WTERMSIG(status)}")
    return number, counted, why


def _child(
    kind: str, seed: int, numbers: range, seeds: Any, folder: str, progress: memoryview, writer: int
) -> int:
    os.chdir(folder)
    # What the C libraries print is nobody's.
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.environ["FILL_WEIGHTS_TRACEBACK"] = "1"
    warnings.simplefilter("error")
    for number in numbers:
        progress[0] = number
        try:
            code = watched(make(kind, seed, number, seeds), Path(), text=kind == "text")
        except FoundError as fault:
            os.write(writer, str(fault)[-3000:].encode("utf-8", "backslashreplace"))
            break
        progress[1 + code] += 1
    return 0


def fuzz(kind: str, seed: int, numbers: range, seeds: Any, out: Path) -> Tally:
    """Run these inputs; each finding is run again alone."""
    tally, began = Tally(), time.monotonic()
    start = numbers.start
    while start < numbers.stop:
        stop = min(start + BATCH, numbers.stop)
        at, codes, why = child(kind, seed, range(start, stop), seeds)
        tally.codes += codes
        if at >= 0:
            again, _, why_again = child(kind, seed, range(at, at + 1), seeds)
            if again >= 0:
                name = f"{kind}-{seed}-{at}"
                tally.found.append(name)
                keep(out / name, make(kind, seed, at, seeds), why_again)
                say(f"{name}: {why_again.strip().splitlines()[-1][:300]}")
            else:
                say(f"{kind}-{seed}-{at}: not alone: {why.strip()[-300:]}")
            stop = at + 1
        start = stop
    tally.seconds = time.monotonic() - began
    return tally


def say(text: str) -> None:
    """Print a line, whatever is in it."""
    print(text.encode("ascii", "backslashreplace").decode(), flush=True)


def keep(folder: Path, made: Input, why: str) -> None:
    """The files of a finding, the command, and what it did."""
    for name, content in made.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "FINDING").write_text(
        f"{json.dumps(made.command)}\n{why}\n", encoding="utf-8", errors="backslashreplace"
    )


def warm(kind: str, seeds: Any) -> None:
    """Load what the format's commands load, before children are forked."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder, contextlib.chdir(folder):
        for number in range(60):
            with contextlib.suppress(BaseException):
                run(make(kind, -1, number, seeds), Path())
    gc.collect()
    gc.freeze()  # what is there stays shared with the children


# --- the command ----------------------------------------------------------------------------------


def again(folder: Path) -> int:
    """Run a finding that was kept, in this process, without bounds."""
    command = json.loads((folder / "FINDING").read_text().splitlines()[0])
    held = [path for path in folder.rglob("*") if path.is_file() and path.name != "FINDING"]
    files = {str(path.relative_to(folder)): path.read_bytes() for path in held}
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        print(run(Input(files, tuple(command)), Path()))
    return 0


def rounds(options: argparse.Namespace) -> Iterator[range]:
    """Ranges of inputs: one of the count, or more and more until the hours are over."""
    if not options.hours:
        yield range(options.first, options.first + options.count)
        return
    end = time.monotonic() + options.hours * 3600
    start = options.first
    while time.monotonic() < end:
        yield range(start, start + 5000)
        start += 5000


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--format", action="append", choices=list(FORMATS), help="default: all")
    parser.add_argument("--count", type=int, default=1000, help="inputs of each format")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--hours", type=float, help="instead of a count")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="where findings go; default: a temporary folder")
    parser.add_argument("--again", type=Path, help="run this finding once more, with its traceback")
    options = parser.parse_args()
    if options.again:
        return again(options.again)
    out = options.out or Path(tempfile.mkdtemp(prefix="fuzz-found-"))
    kinds = options.format or list(FORMATS)
    begun = {kind: FORMATS[kind].seeds() for kind in kinds}
    for kind in kinds:
        warm(kind, begun[kind])
    found = 0
    for numbers in rounds(options):
        for kind in kinds:
            tally = fuzz(kind, options.seed, numbers, begun[kind], out)
            codes = ", ".join(f"{code}: {n:,}" for code, n in sorted(tally.codes.items()))
            told = f"{kind} seed {options.seed} inputs {numbers.start}..{numbers.stop - 1}"
            said = f"exit codes {codes}; {len(tally.found)} found"
            print(f"{told}: {tally.seconds:.1f} s; {said}", flush=True)
            found += len(tally.found)
    if found:
        print(f"{found} findings in {out}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
