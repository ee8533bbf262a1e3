"""Outline of a text: sections, layers, and folding ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from kspec.analysis.shape_text import shape_text
from kspec.analysis.summary import row_of
from kspec.spec.layers.models import Functional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.lsp.snapshot import Model, View
    from kspec.source.outline import Node, Path
    from kspec.spec.network import Network
    from kspec.spec.propagation import Trace

SECTIONS = ("compile", "data", "fit")


def symbols(view: View) -> list[types.DocumentSymbol]:
    """The layers of each model, those of nested models below them, and the other sections."""
    symbols: list[types.DocumentSymbol] = []
    for model in view.models:
        analysis = model.analysis
        if analysis is None or analysis.spec is None:
            continue
        spec = analysis.spec
        symbols += _layers(view, model, spec.network, analysis.trace)
        for name in SECTIONS:
            if spec.value_at(spec.path(name)) is not None:
                path = spec.path(name)
                symbols += _symbol(view, model, name, "", path, types.SymbolKind.Object)
    return symbols


def _layers(
    view: View, model: Model, network: Network, trace: Trace
) -> Iterator[types.DocumentSymbol]:
    for node in network.nodes.values():
        shape = row_of(node, trace).output_shape
        detail = f"{node.class_name} {shape_text(shape)}"
        for symbol in _symbol(view, model, node.name, detail, node.path, types.SymbolKind.Class):
            if isinstance(node.layer, Functional):
                inner = node.layer
                symbol.children = list(_layers(view, model, inner.network, inner.trace))
            yield symbol


def _symbol(
    view: View, model: Model, name: str, detail: str, path: Path, kind: types.SymbolKind
) -> list[types.DocumentSymbol]:
    whole = view.span(model, path, "entry")
    if whole is None:
        return []
    first = view.positions.first_line(*whole)
    return [types.DocumentSymbol(name, kind, view.positions.range(*whole), first, detail)]


def folds(view: View) -> list[types.FoldingRange]:
    """Every object and list that takes more than a line."""
    lines: dict[int, int] = {}
    for model in view.models:
        if model.is_code:  # others fold Python
            continue
        for node in _nodes(model.document.outline.root):
            start, end = view.present(node.start), view.present(node.value.end)
            if start is None or end is None:
                continue
            span = view.positions.range(start, max(start, end))
            if span.end.line > span.start.line:
                lines.setdefault(span.start.line, span.end.line)
    return [types.FoldingRange(first, last) for first, last in sorted(lines.items())]


def _nodes(node: Node) -> Iterator[Node]:
    for child in (node.children or {}).values():
        if child.children:
            yield child
            yield from _nodes(child)
