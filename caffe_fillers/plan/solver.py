"""What `caffe train` asks of a solver before it builds a net."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caffe_fillers.errors import NetError, did_you_mean

if TYPE_CHECKING:
    from caffe_fillers.proto import caffe

__all__ = ["SOLVERS", "check_solver"]

#: The solvers that Caffe registers (src/caffe/solvers).
SOLVERS = ("SGD", "Nesterov", "AdaGrad", "RMSProp", "AdaDelta", "Adam")
#: Those that take no momentum (sgd_solvers.hpp).
NO_MOMENTUM = frozenset({"AdaGrad", "RMSProp"})


def check_solver(solver: caffe.SolverParameter, *, forks: bool) -> None:
    """Refuse a solver that Caffe does not start.

    Args:
        solver: The upgraded solver.
        forks: Whether a fork may have solvers of its own.

    Raises:
        NetError: its type is unknown, or a field has a value that the type refuses.

    Source: solver_factory.hpp, sgd_solvers.hpp, solver.cpp.
    """
    if solver.type not in SOLVERS and not forks:
        raise NetError(
            f"there is no solver of type {solver.type!r}",
            where="type",
            hint=did_you_mean(solver.type, SOLVERS) or f"Caffe has {', '.join(SOLVERS)}.",
        )
    if solver.average_loss < 1:
        raise NetError(
            f"average_loss is {solver.average_loss}, not 1 or more", where="average_loss"
        )
    if solver.type in NO_MOMENTUM and solver.momentum:
        raise NetError(
            f"{solver.type} takes no momentum, and is given {solver.momentum:g}",
            where="momentum",
            hint="Remove it, or choose another type.",
        )
    if solver.type == "RMSProp" and not 0 <= solver.rms_decay < 1:
        raise NetError(
            f"rms_decay is {solver.rms_decay:g}, not from 0 to below 1", where="rms_decay"
        )
    _check_test_nets(solver)


def _check_test_nets(solver: caffe.SolverParameter) -> None:
    """What `caffe train` asks of a solver's test nets before it takes a step (solver.cpp)."""
    generic = solver.HasField("net") or solver.HasField("net_param")
    own = len(solver.test_net) + len(solver.test_net_param)
    runs = len(solver.test_iter)
    if runs < own or (runs > own and not generic):
        raise NetError(
            f"{runs} test_iter value(s) for {own} test net(s)",
            where="test_iter",
            hint="Give one test_iter for each test net.",
        )
    if len(solver.test_state) not in (0, runs):
        raise NetError(
            f"{len(solver.test_state)} test_state(s) for {runs} test net(s)", where="test_state"
        )
    if runs and solver.test_interval <= 0:
        raise NetError("test nets need a test_interval above 0", where="test_interval")
