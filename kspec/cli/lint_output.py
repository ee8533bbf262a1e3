"""Outputs of `kspec lint`: the terminal and files, in several formats at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.terminal import CommandError, options_for, print_data, print_painted, repository_root
from kspec.report import render
from kspec.report.options import Options

if TYPE_CHECKING:
    from kspec.cli.lint_request import Request
    from kspec.linter.report import Report

FOR_PEOPLE = frozenset({"full", "concise", "statistics"})


def output(report: Report, request: Request, *, to_stderr: bool = False) -> None:
    """Render and write every requested format.

    Raises `CommandError` for a file that cannot be written.
    """
    stream = sys.stderr if to_stderr else sys.stdout
    formats = request.output_format or ("full",)
    for number, name in enumerate(formats):
        module = "statistics" if request.statistics and name in {"full", "concise"} else name
        file = request.output_file[number] if number < len(request.output_file) else "-"
        if file != "-":
            options = _placed(Options(), request, module)
            _write(Path(file), render(report, module, options))
        else:
            options = _placed(options_for(stream, request.color), request, module)
            text = render(report, module, options)
            if module in FOR_PEOPLE or to_stderr:
                print_painted(text, request.color, err=to_stderr)
            else:
                print_data(text and text + "\n")


def _placed(options: Options, request: Request, module: str) -> Options:
    """Add the options that only machine formats need."""
    if module in FOR_PEOPLE:
        return options
    from kspec.linter.finding import Severity

    fail_on = Severity(request.fail_on or "error")
    return options._replace(root=repository_root(Path.cwd()), fail_on=fail_on)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n" if text else "", "utf-8", errors="backslashreplace")
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise CommandError(message) from error
