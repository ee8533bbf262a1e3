"""`kspec run`."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from kspec.cli.terminal import options_for, print_error, print_painted
from kspec.linter.call_sites import KSPEC
from kspec.linter.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from kspec.linter.at_calls import ModelCalls
    from kspec.linter.report import Report

NEVER = "never"
UNCHECKED = 2
"""The exit code of a dry run that met no `fit`."""
INTERRUPTED = 130


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("script", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARGUMENTS]...")
@click.option(
    "--fail-on",
    type=click.Choice([*(level.value for level in Severity), NEVER]),
    default="error",
    show_default=True,
    help="The least severity that stops the script before the first step; never only tells.",
)
@click.option("--dry-run", is_flag=True, help="End at the first fit, when it has been checked.")
def command(script: Path, arguments: tuple[str, ...], fail_on: str, *, dry_run: bool) -> None:
    """Run a script as Python does, and check each model with its arrays before it is fitted.

    What comes after SCRIPT are its own arguments. Findings are printed on standard error, at the
    lines of your code. Exit codes: those of the script; 1 if a finding stopped it; with --dry-run 0
    if nothing is to be mended, 2 if no model was fitted.
    """
    from kspec.cli.fit_check import FitCheck
    from kspec.executor.fit_hook import FitHook

    check = FitCheck(show)
    level = None if fail_on == NEVER else Severity(fail_on)

    def on_fit(model: object, given: Mapping[str, Any], calls: ModelCalls) -> None:
        report = check(model, given, calls)
        fails = level is not None and any(
            one.severity.rank <= level.rank for one in report.findings
        )
        if fails:
            print_error("stopped before the first step of training: --fail-on never goes on")
        if fails or dry_run:
            if not report.findings:
                show(report)
            raise SystemExit(int(fails))

    hook = FitHook(on_fit)
    hook.install()
    try:
        code = run_as_main(script, list(arguments))
    finally:
        hook.remove()
    if not check.fits and not code:
        print_error("no model was fitted by Keras, so nothing was checked")
        code = UNCHECKED if dry_run else 0
    sys.exit(code)


def show(report: Report) -> None:
    """Print findings on standard error, after what the script has printed."""
    from kspec.report import full

    sys.stdout.flush()
    print_painted(full.render(report, options_for(sys.stderr, "auto")), err=True)


def run_as_main(script: Path, arguments: list[str]) -> int:
    """The exit code of a script that is run as ``python script arguments`` does.

    Raises `SystemExit` where the script does.
    """
    place, main = str(script.absolute()), ModuleType("__main__")
    vars(main).update({"__file__": place, "__builtins__": builtins})
    sys.modules["__main__"] = main
    sys.argv = [str(script), *arguments]
    if not sys.flags.safe_path:
        sys.path[0] = str(script.resolve().parent)
    try:
        exec(compile(script.read_bytes(), place, "exec", dont_inherit=True), vars(main))  # noqa: S102 - it is what the user asks for
    except Exception as error:  # noqa: BLE001 - whatever the script raises
        return _uncaught(error)
    except KeyboardInterrupt as error:
        _uncaught(error)
        return INTERRUPTED
    return 0


def _uncaught(error: BaseException) -> int:
    """Print a traceback as Python does, without the frames of kspec."""
    one: BaseException | None = error
    while one is not None:
        one.__traceback__ = _own(one.__traceback__)
        one = one.__cause__ or one.__context__
    sys.excepthook(type(error), error, error.__traceback__)
    return 1


def _own(traceback: TracebackType | None) -> TracebackType | None:
    if traceback is None:
        return None
    rest = _own(traceback.tb_next)
    if traceback.tb_frame.f_code.co_filename.startswith(KSPEC):
        return rest
    traceback.tb_next = rest
    return traceback
