"""Capabilities of the terminal: colors, links, and width."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING

import click

from kspec.report.options import WIDTH, Options

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.linter.report import Report

STYLES: dict[str, dict[str, object]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "advice": {"fg": "cyan", "bold": True},
    "title": {"bold": True},
    "gutter": {"fg": "blue", "bold": True},
    "related": {"fg": "blue"},
    "help": {"fg": "green", "bold": True},
    "added": {"fg": "green"},
    "removed": {"fg": "red"},
}
INTERRUPTED = 130
"""Exit code of a command that Ctrl-C has ended."""
NARROW, WIDE = 60, 160


def paint(text: str, role: str) -> str:
    """The text in the colour of its role."""
    return click.style(text, **STYLES[str(role)])  # type: ignore[arg-type]


def use_colour(stream: IO[str], choice: str) -> bool:
    """Whether to colour: as chosen, else by NO_COLOR and FORCE_COLOR, else on a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") != "0":
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def options_for(stream: IO[str], choice: str) -> Options:
    """Render options for a stream."""
    options = Options()
    if use_colour(stream, choice):
        options = options._replace(paint=paint)
    if stream.isatty():
        from shutil import get_terminal_size

        width = min(max(get_terminal_size((WIDTH, 24)).columns, NARROW), WIDE)
        links = options.paint is paint and "CI" not in os.environ
        options = options._replace(width=width, links=links)
    return options


def print_painted(text: str, choice: str = "auto", *, err: bool = False) -> None:
    """Print a text with colors; characters outside of the encoding are escaped."""
    stream = sys.stderr if err else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    if text:
        click.echo(text, err=err, color=use_colour(stream, choice))


def print_lines(*lines: str, err: bool = False) -> None:
    """Print lines without colours, which may repeat the words of a stranger: none makes another."""
    from kspec.source.visible import visible

    for line in lines:
        click.echo(visible(line), err=err)


def print_data(text: str) -> None:
    """Print a text for programs unchanged: in UTF-8, whatever the locale and system have. On a
    terminal, control characters are escaped.
    """
    if sys.stdout.isatty():
        print_lines(*text.removesuffix("\n").split("\n"))
        return
    in_utf8()
    click.echo(text, nl=False)


def print_json(value: object) -> None:
    """Print a value as JSON."""
    import json

    print_data(json.dumps(value, indent=2) + "\n")


def print_report(report: Report) -> None:
    """Print findings to standard error, after what is on standard output."""
    from kspec.report.full import render

    sys.stdout.flush()
    print_painted(render(report, options_for(sys.stderr, "auto")), err=True)


def in_utf8() -> None:
    """Set standard output to UTF-8, with unchanged line ends."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


class CommandError(Exception):
    """Error of a command that cannot do its task; the message is one sentence."""


def print_error(text: str) -> None:
    """Print an error to standard error."""
    from kspec.source.visible import visible

    print_painted(click.style("kspec: ", bold=True) + visible(text), err=True)


def repository_root(folder: Path) -> Path:
    """The root of the repository that a folder is in, or the folder itself."""
    return next(
        (parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), folder
    )
