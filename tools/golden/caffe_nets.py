"""Writes what a real Caffe makes of random nets: tests/golden/upgrade.json and wiring.json.

    python tools/golden/caffe_nets.py <folder of Caffe's tools> <what to write of that Caffe>

The nets come from tests/_random_nets.py by seed, so only the answers are kept: the exit status
and the first hex digits of the SHA-256 of the file that Caffe wrote, "" where it wrote none.
`upgrade_net_proto_text` and `_binary` upgrade the old definitions, and must agree; `caffe train`
with `max_iter: 0` builds the wired nets and writes them as a model.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TypeAlias

from google.protobuf import text_format

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from caffe_fillers.proto import caffe  # noqa: E402
from tests._random_nets import old_net, wired_net, wired_solver  # noqa: E402

#: An exit status and a digest.
Answer: TypeAlias = "list[int | str]"

UPGRADED = 2500
WIRED = 1500


def main() -> None:
    """Run Caffe over all seeds, in a folder that is thrown away."""
    tools, origin = Path(sys.argv[1]).resolve(), sys.argv[2]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        upgraded = [upgrade(tools, folder, seed) for seed in range(UPGRADED)]
        wired = [wire(tools, folder, seed) for seed in range(WIRED)]
    for name, answers in (("upgrade", upgraded), ("wiring", wired)):
        target = ROOT / "tests" / "golden" / f"{name}.json"
        meta = {"made by": origin, "maker": "tools/golden/caffe_nets.py"}
        # One line an answer; its place in the list is the seed.
        lines = ",\n".join(json.dumps(answer) for answer in answers)
        target.write_text(f'{{"meta": {json.dumps(meta)}, "answers": [\n{lines}\n]}}\n')


def upgrade(tools: Path, folder: Path, seed: int) -> Answer:
    """Caffe's answer to an old definition."""
    net = old_net(seed)
    source, target = folder / "in", folder / "out"
    source.write_text(text_format.MessageToString(net))
    by_text = run([tools / "upgrade_net_proto_text", source, target], target)
    text = target.read_text() if by_text[1] else ""
    source.write_bytes(net.SerializeToString())
    by_binary = run([tools / "upgrade_net_proto_binary", source, target], target)
    assert by_text[0] == by_binary[0], seed  # noqa: S101 - both tools share the upgrade
    if text:
        message = text_format.Parse(text, caffe.NetParameter())
        assert message == caffe.NetParameter.FromString(target.read_bytes()), seed  # noqa: S101
    return by_binary


def wire(tools: Path, folder: Path, seed: int) -> Answer:
    """The answer of `caffe train` to a wired net."""
    solver, level, stage = wired_solver(seed)
    solver.net, solver.snapshot_prefix = str(folder / "net"), str(folder / "out")
    (folder / "net").write_text(text_format.MessageToString(wired_net(seed)))
    (folder / "solver").write_text(text_format.MessageToString(solver))
    command: list[str | Path] = [tools / "caffe", "train", f"--solver={folder / 'solver'}"]
    command += [] if level is None else [f"--level={level}"]
    command += [] if stage is None else [f"--stage={stage}"]
    return run(command, folder / "out_iter_0.caffemodel")


def run(command: list[str | Path], target: Path) -> Answer:
    """The exit status as a shell tells it, and the digest of what was written."""
    target.unlink(missing_ok=True)
    code = subprocess.run(command, capture_output=True, check=False).returncode
    digest = hashlib.sha256(target.read_bytes()).hexdigest()[:12] if target.exists() else ""
    return [code if code >= 0 else 128 - code, digest]


if __name__ == "__main__":
    main()
