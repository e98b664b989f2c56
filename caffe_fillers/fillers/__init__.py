"""Fillers: parameters and a shape in, a law out. Importing this package registers them."""

from caffe_fillers.fillers import caffe

__all__ = ["caffe"]
