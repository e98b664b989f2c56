"""The plan of a net that BVLC's Caffe does not know: in the dialect that it is written in.

Every fork that knows the net's words is asked, those of equal habits once. The first whose rules
let the net pass gives the plan. Another one that gives other draws or shapes is told as a tie.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from caffe_fillers.core import registry
from caffe_fillers.core.draws import Fill, Orthogonal, Skip, Sparse
from caffe_fillers.dialects.detect import detect, knows, missing, who_knows
from caffe_fillers.dialects.tables import dialect
from caffe_fillers.errors import CaffeFillersError, NetError
from caffe_fillers.plan.net import NetPlan, Options, plan_built

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from caffe_fillers.dialects.detect import Word
    from caffe_fillers.dialects.tables import Dialect
    from caffe_fillers.rng.eras import CaffeRow

__all__ = ["Forked", "plan_fork"]

#: Fields of a net with which NVIDIA's Caffe computes in half precision.
_HALF = ("default_forward_type", "default_forward_math")


@dataclass(frozen=True, slots=True)
class Forked:
    """A plan, and whose it is."""

    planned: NetPlan
    #: What it was planned with: the dialect and its revision of Caffe among it.
    options: Options
    #: What somebody should look at: a tie between forks, words that the named dialect lacks.
    findings: tuple[str, ...]
    #: Words that the fork that was found lacks, and who knows them.
    notes: tuple[str, ...]
    #: Why the numbers may not be the fork's, bit for bit.
    unsure: tuple[str, ...]


def plan_fork(
    net: Any,
    words: Collection[Word],
    options: Options,
    name: str | None = None,
    *,
    revision_named: bool = False,
) -> Forked:
    """The plan of a built net of the union.

    Args:
        net: The net.
        words: What of its definition BVLC's Caffe does not know.
        options: As for `plan_net`; the dialect and its revision are put in their place.
        name: The dialect, if the user names one.
        revision_named: Whether the user names the revision of Caffe, so that no dialect decides it.

    Raises:
        CaffeFillersError: as for `plan_net`, and for a dialect that does not exist.
    """
    name, papers = registry.split_dialect(name)
    words = _of_forks(words, papers=papers)
    options = replace(options, papers=papers)
    if papers and name in {None, registry.BVLC} and not words:
        own = replace(options, dialect=registry.PAPERS)
        planned = plan_built(net, own)
        return Forked(planned, own, (), tuple(_of_papers(planned, own)), ())
    forks = [dialect(name)] if name else detect(words)
    if not forks:
        wide = replace(options, dialect=registry.FORKS)
        planned = plan_built(net, wide)
        return Forked(planned, wide, (), tuple(_of_papers(planned, wide)), ())
    asked = list(_different(net, forks, options, revision_named=revision_named))
    plans = _plans(net, asked)
    fork, chosen, planned = plans[0]
    strange = tuple(
        f"{word} is not a word of {fork.name}{_others(word)}" for word in missing(fork, words)
    )
    findings = (*_ties(plans), *(strange if name else ()))
    unsure = tuple(_unsure(fork, net, planned))
    notes = (*_of_papers(planned, chosen), *(() if name else strange))
    return Forked(planned, chosen, findings, notes, unsure)


def _of_forks(words: Collection[Word], *, papers: bool) -> Collection[Word]:
    """The words that decide about the fork.

    Raises:
        NetError: some are of papers' fillers, which nobody allowed.
    """
    table = dialect(registry.PAPERS)
    if papers:
        return [word for word in words if not knows(table, word)]
    for word in words:
        if who_knows(word) == [table.name]:
            raise NetError(
                f"{word} is a word of the papers' fillers, which no Caffe has",
                hint=f"--dialect {table.name} allows them.",
            )
    return words


def _of_papers(planned: NetPlan, options: Options) -> Iterator[str]:
    """What the user of a net with papers' fillers should know."""
    used = {draw.filler for draw in planned.plan.draws if isinstance(draw, Fill)}
    rows = [registry.fillers.find(name, options.dialect, papers=True) for name in sorted(used)]
    names = [row.name for row in rows if row and row.dialect == registry.PAPERS]
    if names and options.papers:
        yield f"no Caffe has fillers of these types, and refuses them: {', '.join(names)}"


def _different(
    net: Any, forks: list[Dialect], options: Options, *, revision_named: bool
) -> Iterator[tuple[Dialect, Options]]:
    """The first of each group of forks that would do the same."""
    seen = set()
    types = {layer.type for layer in net.layer}
    for fork in forks:
        era = options.era
        if fork.revision is not None and not revision_named:
            era = replace(era, caffe=fork.revision)
        rows = tuple(id(registry.layers.find(name, fork.name)) for name in sorted(types))
        key = (_unnamed(era.caffe), rows, fork.fillers)
        if key not in seen:
            seen.add(key)
            yield fork, replace(options, era=era, dialect=fork.name)


def _unnamed(row: CaffeRow) -> CaffeRow:
    return replace(row, name="")


def _plans(
    net: Any, asked: list[tuple[Dialect, Options]]
) -> list[tuple[Dialect, Options, NetPlan]]:
    """The plans of those that let the net pass; if none does, the first one's error."""
    plans, refusal = [], None
    for fork, options in asked:
        try:
            plans.append((fork, options, plan_built(net, options)))
        except CaffeFillersError as error:
            refusal = refusal or error
    if not plans and refusal is not None:
        raise refusal
    return plans


def _ties(plans: list[tuple[Dialect, Options, NetPlan]]) -> Iterator[str]:
    (first, _, chosen), *others = plans
    differing = [fork.name for fork, _, each in others if _meaning(each) != _meaning(chosen)]
    if differing:
        yield (
            f"written for {first.name}, or for {', '.join(differing)}: there the shapes or numbers "
            f"differ. --dialect names one; {first.name} is taken, the smallest that fits"
        )


def _meaning(planned: NetPlan) -> tuple[Any, ...]:
    """What decides the blobs: draws, shapes, sources."""
    draws = tuple(
        (draw.slot, draw.shape, draw.law) if isinstance(draw, Fill) else draw.words
        for draw in planned.plan.draws
    )
    shapes = tuple((slot, blob.shape) for slot, blob in planned.plan.blobs.items())
    return draws, shapes


def _others(word: Word) -> str:
    names = who_knows(word)
    return f"; {', '.join(names)} know it" if names else ""


def _unsure(fork: Dialect, net: Any, planned: NetPlan) -> Iterator[str]:
    draws = planned.plan.draws
    holds = {
        "always": True,
        "sparse": any(isinstance(draw, Fill) and isinstance(draw.law, Sparse) for draw in draws),
        "data": any(isinstance(draw, Skip) for draw in draws),
        "orthogonal": any(
            isinstance(draw, Fill) and isinstance(draw.law, Orthogonal) for draw in draws
        ),
        "half": any(net.HasField(name) and getattr(net, name) for name in _HALF),
    }
    return (f"bits not promised: {fork.name} {why}" for when, why in fork.unsure if holds[when])
