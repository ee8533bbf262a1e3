"""From the text of a program to its models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code.program import Program
from kspec.source.document import Document
from kspec.source.outline import Node, Outline, Scan, Span

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.source.outline import SyntaxProblem


def read(
    code: str, text: str, name: str, folder: Path | None, problems: tuple[SyntaxProblem, ...]
) -> Program:
    """Read a program; see `kspec.code.program.read_program`."""
    del code, folder
    whole = Outline(Node(Span(0, len(text))))
    scan = Scan(None, problems, lambda: whole, parsed=False)
    return Program(Document(name, text, "python", scan), ())
