"""The staircase: imports go down only."""

import ast
import subprocess
import sys

import pytest

from tests._shared import ROOT

PACKAGE = ROOT / "caffe_fillers"

#: From the top of the stairs to the bottom. Rooms of one step do not call on each other.
STAIRS = [
    {"__main__"},
    {"cli"},
    {"bridges", "testing"},
    {"bulk", "look"},
    {"api"},
    {"weights"},
    {"identification"},
    {"verification", "deployment", "exporters"},
    {"plan"},
    {"matching", "findings", "evidence"},
    {"dialects"},
    {"layers", "fillers"},
    {"net", "formats", "rewrite"},
    {"upgrades"},
    {"core"},
    {"proto", "rng", "text"},
    {"kernels"},
    {"errors", "strings", "varints", "wire"},
]
STEP = {room: step for step, rooms in enumerate(STAIRS) for room in rooms}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path):
    """The room a module belongs to: the first name under the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imported_rooms(path):
    """The rooms of this package that a module imports, those only for typing included."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            if node.module == "caffe_fillers":
                names = [f"caffe_fillers.{alias.name}" for alias in node.names]
            else:
                names = [node.module]
        for name in names:
            root, _, rest = name.partition(".")
            if root == "caffe_fillers" and rest and rest != "__version__":
                yield node.lineno, rest.split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_the_stairs(path):
    """A module imports its own room or rooms further down."""
    room = room_of(path)
    if room == "__init__":
        return  # the public face may name anything
    assert room in STEP, f"{room} has no place on the stairs"
    wrong = [
        f"{path.name}:{line}: {room} imports {other}"
        for line, other in imported_rooms(path)
        if other != room and STEP[other] <= STEP[room]
    ]

    assert wrong == []


def test_the_face_is_light():
    """Importing the package loads neither the command line nor any format's library."""
    code = "import sys, caffe_fillers; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    heavy = {"click", "onnx", "h5py", "lmdb", "matplotlib", "scipy", "torch"}

    assert heavy & set(loaded) == set()
