"""`kspec summary` of a script or a notebook: a table of each model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kspec.analysis.summary import summarize
from kspec.cli.lint_notes import early_end
from kspec.cli.terminal import print_error, print_json, print_lines
from kspec.linter.documents import read_file
from kspec.linter.finding import Severity
from kspec.linter.linter import Linter
from kspec.linter.program_summary import place_of, program_summary, unknown_values
from kspec.linter.report import Report
from kspec.service.models import program_models
from kspec.source.visible import visible
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kspec.cli.sizes import Sizes
    from kspec.linter.engine import LintedModel


def show_program(path: Path, output_format: str, sizes: Sizes) -> int:
    """Print the models of a program; the exit code."""
    linter = Linter.for_path(path)
    linted = linter.lint(read_file(path))
    models = program_models(linted, linter, shipped=output_format == "json")
    if output_format == "json":
        print_json(program_summary(models, sizes.to_dict))
    else:
        tables: dict[str, tuple[str, ...]] = {}
        for one in models:  # alike builds of a place, as in a loop, once, whatever they count
            lines = tuple(_lines(str(path), one, sizes))
            tables.setdefault(re.sub(r"_\d+\b|[ ─]", "", "\n".join(lines)), lines)
        for number, lines in enumerate(tables.values()):
            print_lines(*([""] if number else []), *lines)
    if sentence := early_end(str(path), linted.document):
        print_error(sentence)
    elif not models:
        print_error(f"{path} builds no model that kspec can follow")
    report = Report([linter.shown(linted)])
    errors = report.count(Severity.ERROR)
    if errors:
        print_error(f"{counted(errors, 'error')}: run `kspec lint {path}` to see them")
    return int(bool(errors))


def _lines(name: str, one: LintedModel, sizes: Sizes) -> Iterator[str]:
    """Yield the table of a model below its place, and the unknown values."""
    yield f"{visible(name)}:{place_of(one)}: {visible(one.model.name)}"
    summary = None if one.linted.analysis is None else summarize(one.linted.analysis)
    if summary is None:
        yield "  no network that kspec can follow"
    else:
        yield from sizes.lines(summary)
    for value in unknown_values(one):
        yield visible(f"unknown: {value['path']} (line {value['line']}): {value['reason']}")
