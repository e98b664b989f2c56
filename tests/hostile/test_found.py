"""What tools/fuzz.py has found, each in a folder of its own: a plain answer now.

`found.tsv` tells of each folder the command, the exit code that it has now, and what it did.
"""

import csv
import shutil
from pathlib import Path

import pytest

FOUND = Path(__file__).parent / "found"


def rows():
    """Folder, command, exit code, what it did."""
    with (FOUND.with_suffix(".tsv")).open(newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(("name", "command", "code", "did"), rows(), ids=lambda value: value[:24])
def test_found(tmp_path, monkeypatch, run, name, command, code, did):
    """No fault, no warning, no damage: an answer."""
    shutil.copytree(FOUND / name, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    ended = run(*command.split())

    assert ended.code == int(code), did
    assert "fault of fill-weights" not in ended.err


def test_each_folder_has_its_line():
    """And each line its folder."""
    assert sorted(row[0] for row in rows()) == sorted(path.name for path in FOUND.iterdir())
