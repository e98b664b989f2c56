"""`python -m caffe_fillers` is `fill-weights`, and what the installed script calls."""

from __future__ import annotations

import signal

__all__ = ["main"]


def main() -> None:
    """Load the command line and run it."""
    held = signal.getsignal(signal.SIGINT)
    if held is signal.default_int_handler:
        # Nothing is open yet: Ctrl-C ends the process at once, and not in the middle of an import.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from caffe_fillers.cli import main as run  # noqa: PLC0415  # the import that takes its time

    if held is signal.default_int_handler:
        signal.signal(signal.SIGINT, held)
    run()


if __name__ == "__main__":
    main()
