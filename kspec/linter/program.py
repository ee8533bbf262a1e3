"""Programs of users: the text, its problems as code, and the models that it builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code.contract.contract import contract_problems
from kspec.code.usage.usage import usage_problems
from kspec.linter.recognition import uses_keras
from kspec.source.document import Document
from kspec.source.outline import Node, Outline, Scan, Span, SyntaxProblem, unread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kspec.code.program import ModelDocument
    from kspec.source.notebook import Notebook


class ProgramDocument(Document):
    """Script, or code of a notebook; ``value`` is None, ``models`` are those that it builds, and
    ``objects`` are documents of objects that no model shows. ``builds`` says whether it builds
    models, also where it is not interpreted here, and ``stop`` where reading ends too early.
    """

    __slots__ = ("builds", "models", "objects", "stop")

    def __init__(
        self, code: Document, models: Sequence[ModelDocument], notebook: Notebook | None
    ) -> None:
        scan = Scan(None, code.problems, lambda: code.outline, parsed=False)
        super().__init__(code.name, code.text, "python", scan, notebook=notebook)
        self.models = models
        self.builds = bool(models)
        self.objects: Sequence[ModelDocument] = ()
        self.stop: int | None = None

    @property
    def is_readable(self) -> bool:
        """Whether the text is Python."""
        return all(problem.kind != "invalid_syntax" for problem in self.problems)


def program_document(
    text: str, name: str, format_: str, origin: Path | None = None
) -> ProgramDocument | Document:
    """Document of a script (``python``) or of the file of a ``notebook``; one without models where
    neither the text nor a module in its folder imports Keras.

    With a file, ``origin``, modules and tables in its folder are read too.
    """
    notebook = None
    code = shown = text
    if format_ == "notebook":
        from kspec.source.notebook import NotANotebookError, read_notebook
        from kspec.source.reading import unreadable

        try:
            notebook = read_notebook(text)
        except NotANotebookError as error:
            problem = unreadable(f"{error}.", "Save it from Jupyter, or name a script .py.")
            return Document(name, text, "python", unread(text, problem))
        code, shown = notebook.program, notebook.text
    folder = None if origin is None else origin.parent
    document = _read(code, shown, name, notebook, origin, uses=uses_keras(shown, folder))
    document.origin = origin
    return document


_AT_CAUSE = frozenset(
    (
        *("mixed_targets", "scaler_fitted_on_test_data", "target-among-inputs"),
        "validation-scale-differs",
    )
)
"""Kinds that stand at their cause where the use of names shows it, and else where values do."""


def _read(
    code: str, text: str, name: str, notebook: Notebook | None, origin: Path | None, *, uses: bool
) -> ProgramDocument:
    if not uses:
        return unread_program(name, text, notebook)
    from kspec.code.reading import read_program

    folder = None if origin is None else origin.parent
    program = read_program(text, name, code=code, folder=folder)
    problems = [*_of_cells(notebook), *program.document.problems]
    if program.source is not None:
        program.source.cells = [cell.start for cell in notebook.cells] if notebook else ()
        problems += contract_problems(program.source)
        used = usage_problems(program.source, program.models)
        shown = {problem.kind for problem in used} & _AT_CAUSE
        problems = [*(one for one in problems if one.kind not in shown), *used]
    distinct = {(problem.kind, problem.span): problem for problem in reversed(problems)}
    program.document.problems = tuple(sorted(distinct.values(), key=lambda problem: problem.span))
    for model in (*program.models, *program.objects):
        model.document.notebook = notebook
    document = ProgramDocument(program.document, program.models, notebook)
    document.objects, document.stop = program.objects, program.stop
    return document


def unread_program(
    name: str, text: str, notebook: Notebook | None, problems: tuple[SyntaxProblem, ...] = ()
) -> ProgramDocument:
    """The document of code that is not interpreted, without models; ``problems`` are known."""
    whole = Outline(Node(Span(0, len(text))))
    scan = Scan(None, problems, lambda: whole, parsed=False)
    return ProgramDocument(Document(name, text, "python", scan), (), notebook)


def _of_cells(notebook: Notebook | None) -> list[SyntaxProblem]:
    """Problem of a notebook whose cells were run in another order, for the first such pair."""
    cells = None if notebook is None else notebook.out_of_order
    if cells is None:
        return []
    upper, lower = cells
    message = (
        f"Cell {upper.number} was last run after cell {lower.number}, which stands below it: what "
        "the notebook shows may come from another order"
    )
    hint = "Restart the kernel and run all cells: kspec reads them from top to bottom."
    related = ((Span(lower.start, lower.start), "last run before"),)
    return [
        SyntaxProblem("cells_out_of_order", message, hint, Span(upper.start, upper.start), related)
    ]
