"""`kspec lint`."""

import sys
from collections.abc import Callable
from typing import Any

import click

from kspec.cli.completion import rules
from kspec.cli.lint_request import Request
from kspec.cli.options import allow_path
from kspec.linter.garbage import kept_to_the_end
from kspec.report import FORMATS
from kspec.spec.tasks import TASKS

Decorator = Callable[[Callable[..., None]], Callable[..., None]]

SEVERITIES = click.Choice(["error", "warning", "advice"])
RULES = "RULES"
SELECTOR = "by code, prefix, family or name; commas separate, and it may be repeated"


def words(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The words of an option that takes commas and may be repeated."""
    return tuple(word.strip() for text in values for word in text.split(",") if word.strip())


def listed(*names: str, help: str, metavar: str = RULES) -> Decorator:  # noqa: A002 - click's own
    """An option that takes words separated by commas, and may be repeated."""
    complete = rules if metavar == RULES else None
    return click.option(
        *names, multiple=True, callback=words, metavar=metavar, help=help, shell_complete=complete
    )


def flag(*names: str, help: str) -> Decorator:  # noqa: A002 - click's own
    """An option without a value."""
    return click.option(*names, is_flag=True, help=help)


def text(*names: str, metavar: str, help: str) -> Decorator:  # noqa: A002 - click's own
    """An option with one value."""
    return click.option(*names, metavar=metavar, help=help)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--task",
    type=click.Choice(TASKS),
    metavar="TASK",
    help="The task, such as regression, where the spec does not declare one.",
)
@text(
    "--keras-version",
    metavar="VERSION",
    help="The Keras that code is written for. [default: what files beside it pin, else 3]",
)
@text(
    "--data",
    metavar="FILE|source",
    help="Check this data of a spec too; `source` is the data that the spec names.",
)
@allow_path
@flag("--fix", help="Apply safe fixes to the files.")
@flag("--unsafe-fixes", help="With --fix or --diff: also fixes that may change the meaning.")
@flag("--diff", help="Show what --fix would change, without changing it.")
@listed("--select", help=f"Run only these rules, {SELECTOR}.")
@listed("--ignore", help="Do not run these rules.")
@listed("--extend-select", help="Run these rules too, such as `advice` or one rule.")
@listed("--severity", metavar="RULE=SEVERITY", help="Make a rule an error, a warning or advice.")
@flag("--preview", help="Run the rules that are still in preview too.")
@click.option(
    "--fail-on", type=SEVERITIES, help="The least severity that fails the run. [default: error]"
)
@flag("--exit-zero", help="Exit with 0 whatever is found.")
@click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    multiple=True,
    help="The format of the report; repeat it for several. [default: full]",
)
@click.option(
    "--output-file",
    multiple=True,
    metavar="FILE",
    help="Where to write it: the first file takes the first format, and so on; a format without "
    "one (or with -) is printed.",
)
@flag("--watch", help="Lint again whenever a file changes, until Ctrl-C.")
@flag("--statistics", help="Count the findings of each rule instead of showing them.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours."
)
@listed(
    "--exclude", metavar="GLOBS", help="Skip these files and folders when a folder is searched."
)
@flag("--force-exclude", help="Skip excluded files even when they are named.")
@text("--stdin-filename", metavar="NAME", help="The file name to report for standard input (`-`).")
@text(
    "--baseline", metavar="FILE", help="Hide the findings in this file; drop those that are fixed."
)
@text("--write-baseline", metavar="FILE", help="Write all findings to this file, as known ones.")
@text("--config", metavar="FILE", help="Use the settings of this file.")
@flag("--isolated", help="Use no settings file.")
@flag("--show-settings", help="Print the settings in effect here, and lint nothing.")
def command(**options: Any) -> None:  # noqa: ANN401 - options of many types
    """Find what Keras would refuse, and what it would silently run wrong.

    PATHS are Python scripts and notebooks that build Keras models (they are read, not run), specs
    (JSON, JSONC, YAML), files that model.to_json() wrote, .keras archives, folders and globs; `-`
    is standard input. Without any, the current folder is searched.

    \b
    kspec lint train.py                 one file
    kspec lint . --output-format sarif  all models in a folder
    kspec lint --diff train.py          show the fixes
    kspec lint --fix train.py           make the safe ones

    \b
    Exit code 0: nothing at or above --fail-on was found
              1: something was
              2: the run itself failed: options, settings, a missing file
    """  # noqa: D301 - click reads the character
    request = Request(**options)
    if request.watch:
        from kspec.cli import lint_watch

        sys.exit(lint_watch.watch(request))
    with kept_to_the_end():
        from kspec.cli.lint_run import run

        sys.exit(run(request))
