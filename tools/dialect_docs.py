"""Writes the tables in docs/dialects.md.

    python tools/dialect_docs.py            the tables of the forks and of their disagreements
    python tools/dialect_docs.py --check    shows whether they are current; exit code 1 if not
    python tools/dialect_docs.py --corpus F also the table of the public nets in the folder F

A table stands between two comments, `<!-- forks -->` and `<!-- /forks -->`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import gen_union  # noqa: E402  # beside this file
from google.protobuf.descriptor_pb2 import FileDescriptorSet  # noqa: E402  # the path comes first

from caffe_fillers.core.registry import PAPERS  # noqa: E402  # the path comes first
from caffe_fillers.dialects.tables import FOLDER, dialects  # noqa: E402  # the same
from caffe_fillers.errors import CaffeFillersError  # noqa: E402  # the same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE = ROOT / "docs/dialects.md"


def table(head: Sequence[str], rows: Iterator[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def forks() -> str:
    """What is known of each fork."""
    return table(
        ("dialect", "repository", "commit", "Caffe", "words", "types", "bits"),
        (
            (
                f"`{fork.name}`",
                fork.source[0] or "several",
                fork.source[1][:7],
                fork.revision.name.partition(" ")[0] if fork.revision else "",
                len(fork.fields) + len(fork.values),
                len(fork.layers),
                "; ".join(f"{when}: {why}" for when, why in fork.unsure) or "as BVLC's",
            )
            for fork in sorted(dialects().values(), key=lambda fork: fork.name.casefold())
            if fork.name != PAPERS  # docs/fillers.md is about them
        ),
    )


def resolved() -> str:
    """What forks disagree about, but for the width of numbers, which naibaf7 changed everywhere."""
    content = (ROOT / "caffe_fillers/proto/caffe.desc").read_bytes()
    [bvlc] = FileDescriptorSet.FromString(content).file
    rows = gen_union.union(bvlc, sorted(FOLDER.glob("*.tsv"))).resolved
    shown = (row for row in rows if not re.fullmatch(r"u?int32 / u?int64", row[2]))
    return table(
        ("message or enum", "word", "declared as", "in the union"),
        ((f"`{row[0]}`", f"`{row[1]}`", row[2], row[3]) for row in shown),
    )


def corpus(folder: Path) -> str:
    """The public nets by dialect: how many are read, and plan in either phase as they stand."""
    from caffe_fillers.plan.definition import ReadOptions, read_definition  # noqa: PLC0415
    from caffe_fillers.plan.start import StartOptions, start  # noqa: PLC0415

    read, doubted, planned, tied = Counter(), Counter(), Counter(), Counter()
    for path in sorted((folder / "files").iterdir()):
        try:
            definition = read_definition(path, ReadOptions(mode="tolerant"))
        except CaffeFillersError:
            continue
        begun = None
        for phase in ("test", "train"):
            try:
                begun = begun or start(definition, StartOptions(phase=phase))
            except CaffeFillersError:
                continue
        name = begun.dialect if begun else whose(definition)
        read[name] += 1
        doubted[name] += bool(definition.findings)
        planned[name] += begun is not None
        tied[name] += bool(begun and set(begun.findings) - set(definition.findings))
    rows = [(f"`{name}`", n, doubted[name], planned[name], tied[name]) for name, n in read.items()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    rows.append(("all", *(sum(each.values()) for each in (read, doubted, planned, tied))))
    head = ("dialect", "read", "with a word that nobody knows", "planned as they stand", "ties")
    return table(head, iter(rows))


def whose(definition: object) -> str:
    """The dialect of a net that does not plan."""
    from caffe_fillers.dialects.detect import detect  # noqa: PLC0415

    words = definition.words  # type: ignore[attr-defined]  # a Definition, which is loaded late
    found = detect(words) if words else []
    return "bvlc" if words is None else found[0].name if found else "forks"


def page(text: str, blocks: dict[str, str]) -> str:
    """The page with these tables in their places."""
    for name, block in blocks.items():
        pattern = rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)"
        text, times = re.subn(
            pattern, lambda found, block=block: found[1] + block + found[2], text, flags=re.DOTALL
        )
        if times != 1:
            raise SystemExit(f"{PAGE} has no place for the table of {name}")
    return text


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Writes the tables in docs/dialects.md.")
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--corpus", type=Path, help="the folder of the public nets")
    given = parser.parse_args()
    blocks = {"forks": forks(), "resolved": resolved()}
    if given.corpus:
        blocks["corpus"] = corpus(given.corpus)
    old = PAGE.read_text("utf-8")
    new = page(old, blocks)
    if new == old:
        return 0
    if given.check:
        print(f"{PAGE} is not what the tables say. Repair: python tools/dialect_docs.py")
        return 1
    PAGE.write_text(new, "utf-8")
    print(f"wrote {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
