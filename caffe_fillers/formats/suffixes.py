"""What a file's suffix promises: no output bears the suffix of a kind that it is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from caffe_fillers.errors import FormatError
from caffe_fillers.formats.kinds import EXPORTS, SUFFIXES, TEXTS, is_onnx

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

__all__ = ["Made", "check_suffix"]

#: What a command makes: a prototxt, an ONNX model, a file of weights or that kind of it.
Made: TypeAlias = Literal["text", "onnx", "weights", "caffemodel"]

NAMES: Mapping[Made, str] = {
    "text": "a prototxt",
    "onnx": "an ONNX model",
    "weights": "a file of weights",
    "caffemodel": "a .caffemodel",
}
FILLS = "`fill-weights NET -o OUT` makes the weights of a net."
#: For what is made and what the suffix promises: the command that makes what is promised.
INSTEAD: Mapping[tuple[Made, Made], str] = {
    ("text", "onnx"): "`fill-weights export NET [MODEL] -o OUT.onnx` makes an ONNX model of a net.",
    ("text", "weights"): FILLS,
    ("text", "caffemodel"): FILLS,
    ("caffemodel", "onnx"): EXPORTS,
    ("caffemodel", "text"): "Name an output that ends in .caffemodel.",
    ("caffemodel", "weights"): "`fill-weights convert IN OUT` writes weights in another format.",
    ("onnx", "text"): "Name an output that ends in .onnx.",
    ("onnx", "weights"): f"Name an output that ends in .onnx. {FILLS}",
    ("onnx", "caffemodel"): f"Name an output that ends in .onnx. {FILLS}",
}


def check_suffix(
    path: str | os.PathLike[str], made: Made, source: str | os.PathLike[str] = ""
) -> None:
    """Refuse an output whose suffix promises another kind of file.

    Args:
        path: The output.
        made: What will be in it; which kind of weights is decided by the suffix itself.
        source: The file that it is made of: the same suffix promises nothing new.

    Raises:
        FormatError: the suffix is that of another kind.
    """
    target = Path(path)
    promised, suffix = _promised(target), target.suffix.lower()
    if promised is None or promised == made or suffix == Path(source).suffix.lower():
        return
    raise FormatError(
        f"ends in {suffix!r}, the suffix of {NAMES[promised]}, and {NAMES[made]} is made here",
        where=str(target),
        hint=INSTEAD[made, promised],
    )


def _promised(path: Path) -> Made | None:
    suffix = path.suffix.lower()
    if is_onnx(path):
        return "onnx"
    if suffix == ".caffemodel":
        return "caffemodel"
    return "text" if suffix in TEXTS else "weights" if suffix in SUFFIXES else None
