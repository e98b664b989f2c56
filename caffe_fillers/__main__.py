"""`python -m caffe_fillers` is `fill-weights`."""

from caffe_fillers.cli import main

main()
