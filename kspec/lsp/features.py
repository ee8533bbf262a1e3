"""Handlers of requests about a position or a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from kspec.lsp.actions import KINDS, actions, with_edit
from kspec.lsp.completion import TRIGGERS, completions, documented
from kspec.lsp.hints import hints
from kspec.lsp.hover import hover
from kspec.lsp.lens import lenses
from kspec.lsp.names import RenameError, layer_at, renamed, span
from kspec.lsp.symbols import folds, symbols

if TYPE_CHECKING:
    from kspec.lsp.names import Layer, Mention
    from kspec.lsp.server import Server
    from kspec.lsp.snapshot import Model, View

Places = list[types.Location]


def inlay_hint(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Shapes and parameters of the layers in a range."""
    view = ls.view(params.text_document.uri)
    start, end = (view.positions.offset(at) for at in (params.range.start, params.range.end))
    return hints(view, ls.configuration.inlay_hints, start, end)


def hovered(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """Hover text of a position."""
    view = ls.view(params.text_document.uri)
    return hover(view, view.positions.offset(params.position))


def completed(ls: Server, params: types.CompletionParams) -> types.CompletionList:
    """Completions at a position."""
    view = ls.view(params.text_document.uri)
    offset = view.positions.offset(params.position)
    items = completions(view, offset, snippets=ls.takes_snippets)
    return types.CompletionList(is_incomplete=False, items=items)


def completion_resolved(ls: Server, params: types.CompletionItem) -> types.CompletionItem:
    """Add the documentation of a completion."""
    del ls
    return documented(params)


def code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Code actions for the findings in a range."""
    snapshot = ls.snapshot(params.text_document.uri)
    only = params.context.only
    offered = actions(snapshot, params.range, ls.pages, only)
    if ls.resolves_actions:
        return offered
    return [one if one.data is None else with_edit(one, snapshot) for one in offered]


def code_action_resolved(ls: Server, params: types.CodeAction) -> types.CodeAction:
    """Add the edit to the action that fixes all."""
    data = params.data
    return with_edit(params, ls.snapshot(data["uri"])) if isinstance(data, dict) else params


def code_lens(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    """The totals of each model."""
    return lenses(ls.view(params.text_document.uri))


def document_symbol(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """The outline."""
    return symbols(ls.view(params.text_document.uri))


def folding_range(ls: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Folding ranges of a text."""
    return folds(ls.view(params.text_document.uri))


def definition(ls: Server, params: types.DefinitionParams) -> Places:
    """Location of the layer whose name is at a position."""
    view = ls.view(params.text_document.uri)
    placed = _layer(view, params.position)
    if placed is None or placed[2] is None:
        return []
    model, layer, _ = placed
    place = layer.place.node.path
    if layer.declaration is not None:
        return _locations(view, model, (layer.declaration,))
    whole = view.span(model, place)
    if whole is None:
        return []
    return [types.Location(view.now.uri, view.positions.first_line(*whole))]


def referenced(ls: Server, params: types.ReferenceParams) -> Places:
    """Locations of the references to the layer at a position."""
    view = ls.view(params.text_document.uri)
    placed = _layer(view, params.position)
    if placed is None:
        return []
    model, layer, _ = placed
    mentions = layer.mentions if params.context.include_declaration else layer.references
    return _locations(view, model, mentions)


def rename_prepared(ls: Server, params: types.PrepareRenameParams) -> types.Range | None:
    """The name at a place; None where there is none to change."""
    view = ls.view(params.text_document.uri)
    placed = _layer(view, params.position)
    if placed is None or placed[2] is None or not view.is_present:
        return None
    return view.positions.range(*span(placed[0], placed[2]))


def rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Rename a layer in its declaration and all references."""
    view = ls.view(params.text_document.uri)
    if not view.is_present:
        raise JsonRpcInvalidParams("the text does not make a network just now: mend it first")
    placed = _layer(view, params.position)
    if placed is None:
        return None
    model, layer, _ = placed
    try:
        changes = renamed(model, layer, params.new_name)
    except RenameError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    edits = [types.TextEdit(view.positions.range(one.start, one.end), one.text) for one in changes]
    return types.WorkspaceEdit(changes={view.now.uri: edits})


def _layer(view: View, position: types.Position) -> tuple[Model, Layer, Mention | None] | None:
    """Layer at a position, its model, and the place with its name."""
    offset = view.before(view.positions.offset(position))
    for model in view.models if offset is not None else ():
        place = None if model.is_code else layer_at(model, offset or 0)
        if place is not None:
            return model, *place
    return None


def _locations(view: View, model: Model, mentions: tuple[Mention, ...]) -> Places:
    locations = []
    for mention in mentions:
        start, end = (view.present(at) for at in span(model, mention))
        if start is not None and end is not None:
            locations.append(types.Location(view.now.uri, view.positions.range(start, end)))
    return locations


HANDLERS: dict[str, tuple[Any, Any]] = {
    types.TEXT_DOCUMENT_INLAY_HINT: (inlay_hint, None),
    types.TEXT_DOCUMENT_HOVER: (hovered, None),
    types.TEXT_DOCUMENT_COMPLETION: (
        completed,
        types.CompletionOptions(trigger_characters=list(TRIGGERS), resolve_provider=True),
    ),
    types.COMPLETION_ITEM_RESOLVE: (completion_resolved, None),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        code_action,
        types.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=True),
    ),
    types.CODE_ACTION_RESOLVE: (code_action_resolved, None),
    types.TEXT_DOCUMENT_CODE_LENS: (code_lens, None),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (document_symbol, None),
    types.TEXT_DOCUMENT_FOLDING_RANGE: (folding_range, None),
    types.TEXT_DOCUMENT_DEFINITION: (definition, None),
    types.TEXT_DOCUMENT_REFERENCES: (referenced, None),
    types.TEXT_DOCUMENT_PREPARE_RENAME: (rename_prepared, None),
    types.TEXT_DOCUMENT_RENAME: (rename, None),
}
"""Handler of a method, and the options for the client."""
