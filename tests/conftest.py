"""Settings and fixtures for all tests."""

import os
import signal
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings

# A shell that starts the tests in the background ignores Ctrl-C, and so would the programs that
# tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Shared machines are slow at times: a deadline would fail good code.
settings.register_profile("default", deadline=None, max_examples=100)
settings.register_profile(
    "long", deadline=None, max_examples=10_000, suppress_health_check=list(HealthCheck)
)
# What decides whether a change lands tries the same examples each time; other runs try new ones.
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="module", params=["kernels", "numpy"])
def both_ways(request):
    """Draw with the compiled kernels, then with NumPy alone; `usefixtures` puts a module under it.

    Where the kernels are missing or switched off their half skips, and fails in CI unless
    CAFFE_FILLERS_PURE asks for it.
    """
    from caffe_fillers import kernels

    compiled = kernels.compiled
    if request.param == "numpy":
        kernels.compiled = None
    elif compiled is None:
        message = "no compiled kernels: python setup.py build_ext --inplace"
        if os.environ.get("CI") and not os.environ.get("CAFFE_FILLERS_PURE"):
            pytest.fail(message)
        pytest.skip(message)
    try:
        yield request.param
    finally:
        kernels.compiled = compiled


@dataclass
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capfd):
    """Run `fill-weights` in this process: arguments in, exit code and what was printed out."""
    from caffe_fillers.cli import main
    from caffe_fillers.errors import FAULT

    def run_(*args, faults=False):
        """`faults`: the test makes the program itself fail; everywhere else that is a failure."""
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(arg) for arg in args])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        assert left.value.code != FAULT or faults, err
        return Ran(left.value.code, out, err)

    return run_
