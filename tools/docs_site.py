"""The documentation as a site: `python tools/docs_site.py FOLDER` (needs the extra `docs`).

The pages of docs/ are read as they are; beside them stand a page for each command, made from its
own help, and one of the Python API, made from its docstrings. Every warning is an error.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

import caffe_fillers
from caffe_fillers.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
#: Pages that stand beside docs/, and where they stand in the site.
OUTSIDE = {
    "README.md": "index.md",
    "STREAMS.md": "streams.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
#: The pages by what people come for; those that are not named follow.
NAV = {
    "Start": ["index.md", "start.md"],
    "Tasks": [
        "export.md",
        "migrate.md",
        "old.md",
        "bulk.md",
        "ci.md",
        "verify.md",
        "identify.md",
        "upgrade.md",
        "rewrite.md",
        "deploy.md",
        "look.md",
    ],
    "Reference": ["fill.md", "fillers.md", "onnx.md", "formats.md", "dialects.md", "streams.md"],
}


def command_page(name: str) -> str:
    """A command's page, of its help and options."""
    module = importlib.import_module(f"caffe_fillers.cli.{COMMANDS[name]}")
    command: click.Command = getattr(module, f"{name}_command")
    context = click.Context(command, info_name=f"fill-weights {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    parts = [f"# {name}", f"```\nfill-weights {name} {usage}\n```"]
    # A paragraph behind "\b" stays as it was set: click's own mark.
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        as_set = paragraph.removeprefix("\b\n")
        if as_set == paragraph:
            parts.append(paragraph)
            continue
        head, _, lines = as_set.partition("\n")
        examples = head == "Examples:"
        parts.append("## Examples" if examples else head)
        parts.append(f"```{'sh' if examples else ''}\n{inspect.cleandoc(lines)}\n```")
    rows = [each for param in command.params if (each := param.get_help_record(context))]
    table = [f"| `{_cell(option)}` | {_cell(told)} |" for option, told in rows]
    parts += ["## Options", "\n".join(["| option | |", "|---|---|", *table])]
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def api_page() -> str:
    """Every public name with its docstring."""
    parts = ["# Python reference\n", "All of it is imported from `caffe_fillers`.\n"]
    for name in caffe_fillers.__all__:
        owned = getattr(caffe_fillers, name)
        parts.append(f"## {name}\n")
        try:
            signature = str(inspect.signature(owned)).replace("'", "")
        except (TypeError, ValueError):
            signature = ""
        parts.append(f"```python\n{name}{signature}\n```\n")
        parts.append(_docstring(inspect.getdoc(owned) or ""))
    return "\n".join(parts)


def _docstring(text: str) -> str:
    """Google's parts as headings and lists."""
    lines = []
    code = False
    for line in text.splitlines():
        head = re.fullmatch(r"(Args|Returns|Raises|Example|Source):\s*(.*)", line)
        if head:
            lines += ["", f"**{head[1]}** {head[2]}".rstrip(), ""]
            code = head[1] == "Example"
            lines += ["```python"] if code else []
        elif code and not line.strip():
            lines += ["```", ""]
            code = False
        elif not code and (item := re.match(r"    (\*{0,2}\w+(?:, \w+)*): (.*)", line)):
            lines.append(f"- `{item[1]}`: {item[2]}")
        else:
            lines.append(line[4:] if line.startswith("    ") and code else line.strip())
    return "\n".join([*lines, *(["```"] if code else []), ""])


def stage(folder: Path) -> None:
    """All pages into one folder, their links put right."""
    shutil.copytree(ROOT / "docs", folder, dirs_exist_ok=True)
    for name, target in OUTSIDE.items():
        shutil.copyfile(ROOT / name, folder / target)
    (folder / "commands").mkdir()
    for name in COMMANDS:
        (folder / "commands" / f"{name}.md").write_text(command_page(name))
    (folder / "python.md").write_text(api_page())
    known = {str(page.relative_to(folder)) for page in folder.rglob("*.md")}
    for page in folder.glob("*.md"):
        page.write_text(_linked(page.read_text(), known))


def _linked(text: str, known: set[str]) -> str:
    """Links between pages as they stand here; what is no page is named only."""

    def link(match: re.Match[str]) -> str:
        words, target, anchor = match[1], match[2], match[3] or ""
        if "://" in target or target.startswith("#"):
            return match[0]
        name = target.removeprefix("../").removeprefix("docs/").removeprefix("./")
        name = OUTSIDE.get(name, name)
        return f"[{words}]({name}{anchor})" if name in known else f"{words} (`{target}`)"

    return re.sub(r"(?<!!)\[([^\]]+)\]\(([^)#\s]+)(#[^)]*)?\)", link, text)


def settings(folder: Path, site: Path) -> str:
    """Mkdocs' own file."""
    known = sorted(str(page.relative_to(folder)) for page in folder.rglob("*.md"))
    named = {page for pages in NAV.values() for page in pages}
    nav = {**{head: [p for p in pages if p in known] for head, pages in NAV.items()}}
    nav["Commands"] = [f"commands/{name}.md" for name in COMMANDS]
    nav["Python"] = ["api.md", "python.md"]
    taken = named | set(nav["Commands"]) | set(nav["Python"])
    nav["More"] = [page for page in known if page not in taken]
    lines = "\n".join(
        f"  - {head}:\n" + "\n".join(f"    - {page}" for page in pages)
        for head, pages in nav.items()
        if pages
    )
    return (
        f"site_name: caffe_fillers\ndocs_dir: {folder}\nsite_dir: {site}\n"
        "use_directory_urls: false\n"
        "theme:\n  name: material\n  font: false\n  features: [navigation.sections]\n  palette:\n"
        "    - media: '(prefers-color-scheme: light)'\n      scheme: default\n"
        "    - media: '(prefers-color-scheme: dark)'\n      scheme: slate\n"
        "plugins: [search]\n"
        "markdown_extensions: [tables, fenced_code]\n"
        "validation:\n  links:\n    anchors: warn\n    not_found: warn\n"
        "    unrecognized_links: warn\n"
        f"nav:\n{lines}\n"
    )


def main() -> int:
    """Build the site into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        pages = Path(scratch) / "pages"
        pages.mkdir()
        stage(pages)
        config = Path(scratch) / "mkdocs.yml"
        config.write_text(settings(pages, given.site.resolve()))
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", str(config)]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
