"""Databases and images that are nearly right: LMDB, LevelDB, PNG, JPEG, BMP and PNM."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from fuzzing.texts import NUMBERS, mutate_bytes

from caffe_fillers.formats.crc32c import crc32c, masked
from caffe_fillers.wire import varint

if TYPE_CHECKING:
    from random import Random

__all__ = ["Files", "mutate_image", "mutate_leveldb", "mutate_lmdb"]

Files = dict[str, bytes]
_PAGE = 4096


def _edge(random: Random, width: int) -> bytes:
    return (random.choice(NUMBERS) & (1 << 8 * width) - 1).to_bytes(width, "little")


# --- LMDB -----------------------------------------------------------------------------------------


def mutate_lmdb(random: Random, datum: bytes) -> bytes:
    """Two meta pages, a branch and a leaf (or a long value), then numbers that lie."""
    big = random.random() < 0.3
    node = struct.pack("<HHHH", len(datum) & 0xFFFF, len(datum) >> 16, big, 3) + b"000"
    node += struct.pack("<Q", 4) if big else datum
    leaf = _page(3, 2, node)
    branch = _page(2, 1, struct.pack("<HHHH", 3, 0, 0, 0))
    long_value = (struct.pack("<QHHI", 4, 0, 4, 1) + datum).ljust(_PAGE, b"\0")
    root = random.choice((2, 3))
    out = bytearray(_meta(0, root, 1) + _meta(1, root, 2) + branch + leaf + long_value)
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        # Where the headers, the meta pages and the entries have their numbers.
        page = random.randrange(5) * _PAGE
        width = random.choice((2, 2, 4, 8))
        at = page + random.choice((0, 8, 10, 12, 14, 16, 18, 20, 40, 44, 128, 136, 144))
        if random.random() < 0.4:
            at = page + _PAGE - random.randrange(1, 64)
        out[at : at + width] = _edge(random, width)
    content = bytes(out)
    if random.random() < 0.2:
        content = content[: random.randrange(len(content))]
    return mutate_bytes(random, content, 2) if random.random() < 0.3 else content


def _page(number: int, flags: int, node: bytes) -> bytes:
    upper = _PAGE - len(node) - len(node) % 2
    head = struct.pack("<QHHHHH", number, 0, flags, 18, upper, upper)
    return head.ljust(upper, b"\0") + node.ljust(_PAGE - upper, b"\0")


def _meta(number: int, root: int, transaction: int) -> bytes:
    head = struct.pack("<QHHI", number, 0, 8, 0) + struct.pack("<IIQQ", 0xBEEFC0DE, 1, 0, 1 << 20)
    free = struct.pack("<IHHQQQQQ", _PAGE, 0, 0, 0, 0, 0, 0, 2**64 - 1)
    main = struct.pack("<IHHQQQQQ", 0, 0, 2, 1, 1, 1, 1, root)
    return (head + free + main + struct.pack("<QQ", 4, transaction)).ljust(_PAGE, b"\0")


# --- LevelDB --------------------------------------------------------------------------------------


def mutate_leveldb(random: Random, seeds: list[Files], datum: bytes) -> Files:
    """A folder whose parts lie, with check sums that fit; or a sound one with bytes changed."""
    if random.random() < 0.3:
        files = dict(random.choice(seeds))
        name = random.choice(list(files))
        files[name] = mutate_bytes(random, files[name])
        if random.random() < 0.1:
            del files[name]
        return files
    manifest = _log(random, [_edit(random)])
    files = {"CURRENT": b"MANIFEST-000002\n", "MANIFEST-000002": manifest}
    if random.random() < 0.1:
        files["CURRENT"] = random.choice(
            (b"", b"MANIFEST-\n", b"x" * 999, b"MANIFEST-000002", b"\xff")
        )
    if random.random() < 0.6:
        files["000005.ldb"] = _table(random, datum)
    if random.random() < 0.6:
        batch = struct.pack("<QI", 1, random.choice((*(1,) * 9, 0, 2, 2**32 - 1)))
        batch += b"\1" + _slice(random, b"key") + _slice(random, datum)
        files["000003.log"] = _log(random, [batch] * random.choice((1, 1, 5)))
    return files


def _slice(random: Random, content: bytes) -> bytes:
    told = len(content) if random.random() < 0.97 else random.choice(NUMBERS) & 2**64 - 1
    return varint(told) + content


def _number(random: Random, number: int) -> bytes:
    return varint(number if random.random() < 0.98 else random.choice(NUMBERS))


def _edit(random: Random) -> bytes:
    key = b"key" + struct.pack("<Q", 1 << 8 | 1)
    table = b"\7\0" + _number(random, 5) + _number(random, 1000)
    table += _slice(random, key if random.random() < 0.9 else b"k") + _slice(random, key)
    parts = [
        b"\2" + _number(random, 3),
        b"\3" + _number(random, 9),
        b"\4" + _number(random, 1),
        table,
    ]
    parts.insert(
        random.randrange(5),
        random.choice((b"", b"", b"", b"\6\0\5", b"\x63", b"\1" + _slice(random, b"x"))),
    )
    return b"".join(parts)


def _log(random: Random, records: list[bytes]) -> bytes:
    out = bytearray()
    for record in records:
        cut = random.randrange(len(record) + 1) if random.random() < 0.2 else len(record)
        parts = [record] if cut == len(record) else [record[:cut], record[cut:]]
        for number, part in enumerate(parts):
            kind = 1 if len(parts) == 1 else (2, 4)[number]
            if random.random() < 0.02:
                kind = random.randrange(256)
            crc = masked(crc32c(bytes([kind]) + part))
            length = len(part) if random.random() < 0.98 else random.randrange(65536)
            out += struct.pack("<IHB", crc, length & 0xFFFF, kind) + part
    return bytes(out) + random.choice((b"", b"\0" * 20, b"\1"))


def _table(random: Random, datum: bytes) -> bytes:
    key = b"key" + struct.pack("<Q", 1 << 8 | random.choice((*(1,) * 9, 0)))
    out = _block(random, _entry(random, key, datum))
    handle = _number(random, 0) + _number(random, len(out) - 5)
    index = _block(random, _entry(random, key, handle))
    handles = varint(0) + varint(0) + _number(random, len(out)) + _number(random, len(index) - 5)
    footer = handles.ljust(40, b"\0")[:40] + struct.pack("<Q", 0xDB4775248B80FB57)
    return out + index + footer


def _entry(random: Random, key: bytes, value: bytes) -> bytes:
    shared = _number(random, 0)
    head = shared + _number(random, len(key)) + _number(random, len(value))
    restarts = random.choice((*(1,) * 40, 0, 5, 2**32 - 1))
    return head + key + value + struct.pack("<II", 0, restarts)


def _block(random: Random, content: bytes) -> bytes:
    kind = random.choice((*(0,) * 9, *(1,) * 9, 7))
    if kind == 1:
        content = _snapped(random, content)
    return content + bytes([kind]) + struct.pack("<I", masked(crc32c(content + bytes([kind]))))


def _snapped(random: Random, content: bytes) -> bytes:
    """Literals, and copies that repeat what came before, as often as a length allows."""
    told = len(content) if random.random() < 0.9 else random.choice(NUMBERS) & 2**32 - 1
    out = bytearray(varint(told))
    for at in range(0, len(content), 60):
        part = content[at : at + 60]
        out += bytes([len(part) - 1 << 2]) + part
    if random.random() < 0.2:
        copy = random.choice(
            (b"\xfe\1\0", b"\xfe\0\0", b"\x01\x01", b"\xff\1\0\0\0", b"\xfc\xff\xff\xff\xff")
        )
        out += copy * random.choice((1, 3, 2000))
    return bytes(out)


# --- images ---------------------------------------------------------------------------------------

_IMAGES = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\5\0\0\0\6\x08\3\0\0\0\0\0\0\0\0\0\0\0\3tRNS\0\0\0\0\0\0\0\0\0\0\0IDAT",
    b"\xff\xd8\xff\xe0\0\4JF\xff\xc4\0\3x\xff\xc0\0\x11\x08\0\6\0\5\3\1\x22\0\2\x11\1\3\x11\1\xff\xda",
    b"BM"
    + bytes(12)
    + struct.pack("<IiiHHIIiiII", 40, 5, 6, 1, 8, 0, 0, 0, 0, 2, 0)
    + b"\1\1\1\0\2\2\2\0",
    b"BM" + bytes(12) + struct.pack("<IHHHH", 12, 5, 6, 1, 1) + b"\1\1\1\2\2\2",
    b"P6 5 6 255\n",
    b"P2\n# text\n5 6\n255\n",
)


def mutate_image(random: Random) -> bytes:
    """An image's header, of which a shape is read."""
    return mutate_bytes(random, random.choice(_IMAGES), 4)
