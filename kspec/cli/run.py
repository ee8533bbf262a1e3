"""`kspec run`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kspec.cli.terminal import print_error, print_report
from kspec.linter.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.linter.at_calls import ModelCalls

NEVER = "never"
UNCHECKED = 2
"""The exit code of a dry run that met no `fit`."""


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("script")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARGUMENTS]...")
@click.option(
    "--fail-on",
    type=click.Choice([*(level.value for level in Severity), NEVER]),
    default="error",
    show_default=True,
    help="The least severity that stops the script before the first step; never only tells.",
)
@click.option("--dry-run", is_flag=True, help="End at the first fit, when it has been checked.")
@click.option(
    "-m", "module", is_flag=True, help="SCRIPT is the name of a module, as for python -m."
)
def command(
    script: str, arguments: tuple[str, ...], fail_on: str, *, dry_run: bool, module: bool
) -> None:
    """Run a script as Python does, and check each model with its arrays before it is fitted.

    \b
    kspec run train.py --epochs 3
    kspec run --dry-run train.py
    kspec run -m package.train

    What comes after SCRIPT are its own arguments; options of kspec stand before it. Findings are
    printed on standard error, at the lines of your code. Exit codes: those of the script; 1 if a
    finding stopped it; with --dry-run 0 if nothing is to be mended, 2 if no model was fitted.
    """  # noqa: D301 - click reads the character
    from kspec.cli.as_main import run_module, run_script
    from kspec.cli.fit_check import FitCheck
    from kspec.executor.fit_hook import FitHook

    check = FitCheck(print_report)
    level = None if fail_on == NEVER else Severity(fail_on)

    def on_fit(model: object, arguments: Mapping[str, Any], calls: ModelCalls) -> None:
        report = check(model, arguments, calls)
        fails = level is not None and any(
            one.severity.rank <= level.rank for one in report.findings
        )
        if fails:
            print_error("stopped before the first step of training: --fail-on never goes on")
        if fails or dry_run:
            if not report.findings:
                print_report(report)
            raise SystemExit(int(fails))

    if not module and not Path(script).is_file():
        raise click.UsageError(f"There is no script {script}; -m runs a module by its name.")
    for option in ("--dry-run", "--fail-on"):
        if option in arguments:
            print_error(f"{option} behind the script is its own; for kspec it stands before it")
    hook = FitHook(on_fit)
    hook.install()
    try:
        words = list(arguments)
        code = run_module(script, words) if module else run_script(Path(script), words)
    finally:
        hook.remove()
    if not check.fits and not code:
        print_error("no model was fitted by Keras, so nothing was checked")
        code = UNCHECKED if dry_run else 0
    sys.exit(code)
