"""Converting one file of weights, as a plain value that another process can be given."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from caffe_fillers.api.saved import convert
from caffe_fillers.bulk.inputs import find_inputs
from caffe_fillers.bulk.outcomes import Outcome, guarded
from caffe_fillers.bulk.targets import Places, plain_name, targets_of
from caffe_fillers.errors import DataError
from caffe_fillers.weights.names import read_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from caffe_fillers.bulk.fill import FillOptions
    from caffe_fillers.bulk.inputs import GivenFile

__all__ = ["ConvertJob", "convert_file", "convert_file_guarded", "nets_of", "plan_conversions"]


@dataclass(frozen=True, slots=True)
class ConvertJob:
    """One file to convert."""

    #: Its place among the inputs.
    index: int
    path: str
    target: str
    options: FillOptions
    #: The net's file; with several nets that of the same name, or None if there is none.
    net: str | None = None
    #: The folder of nets, where each file has a net of its own.
    nets: str | None = None
    force: bool = False


def plan_conversions(
    inputs: Sequence[GivenFile],
    places: Places,
    options: FillOptions,
    *,
    nets: Mapping[str, Path] | None = None,
    force: bool = False,
) -> list[ConvertJob]:
    """Work out all targets; nothing is written.

    Args:
        inputs: The files.
        places: Where the outputs go.
        options: Names, the net and how it is read; `net_file` is a folder where there are `nets`.
        nets: The net of each file, by its path in the tree without suffixes.
        force: Replace outputs that exist.

    Raises:
        ConflictError: two inputs would write one file, or an output is an input.
    """
    targets = targets_of(inputs, places)
    jobs = []
    for index, (each, target) in enumerate(zip(inputs, targets, strict=True)):
        net = options.net_file
        if nets is not None:
            found = nets.get(plain_name(each.relative).as_posix())
            net = None if found is None else str(found)
        folder = options.net_file if nets is not None else None
        jobs.append(ConvertJob(index, str(each.path), str(target), options, net, folder, force))
    return jobs


def nets_of(folder: Path, *, recursive: bool) -> dict[str, Path]:
    """The nets in a folder, by path without suffix.

    Raises:
        DataError: there is none.
    """
    found = find_inputs(
        [str(folder)], recursive=recursive, wanted=lambda kind, _: kind == "net", what="net"
    )
    return {plain_name(each.relative).as_posix(): each.path for each in found.inputs}


def convert_file_guarded(job: ConvertJob) -> Outcome:
    """Convert one file; what goes wrong with it is part of the outcome."""
    return guarded(job.index, job.path, lambda: convert_file(job))


def convert_file(job: ConvertJob) -> Outcome:
    """Convert one file.

    Raises:
        CaffeFillersError: it cannot be read, converted or written.
    """
    started = time.monotonic()
    if job.nets is not None and job.net is None:
        raise DataError(
            f"has no net in {job.nets}",
            where=job.path,
            hint="A net of the same name is looked for.",
        )
    options, target = job.options, Path(job.target)
    done = convert(
        job.path,
        target,
        names=options.names,
        net=job.net,
        table=read_names(Path(options.table)) if options.table else None,
        force=job.force,
        **options.arguments,
    )
    told = {
        "input": job.path,
        "output": job.target,
        "bytes": done.nbytes,
        "blobs": done.blobs,
        "values": done.values,
        "notes": list(done.notes),
    }
    return Outcome(job.index, 0, told, seconds=time.monotonic() - started)
