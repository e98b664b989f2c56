"""The group of commands, `fill` when none is named, and how an error leaves the program."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from caffe_fillers.cli.looks import CHOICES, choose, taken
from caffe_fillers.cli.mistyped import mistaken
from caffe_fillers.cli.streams import StdoutError, own_stdout, say
from caffe_fillers.errors import (
    FAULT,
    TRACEBACK,
    CaffeFillersError,
    CostError,
    NothingToDoError,
    fault,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from click.shell_completion import CompletionItem

__all__ = ["cli", "main"]

#: Each command and the module of this package that holds it, in the order of the help.
COMMANDS = {
    "fill": "fill",
    "plan": "plan",
    "summary": "summary",
    "inspect": "inspect",
    "draw": "draw",
    "signal": "signals",
    "report": "report",
    "convert": "convert",
    "verify": "verify",
    "identify": "identify",
    "upgrade": "upgrade",
    "rewrite": "rewrite",
    "deploy": "deploy",
    "export": "export",
    "fmt": "fmt",
    "plugins": "plugins",
    "help": "helping",
    "version": "helping",
}

#: What the help says of each command: the first sentence of its own help, so that nobody waits for
#: all commands to be loaded.
SAID = {
    "fill": "Fill nets: write the very .caffemodel that Caffe holds before its first step.",
    "plan": "Show what would be drawn, in the order of the stream.",
    "summary": "Show a net's layers, their shapes, parameters, multiply-adds, memory and fillers.",
    "inspect": "Show what parameter blobs are like, and what they should be like.",
    "draw": "Draw a net: layers, blobs with their shapes, branches.",
    "signal": "Predict how large signals and gradients become, layer by layer.",
    "report": "Write one page about a net: layers, graph, weights, signal.",
    "convert": "Convert weights: .caffemodel, .h5, .npz and .safetensors, from any to any.",
    "verify": "Verify weights: bit for bit with a seed, by each filler's law without.",
    "identify": "Tell for each blob which filler, norm and parameters fit it.",
    "upgrade": "Upgrade old definitions as Caffe does; comments, order and layout stay.",
    "rewrite": "Change fillers and other fields of many layers; all else in the text stays.",
    "deploy": "Make a net for inference of a training net; comments, order and layout stay.",
    "export": "Write a net as an ONNX model whose outputs equal Caffe's in the TEST phase.",
    "fmt": "Format prototxt: nets and solvers of any generation, and of any fork.",
    "plugins": "Show what installed packages add: fillers, layer types, dialects, exports.",
    "help": "Show what a command does and what it may be told.",
    "version": "Show the version and what draws.",
}

_TRACEBACK = "--traceback"
#: Exit codes: fine, differs or finding, usage, bad input; 130 for Ctrl-C as the shell has it.
USAGE, BAD_INPUT, INTERRUPTED = 2, 3, 130


class Commands(click.Group):
    """Loads a command's module when the command is used, and takes `fill` where none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, most used first."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"caffe_fillers.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SAID.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and files: their names begin a `fill`."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  # for shells only

        return [*super().shell_complete(ctx, incomplete), CompletionItem(incomplete, type="file")]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """A first word that is neither a command nor an option of ours begins a `fill`.

        A command that is spelt wrong must not: its files would be filled.
        """
        if args and args[0] not in (*COMMANDS, *_own_options(self, ctx)):
            wrong = mistaken(args[0], COMMANDS)
            if wrong and not ctx.resilient_parsing:
                raise click.UsageError(wrong, ctx)
            args = ["fill", *args]
        return super().parse_args(ctx, args)


def _own_options(group: click.Group, ctx: click.Context) -> list[str]:
    return [name for param in group.get_params(ctx) for name in param.opts]


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del param
    if value and not ctx.resilient_parsing:
        from caffe_fillers.cli.helping import show_version  # noqa: PLC0415 (asked for seldom)

        show_version()
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--color",
    type=click.Choice(CHOICES),
    expose_value=False,
    help="Of any command: colour on terminals, always or never. NO_COLOR, CLICOLOR_FORCE and "
    "TERM=dumb are heard, too. [default: auto]",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and what draws, and exit.",
)
@click.option(
    # `main` takes it, wherever it stands.
    _TRACEBACK,
    is_flag=True,
    expose_value=False,
    help="Show where a fault of fill-weights itself happened.",
)
def cli() -> None:
    """Caffe's weight fillers, bit for bit, without Caffe.

    A prototxt and a seed go in, the .caffemodel that Caffe would start from comes out:

    \b
      fill-weights net.prototxt --seed 1701

    A file named like a command is reached as ./plan.
    """


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    signal.signal(signal.SIGTERM, _terminated)
    code: Any = FAULT
    try:
        with own_stdout():
            code = _run(list(sys.argv[1:] if args is None else args))
    except (click.exceptions.Abort, KeyboardInterrupt):
        say("Interrupted; nothing was left half written.")
        code = INTERRUPTED
    except click.ClickException as error:
        code = _refused(error)
    except StdoutError as error:
        code = _untold(error)
    except CaffeFillersError as error:
        show_error(error)
        code = USAGE if isinstance(error, (CostError, NothingToDoError)) else BAD_INPUT
    except MemoryError:
        say("not enough memory for this input", role="error")
        code = BAD_INPUT
    except Exception as error:  # noqa: BLE001  # the last net: no input ends in a traceback
        say(fault(error))
        code = FAULT
    sys.exit(code or 0)


def _run(args: list[str]) -> Any:
    """Run a command; its exit code."""
    choice, args = taken(args)
    color = choose(choice)
    own = args[: args.index("--")] if "--" in args else args
    if _TRACEBACK in own:
        os.environ[TRACEBACK] = "1"
        args = [each for each in own if each != _TRACEBACK] + args[len(own) :]
    return cli.main(args, prog_name="fill-weights", standalone_mode=False, color=color)


def _refused(error: click.ClickException) -> int:
    """Say what was wrong with the command line, as any other error is said."""
    lines = [error.format_message()]
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        named = context.command_path.removeprefix("fill-weights").split()
        lines.append(" ".join(context.get_usage().split()))
        lines.append(f"`{' '.join(['fill-weights help', *named])}` tells more.")
    say("\n  ".join(lines), role="error")
    return error.exit_code


def _untold(error: StdoutError) -> int:
    if error.unread:
        return 0
    say(f"standard output cannot be written: {error}", role="error")
    return BAD_INPUT


def show_error(error: CaffeFillersError) -> None:
    """Print an error as the command line shows it."""
    say(str(error), role="error")


def _terminated(signum: int, frame: FrameType | None) -> None:
    del frame
    # As an exception, so that open outputs are cleaned up on the way.
    raise SystemExit(128 + signum)
