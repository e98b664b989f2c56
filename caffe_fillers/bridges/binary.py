"""The weights that a `caffe` executable makes: a solver of no iterations, and its snapshot.

caffe train --solver=…   with   max_iter: 0   random_seed: N   snapshot_prefix: "…"
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from google.protobuf import text_format

from caffe_fillers.errors import CaffeFillersError
from caffe_fillers.formats import prototxt
from caffe_fillers.formats.kinds import open_model
from caffe_fillers.plan.start import StartOptions, start
from caffe_fillers.proto import caffe
from caffe_fillers.strings import decoded, encoded, path_of
from caffe_fillers.upgrades import upgrade_solver

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caffe_fillers.formats.model import Model
    from caffe_fillers.plan.net import Options

__all__ = ["TIMEOUT", "made_by"]

#: Seconds after which an executable that is still running is given up.
TIMEOUT = 600.0
#: The fields of a solver that decide about its weights; all others would only make it work.
KEPT = ("net", "net_param", "train_net", "train_net_param", "train_state", "weights")


@contextmanager
def made_by(
    binary: str, net: Path, seed: int, startup: StartOptions, options: Options
) -> Iterator[Model]:
    """The model that the executable starts from; it is gone when the block ends.

    The executable works in the current folder, as it would for its user.

    Args:
        binary: Path of a `caffe` executable, or its name in the search path.
        net: A net or a solver file.
        seed: The seed.
        startup: How the net is started.
        options: What the plan depends on; used to know the phase.

    Raises:
        CaffeFillersError: there is no such executable, it fails, or it writes no model.
    """
    program = _program(binary)
    solver = _solver(net, seed, startup, options)
    with tempfile.TemporaryDirectory(prefix="fill-weights-") as folder:
        solver.snapshot_prefix = str(Path(folder) / "start")
        script = Path(folder) / "solver.prototxt"
        script.write_bytes(encoded(text_format.MessageToString(solver, as_utf8=True)))
        _run([program, "train", f"--solver={script}", *_flags(startup)], program)
        written = sorted(Path(folder).glob("start_iter_0.caffemodel*"))
        if not written:
            raise CaffeFillersError("it wrote no snapshot", where=program)
        yield open_model(written[0])


def _program(binary: str) -> str:
    program = shutil.which(binary)
    if program is None:
        raise CaffeFillersError(
            "there is no such executable",
            where=binary,
            hint="Give the path of Caffe's command line: build/tools/caffe in its source tree.",
        )
    return program


def _solver(net: Path, seed: int, startup: StartOptions, options: Options) -> caffe.SolverParameter:
    """A solver that builds the net, takes no step and saves what it has."""
    solver = caffe.SolverParameter()
    document = prototxt.read(net)
    if prototxt.is_solver(document):
        given = upgrade_solver(document.message(caffe.SolverParameter)).solver
        for field, _ in given.ListFields():
            if field.name not in KEPT:
                given.ClearField(field.name)
        solver.CopyFrom(given)
        for name in ("net", "train_net"):
            value = getattr(solver, name)
            # Beside the solver, where `start` would find it too, but Caffe would not.
            beside = net.parent / path_of(value)
            if value and not path_of(value).exists() and beside.exists():
                setattr(solver, name, decoded(os.fsencode(beside.resolve())))
    else:
        solver.net = decoded(os.fsencode(net.resolve()))
        # The phase that a net starts in by itself is not the one that a solver gives it.
        begun = start(net, startup, options)
        solver.train_state.phase = begun.state.phase
    solver.random_seed = seed
    solver.max_iter = 0
    solver.base_lr = 0.01
    solver.lr_policy = "fixed"
    solver.solver_mode = caffe.SolverParameter.CPU
    return solver


def _flags(startup: StartOptions) -> Iterator[str]:
    if startup.level is not None:
        yield f"--level={startup.level}"
    if startup.stages:
        yield f"--stage={','.join(startup.stages)}"
    if startup.weights:
        yield f"--weights={','.join(startup.weights)}"


def _run(command: Sequence[str], program: str) -> None:
    try:
        run = subprocess.run(  # noqa: S603  # the user's own executable
            command, capture_output=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        raise CaffeFillersError(
            f"it did not end within {TIMEOUT:g} seconds", where=program
        ) from None
    except OSError as error:
        raise CaffeFillersError(f"it cannot be started: {error.strerror}", where=program) from None
    if run.returncode:
        last = run.stderr.decode("utf-8", "replace").splitlines()
        told = [line for line in last if line.startswith("F")] or last[-3:]
        raise CaffeFillersError(
            f"it failed with exit code {run.returncode}: {' '.join(told)[:2000]}",
            where=program,
            hint="Run it by hand with --solver to see all that it says.",
        )
