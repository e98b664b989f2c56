"""A live Caffe as the other side of a comparison: its command line, or its Python module."""
