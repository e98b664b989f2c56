"""tools/docs_site.py: a page for each command and each public name, links that lead somewhere."""

import importlib
import os
import re
import runpy
import subprocess
import sys

import pytest

import caffe_fillers
from caffe_fillers.cli.main import COMMANDS
from tests._shared import ROOT

TOOL = runpy.run_path(str(ROOT / "tools" / "docs_site.py"))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_for_each_command(name):
    """With every option, and the examples."""
    page = TOOL["command_page"](name)
    module = importlib.import_module(f"caffe_fillers.cli.{COMMANDS[name]}")
    for param in getattr(module, f"{name}_command").params:
        if param.param_type_name == "option" and not param.hidden:
            assert f"| `{param.opts[0]}" in page, param.opts
    assert "## Examples\n\n```sh\nfill-weights" in page
    assert "\b" not in page


def test_every_public_name():
    """With its signature, and its docstring's parts as headings."""
    page = TOOL["api_page"]()
    for name in caffe_fillers.__all__:
        assert f"\n## {name}\n" in page
    assert page.count("**Example**") >= 30
    assert page.count("```") % 2 == 0


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    """All pages."""
    folder = tmp_path_factory.mktemp("pages")
    TOOL["stage"](folder)
    return folder


def test_links_lead_to_pages(staged):
    """What is no page of the site is named, not linked."""
    found = 0
    for page in staged.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+\.md)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), (page.name, target)
            found += 1
    assert found > 60


def test_every_page_is_in_the_menu(staged):
    """Once."""
    menu = TOOL["settings"](staged, staged / "site").partition("\nnav:\n")[2]
    pages = re.findall(r"    - (\S+\.md)", menu)
    assert sorted(pages) == sorted(str(p.relative_to(staged)) for p in staged.rglob("*.md"))


def test_the_site_is_built(tmp_path):
    """Every warning is an error."""
    pytest.importorskip("material")
    told = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "docs_site.py"), str(tmp_path / "site")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)},
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "LeNet" in (tmp_path / "site" / "look.html").read_text()
    assert (tmp_path / "site" / "commands" / "signal.html").exists()
