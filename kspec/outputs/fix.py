"""Fixed text, as `POST /v1/fix` answers."""

from typing import Literal, TypedDict

from kspec.outputs.lint import LintOutput


class FixOutput(TypedDict):
    """A text with its fixes made."""

    version: Literal[1]
    fixed: int
    """How many findings were mended."""
    text: str
    diff: str
    """What changed, as a unified diff; empty where nothing did."""
    report: LintOutput
    """What is left to find."""
