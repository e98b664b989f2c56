"""Pages: what they say is printed is printed, and their commands are ones that there are."""

import re
import shlex
from contextlib import suppress

import click
import pytest

from caffe_fillers.cli.main import COMMANDS, cli
from tests._shared import ROOT

README = ROOT / "README.md"
PAGES = sorted([README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
#: What shells do with a line before a command sees it.
SHELL = re.compile(r"\s*(?:#.*|\|.*|>.*|&&.*|<.*)$")


def blocks(page, kind):
    """The blocks of this kind on a page."""
    return re.findall(
        rf"^```{kind}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


def commands(page):
    """The lines of a page's blocks that begin with the command, continued ones whole."""
    for block in (*blocks(page, "sh"), *blocks(page, "console"), *blocks(page, "yaml")):
        for line in block.replace("\\\n", " ").splitlines():
            found = re.match(r"\s*(?:\$ |- )?(fill-weights .*)", line)
            if found:
                yield found[1]


EVERY = [(page.name, command) for page in PAGES for command in dict.fromkeys(commands(page))]


@pytest.mark.parametrize(("page", "command"), EVERY)
def test_each_command_is_one(page, command):
    """Its name and its options are there, and take the values that they are given."""
    words = shlex.split(SHELL.sub("", re.sub(r"\s#.*", "", command)))[1:]
    if not words or words[0] in {"--version", "--help"}:
        return
    name = words.pop(0) if words[0] in COMMANDS else "fill"
    found = cli.get_command(click.Context(cli), name)
    assert found is not None, page
    # What asks for help leaves at once.
    with suppress(click.exceptions.Exit), found.make_context(name, words):
        pass


def test_there_are_commands():
    """Most pages have some."""
    assert len(EVERY) > 70
    assert len({page for page, _ in EVERY}) > 15


def test_the_readmes_sessions(tmp_path, monkeypatch, run):
    """Each command prints what the page says, and nothing else."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    ran = 0
    for block in blocks(README, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, wanted = part.partition("\n")
            _, *args = shlex.split(command)
            told = run(*args)
            assert told.out + told.err == wanted, command
            ran += 1

    assert ran == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "examples",
        "lenet.caffemodel",
        "lenet.safetensors",
    ]


def test_the_readmes_picture():
    """It is there, and of the net that the page speaks of."""
    assert 'src="docs/lenet.svg"' in README.read_text(encoding="utf-8")
    picture = (ROOT / "docs" / "lenet.svg").read_text(encoding="utf-8")
    for layer in ("data", "conv1", "pool1", "conv2", "pool2", "ip1", "ip2", "prob"):
        assert layer in picture


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    """Each file that a page links to is there."""
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_page_is_linked_from_the_readme():
    """One click away."""
    text = README.read_text(encoding="utf-8")
    pages = [page.name for page in (ROOT / "docs").glob("*.md")]
    assert not [page for page in pages if f"docs/{page}" not in text]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_is_python(page):
    """Each block compiles; those of pages with programs are run by the tests of their rooms."""
    for number, block in enumerate(blocks(page, "python")):
        compile(block, f"{page.name}[{number}]", "exec")


def test_the_glossary_has_the_words_that_are_asked_for():
    """Word, era, keyed, burnt, blob."""
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in ("word", "era", "keyed", "burnt words", "blob"):
        assert re.search(rf"^\| (?:[\w, ]*, )?{word}(?:, [\w, ]*)? \|", glossary, re.MULTILINE)
