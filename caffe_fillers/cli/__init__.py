"""The command `fill-weights`: options in, one call, print. No number is made here."""

from caffe_fillers.cli.main import main

__all__ = ["main"]
