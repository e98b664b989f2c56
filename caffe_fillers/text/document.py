"""A whole text as a tree, and how to get it."""

from __future__ import annotations

from typing import TypeVar

from google.protobuf.message import Message

from caffe_fillers.errors import TextError
from caffe_fillers.text.parser import parse_fields
from caffe_fillers.text.places import Place, Source
from caffe_fillers.text.reader import Doubt, read
from caffe_fillers.text.tree import Field, Fields, Item, blocks_of, written

__all__ = ["Document", "parse", "place_of"]

M = TypeVar("M", bound=Message)


class Document(Fields):
    """A prototxt, every character of it: `str(parse(text)) == text`.

    `parse` makes one. `get`, `all`, `values` and `blocks` look into it, `message` makes of it the
    message that Caffe would read, `encode` gives its bytes.

    Args:
        fields: The fields, in order.
        tail: What stands behind the last of them.
        source: The text that it was read from.

    Example:
        >>> from caffe_fillers import parse
        >>> str(parse("a: 1 # one")), parse("a: 1").get("a").value
        ('a: 1 # one', '1')

    Source: protobuf's text_format.cc.
    """

    __slots__ = ("name", "source")

    def __init__(self, fields: list[Field], tail: str, source: Source) -> None:
        self.fields = fields
        self.tail = tail
        #: The text as it was read.
        self.source = source
        #: What messages call it: a path, or "<string>".
        self.name = source.name

    def __str__(self) -> str:
        return written([*self.fields, self.tail])

    def __repr__(self) -> str:
        return f"<Document {self.name!r} of {len(self.fields)} fields>"

    def encode(self) -> bytes:
        """The bytes of the text; those that were read as bytes and not changed are the same."""
        return str(self).encode("utf-8", "surrogateescape")

    def message(self, cls: type[M], doubts: list[Doubt] | None = None) -> M:
        """The message of class `cls` that the text means, as Caffe's own parser would read it.

        With a list for `doubts` what the schema does not know is told there, and left out.

        Strings that are no UTF-8 are text in it, in the way of `caffe_fillers.strings`.

        Raises:
            TextError: That parser would refuse it; `where` tells the place.
        """
        try:
            return read(self, self.source, cls, doubts)
        except TextError:
            text = str(self)
            if text == self.source.text:
                raise
        # It has been changed since: places must be those of the text as it is now.
        return parse(text, self.name).message(cls, doubts)

    @property
    def newline(self) -> str:
        r"""What ends the lines: `\n` or `\r\n`, by the first of them."""
        end = self.source.text.find("\n")
        return "\r\n" if end > 0 and self.source.text[end - 1] == "\r" else "\n"

    @property
    def indent(self) -> str:
        """By how much a message's fields are indented, by the first that begins a line."""
        for field in self.walk():
            for block in blocks_of(field.value):
                if block.head.endswith("\n") and block.fields:
                    outer, inner = self._margin(field), self._margin(block.fields[0])
                    if len(inner) > len(outer) and inner.startswith(outer):
                        return inner.removeprefix(outer)
        return "  "

    def _margin(self, field: Field) -> str:
        """The indentation of the line on which a field was read."""
        line = self.source.line(field.line) if field.source else ""
        return line[: len(line) - len(line.lstrip(" \t"))]


def parse(source: str | bytes, name: str = "<string>") -> Document:
    """The lossless tree of a prototxt; needs no schema, so that forks' nets are read too.

    Args:
        source: The text. Bytes that are not UTF-8 survive in strings and comments, and stand in
            the tree as lone surrogates ("surrogateescape").
        name: How messages call it: its path.

    Returns:
        The tree: a `Document`.

    Raises:
        TextError: protobuf's text format has no such text; `where` is name:line:column.

    Example:
        >>> from caffe_fillers import parse
        >>> parse('name: "n"  # kept').get("name").trail
        '  # kept'

    Source: protobuf's text_format.cc and tokenizer.cc.
    """
    if isinstance(source, bytes):
        text = source.decode("utf-8", "surrogateescape")
    else:
        text = source
        try:
            text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError as error:
            message = "a lone surrogate, which no encoding can write"
            raise Source(text, name).error(error.start, message) from None
    read_from = Source(text, name)
    return Document(*parse_fields(read_from), read_from)


def place_of(document: Document, item: Item) -> Place:
    """Where an item stands: in the text that was read or, when it was made, in that to be written.

    Args:
        document: The tree.
        item: A field, or a value of a list, in it.

    Returns:
        File, line and column.

    Raises:
        LookupError: The item was made and is not in the document.

    Example:
        >>> from caffe_fillers.text import parse, place_of
        >>> document = parse('a: 1\\nb: 2', "net.prototxt")
        >>> str(place_of(document, document.get("b")))
        'net.prototxt:2:1'

    Source: none; Caffe's parser counts lines and columns so.
    """
    if item.source is not None:
        return item.source.place(item.offset)
    before = written([*document.fields, document.tail], until=item)
    return Source(before, document.name).place(len(before))
