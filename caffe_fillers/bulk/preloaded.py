"""What a server of processes loads before it makes the first of them."""

import caffe_fillers.bulk.jobs
import caffe_fillers.fillers
import caffe_fillers.formats.caffemodel
import caffe_fillers.layers  # noqa: F401  # (all four)
