"""Regular expressions that take a second at most.

Python's matcher tries one way after the other, and for some expressions the ways never end. It
cannot be stopped from outside: it keeps the interpreter's lock, and a signal reaches the main
thread only, which a library does not own. So an expression that could take long runs in a process
of its own, for which the system counts the time of the processor and ends it; this works on every
thread, and on a busy machine as well. Most expressions leave the matcher at most one choice, and
need none.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import weakref
from typing import TYPE_CHECKING

from caffe_fillers.errors import CostError, TextError

if TYPE_CHECKING:
    from typing import IO

__all__ = ["SECONDS", "BoundedRegex"]

#: Seconds of the processor for all values that one expression is tried on.
SECONDS = 1.0
#: What gives the matcher a choice. With one of these it tries a value's length squared at most,
#: with two they may be nested.
_CHOICES = frozenset("*+?{|")
#: Characters of a value that one choice is tried on here.
_SHORT = 1000

#: Answers one length and one value after the other with a byte. The timer ends the process.
_CHILD = """
import re, signal, sys, time

source, answers = sys.stdin.buffer, sys.stdout.buffer
left = float(sys.argv[1])
timer = getattr(signal, "setitimer", None)


def taken():
    return source.read(int.from_bytes(source.read(4), "little")).decode("utf-8", "surrogatepass")


regex = re.compile(taken())
while True:
    value = taken()
    if not value:
        break
    if timer:
        timer(signal.ITIMER_PROF, left)
    started = time.process_time()
    found = regex.search(value[1:])
    if timer:
        timer(signal.ITIMER_PROF, 0)
    left = max(left - (time.process_time() - started), 1e-3)
    answers.write(b"1" if found else b"0")
    answers.flush()
"""


class BoundedRegex:
    """A regular expression of Python's.

    Args:
        pattern: The expression.

    Raises:
        TextError: it is none.
    """

    def __init__(self, pattern: str) -> None:
        try:
            self._regex = re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise TextError(f"no regular expression: {error}") from None
        self._pattern = pattern
        self._choices = sum(pattern.count(each) for each in _CHOICES)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def search(self, value: str) -> bool:
        """Whether it matches anywhere in a value.

        Raises:
            CostError: all its matching has taken more than SECONDS.
        """
        if self._choices == 0 or (self._choices == 1 and len(value) <= _SHORT):
            return bool(self._regex.search(value))
        with self._lock:
            answer = self._asked(value)
        if answer not in (b"0", b"1"):
            raise CostError(
                f"the regular expression {self._pattern!r} takes more than {SECONDS:g} s",
                where="--where",
                hint="Write it without repetitions inside of repetitions: 'a+' for '(a+)+'.",
            )
        return answer == b"1"

    def _asked(self, value: str) -> bytes:
        """The child's answer; empty once it has been ended."""
        if self._child is None:
            self._child = self._started()
        guard = None
        if sys.platform == "win32":
            # There the process has no timer of its own.
            guard = threading.Timer(SECONDS, self._child.kill)
            guard.start()
        questions, answers = _pipes(self._child)
        try:
            # One letter in front, as no letters are the end.
            _send(questions, "=" + value)
            return answers.read(1)
        except OSError:  # it has gone
            return b""
        finally:
            if guard:
                guard.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        # Nothing of the user's goes into the command line, and nothing of the surroundings counts.
        child = subprocess.Popen(  # noqa: S603  # our own interpreter and text
            [sys.executable, "-I", "-S", "-c", _CHILD, str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        weakref.finalize(self, _end, child, os.getpid())
        _send(_pipes(child)[0], self._pattern)
        return child


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("a process without pipes")
    return child.stdin, child.stdout


def _send(pipe: IO[bytes], text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    message = memoryview(len(content).to_bytes(4, "little") + content)
    while message:
        message = message[pipe.write(message) :]


def _end(child: subprocess.Popen[bytes], owner: int) -> None:
    if os.getpid() != owner:
        return  # a copy of ours, which forked, has no child
    child.kill()
    for pipe in _pipes(child):
        pipe.close()
    child.wait()
