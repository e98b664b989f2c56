"""A fleet of small nets, and what became of it."""

import hashlib
import subprocess
import sys
from pathlib import Path

PROGRAM = [sys.executable, "-m", "caffe_fillers"]

NET = """
name: "n{number}"
layer {{ name: "x" type: "Input" top: "x" input_param {{ shape {{ dim: 1 dim: {width} }} }} }}
layer {{ name: "a" type: "InnerProduct" bottom: "x" top: "a"
  inner_product_param {{ num_output: {height} weight_filler {{ type: "xavier" }} }} }}
layer {{ name: "b" type: "InnerProduct" bottom: "a" top: "b"
  inner_product_param {{ num_output: 3 weight_filler {{ type: "gaussian" std: 0.1 }} }} }}
"""
BROKEN = {
    "cut": "layer {",
    "unknown": 'layer { name: "x" type: "NobodyKnows" top: "x" }',
    "empty_filler": NET.format(number=0, width=2, height=2).replace("xavier", "xaviar"),
}


def fleet(folder, count, *, width=8, height=8, broken=True):
    """So many nets in a tree of folders, three of them broken; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    names = list(BROKEN) if broken else []
    for number in range(count):
        part = folder / f"part{number % 3}"
        part.mkdir(exist_ok=True)
        if number < len(names):
            text, name = BROKEN[names[number]], names[number]
        else:
            name = f"net{number:04}"
            text = NET.format(number=number, width=width + number % 5, height=height)
        (part / f"{name}.prototxt").write_text(text)
    return folder


def hashes(folder):
    """The SHA-256 of every file of a tree, by relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file()
    }


def started(*args, cwd, **options):
    """`fill-weights` in a process of its own."""
    return subprocess.Popen(
        [*PROGRAM, *map(str, args)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def ran(*args, cwd):
    """The same, to its end: code, output, what was said."""
    process = started(*args, cwd=cwd)
    out, err = process.communicate(timeout=300)
    assert "Traceback" not in err, err
    return process.returncode, out, err
