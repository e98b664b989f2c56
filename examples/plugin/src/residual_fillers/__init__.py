"""A filler, a layer type and a dialect that caffe_fillers finds by their entry points."""

from pathlib import Path

#: The table of the dialect.
DIALECT = Path(__file__).parent / "residual.tsv"
