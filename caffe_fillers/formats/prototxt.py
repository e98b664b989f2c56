"""Prototxt files: a net or a solver as text, and the message that it means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

from google.protobuf.message import Message

from caffe_fillers.errors import DataError, FormatError, within
from caffe_fillers.files.reading import read_given, read_regular
from caffe_fillers.proto import caffe
from caffe_fillers.text import Document, parse

__all__ = ["MAX_BYTES", "is_solver", "read", "read_bytes", "read_net", "read_solver"]

M = TypeVar("M", bound=Message)

#: protobuf counts the bytes of a text with an int.
MAX_BYTES = 2**31 - 1


def read(path: str | os.PathLike[str], *, named: bool = False) -> Document:
    """The lossless tree of a file; needs no schema.

    Args:
        path: The file.
        named: Whether another file names it, and not the user: then it is no pipe.

    Raises:
        DataError: The file is missing or cannot be read.
        FormatError: It is larger than protobuf can read.
        TextError: protobuf's text format has no such text; `where` is path:line:column.
    """
    return parse(read_bytes(path, named=named), os.fspath(path))


def read_bytes(path: str | os.PathLike[str], *, named: bool = False) -> bytes:
    """The content of a file; of a pipe as well, unless another file has `named` it.

    Raises:
        DataError: The file is missing or cannot be read.
        FormatError: It is larger than protobuf can read.
    """
    name = os.fspath(path)
    try:
        size = Path(name).stat().st_size
        if size > MAX_BYTES:
            message = f"a prototxt of {size:,} bytes is larger than protobuf can read"
            raise FormatError(message, where=name, hint="Is this a binary .caffemodel?")
        with within(name):
            return (read_regular if named else read_given)(name, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None


def read_net(path: str | os.PathLike[str]) -> tuple[Document, caffe.NetParameter]:
    """A net's tree and message, as it is written: not upgraded yet.

    Raises:
        DataError, FormatError: As for `read`.
        TextError: Caffe's parser would refuse it; `where` is path:line:column.
    """
    return _read_as(path, caffe.NetParameter)


def read_solver(path: str | os.PathLike[str]) -> tuple[Document, caffe.SolverParameter]:
    """A solver's tree and message, as it is written: not upgraded yet; raises as `read_net`."""
    return _read_as(path, caffe.SolverParameter)


def is_solver(document: Document) -> bool:
    """Whether the text has a field that only a solver has: `base_lr`, `net` or another."""
    nets, solvers = (
        cls.DESCRIPTOR.fields_by_name for cls in (caffe.NetParameter, caffe.SolverParameter)
    )
    return any(field.name in solvers and field.name not in nets for field in document.fields)


def _read_as(path: str | os.PathLike[str], cls: type[M]) -> tuple[Document, M]:
    document = read(path)
    return document, document.message(cls)


def _unreadable(name: str, error: OSError | ValueError) -> DataError:
    hint = None
    if isinstance(error, FileNotFoundError):
        message, hint = "there is no such file", "Paths are relative to the current folder."
    elif isinstance(error, IsADirectoryError):
        message, hint = "this is a folder", "Name the prototxt file in it."
    elif isinstance(error, PermissionError):
        message, hint = "permission denied", "Make the file readable for this user."
    else:
        reason = error.strerror if isinstance(error, OSError) else None
        message = f"the file cannot be read: {reason or error}"
    return DataError(message, where=name, hint=hint)
