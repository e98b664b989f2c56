"""The state that a net is built in, for each way of starting Caffe.

Phase, level and stages decide which layers are in a net. Where they come from depends on the
program: the file itself, pycaffe's arguments, the `caffe` tool's flags, or the solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caffe_fillers.proto.caffe import NetParameter, NetState, NetStateRule, SolverParameter

__all__ = [
    "TEST",
    "TRAIN",
    "State",
    "bare_state",
    "solver_train_state",
    "stage_flag",
]

#: The values of Caffe's enum Phase.
TRAIN, TEST = 0, 1


@dataclass(frozen=True, slots=True)
class State:
    """Phase, level and stages of the net to be built."""

    #: TRAIN (0) or TEST (1).
    phase: int = TEST
    level: int = 0
    stages: tuple[str, ...] = ()

    def meets(self, rule: NetStateRule) -> bool:
        """Whether every condition that the rule sets holds; a rule without any is always met."""
        return (
            (not rule.HasField("phase") or rule.phase == self.phase)
            and (not rule.HasField("min_level") or rule.min_level <= self.level)
            and (not rule.HasField("max_level") or self.level <= rule.max_level)
            and all(stage in self.stages for stage in rule.stage)
            and not any(stage in self.stages for stage in rule.not_stage)
        )

    @property
    def phase_name(self) -> str:
        """TRAIN or TEST."""
        return "TEST" if self.phase == TEST else "TRAIN"

    def __str__(self) -> str:
        level = f", level {self.level}" if self.level else ""
        stages = f", stages {', '.join(map(repr, self.stages))}" if self.stages else ""
        return f"{self.phase_name}{level}{stages}"

    def merged(self, message: NetState) -> State:
        """This state with what the message sets laid over it; stages are appended."""
        return State(
            message.phase if message.HasField("phase") else self.phase,
            message.level if message.HasField("level") else self.level,
            (*self.stages, *message.stage),
        )

    def with_level(self, level: int, stages: Iterable[str] | None) -> State:
        """This state at another level, with stages appended."""
        return State(self.phase, level, (*self.stages, *(stages or ())))


def bare_state(
    net: NetParameter,
    phase: int | None = None,
    level: int | None = None,
    stages: Iterable[str] = (),
) -> State:
    """The state that stands in the net itself, with what the caller gives laid over it.

    This is `Net(NetParameter)` in C++: the file's own level and stages stay. Stages are appended.
    `caffe.Net` in Python always gives a phase and a level, 0 unless told otherwise; `caffe test`
    and `caffe time` do so too, and append `stage_flag(<their --stage>)`.

    Args:
        net: The net.
        phase: TRAIN or TEST; None leaves the file's own, else TEST.
        level: The level; None leaves the file's own, else 0.
        stages: Stages that are appended.

    Returns:
        The state.

    Example:
        >>> from caffe_fillers.net import TRAIN, bare_state
        >>> from caffe_fillers.proto import caffe
        >>> str(bare_state(caffe.NetParameter(), TRAIN, stages=["deploy"]))
        "TRAIN, stages 'deploy'"

    Source: net.cpp, Net::Net; caffe.cpp.
    """
    own = State().merged(net.state)
    return State(own.phase if phase is None else phase, own.level, own.stages).with_level(
        own.level if level is None else level, stages
    )


def stage_flag(flag: str) -> tuple[str, ...]:
    """The stages that the `caffe` tool makes of its `--stage`; without it, one empty stage.

    Args:
        flag: The flag's value.

    Returns:
        The stages.

    Example:
        >>> from caffe_fillers.net import stage_flag
        >>> stage_flag("a,b"), stage_flag("")
        (('a', 'b'), ('',))

    Source: caffe.cpp, get_stages_from_flags.
    """
    return tuple(flag.split(","))


def solver_train_state(
    net: NetParameter,
    solver: SolverParameter,
    level: int | None = None,
    stages: Iterable[str] = (),
) -> State:
    """The state of a solver's train net.

    TRAIN, then what the net says, then what the solver's `train_state` says.

    Args:
        net: The train net.
        solver: The solver.
        level: Overwrites both levels. `caffe train` always gives one, 0 unless told otherwise.
        stages: Appended. `caffe train` always appends `stage_flag(<its --stage>)`.

    Returns:
        The state.

    Example:
        >>> from caffe_fillers.net import solver_train_state, stage_flag
        >>> from caffe_fillers.proto import caffe
        >>> net, solver = caffe.NetParameter(), caffe.SolverParameter()
        >>> str(solver_train_state(net, solver, 1, stage_flag("a,b")))
        "TRAIN, level 1, stages 'a', 'b'"

    Source: solver.cpp, Solver::InitTrainNet.
    """
    state = State(phase=TRAIN).merged(net.state).merged(solver.train_state)
    return state.with_level(state.level if level is None else level, stages)
