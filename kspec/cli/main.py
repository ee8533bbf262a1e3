"""`kspec`: the group of commands, each imported when it is called."""

import os
import sys
from importlib import import_module
from itertools import takewhile

import click

from kspec.cli.choice import with_nearest
from kspec.version import __version__

COMMANDS = {
    "lint": "Find what Keras refuses, and what it would silently run wrong.",
    "init": "Write a first spec for your data, or for a task.",
    "summary": "Show every layer's output shape and parameters, without Keras.",
    "plot": "Draw the network as SVG, with the findings marked.",
    "diff": "Show what differs between two models.",
    "train": "Train a spec and track its validation.",
    "run": "Run a script, and check each model with its arrays before it is fitted.",
    "check-layer": "Check a custom layer against Keras's contract.",
    "sweep": "Try values for places in a spec, and find the best ones.",
    "evaluate": "Score the best model of a run.",
    "predict": "Predict with the best model of a run.",
    "export": "Write the best model of a run for use elsewhere.",
    "runs": "List training runs, or compare them.",
    "convert": "Write a model as a native spec, as Keras JSON or as Keras code.",
    "serve": "Answer over HTTP, and show the page in a browser.",
    "rule": "Explain a rule.",
    "lsp": "Answer an editor, over the Language Server Protocol.",
    "mcp": "Answer a language model, over the Model Context Protocol.",
    "schema": "Print the JSON Schema of a spec, for editors.",
    "version": "Print versions for a bug report.",
}

OTHER_WORDS = {
    "check": "lint",
    "compare": "diff",
    "explain": "rule",
    "fit": "train",
    "fix": "lint --fix",
    "new": "init",
    "rules": "rule --all",
    "show": "summary",
}
"""Commands of kspec by the words that other tools have for them."""


class Commands(click.Group):
    """The commands in the order in which people need them, imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        from kspec.linter.garbage import kept_to_the_end

        with kept_to_the_end():
            module = import_module(f"kspec.cli.{cmd_name.replace('-', '_')}")
        return with_nearest(module.command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; for a misspelt one the nearest is named."""
        _refuse_files_as_options(args)
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from kspec.spec.suggest import nearest

            meant = OTHER_WORDS.get(args[0]) or nearest(args[0], COMMANDS)
            if os.path.exists(args[0]):  # noqa: PTH110 - False for what no path can be
                meant = f"lint {args[0]}"
            if meant is None:
                raise
            message = f"{error.message} Did you mean '{meant}'?"
            raise click.UsageError(message, ctx) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; its refusals, and kspec's own errors, are one line and exit code 2."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            from kspec.source.visible import visible

            vars(error)["message"] = "\n".join(map(visible, error.message.split("\n")))
            raise
        except (click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            from kspec.cli.terminal import INTERRUPTED

            sys.exit(INTERRUPTED)
        except Exception as error:
            from kspec.cli.crash import refusal
            from kspec.cli.terminal import print_error

            if (sentence := refusal(error)) is not None:
                print_error(sentence)
            elif os.environ.get("KSPEC_DEBUG"):
                raise
            else:
                from kspec.cli.crash import report

                print_error(report(error))
            sys.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _refuse_files_as_options(words: list[str]) -> None:
    """Refuse file names that are options: a hook names the files of a change, and a file
    `--ignore=KS7.keras` must not hide findings in the others.
    """
    for word in takewhile(lambda word: word != "--", words):
        if word.startswith("-") and word != "-" and os.path.lexists(word):
            raise click.UsageError(
                f"{word} is the name of a file here, and an option: write ./{word} for the file, "
                "or take it away."
            )


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kspec")
def main() -> None:
    """Lint Keras models in scripts, notebooks and files, and train those that a spec describes.

    \b
    kspec lint train.py         what is wrong, where, why, and the fix
    kspec lint                  the same for all models in this folder
    kspec rule KS305            why a finding matters
    kspec summary train.py      shapes and parameters, without Keras
    kspec run train.py          run it, and check its models with their data
    kspec init data.csv         a first spec for your data
    kspec train model.json      train a spec and track its validation
    """  # noqa: D301 - click reads the character
