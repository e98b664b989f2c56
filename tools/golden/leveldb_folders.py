"""Make tests/golden/leveldb with a real LevelDB: pip install plyvel-ci, then run this.

Each folder holds what a database may: compressed and plain tables, tables on several levels, keys
written twice, a smallest key that was deleted, and records that are in the log only. The value of
the smallest live key is always the name of its folder, 40 times.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import plyvel

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "golden" / "leveldb"
NOISE = [b"%d" % n * 50 for n in range(300)]


def make(name: str, work: Callable[..., None], **options: Any) -> None:
    """One database; `work` gets it open, and closes it as often as it likes."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    work(folder, name.encode() * 40, options)
    for litter in ("LOCK", "LOG", "LOG.old"):
        (folder / litter).unlink(missing_ok=True)


def opened(folder: Path, options: dict[str, Any]) -> plyvel.DB:
    """The database, open."""
    return plyvel.DB(str(folder), create_if_missing=True, **options)


def log_only(folder: Path, value: bytes, options: dict[str, Any]) -> None:
    """Nothing has been written into a table."""
    with opened(folder, options) as db:
        db.put(b"00000001", NOISE[1])
        db.put(b"00000000", b"old")
        db.put(b"00000000", value)


def tables(folder: Path, value: bytes, options: dict[str, Any]) -> None:
    """Closed and opened again, everything is in a table."""
    with opened(folder, options) as db:
        for number, noise in enumerate(NOISE, start=1):
            db.put(b"%08d" % number, noise)
        db.put(b"00000000", value)
    opened(folder, options).close()


def levels(folder: Path, value: bytes, options: dict[str, Any]) -> None:
    """The smallest keys were deleted, in a younger table and in the log."""
    with opened(folder, options) as db:
        for number, noise in enumerate(NOISE):
            db.put(b"%08d" % number, noise)
        db.compact_range()
    with opened(folder, options) as db:
        db.delete(b"00000000")
        db.put(b"00000002", b"old")
    with opened(folder, options) as db:
        db.delete(b"00000001")
        db.put(b"00000002", value)


if __name__ == "__main__":
    make("log-only", log_only)
    make("snappy", tables, compression="snappy")
    make("plain", tables, compression=None, block_size=512)
    make("levels", levels, compression="snappy", block_size=512)
