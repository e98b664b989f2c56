"""Edits of a text by field names: what is put in looks like its neighbours, nothing else changes.

    net = parse(Path("net.prototxt").read_bytes(), "net.prototxt")
    editor = edit(net)
    for layer in net.blocks("layer"):
        editor.set(layer, "convolution_param.weight_filler", 'type: "msra" variance_norm: FAN_OUT')
        editor.unset(layer, "convolution_param.bias_filler")
    Path("net.prototxt").write_bytes(net.encode())

A path is names joined by dots. It means every value of such a name; `param[0].lr_mult` means the
first only. Comments always stay: those of a field that is taken out stand where it stood.
"""

from __future__ import annotations

import functools
import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from caffe_fillers.errors import TextError
from caffe_fillers.text.document import Document, parse
from caffe_fillers.text.moves import deposit, goes_on, laid, place, remove, spread, take
from caffe_fillers.text.places import shown
from caffe_fillers.text.style import Style, comments, is_flat, is_leaf, requoted
from caffe_fillers.text.tokens import SCALAR, is_string
from caffe_fillers.text.tree import Block, Field, Fields, Item, List, margin, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from google.protobuf.descriptor import Descriptor

__all__ = ["Editor", "Single", "Step", "edit", "items_of", "steps_of", "values_in", "write"]

_STEP = re.compile(r"([A-Za-z_]\w*)(?:\[([0-9]{1,9})\])?", re.ASCII)
#: As deep as protobuf's binary format is read.
_MAX_DEPTH = 100

#: A scalar as it is written, or a message.
Single: TypeAlias = str | Block


@dataclass(frozen=True, slots=True)
class Step:
    """One name of a path, and which of the values of that name is meant; None for all."""

    name: str
    index: int | None

    def __str__(self) -> str:
        return self.name if self.index is None else f"{self.name}[{self.index}]"


def edit(document: Document) -> Editor:
    """An editor for a text.

    Args:
        document: The tree, which is changed in place.

    Returns:
        The editor.

    Example:
        >>> from caffe_fillers import edit, parse
        >>> document = parse('name: "old"  # kept')
        >>> edit(document).set(document, "name", '"new"')
        True
        >>> str(document)
        'name: "new"  # kept'

    Source: none.
    """
    return Editor(document)


def steps_of(path: str) -> tuple[Step, ...]:
    """The names in a path.

    Raises:
        TextError: It is not of the form `convolution_param.weight_filler` or `param[0].lr_mult`.
    """
    matches = [_STEP.fullmatch(part) for part in path.split(".", _MAX_DEPTH)]
    steps = [Step(m[1], None if m[2] is None else int(m[2])) for m in matches if m]
    if len(steps) < len(matches):
        hint = "Write names joined by dots: convolution_param.bias_term or param[0].lr_mult."
        raise TextError(f"{shown(path)!r} is not a path to a field", hint=hint)
    return tuple(steps)


def values_in(text: str) -> list[Single]:
    """The values that a text gives to a field: a scalar, a message, or a list of either.

    A message is written with or without its brackets: `type: "msra"` or `{ type: "msra" }`.

    Raises:
        TextError: It is none of them, or has a comment.
    """
    text = text.strip(" \t\r\n")
    if comments(text):
        hint = "Only whole fields are inserted with their comments."
        raise TextError(f"a value has no comments: {shown(text)!r}", hint=hint)
    if SCALAR.fullmatch(text):
        return [text]
    values: list[Single]
    if text[:1] in {"{", "<", "["}:
        fields = parse(f"_:{text}", "value").fields
        if len(fields) != 1:
            raise TextError(f"{shown(text)!r} is more than one value")
        values = values_of(fields[0].value)
    else:
        values = [Block(fields=parse(text, "value").fields)]
    level = [each for each in values if isinstance(each, Block)]
    for _ in range(_MAX_DEPTH):
        level = [inner for each in level for field in each for inner in _blocks(field)]
    if level:
        raise TextError(f"messages are nested more than {_MAX_DEPTH} deep: {shown(text)!r}")
    return values


class Editor:
    """Changes a document in place.

    Its methods raise TextError for a path or a value that no prototxt has. No schema is asked: a
    `descriptor`, the type of the message that is edited, only puts new fields where the schema has
    them.
    """

    def __init__(self, document: Document) -> None:
        self.document = document

    @functools.cached_property
    def style(self) -> Style:
        """The habits of the text, as it was before the first change."""
        return Style.of(self.document)

    def set(
        self, fields: Fields, path: str, text: str, descriptor: Descriptor | None = None
    ) -> bool:
        """Give a field this value; whether that changed anything.

        The field, and the messages on the way to it, are made if need be. Of a message only what
        differs is changed, and what the new value lacks goes. A repeated field has exactly the
        values given afterwards, unless the path ends with the number of one of them.

        Args:
            fields: The document, or a message in it.
            path: From there to the field.
            text: The value, as a prototxt has it; `[a, b]` for several of a repeated field.
            descriptor: The type of message that `fields` are.
        """
        return self._set(fields, steps_of(path), values_in(text), descriptor)

    def unset(self, fields: Fields, path: str) -> bool:
        """Take a field out, wherever it is on the path; whether it was there."""
        *parents, last = steps_of(path)
        found: list[Fields] = [fields]
        for step in parents:
            found = [block for each in found for block in _chosen(each, step)]
        return sum(self._drop(each, last) for each in found) > 0

    def insert(self, fields: Fields, index: int, text: str) -> list[Field]:
        """Put new fields, layers for example, before the field at this index.

        A text of one line is laid out as the document is; one of several lines keeps its lines
        and comments, and is only indented.
        """
        lines = textwrap.dedent(text).strip().replace("\r\n", "\n")
        parsed = parse(lines.replace("\n", self.style.newline), "text to insert")
        flat = goes_on(fields, index)
        made = [take(parsed, 0) for _ in range(len(parsed.fields))]
        if "\n" not in lines and not comments(lines):
            made = [laid(each, self.style, flat=flat) for each in made]
        for position, each in enumerate(made):
            place(fields, index + position, each, self.style)
        deposit(fields, index + len(made), comments(parsed.tail), self.style)
        return made

    def remove(self, fields: Fields, field: Field) -> None:
        """Take out this very field of `fields`; its comments stay.

        Raises:
            ValueError: It is not among them.
        """
        remove(fields, fields.fields.index(field), self.style)

    # --- within ---------------------------------------------------------------------------------

    def _set(
        self,
        fields: Fields,
        steps: Sequence[Step],
        values: list[Single],
        descriptor: Descriptor | None,
    ) -> bool:
        step, *rest = steps
        if not rest:
            return self._assign(fields, step, values, descriptor)
        blocks = fields.blocks(step.name)
        if not blocks and fields.get(step.name):
            raise TextError(f"{step.name} is not a message, and has no {rest[0].name}")
        if len(blocks) == (step.index or 0):
            self._add(fields, step.name, _nested(rest, values), descriptor)
            return True
        _check_index(step, len(blocks))
        inner = _within(descriptor, step.name)
        return sum(self._set(each, rest, values, inner) for each in _chosen(fields, step)) > 0

    def _assign(
        self,
        fields: Fields,
        step: Step,
        values: list[Single],
        descriptor: Descriptor | None,
        position: int | None = None,
    ) -> bool:
        """Give these values to the fields of one name; new ones go to the position, if given."""
        items = items_of(fields, step.name)
        if step.index is not None:
            _check_index(step, len(items))
            items = items[step.index : step.index + 1]
        elif len(items) != len(values):
            self._spread(fields, step.name)
            items = items_of(fields, step.name)
        changed = len(items) != len(values)
        for item, value in zip(items, values, strict=False):
            changed |= self._replace(item, step.name, value, _within(descriptor, step.name))
        for item in items[len(values) :]:
            remove(fields, _index(fields, item), self.style)
        for value in values[len(items) :]:
            self._add(fields, step.name, value, descriptor, position)
        return changed

    def _replace(self, item: Item, name: str, value: Single, descriptor: Descriptor | None) -> bool:
        old = item.value
        if isinstance(old, Block) and isinstance(value, Block):
            return self._reconcile(old, value, descriptor)
        if not isinstance(old, str) or not isinstance(value, str):
            what = "a message, not" if isinstance(old, Block) else "not a message as"
            raise TextError(f"{name} is {what} {shown(str(value))!r}")
        return write(item, value, self.style)

    def _reconcile(self, block: Block, wanted: Block, descriptor: Descriptor | None) -> bool:
        """Make one message mean what another does, by few changes and in its order."""
        changed = False
        position = 0
        names = dict.fromkeys(field.name for field in wanted)
        for name in names:
            changed |= self._assign(
                block, Step(name, None), wanted.values(name), descriptor, position
            )
            position = max((i + 1 for i, each in enumerate(block) if each.name == name), default=0)
        for index in reversed(range(len(block.fields))):
            if block.fields[index].name not in names:
                remove(block, index, self.style)
                changed = True
        return changed

    def _add(
        self,
        fields: Fields,
        name: str,
        value: Single,
        descriptor: Descriptor | None,
        position: int | None = None,
    ) -> None:
        present = [i for i, each in enumerate(fields) if each.name == name]
        if present:
            position = present[-1] + 1
        elif position is None:
            position = _position(fields, name, descriptor)
        like = self._neighbour(fields, position, name, value)
        flat: bool | None = True if goes_on(fields, position) else None
        if like and is_leaf(like.value) and not flat:
            flat = is_flat(like.value)
        new = laid(Field("", name, "", value, ""), self.style, flat=flat)
        if like and not like.joint.strip(" \t:"):
            new.joint = like.joint
        place(fields, position, new, self.style)

    def _neighbour(self, fields: Fields, position: int, name: str, value: Single) -> Field | None:
        """The nearest message of scalars, after which to model a new one of an unseen name."""
        if name in self.style.braces or not is_leaf(value):
            return None
        around = [*fields.fields[:position][::-1], *fields.fields[position:]]
        return next((each for each in around if is_leaf(each.value)), None)

    def _drop(self, fields: Fields, step: Step) -> bool:
        if step.index is not None:
            self._spread(fields, step.name)
        present = [i for i, each in enumerate(fields) if each.name == step.name]
        if step.index is not None:
            present = present[step.index : step.index + 1]
        for index in reversed(present):
            remove(fields, index, self.style)
        return bool(present)

    def _spread(self, fields: Fields, name: str) -> None:
        for index in reversed(range(len(fields.fields))):
            field = fields.fields[index]
            if field.name == name and isinstance(field.value, List):
                spread(fields, index, self.style)


def items_of(fields: Fields, name: str) -> list[Item]:
    """The fields of a name, and the items of those that are lists."""
    return [
        item
        for field in fields
        if field.name == name
        for item in (field.value.items if isinstance(field.value, List) else [field])
    ]


def write(item: Item, raw: str, style: Style) -> bool:
    """Give an item with a scalar another one, in its own quotes; whether that changed anything."""
    old = item.value
    if not isinstance(old, str):
        raise TypeError(f"{item!r} holds no scalar")
    raw = requoted(raw, old[0] if is_string(old) else style.quote)
    if raw == old:
        return False
    # Strings that stood side by side may have had comments between them.
    indent = margin(item.lead)
    item.lead += "".join(f"{each}{style.newline}{indent}" for each in comments(old))
    item.value = raw
    return True


def _position(fields: Fields, name: str, descriptor: Descriptor | None) -> int:
    """Where a new field goes: behind those that the schema numbers lower, or at the end."""
    numbers = {} if descriptor is None else {each.name: each.number for each in descriptor.fields}
    if name not in numbers:
        return len(fields.fields)
    lower = (i + 1 for i, each in enumerate(fields) if numbers.get(each.name, 0) < numbers[name])
    return max(lower, default=0)


def _nested(steps: Sequence[Step], values: list[Single]) -> Block:
    """A message that holds nothing but the way to these values."""
    for step in steps:
        if step.index:
            raise _too_few(step, 0)
    *parents, last = steps
    block = Block(fields=[Field("", last.name, "", value, "") for value in values])
    for step in reversed(parents):
        block = Block(fields=[Field("", step.name, "", block, "")])
    return block


def _chosen(fields: Fields, step: Step) -> list[Block]:
    blocks = fields.blocks(step.name)
    return blocks if step.index is None else blocks[step.index : step.index + 1]


def _check_index(step: Step, count: int) -> None:
    if step.index is not None and step.index > count:
        raise _too_few(step, count)


def _too_few(step: Step, count: int) -> TextError:
    message = f"there is no {step.name}[{step.index}]: there are {count} {step.name} here"
    return TextError(message, hint="The first is number 0, and one more can be set than there are.")


def _index(fields: Fields, item: Item) -> int:
    return next(i for i, each in enumerate(fields) if each is item)


def _blocks(field: Field) -> list[Block]:
    return [each for each in values_of(field.value) if isinstance(each, Block)]


def _within(descriptor: Descriptor | None, name: str) -> Descriptor | None:
    field = descriptor.fields_by_name.get(name) if descriptor else None
    return field.message_type if field else None
