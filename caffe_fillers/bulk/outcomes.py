"""What became of a job; what goes wrong with one is nobody else's trouble."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from caffe_fillers.errors import FAULT, CaffeFillersError, CostError, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["BAD_INPUT", "DIFFERS", "Outcome", "guarded"]

DIFFERS, USAGE, BAD_INPUT = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job."""

    index: int
    #: 0, 1 where something differs, 3 where it could not be done, 70 for our own fault.
    code: int
    #: What was done, for JSON; empty where it was not.
    told: Mapping[str, Any] = field(default_factory=dict)
    #: Why it was not done.
    error: str = ""
    seconds: float = 0.0
    #: With hashes: of the input and of what it names, of each file written and of its tensors.
    reads: Mapping[str, str] = field(default_factory=dict)
    writes: Mapping[str, str] = field(default_factory=dict)
    tensors: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> int:
        """How many values were written."""
        return int(self.told.get("values", 0))


def guarded(index: int, name: str, do: Callable[[], Outcome]) -> Outcome:
    """What a job gives; an error becomes part of the outcome.

    Args:
        index: The job's place among the inputs.
        name: The file that it is about.
        do: Does it.
    """
    started, code = time.monotonic(), BAD_INPUT
    try:
        return do()
    except CaffeFillersError as error:
        text = str(error)
        code = USAGE if isinstance(error, CostError) else BAD_INPUT
    except MemoryError:
        text = f"{name}: not enough memory for this input"
    except RecursionError:
        text = f"{name}: is nested too deeply"
    except Exception as error:  # noqa: BLE001  # the other files are none the worse
        text, code = f"{name}: {fault(error)}", FAULT
    return Outcome(index, code, error=text, seconds=time.monotonic() - started)
