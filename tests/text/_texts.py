"""Texts made at random: by the grammar alone, or together with the message that they mean."""

import math
import struct

from google.protobuf.descriptor import FieldDescriptor as Kind
from google.protobuf.message_factory import GetMessageClass
from hypothesis import strategies as st

NAMES = ["name", "layer", "top", "a", "_", "x1", "type", "foo_param"]


# --- the grammar ----------------------------------------------------------------------------------

#: Blanks that may stand anywhere between two words.
BLANKS = st.lists(
    st.sampled_from([" ", "  ", "\t", "\n", "\r\n", "\r", "\v", "\f", "# c\n", "#\n", "# }\r\n"]),
    max_size=3,
).map("".join)
#: The same, but never nothing: between two names or numbers.
GAPS = st.tuples(st.sampled_from([" ", "\n", "# c\n", "\t"]), BLANKS).map("".join)
STRINGS = st.sampled_from(
    [
        '""',
        "''",
        '"a"',
        "'b'",
        '"#"',
        '"{"',
        r'"\n"',
        r'"\""',
        r"'\''",
        r'"\x41\101"',
        '"\udcff"',
        '"é"',
    ]
)
NUMBERS = st.sampled_from(
    [
        "0",
        "1",
        "42",
        "010",
        "0x1F",
        "1.",
        ".5",
        "1.5",
        "1e3",
        "2.F",
        "1e-3f",
        "18446744073709551616",
    ]
)
WORDS = st.sampled_from(["true", "inf", "nan", "MAX", "x", "_1"])
SCALARS = st.one_of(
    st.builds("".join, st.lists(st.builds("{}{}".format, STRINGS, BLANKS), min_size=1, max_size=3)),
    NUMBERS,
    WORDS,
    st.builds("-{}{}".format, BLANKS, st.one_of(NUMBERS, st.sampled_from(["inf", "NaN"]))),
)


def _field(fields):
    name = st.one_of(st.sampled_from(NAMES), st.just("[a.b]"), st.just("[ a /b. c ]"))
    message = st.one_of(
        st.builds("{{{}{}}}".format, fields, BLANKS), st.builds("<{}>".format, fields)
    )
    items = st.lists(st.one_of(SCALARS, message), max_size=3)
    several = st.builds(lambda each, blank: f"[{f'{blank},'.join(each)}{blank}]", items, BLANKS)
    colon = st.builds("{}:{}".format, BLANKS, BLANKS)
    valued = st.builds("{}{}{}".format, name, colon, st.one_of(SCALARS, several, message))
    return st.one_of(valued, st.builds("{}{}{}".format, name, BLANKS, message))


def _fields(fields):
    separator = st.builds("{}{}".format, BLANKS, st.sampled_from([";", ",", " ", "\n", "# c\n"]))
    return st.lists(st.builds("{}{}{}".format, BLANKS, _field(fields), separator), max_size=4).map(
        "".join
    )


#: Texts that the grammar accepts, whatever they may mean.
TEXTS = st.builds(
    "{}{}{}".format,
    st.recursive(BLANKS, _fields, max_leaves=12),
    BLANKS,
    st.sampled_from(["", "# at the end", "#"]),
)

#: Texts that are nearly right.
SHARDS = st.lists(
    st.sampled_from(
        [
            *"{}<>[]:;,-.\"'#\\$+/=`\n\r\t \0\x01\x7f",
            *["\u00e9", "\udcff", "\ufeff", "\u201c", "<<<<<<< HEAD\n", "=======\n"],
            *["name", "layer {", 'type: "', "08", "0x", "1e", "1.2.3", "x:", "[a.", "\\q"],
            *['"a"', "1", "true", "name: ", "pool: MAX\n", "# c\n", "[1, 2]", "}\n"],
        ]
    ),
    max_size=30,
).map("".join)


# --- messages and how they are written ------------------------------------------------------------
# Drawn from a plain Random, which hypothesis seeds: choice by choice it would take too long.

RANDOMS = st.randoms(use_true_random=True)

_BLANKS = ["", "", "", " ", " ", "\n", "\r\n", "\t", "\v\f\r", "# c\n", " #\n", "\n# } '\r\n "]
_INTEGERS = {
    Kind.TYPE_INT32: (-(2**31), 2**31 - 1),
    Kind.TYPE_INT64: (-(2**63), 2**63 - 1),
    Kind.TYPE_UINT32: (0, 2**32 - 1),
    Kind.TYPE_UINT64: (0, 2**64 - 1),
    Kind.TYPE_SINT32: (-(2**31), 2**31 - 1),
    Kind.TYPE_SINT64: (-(2**63), 2**63 - 1),
    Kind.TYPE_SFIXED32: (-(2**31), 2**31 - 1),
    Kind.TYPE_SFIXED64: (-(2**63), 2**63 - 1),
    Kind.TYPE_FIXED32: (0, 2**32 - 1),
    Kind.TYPE_FIXED64: (0, 2**64 - 1),
}
_TRUE, _FALSE = ["true", "True", "t", "1", "0x1", "01"], ["false", "False", "f", "0", "00"]


class Writer:
    """Writes values, each time in another of the ways in which C++ reads them."""

    def __init__(self, random):
        self.random = random
        self.pick = random.choice

    def message(self, cls, depth=0):
        """A message and a text that means it: fields in any order, one by one or in lists."""
        message = cls()
        fields = list(cls.DESCRIPTOR.fields)
        chosen = self.random.sample(fields, min(len(fields), self.random.randrange(6)))
        needed = [field for field in fields if field.name in message.FindInitializationErrors()]
        pieces = []
        for field in {each.number: each for each in [*chosen, *needed]}.values():
            if field.message_type is None or depth < 3:
                pieces += self.field(message, field, depth)
        return message, "".join(pieces)

    def field(self, message, field, depth):
        """Set one field, and write it."""
        repeated = hasattr(getattr(message, field.name), "extend")
        written = []
        for _ in range(self.random.randrange(4) if repeated else 1):
            if field.message_type is not None:
                inner, text = self.message(GetMessageClass(field.message_type), depth + 1)
                target = getattr(message, field.name)
                (target.add() if repeated else target).CopyFrom(inner)
                opening, closing = self.pick(["{}", "<>"])
                written.append(f"{opening}{text}{self.blank()}{closing}")
            else:
                value, text = self.scalar(field)
                if repeated:
                    getattr(message, field.name).append(value)
                else:
                    setattr(message, field.name, value)
                written.append(text)
        if repeated and self.random.random() < 0.5:
            items = ",".join(f"{self.blank()}{text}{self.blank()}" for text in written)
            written = [f"[{items}]"]
        return [self.named(field, text) for text in written]

    def named(self, field, text):
        """A field with its name, its colon and what separates it from the next."""
        colon = self.pick([":", ":", ""] if field.message_type is not None else [":"])
        end = self.pick([";", ",", " ", "\n", " # c\n", "\r\n"])
        blanks = [self.blank() for _ in range(4)]
        return f"{blanks[0]}{field.name}{blanks[1]}{colon}{blanks[2]}{text}{blanks[3]}{end}"

    def blank(self):
        """A blank, or none."""
        return self.pick(_BLANKS)

    def scalar(self, field):
        """A value that the field can have, and a way to write it."""
        if field.type in _INTEGERS:
            low, high = _INTEGERS[field.type]
            number = self.pick([low, high, 0, 1, self.random.randint(low, high)])
            return number, self.integer(number)
        if field.type == Kind.TYPE_ENUM:
            value = self.pick(list(field.enum_type.values))
            return value.number, self.pick([value.name, value.name, self.integer(value.number)])
        if field.type == Kind.TYPE_BOOL:
            truth = self.random.random() < 0.5
            return truth, self.pick(_TRUE if truth else _FALSE)
        if field.type in {Kind.TYPE_FLOAT, Kind.TYPE_DOUBLE}:
            number = self.number("<f" if field.type == Kind.TYPE_FLOAT else "<d")
            return number, self.real(number)
        text = "".join(
            self.random.choices("ab\0\n\t\"'\\#{\u00e9\u20ac\U0001f600", k=self.pick(range(6)))
        )
        return text if field.type == Kind.TYPE_STRING else text.encode(), self.string(text.encode())

    def integer(self, number):
        """An integer: decimal, hex or octal."""
        size = abs(number)
        digits = self.pick([f"{size}", f"0x{size:x}", f"0X{size:X}", f"0{size:o}", f"00{size:o}"])
        return f"-{self.blank()}{digits}" if number < 0 else digits

    def number(self, form):
        """A float or double; any bits but those of a NaN."""
        size = struct.calcsize(form)
        (number,) = struct.unpack(form, self.random.randbytes(size))
        number = self.pick([0.0, -0.0, 1.0, 0.1, math.inf, -math.inf, 3e38, 1e-45, number])
        (number,) = struct.unpack(form, struct.pack(form, number))
        return 1.5 if math.isnan(number) else number

    def real(self, number):
        """A number, in a way that does not round it anew."""
        sign = f"-{self.blank()}" if math.copysign(1, number) < 0 else ""
        if math.isinf(number):
            return sign + self.pick(["inf", "INF", "Inf", "infinity", "Infinity"])
        text = repr(abs(number))
        ways = [text, f"{abs(number):.17e}", f"{abs(number):.17E}", f"{text}f", f"{text}F"]
        if text.endswith(".0"):
            ways += [text[:-1], text[:-2], f"{text[:-1]}f"]
        if text.startswith("0."):
            ways.append(text[1:])
        return sign + self.pick(ways)

    def string(self, content):
        """A string: plain or escaped, whole or in pieces."""
        cut = self.random.randint(0, len(content))
        pieces = [content[:cut], content[cut:]] if self.random.random() < 0.3 else [content]
        return self.blank().join(self.literal(piece) for piece in pieces)

    def literal(self, content):
        """One literal."""
        quote, escape = self.pick("\"'"), self.pick(["\\{:03o}", "\\x{:02x}"])
        bare = b"" if self.random.random() < 0.3 else b"ab#{"
        signs = "".join(chr(byte) if byte in bare else escape.format(byte) for byte in content)
        return f"{quote}{signs}{quote}"
