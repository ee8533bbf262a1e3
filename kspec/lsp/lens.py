"""Code lenses: the totals of each model, above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from kspec.analysis.summary import summarize
from kspec.analysis.summary_table import macs_text, params_text, size_text

if TYPE_CHECKING:
    from kspec.lsp.snapshot import View

COMMAND = "kspec.summary"


def lenses(view: View) -> list[types.CodeLens]:
    """A lens for each model that is sized."""
    lenses: dict[tuple[int, str], types.CodeLens] = {}
    for index, model in enumerate(view.models):
        summary = None if model.analysis is None else summarize(model.analysis)
        place = view.span(model, ())
        if summary is None or place is None:
            continue
        name = f"{model.name}: " if model.is_code else ""
        title = (
            f"{name}{params_text(summary, ' parameters')}, "
            f"activations {size_text(summary.activation_bytes)} per sample, "
            f"{macs_text(summary)} MACs"
        )
        command = types.Command(title, COMMAND, arguments=[view.now.uri, index])
        lens = types.CodeLens(view.positions.first_line(*place), command=command)
        lenses.setdefault((place.start, title), lens)
    return list(lenses.values())
