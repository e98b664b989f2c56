"""Prototxt without loss: the tree is the text, and makes the message.

What is read, is written as it was; what is changed, changes alone:

    document = parse(Path("net.prototxt").read_bytes(), "net.prototxt")
    document.get("name").value = '"LeNet"'
    Path("net.prototxt").write_bytes(document.encode())
    net = document.message(caffe.NetParameter)  # as Caffe's own parser would read it

`edit` changes texts by the names of fields, and `fmt` lays them out anew.
"""

from caffe_fillers.text.document import Document, parse, place_of
from caffe_fillers.text.places import Place
from caffe_fillers.text.reader import Doubt, Unknown, unknown_fields
from caffe_fillers.text.tree import Block, Field, Fields, Item, List

__all__ = [
    "Block",
    "Document",
    "Doubt",
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
