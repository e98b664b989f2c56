"""Caffe's weight fillers, bit for bit, without Caffe."""

__version__ = "0.1.0"
