"""The schemas that come with this package, each loaded when it is first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from caffe_fillers.errors import CaffeFillersError, did_you_mean

if TYPE_CHECKING:
    from caffe_fillers.proto.pools import Schema

__all__ = ["schema", "schema_names"]

_FOLDER = Path(__file__).parent
# BVLC's schema keeps the file name that everybody knows.
_FILES = {"bvlc": "caffe"}

# Two threads that ask for a schema at the same time must get the same classes.
_loading = Lock()


def schema(name: str = "bvlc") -> Schema:
    """The schema called `name`: "bvlc" for BVLC/caffe master, else a fork's name.

    Args:
        name: One of `schema_names()`.

    Returns:
        The schema; `message(name)` gives a class of messages.

    Raises:
        CaffeFillersError: No schema of that name comes with this package.

    Example:
        >>> from caffe_fillers.proto import schema
        >>> schema("bvlc").message("NetParameter")(name="n").name
        'n'

    Source: caffe.proto.
    """
    with _loading:
        return _load(name)


def schema_names() -> tuple[str, ...]:
    """The names that `schema` knows, sorted.

    Returns:
        The names.

    Example:
        >>> from caffe_fillers.proto import schema_names
        >>> "bvlc" in schema_names()
        True

    Source: caffe.proto of BVLC and of its forks.
    """
    names = {file: name for name, file in _FILES.items()}
    return tuple(sorted(names.get(path.stem, path.stem) for path in _FOLDER.glob("*.desc")))


@cache
def _load(name: str) -> Schema:
    # Here and not above: an import of this package does not load protobuf, a first message does.
    from caffe_fillers.proto.pools import Schema  # noqa: PLC0415

    if name not in (known := schema_names()):
        hint = did_you_mean(name, known) or f"The schemas are {', '.join(known)}."
        raise CaffeFillersError(f"There is no schema called {name!r}", hint=hint)
    file = _FILES.get(name, name)
    return Schema(name, (_FOLDER / f"{file}.desc").read_bytes(), module=f"{__package__}.{file}")
