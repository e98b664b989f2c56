"""Texts made at random: by the grammar alone, or together with the message that they mean."""

import math
import struct

from google.protobuf.descriptor import FieldDescriptor as Kind
from hypothesis import strategies as st

from caffe_fillers.proto import caffe

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
    st.builds("-{}{}".format, BLANKS, st.one_of(NUMBERS, WORDS)),
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


def _bounds(low, high):
    return st.one_of(st.integers(low, high), st.sampled_from([low, high, 0, 1]))


def _spelled_int(number):
    """Ways to write an integer."""
    size, sign = abs(number), "-" if number < 0 else ""
    ways = [f"{size}", f"0x{size:x}", f"0X{size:X}", f"0{size:o}", f"00{size:o}"]
    minus = [sign] if not sign else ["-", "- ", "-\t", "-# c\n "]
    return st.builds("{}{}".format, st.sampled_from(minus), st.sampled_from(ways))


def _float32(number):
    return struct.unpack("<f", struct.pack("<f", number))[0]


def _spelled_float(number):
    """Ways to write a number, none of which rounds it anew."""
    if not math.isfinite(number):
        word = "nan" if math.isnan(number) else "inf"
        words = [word, word.upper(), word.title()] + (["infinity"] if word == "inf" else [])
        return st.builds("{}{}".format, st.just("-" if number < 0 else ""), st.sampled_from(words))
    text = repr(abs(number))
    ways = [text, f"{abs(number):.17e}", f"{abs(number):.17E}", f"{text}f", f"{text}F"]
    if text.endswith(".0"):
        ways += [text[:-1], text[:-2], f"{text[:-1]}f"]
    if text.startswith("0."):
        ways.append(text[1:])
    sign = "-" if str(number).startswith("-") else ""
    return st.builds("{}{}".format, st.sampled_from([sign, sign and "- "]), st.sampled_from(ways))


def _spelled_bytes(content):
    """Ways to write a string: plain, escaped, in pieces."""

    def piece(quote, part, style):
        out = ""
        for byte in part:
            sign = chr(byte)
            plain = 0x20 <= byte < 0x7F and sign not in "\"'\\"
            if plain and style == 0:
                out += sign
            else:
                out += f"\\{byte:03o}" if style < 2 else f"\\x{byte:02x}"
        return f"{quote}{out}{quote}"

    @st.composite
    def spelled(draw):
        cut = draw(st.integers(0, len(content)))
        styles = draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
        quotes = draw(st.tuples(st.sampled_from("\"'"), st.sampled_from("\"'")))
        if cut in {0, len(content)}:
            return piece(quotes[0], content, styles[0])
        blank = draw(BLANKS)
        first = piece(quotes[0], content[:cut], styles[0])
        return first + blank + piece(quotes[1], content[cut:], styles[1])

    return spelled()


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


def scalars(field):
    """Pairs of a value of this field and a way to write it."""
    if field.type in _INTEGERS:
        values = _bounds(*_INTEGERS[field.type])
        spelled = _spelled_int
    elif field.type == Kind.TYPE_ENUM:
        values = st.sampled_from(sorted({value.number for value in field.enum_type.values}))

        def spelled(number):
            name = field.enum_type.values_by_number[number].name
            return st.one_of(st.just(name), _spelled_int(number))

    elif field.type == Kind.TYPE_BOOL:
        values = st.booleans()

        def spelled(truth):
            true, false = ["true", "True", "t", "1", "0x1"], ["false", "False", "f", "0", "00"]
            return st.sampled_from(true if truth else false)

    elif field.type in {Kind.TYPE_FLOAT, Kind.TYPE_DOUBLE}:
        single = field.type == Kind.TYPE_FLOAT
        values = st.floats(width=32 if single else 64).filter(lambda number: not math.isnan(number))
        spelled = _spelled_float
    elif field.type == Kind.TYPE_STRING:
        values = st.text("ab\0\n\t\"'\\#{é€😀", max_size=6)

        def spelled(text):
            return _spelled_bytes(text.encode())

    else:
        values = st.binary(max_size=6)
        spelled = _spelled_bytes
    return values.flatmap(lambda value: st.tuples(st.just(value), spelled(value)))


@st.composite
def messages(draw, cls=caffe.NetParameter, depth=0):
    """A message and a text that means it: fields in any order, in any way of writing."""
    message = cls()
    pieces = []
    for field in draw(st.lists(st.sampled_from(cls.DESCRIPTOR.fields), max_size=5, unique_by=id)):
        if field.message_type is not None and depth == 3:
            continue
        repeated = hasattr(getattr(message, field.name), "extend")
        count = draw(st.integers(0, 3)) if repeated else 1
        if field.message_type is None:
            values = [draw(scalars(field)) for _ in range(count)]
            if repeated:
                getattr(message, field.name).extend(value for value, _ in values)
            else:
                setattr(message, field.name, values[0][0])
            written = [text for _, text in values]
        else:
            written = []
            for _ in range(count):
                inner, text = draw(messages(field.message_type._concrete_class, depth + 1))
                opening, closing = draw(st.sampled_from(["{}", "<>"]))
                written.append(f"{opening}{text}{draw(BLANKS)}{closing}")
                if repeated:
                    getattr(message, field.name).add().CopyFrom(inner)
                else:
                    getattr(message, field.name).CopyFrom(inner)
        pieces += draw(_given(field, written, repeated=repeated))
    return message, "".join(pieces)


@st.composite
def _given(draw, field, written, *, repeated):
    """The text of one field: its values one by one, or in a list."""
    ends = st.builds("{}{}".format, BLANKS, st.sampled_from([";", ",", " ", "\n", "# c\n"]))
    # A message needs no colon, but a minus or a word behind it would take a blank for part of it.
    colons = [":"] if field.message_type is None else [":", ""]
    colon = st.builds("{}{}{}".format, BLANKS, st.sampled_from(colons), BLANKS)
    if repeated and draw(st.booleans()):
        items = "".join(f"{draw(BLANKS)}{text}{draw(BLANKS)}," for text in written)[:-1]
        return [f"{draw(BLANKS)}{field.name}{draw(colon)}[{items}]{draw(ends)}"]
    return [f"{draw(BLANKS)}{field.name}{draw(colon)}{text}{draw(ends)}" for text in written]
