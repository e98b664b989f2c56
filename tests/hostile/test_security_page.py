"""SECURITY.md says what the code does: its limits, and the floors of libraries."""

import re
from importlib import import_module

import pytest

from tests._shared import ROOT

PAGE = (ROOT / "SECURITY.md").read_text()
PROJECT = (ROOT / "pyproject.toml").read_text()


def table(heading):
    """The rows of the table under a heading, without its head."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


LIMITS = {row[2].strip("`"): row[1] for row in table("Limits")}
FLOORS = {row[0]: row[1] for row in table("Libraries")}


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name):
    """Each is a constant of that value."""
    module, _, constant = name.rpartition(".")
    found = getattr(import_module(f"caffe_fillers.{module}"), constant)

    assert float(LIMITS[name].replace(",", "")) == found


def test_the_table_is_not_empty():
    """Nor has it lost its rows."""
    assert len(LIMITS) >= 17
    assert FLOORS.keys() == {"numpy", "protobuf", "onnx", "h5py", "click"}


@pytest.mark.parametrize("library", ["numpy", "protobuf", "onnx", "h5py", "click"])
def test_floors(library):
    """As the package asks for them, everywhere."""
    floors = re.findall(rf'"{library}>=([\d.]+)', PROJECT)

    assert floors
    assert set(floors) == {FLOORS[library]}


@pytest.mark.parametrize(
    ("version", "taken"),
    [
        *(("4.25.7", False), ("4.25.8", True), ("5.29.4", False), ("5.29.5", True)),
        *(("5.28.3", False), ("6.30.2", False), ("6.31.0", False), ("6.31.1", True)),
        *(("6.33.5", True), ("7.36.2", True), ("8.0.0", False)),
    ],
)
def test_protobufs(version, taken):
    """The releases that can be hurt are left out of every line."""
    packaging = pytest.importorskip("packaging.requirements")
    told = re.search(r'"(protobuf>=[^"]*)"', PROJECT)[1]

    assert packaging.Requirement(told).specifier.contains(version) == taken


def test_no_pickle_and_no_json_of_protobuf():
    """What the page says is not used."""
    uses = re.compile(
        r"pickle\.load|allow_pickle=True|json_format|onnx\.hub|torch\.load|(?<!literal_)\beval\(|exec\("
    )
    found = [
        f"{path.name}: {match[0]}"
        for path in (ROOT / "caffe_fillers").rglob("*.py")
        if (match := uses.search(path.read_text()))
    ]

    assert found == []
