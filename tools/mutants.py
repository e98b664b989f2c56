"""How many small faults the tests notice: a seeded sample of mutants, and those that survive.

    python tools/mutants.py record tests/rng tests/layers -n 2    # pytest's arguments; once
    python tools/mutants.py run --sample 300 --seed 1 --jobs 2
    python tools/mutants.py run --again                           # the survivors, with new tests
    python tools/mutants.py show

`record` runs tests and keeps which of them reach which line, and how long they take (it needs
coverage, and a second record is added to the first). `run` changes one thing at a time in a copy
of the package: a comparison, an operator, a constant, a condition, a statement that is left out.
Tests that reach the place run until one fails, the quickest and most special first; a run that was
interrupted goes on where it was. `show` prints the mutants that all tests let pass.

Not changed: what errors say, annotations, docstrings, and options that say nothing about results.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from itertools import islice, zip_longest
from multiprocessing import connection, get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.context import ForkProcess

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "caffe_fillers"
ROOMS = ("rng", "fillers", "layers", "plan", "verification", "matching")
FOLDER = ROOT / "build" / "mutants"

#: Processor seconds of tests that a mutant gets; each test costs some of its own.
BUDGET, OVERHEAD = 10.0, 0.03
#: A test that takes so many times its usual processor time, and some seconds more, has noticed.
PATIENCE, EXTRA = 4.0, 10.0
#: Seconds on the clock and bytes of memory that no mutant needs.
CLOCK, MEMORY = 600, 8 << 30

# --- which test reaches which line ----------------------------------------------------------------


class Recorder:
    """A pytest plugin: each test is a context of coverage, and its processor time is kept."""

    def __init__(self, folder: Path) -> None:
        """Keep it in files of this folder."""
        self._file = folder / f"record-{time.time_ns()}-{os.getpid()}"
        self._coverage = import_module("coverage").Coverage(
            data_file=str(self._file), source=[str(PACKAGE)], config_file=False
        )
        self._seconds: dict[str, float] = {}
        self._began = 0.0
        self._coverage.start()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self._coverage.switch_context(nodeid)
        self._began = sum(os.times()[:4])

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """A test ends."""
        self._seconds[nodeid] = sum(os.times()[:4]) - self._began
        self._coverage.switch_context("")

    def pytest_sessionfinish(self) -> None:
        """Keep what was seen."""
        self._coverage.stop()
        self._coverage.save()
        self._file.with_suffix(".json").write_text(json.dumps(self._seconds))


def pytest_configure(config: Any) -> None:
    """With `-p mutants`: record in the processes that run tests."""
    folder = os.environ.get("MUTANTS_RECORD")
    if folder and (hasattr(config, "workerinput") or not config.getoption("numprocesses", None)):
        config.pluginmanager.register(Recorder(Path(folder)))


def record(folder: Path, arguments: list[str]) -> int:
    """Run pytest with these arguments, and with the recorder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [str(ROOT), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    os.environ |= {"MUTANTS_RECORD": str(folder), "PYTHONPATH": os.pathsep.join(paths)}
    os.chdir(ROOT)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "mutants", "-p", "no:randomly"]
    return os.spawnv(os.P_WAIT, sys.executable, [*command, *arguments])  # noqa: S606  # no shell


class Record:
    """What was recorded."""

    def __init__(self, folder: Path) -> None:
        """From the files of this folder."""
        #: The processor seconds of each test; for each file and line the tests that reach it.
        self.seconds: dict[str, float] = {}
        self.reached: dict[Path, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.width: Counter[str] = Counter()
        data = import_module("coverage").CoverageData
        for path in sorted(folder.glob("record-*.json")):
            self.seconds |= json.loads(path.read_text())
            found = data(str(path.with_suffix("")))
            found.read()
            for name in found.measured_files():
                for line, tests in found.contexts_by_lineno(name).items():
                    self.reached[Path(name)][line].update(filter(None, tests))
        self.there = _collected({test.partition("::")[0] for test in self.seconds})
        for lines in self.reached.values():
            self.width.update(test for tests in lines.values() for test in tests)

    def choose(self, tests: Iterable[str], words: set[str]) -> list[str]:
        """Quick tests that reach little besides first, and each function's before its next case.

        Before all of them those whose names have a word of the place's line, a row of a table.
        """
        functions = defaultdict(list)
        there = [test for test in tests if test in self.there]
        for test in sorted(there, key=lambda test: self.cost(test) * self.width[test]):
            functions[test.partition("[")[0]].append(test)
        order = [test for row in zip_longest(*functions.values()) for test in row if test]
        order.sort(key=lambda test: not any(word in test for word in words))
        chosen, spent = [], 0.0
        for test in order:
            if chosen and spent + self.cost(test) > BUDGET:
                continue
            chosen.append(test)
            spent += self.cost(test)
        return chosen

    def cost(self, test: str) -> float:
        """The processor seconds of a test, and of what is done around it."""
        return self.seconds[test] + OVERHEAD


def _collected(files: Iterable[str]) -> set[str]:
    """The tests that there are in these files."""
    there = [file for file in sorted(files) if (ROOT / file).exists()]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:randomly", *there]
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    told = subprocess.run(
        command, cwd=ROOT, env=os.environ | paths, capture_output=True, text=True, check=True
    )
    return set(told.stdout.splitlines())


# --- what can be changed --------------------------------------------------------------------------

OTHER: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE,),
    ast.LtE: (ast.Lt,),
    ast.Gt: (ast.GtE,),
    ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}
#: Arguments that say nothing about results.
FORMAL = {"strict", "frozen", "slots", "repr", "compare", "hash", "eq"}


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in a node's place."""
    yield from (other() for other in OTHER.get(type(node), ()))
    yield from _other_values(node)
    match node:
        case ast.If() | ast.IfExp() | ast.While():
            turned = copy.copy(node)
            turned.test = ast.UnaryOp(ast.Not(), node.test)
            yield turned
        case ast.comprehension(ifs=[_, *_]):
            bare = copy.copy(node)
            bare.ifs = []
            yield bare
        case ast.Return(value=ast.AST()):
            yield ast.Return(None)
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            yield ast.Pass()
        case ast.Continue() | ast.Break():
            yield ast.Pass()


def _other_values(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.Name(id=name, ctx=ast.Load()) if name in SWAPPED:
            yield ast.Name(SWAPPED[name], ast.Load())


@dataclass
class Place:
    """A node, where it hangs, and the statement and function it is in."""

    node: ast.AST
    holder: ast.AST
    field: str
    index: int | None
    statement: ast.stmt
    function: ast.AST | None

    def put(self, node: ast.AST) -> None:
        """Put another node there."""
        if self.index is None:
            setattr(self.holder, self.field, node)
        else:
            getattr(self.holder, self.field)[self.index] = node


def places(
    holder: ast.AST, statement: ast.stmt | None = None, function: ast.AST | None = None
) -> Iterator[Place]:
    """Every node that says something about results, in the order of the text."""
    for field, value in ast.iter_fields(holder):
        if field in ("annotation", "returns", "exc"):
            continue
        several = isinstance(value, list)
        for index, node in enumerate(value if several else [value]):
            if not isinstance(node, ast.AST) or _is_formal(node):
                continue
            inside = node if isinstance(node, ast.stmt) else statement
            if inside is not None:
                yield Place(node, holder, field, index if several else None, inside, function)
            is_body = isinstance(holder, ast.FunctionDef | ast.Lambda) and field == "body"
            yield from places(node, inside, holder if is_body else function)


def _is_formal(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.JoinedStr():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.pattern():
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.keyword(arg=name):
            return name in FORMAL
    return False


@dataclass
class Mutant:
    """A change of one place of one file."""

    file: str
    #: Which of the file's changes it is.
    number: int
    line: int
    text: str
    told: str
    result: str = ""
    tests: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from all others."""
        return self.file, self.number


def all_changes(path: Path) -> Iterator[tuple[ast.Module, Place, ast.AST]]:
    """Every change of a file: its tree, the place, and what may stand there."""
    tree = ast.parse(path.read_text())
    for place in places(tree):
        for other in changes(place.node):
            yield tree, place, other


def sample(rooms: Iterable[str], number: int, seed: int) -> list[Mutant]:
    """So many of all changes of these rooms."""
    paths = [path for room in rooms for path in sorted((PACKAGE / room).rglob("*.py"))]
    found = []
    for path in paths:
        lines = path.read_text().splitlines()
        for at, (_, place, other) in enumerate(all_changes(path)):
            line = getattr(place.node, "lineno", None) or getattr(place.holder, "lineno", 0)
            line = line or place.statement.lineno
            told = f"{_shown(place.node)} -> {_shown(other)}"
            name = path.relative_to(PACKAGE).as_posix()
            found.append(Mutant(name, at, line, lines[line - 1].strip(), told))
    print(f"{len(found):,} changes of {len(paths)} files", flush=True)
    return random.Random(seed).sample(found, min(number, len(found)))  # noqa: S311  # no secret


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While):
        return f"if {ast.unparse(node.test)}"
    if isinstance(node, ast.operator | ast.cmpop | ast.boolop):
        return type(node).__name__
    return ast.unparse(node).partition("\n")[0]


# --- which tests, and what they say ---------------------------------------------------------------


def tests_of(record: Record, path: Path, place: Place) -> set[str]:
    """The tests that reach a place; of what is run on import, those that use or name it."""
    lines = record.reached[path]

    def over(*nodes: ast.AST) -> set[str]:
        rows = (
            range(node.lineno, (node.end_lineno or node.lineno) + 1)
            for node in nodes
            if hasattr(node, "lineno")
        )
        return {test for row in rows for line in row for test in lines.get(line, ())}

    if place.function is not None:
        body = getattr(place.statement, "test", place.statement)
        return over(place.node) or over(place.holder) or over(body) or over(place.function)
    statement = place.statement
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return over(*statement.body) or over(statement)
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return _using(record, _made_of(path, names)) or over(*ast.walk(ast.parse(path.read_text())))


def _made_of(path: Path, names: set[str]) -> set[str]:
    """These names of a module, and those that its other statements make of them."""
    for statement in ast.parse(path.read_text()).body:
        used = {each.id for each in ast.walk(statement) if isinstance(each, ast.Name)}
        if isinstance(statement, ast.Assign | ast.AnnAssign) and used & names:
            names = names | {
                each.id
                for each in ast.walk(statement)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
    return names


def _using(record: Record, names: set[str]) -> set[str]:
    found: set[str] = set()
    if names:
        word = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
        for path, lines in record.reached.items():
            for line, text in enumerate(_lines(path), 1):
                if line in lines and word.search(text):
                    found |= lines[line]
        for test in record.seconds:
            if any(map(word.search, _lines(ROOT / test.partition("::")[0]))):
                found.add(test)
    return found


@cache
def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


class _Limits:
    """A pytest plugin: a test that runs far longer than ever ends the process."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds = seconds

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        limit = PATIENCE * self._seconds.get(nodeid, EXTRA) + EXTRA
        signal.setitimer(signal.ITIMER_PROF, limit)


def judge(copied: Path, tests: list[str], seconds: dict[str, float]) -> None:
    """Run tests over a copy, in a process of its own; its exit code tells how they went."""
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.dont_write_bytecode = True
    os.environ |= {
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(copied),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(copied / "hypothesis"),
    }
    os.chdir(ROOT)
    options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:randomly"]
    options += ["-p", "no:xdist", "-o", f"pythonpath={copied} {ROOT}"]
    code = import_module("pytest").main([*options, *tests], plugins=[_Limits(seconds)])
    os._exit(int(code))


@dataclass
class Job:
    """A mutant at work."""

    mutant: Mutant
    process: ForkProcess
    copied: Path
    since: float

    def outcome(self) -> str:
        """What its tests said; empty while they run."""
        if self.process.exitcode is None:
            if time.monotonic() - self.since < CLOCK:
                return ""
            os.killpg(self.process.pid or 0, signal.SIGKILL)
            self.process.join()
            return "killed (hangs)"
        if self.process.exitcode < 0:
            return "killed (runs on)"
        return {0: "SURVIVED", 1: "killed", 2: "killed (import)"}.get(
            self.process.exitcode, f"killed (import, {self.process.exitcode})"
        )


class Bench:
    """Copies of the package, one for each job."""

    def __init__(self, record: Record, jobs: int) -> None:
        """Make the copies."""
        self._record = record
        self._folder = Path(tempfile.mkdtemp(prefix="mutants-"))
        self.free = [self._folder / str(number) for number in range(jobs)]
        for target in self.free:
            shutil.copytree(PACKAGE, target / PACKAGE.name)
        # What every run needs is loaded once, before the processes part; the package is not.
        for name in ("numpy", "onnx", "google.protobuf.text_format", "click", "hypothesis"):
            import_module(name)
        import_module("pytest")

    def start(self, mutant: Mutant) -> Job | None:
        """Set a job to work; None where no test reaches the mutant."""
        path = PACKAGE / mutant.file
        tree, place, other = next(islice(all_changes(path), mutant.number, None))
        tests = tests_of(self._record, path, place)
        words = set() if place.function else set(re.findall(r"\"(\w{3,})\"", mutant.text))
        tests = self._record.choose(tests, words)
        mutant.tests = len(tests)
        if not tests:
            mutant.result = "SURVIVED (no test reaches it)"
            return None
        place.put(other)
        target = self.free.pop()
        (target / PACKAGE.name / mutant.file).write_text(
            ast.unparse(ast.fix_missing_locations(tree))
        )
        process = get_context("fork").Process(
            target=judge, args=(target, tests, self._record.seconds)
        )
        process.start()
        return Job(mutant, process, target, time.monotonic())

    def end(self, job: Job) -> None:
        """Put the copy right again."""
        shutil.copy2(PACKAGE / job.mutant.file, job.copied / PACKAGE.name / job.mutant.file)
        shutil.rmtree(job.copied / "hypothesis", ignore_errors=True)
        self.free.append(job.copied)

    def close(self) -> None:
        """Take the copies away."""
        shutil.rmtree(self._folder, ignore_errors=True)


def run(folder: Path, mutants: list[Mutant], jobs: int) -> None:
    """Judge the mutants and keep what came out, one line each."""
    bench, working = Bench(Record(folder), jobs), list[Job]()
    waiting = mutants[::-1]
    try:
        with (folder / "results.jsonl").open("a") as results:
            while waiting or working:
                done = []
                while waiting and bench.free:
                    mutant = waiting.pop()
                    job = bench.start(mutant)
                    if job:
                        working.append(job)
                    else:
                        done.append(mutant)
                connection.wait([job.process.sentinel for job in working], timeout=5)
                for job in list(working):
                    job.mutant.result = job.outcome()
                    if job.mutant.result:
                        working.remove(job)
                        bench.end(job)
                        done.append(job.mutant)
                for mutant in done:
                    results.write(json.dumps(asdict(mutant)) + "\n")
                    results.flush()
                    print(f"{mutant.result}: {mutant.file}:{mutant.line} {mutant.told}", flush=True)
    finally:
        for job in working:
            os.killpg(job.process.pid or 0, signal.SIGKILL)
        bench.close()


def known(folder: Path) -> dict[tuple[str, int], Mutant]:
    """The last result of each mutant."""
    path = folder / "results.jsonl"
    rows = path.read_text().splitlines() if path.exists() else []
    found = [Mutant(**json.loads(row)) for row in rows]
    return {mutant.key: mutant for mutant in found}


def show(folder: Path) -> None:
    """Print the survivors and the rate."""
    results = known(folder).values()
    alive = [each for each in results if each.result.startswith("SURVIVED")]
    print("| place | change | line | tests |\n|---|---|---|---|")
    for each in sorted(alive, key=lambda each: (each.file, each.line)):
        cells = [cell.replace("|", "\\|") for cell in (each.told, each.text)]
        print(f"| {each.file}:{each.line} | `{cells[0]}` | `{cells[1]}` | {each.tests} |")
    share = len(alive) / max(len(results), 1)
    print(f"\n{len(alive)} of {len(results)} mutants survive ({share:.1%})")
    print(*(f"{count} {result}" for result, count in Counter(r.result for r in results).items()))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where records and results are")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("record", add_help=False)
    running = commands.add_parser("run")
    running.add_argument("--sample", type=int, default=300)
    running.add_argument("--seed", type=int, default=1)
    running.add_argument("--jobs", type=int, default=2)
    running.add_argument("--again", action="store_true", help="judge the survivors once more")
    running.add_argument("rooms", nargs="*", default=ROOMS)
    commands.add_parser("show")
    asked, more = parser.parse_known_args()
    if asked.command == "record":
        return record(asked.folder, more)
    if asked.command == "run":
        asked.folder.mkdir(parents=True, exist_ok=True)
        before = known(asked.folder)
        if asked.again:
            chosen = [each for each in before.values() if each.result.startswith("SURVIVED")]
        else:
            chosen = sample(asked.rooms, asked.sample, asked.seed)
            chosen = [each for each in chosen if each.key not in before]
        run(asked.folder, chosen, asked.jobs)
    show(asked.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
