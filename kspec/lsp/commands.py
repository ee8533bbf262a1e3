"""Commands of the server: the table of a model, and its drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.analysis.drawing.drawing import draw
from kspec.analysis.summary import summarize
from kspec.analysis.summary_table import table
from kspec.service.answers import marks_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from kspec.lsp.server import Server
    from kspec.lsp.snapshot import Model, View


def summary(ls: Server, uri: str, index: int) -> str | None:
    """The table of a model, as `kspec summary` shows it; None where there is no network."""
    placed = _model(ls, uri, index)
    if placed is None or placed[1].analysis is None:
        return None
    sizes = summarize(placed[1].analysis)
    return None if sizes is None else "\n".join(table(sizes, expand=True)) + "\n"


def plot(ls: Server, uri: str, index: int) -> str | None:
    """The drawing of a model as SVG with its findings; None where there is no network."""
    placed = _model(ls, uri, index)
    if placed is None or placed[1].analysis is None:
        return None
    view, model = placed
    # those of code are in its text, and have no place in the model
    findings = view.now.findings if view.is_present and not model.is_code else []
    return draw(placed[1].analysis, marks_of(findings))


def _model(ls: Server, uri: str, index: int) -> tuple[View, Model] | None:
    if uri not in ls.workspace.text_documents and ls.notebook(uri) is None:
        return None
    view = ls.view(uri)
    return (view, view.models[index]) if index < len(view.models) else None


def handler(answer: Callable[[Server, str, int], str | None]) -> Callable[..., Any]:
    """The function for a command: an address, and the number of the model (the first)."""

    def run(ls: Any, *arguments: Any) -> Any:  # noqa: ANN401 - pygls reads the types of arguments
        uri = arguments[0] if arguments and isinstance(arguments[0], str) else ""
        index = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], int) else 0
        return answer(ls, uri, index)

    return run


COMMANDS: dict[str, Callable[[Server, str, int], str | None]] = {
    "kspec.summary": summary,
    "kspec.plot": plot,
}
"""The function that answers a command."""
