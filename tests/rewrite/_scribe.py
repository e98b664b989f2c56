"""Messages written as people write them, and as nobody does: by a seed, comments anywhere."""

from google.protobuf.descriptor import FieldDescriptor

OPENING = {"{": "}", "<": ">"}


class Scribe:
    """Writes messages; `wild` from 0 for tidy texts to 1 for all that the grammar allows."""

    def __init__(self, dice, wild=0.3):
        self._dice = dice
        self._wild = wild
        self._newline = dice.one_of(("\n", "\n", "\r\n"))
        self._indent = dice.one_of(("  ", "    ", "\t", " "))
        self._colon = dice.one_of((": ", ": ", ":", " : "))
        self._brace = dice.one_of((" ", " ", ": ", ""))
        self._quote = dice.one_of(('"', '"', "'"))
        self._flat = dice.one_of((0.0, 0.1, 0.5))
        self._said = 0

    def text(self, message):
        """The whole text of a message."""
        text = self._fields(message, "", flat=False)
        if self._odd(0.5):
            text += self._comment().rstrip("\r\n") if self._odd() else self._comment()
        return text.removesuffix(self._newline) if self._odd() else text

    def _odd(self, p=1.0):
        return self._dice.chance(self._wild * p)

    def _comment(self):
        self._said += 1
        words = self._dice.one_of(("say", "it's", 'a "quote', "}", "[1, 2", "# #", "é"))
        return f"#{self._said} {words}{self._newline}"

    def _gap(self, otherwise):
        """A blank that may be anything."""
        if not self._odd(0.1):
            return otherwise
        return self._dice.one_of((" ", "\t", "\n", "\r\n", f" {self._comment()}", "\n\n  "))

    def _fields(self, message, margin, *, flat):
        return "".join(
            self._statement(field, written, margin, flat=flat)
            for field, value in self._entries(message)
            for written in self._written(field, value, margin, flat=flat)
        )

    def _entries(self, message):
        """Fields in any order; the values of one name in theirs, perhaps among others."""
        entries = []
        for field, value in message.ListFields():
            if hasattr(value, "extend"):
                if self._odd(0.3):
                    entries.append((field, list(value)))
                else:
                    entries += [(field, each) for each in value]
            else:
                entries.append((field, value))
        if self._odd():
            order = {}
            for field, _ in entries:
                order.setdefault(field.name, self._dice.below(1000))
            entries.sort(key=lambda entry: order[entry[0].name])
        return entries

    def _written(self, field, value, margin, *, flat):
        if not isinstance(value, list):
            return [self._value(field, value, margin, flat=flat)]
        comma = f"{self._gap('')},{self._gap(' ')}"
        items = [self._value(field, each, margin, flat=True) for each in value]
        return [f"{self._list_colon(field)}[{self._gap('')}{comma.join(items)}{self._gap('')}]"]

    def _list_colon(self, field):
        return "" if field.message_type is not None and self._odd() else ":"

    def _value(self, field, value, margin, *, flat):
        if field.message_type is None:
            return self._scalar(field, value)
        opening = "<" if self._odd(0.2) else "{"
        flat = flat or self._dice.chance(self._flat)
        inner = self._fields(value, margin + self._indent, flat=flat)
        if flat:
            return f"{opening} {inner}{OPENING[opening]}"
        head = f"  {self._comment()}" if self._odd() else self._newline
        tail = f"{margin}{self._comment()}" if self._odd() else ""
        return f"{opening}{head}{inner}{tail}{margin}{OPENING[opening]}"

    def _statement(self, field, written, margin, *, flat):
        joint = ""
        if not written.startswith((":[", "[")):
            joint = self._colon if field.message_type is None else self._brace
            joint = self._gap(joint) if joint.strip() == "" else f"{joint}{self._gap('')}"
            joint = joint if field.message_type is not None or ":" in joint else self._colon
        end = self._dice.one_of((",", ";")) if self._odd(0.2) else ""
        if flat:
            return f"{field.name}{joint}{written}{end}{self._gap(' ')}"
        above = ""
        if self._odd():
            above = self._dice.one_of(
                (self._newline, f"{margin}{self._comment()}", self._comment())
            )
        rest = f"  {self._comment()}" if self._odd() else self._newline
        if self._odd(0.2):
            rest = " "  # the next field goes on in this line
        return f"{above}{margin}{field.name}{joint}{written}{end}{rest}"

    def _scalar(self, field, value):
        kind = field.cpp_type
        if kind == FieldDescriptor.CPPTYPE_STRING:
            return self._string(value if isinstance(value, bytes) else value.encode())
        if kind == FieldDescriptor.CPPTYPE_BOOL:
            return self._dice.one_of(("true", "True") if value else ("false", "f"))
        if kind == FieldDescriptor.CPPTYPE_ENUM and not self._odd(0.3):
            return field.enum_type.values_by_number[value].name
        return repr(value)

    def _string(self, content):
        if self._odd(0.2) and len(content) > 1:
            cut = 1 + self._dice.below(len(content) - 1)
            return f"{self._string(content[:cut])}{self._gap(' ')}{self._string(content[cut:])}"
        quote = self._dice.one_of("\"'") if self._odd() else self._quote
        return quote + "".join(map(_sign, content)) + quote


def _sign(byte):
    plain = 0x20 <= byte < 0x7F and chr(byte) not in "\"'\\"
    return chr(byte) if plain else f"\\{byte:03o}"
