"""The pages tell the truth: their commands and their Python are run."""

import re
import shlex

import pytest

from caffe_fillers.rewrite.text import upgrade_text
from caffe_fillers.text import parse
from tests._shared import ROOT

PAGE = (ROOT / "docs" / "rewrite.md").read_text()
NET = re.search(r"change this `net.prototxt`:\n\n```\n(.*?)```", PAGE, re.DOTALL)[1]
JOBS = re.findall(r"```sh\n([^\n]*)\n```\n\n```diff\n(.*?)```", PAGE, re.DOTALL)
#: Pages, and from which heading on their Python is run.
PYTHON = [("rewrite", "# "), ("edit", "# "), ("upgrade", "## The command")]


@pytest.mark.parametrize(("command", "diff"), JOBS)
def test_jobs(command, diff, run, tmp_path, monkeypatch):
    """Each documented one-liner does to the net what the page shows; once more does nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.prototxt").write_text(NET)
    _, *args = shlex.split(command)
    told = run(*args)

    assert (0, diff, "") == (told.code, told.out, told.err)

    args.remove("--diff")
    run(*args, "--in-place")
    assert 0 == run(*args, "--check").code
    assert NET != (tmp_path / "net.prototxt").read_text()


def test_there_are_jobs():
    """Those that people ask for."""
    assert 6 == len(JOBS)


@pytest.mark.parametrize(("name", "heading"), PYTHON)
def test_python(name, heading):
    """A page's pieces, run one after the other."""
    page = (ROOT / "docs" / f"{name}.md").read_text()
    pieces = re.findall(r"```python\n(.*?)```", page[page.index(heading) :], re.DOTALL)

    assert pieces
    exec(compile("\n".join(pieces), f"docs/{name}.md", "exec"), {})  # noqa: S102


def test_the_picture_of_an_upgrade():
    """The two columns on the page are a text and its upgrade."""
    page = (ROOT / "docs" / "upgrade.md").read_text()
    lines = re.search(r"```\n(# the first  .*?)```", page, re.DOTALL)[1].splitlines()
    column = lines[0].index("#", 1)
    old, new = (
        "\n".join(line.rstrip() for line in side if line.strip())
        for side in zip(*((line[:column], line[column:]) for line in lines), strict=True)
    )
    document = parse(old)
    upgrade_text(document)

    assert new == str(document)
