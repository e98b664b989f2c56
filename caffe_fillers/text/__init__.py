"""Prototxt without loss: the tree is the text, and makes the message.

document = parse(Path("net.prototxt").read_bytes(), "net.prototxt")
document.get("name").value = '"LeNet"'
assert document.encode() == ...             # every other byte as it was
net = document.message(caffe.NetParameter)  # as Caffe's own parser would read it
"""

from caffe_fillers.text.document import Document, parse, place_of
from caffe_fillers.text.places import Place
from caffe_fillers.text.reader import Unknown, unknown_fields
from caffe_fillers.text.tree import Block, Field, Fields, Item, List

__all__ = [
    "Block",
    "Document",
    "Field",
    "Fields",
    "Item",
    "List",
    "Place",
    "Unknown",
    "parse",
    "place_of",
    "unknown_fields",
]
