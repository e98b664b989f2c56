"""Threads: a sink that takes values while the next are made, and some jobs done at a time."""

from __future__ import annotations

import queue
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from caffe_fillers.core.draws import Slot

__all__ = ["WAITING", "Aside", "Sink", "aside", "in_order"]

A = TypeVar("A")
B = TypeVar("B")

#: Blocks that may wait to be taken, besides the one that is being taken. Who makes blocks must not
#: write into the last WAITING + 1 of them.
WAITING = 2


class Sink(Protocol):
    """Where a plan's values go."""

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Take values start, start + 1, … of the blob in this slot; copy what is to be kept."""
        ...


class Aside:
    """Hands blocks over to a sink in another thread, in order, a few of them at a time."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._blocks: queue.Queue[tuple[Slot, int, NDArray[Any]] | None] = queue.Queue(WAITING)
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._take, name="sink", daemon=True)
        self._thread.start()

    def put(self, slot: Slot, start: int, values: NDArray[Any]) -> None:
        """Hand over values; raises what the sink raised at earlier ones."""
        if self._failed is not None:
            raise self._failed
        self._blocks.put((slot, start, values))

    def finish(self) -> None:
        """Wait until all is taken; raises what the sink raised."""
        self._blocks.put(None)
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    def give_up(self) -> None:
        """Wait for what the sink is at, and let it take no more."""
        self._failed = self._failed or InterruptedError()
        self._blocks.put(None)
        self._thread.join()

    def _take(self) -> None:
        # After a failure blocks are still fetched, so that nobody waits for room.
        while (block := self._blocks.get()) is not None:
            if self._failed is None:
                try:
                    self._sink.put(*block)
                except BaseException as error:  # noqa: BLE001 (raised again where values are made)
                    self._failed = error


@contextmanager
def aside(sink: Sink) -> Iterator[Sink]:
    """The sink behind a thread; when the block ends it has taken everything."""
    other = Aside(sink)
    try:
        yield other
    except BaseException:
        # An error or Ctrl-C: the thread must not write into a file that is being given up.
        other.give_up()
        raise
    other.finish()


def in_order(do: Callable[[A], B], jobs: Iterable[A], at_a_time: int) -> Iterator[B]:
    """What `do` gives for each job, in order; so many of them are done at a time, in threads."""
    if at_a_time == 1:
        yield from map(do, jobs)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (few need it, it is large)

    with ThreadPoolExecutor(at_a_time) as pool:
        try:
            yield from pool.map(do, jobs)
        except BaseException:
            # An error or Ctrl-C: what has begun ends, nothing more begins.
            pool.shutdown(cancel_futures=True)
            raise
