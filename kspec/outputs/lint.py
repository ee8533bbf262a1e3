"""`kspec lint --output-format json`, and a line of ``jsonl``."""

from typing import Literal, NotRequired, TypedDict


class Position(TypedDict):
    """A place in the text of a file."""

    line: int
    """Line, from 1."""
    column: int
    """Column, from 1, in characters."""
    offset: int
    """Offset from 0, in characters; in a notebook, in the text of all code cells, each with a line
    break at its end.
    """


class Span(TypedDict):
    """A part of a file."""

    path: str
    """JSON pointer into the file as it is written, or into the model that a program builds."""
    cell: NotRequired[int | None]
    """The cell of a notebook, all cells counted from 1; its lines are counted from 1 again. None
    for other files; absent in reports of earlier versions.
    """
    start: Position
    end: Position
    """End, exclusive."""


class Related(Span):
    """Related place of a finding."""

    message: str


class Edit(Span):
    """A text to put in the place of another."""

    text: str


class Fix(TypedDict):
    """Fix of a finding: all edits, or none."""

    safety: Literal["safe", "unsafe"]
    edits: list[Edit]


class FindingOutput(Span):
    """Finding of a rule at a place in a file."""

    code: str
    """The rule; its name is accepted wherever the code is."""
    name: str
    severity: Literal["error", "warning", "advice"]
    """Severity after the settings."""
    message: str
    """Message on the problem."""
    help: str
    """Advice; empty where there is none."""
    file: str
    layer: str | None
    """The name of the layer that the place belongs to."""
    related: list[Related]
    fix: Fix | None
    url: str
    """The rule's page, relative to the repository of kspec."""


class Totals(TypedDict):
    """Numbers of files and findings."""

    files: int
    errors: int
    warnings: int
    advice: int
    suppressed: int
    """Number of silenced findings: in the files, in the settings or with a baseline."""
    more: NotRequired[int]
    """Number of findings beyond a limit, which are counted above and not listed."""


class LintOutput(TypedDict):
    """The report of `kspec lint --output-format json`."""

    version: Literal[1]
    findings: list[FindingOutput]
    summary: Totals
