"""`fill-weights plugins`: what other packages add, and what is wrong with it."""

from __future__ import annotations

import json

import click

from caffe_fillers.cli.common import FINDING, note, print_table, warn
from caffe_fillers.cli.helps import HelpfulCommand
from caffe_fillers.core.plugins import GROUPS, load

__all__ = ["plugins_command"]

_HEADER = ("package", "entry point", "adds")


@click.command("plugins", cls=HelpfulCommand)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
def plugins_command(as_json: bool) -> int:
    """Show what installed packages add: fillers, layer types, dialects, exports.

    All plugins are imported. One that fails is told and left out, and so is a name that has an
    owner already; the exit code is 1 then.

    \b
    Examples:
      fill-weights plugins
      fill-weights plugins --json
    """
    found = [plugin for group in GROUPS for plugin in load(group)]
    # Their tables are read beside the modules.
    from caffe_fillers.dialects.tables import dialects  # noqa: PLC0415 (asked for seldom)

    dialects()
    if as_json:
        click.echo(json.dumps({"plugins": [plugin.asdict() for plugin in found]}))
    elif found:
        rows = [
            (
                plugin.package,
                f"{plugin.group.rpartition('.')[2]}: {plugin.name} = {plugin.target}",
                ", ".join(plugin.gives) or "nothing",
            )
            for plugin in found
        ]
        print_table([_HEADER, *rows])
    else:
        note("no plugins are installed")
    faults = [(plugin, fault) for plugin in found for fault in plugin.faults]
    if not as_json:
        for plugin, fault in faults:
            warn(f"{plugin.package}, {plugin.name}: {fault}")
    return FINDING if faults else 0
