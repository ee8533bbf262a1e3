"""Fixed text, as `POST /v1/fix` answers."""

from typing import Literal, TypedDict

from kspec.outputs.lint import LintOutput


class FixOutput(TypedDict):
    """A text with its fixes made."""

    version: Literal[1]
    fixed: int
    """Number of fixed findings."""
    text: str
    diff: str
    """Changes as a unified diff; empty where there are none."""
    report: LintOutput
    """Report on the fixed text."""
