"""The staircase, imports go down only; and facts of layer types stand in one room."""

import ast
import subprocess
import sys

import pytest

from caffe_fillers.core.registry import layers
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
    {"exporters"},
    {"verification", "deployment"},
    {"plan"},
    {"matching", "findings", "evidence"},
    {"layers", "fillers"},
    {"net", "formats", "rewrite"},
    {"dialects"},
    {"upgrades"},
    {"core"},
    {"files", "proto", "rng", "text"},
    {"errors", "kernels", "strings", "wire"},
]
#: Rooms whose place is kept; a room that has come leaves this list.
TO_COME: set[str] = set()
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


def test_every_room_of_the_stairs_is_there():
    """No place is kept for what has gone."""
    rooms = {room_of(path) for path in MODULES} - {"__init__"}

    assert rooms <= STEP.keys()
    assert STEP.keys() - rooms <= TO_COME


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


# --- facts of layer types --------------------------------------------------------------------

#: Where the names of layer types may stand in strings, and why.
NAMES_STAND_IN = {
    "layers": "each rule's decorator names its type",
    "exporters": "each function's decorator names its type",
    "look": "as in exporters: each function's decorator names its type",
    "upgrades": "old names become new ones",
    "plan/onnx": "names of ONNX operators, which are others' words",
    "formats/onnx": "the same",
}
#: The strings elsewhere, and why.
NAMES_ELSEWHERE = {
    ("net/wiring.py", "Split"): "the type of the layers that are made here (insert_splits.cpp)",
    ("dialects/renamed.py", "Slice"): "a message of forks, not the layer",
}


def strings_in(path):
    """The strings of a module but for docstrings, with their lines."""
    tree = ast.parse(path.read_text())
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_layer_types_are_named_in_their_own_room():
    """Other rooms read a type's row and know no names, neither one by one nor in a list."""
    types, found, elsewhere = set(layers.names()), [], set()
    for path in MODULES:
        name = str(path.relative_to(PACKAGE))
        if any(name.startswith(f"{room}/") for room in NAMES_STAND_IN):
            continue
        for line, text in strings_in(path):
            words = text.replace(",", " ").split()
            if (name, text) in NAMES_ELSEWHERE:
                elsewhere.add((name, text))
            elif words and types.issuperset(words):
                found.append(f"{name}:{line}: {text!r}")

    assert found == []
    assert elsewhere == NAMES_ELSEWHERE.keys()


def test_a_look_up_imports_the_families():
    """The registry finds BVLC's own by itself, and a look-up is the first to import them."""
    code = """
import sys
from caffe_fillers.core.registry import fillers, layers
families = {"caffe_fillers.layers", "caffe_fillers.fillers"}
print(len(families & set(sys.modules)))
print(layers.get("Convolution").name, fillers.get("msra").name)
"""
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()

    assert told == ["0", "Convolution", "msra"]


# --- what is printed -------------------------------------------------------------------------

#: What commands may print without asking: JSON, what has no names in it, or has them made legible.
PRINTED = {
    "json.dumps(": "escapes all that is not ASCII",
    "legible": "the function that makes names legible",
    "makers[kind](": "tables, CSV and JSON of look",
    "drawing.dot": "graphs of look, whose names are legible",
    "_diff(": "the user's own text",
    "line if row is not rows[0]": "print_table, whose cells are legible",
    "painted(legible(": "out, in colours",
    "group.get_help(": "the help",
    "ctx.get_help(": "the help",
    "command.get_help(": "the help",
    "f'fill-weights, version": "the version",
    "head": "`error: ` and `warning: `",
    "'\\r\\x1b[K'": "clears a line",
}
#: The modules that print what they are given, and why that is legible.
GIVEN = {
    "looks.py": "echo, whose callers are looked at; lines of progress, whose labels are legible",
    "looking.py": "tables, CSV and JSON of look",
}


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "cli").glob("*.py")), ids=lambda path: str(path.name)
)
def test_names_are_printed_legibly(path):
    """Commands print JSON, or through `out`, `note`, `warn`, `say` and `print_table`."""
    printers = ("print", "echo", "click.echo", "click.secho")
    printers += ("sys.stdout.write", "sys.stderr.write")
    told = [
        ast.unparse(node.args[0])
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in printers
    ]

    if path.name in GIVEN:
        told = [text for text in told if text != "text"]
    assert [text for text in told if not text.startswith(tuple(PRINTED))] == []
