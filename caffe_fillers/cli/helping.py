"""`fill-weights help [COMMAND]` and `fill-weights version`."""

from __future__ import annotations

import click

from caffe_fillers import __version__, kernels
from caffe_fillers.cli.helps import HelpfulCommand
from caffe_fillers.cli.mistyped import meant

__all__ = ["help_command", "show_version", "version_command"]


@click.command("help", cls=HelpfulCommand)
@click.argument("name", metavar="[COMMAND]", required=False)
@click.pass_context
def help_command(ctx: click.Context, name: str | None) -> None:
    """Show what a command does and what it may be told.

    Without COMMAND the commands are listed.

    \b
    Examples:
      fill-weights help
      fill-weights help verify
    """
    group = ctx.find_root().command
    if not isinstance(group, click.Group):
        raise TypeError
    if name is None:
        click.echo(group.get_help(ctx.find_root()))
        return
    command = group.get_command(ctx, name)
    if command is None:
        near = meant(name, group.list_commands(ctx))
        hint = f"did you mean {near!r}?" if near else "`fill-weights help` lists them"
        raise click.UsageError(f"there is no command {name!r}; {hint}")
    with click.Context(command, info_name=name, parent=ctx.find_root()) as own:
        click.echo(command.get_help(own))


@click.command("version", cls=HelpfulCommand)
def version_command() -> None:
    """Show the version and what draws.

    The numbers are the same, whatever draws: compiled kernels or NumPy.

    \b
    Examples:
      fill-weights version
    """
    show_version()


def show_version() -> None:
    """The version of the package, and what draws its numbers."""
    click.echo(f"fill-weights, version {__version__} ({kernels.in_use()})")
