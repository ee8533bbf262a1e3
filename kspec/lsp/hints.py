"""Inlay hints: the output shape and the parameters of each layer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lsprotocol import types

from kspec.analysis.shape_text import shape_text
from kspec.analysis.summary import output_shapes, row_of
from kspec.analysis.summary_table import count_text
from kspec.linter.garbage import without_gc
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kspec.analysis.model import Place
    from kspec.analysis.summary_table import Row
    from kspec.lsp.configuration import HintKind
    from kspec.lsp.snapshot import Model, View
    from kspec.source.outline import Path


MOST = 3
"""Number of shapes in the hint of a layer that code makes several times."""


class Anchor(NamedTuple):
    """Inlay hint, and its span: the first line's end, and its end."""

    shape: str
    params: str
    tooltip: str
    line_end: int
    end: int


@without_gc()
def hints(
    view: View, kind: HintKind, start: int = 0, end: int | None = None
) -> list[types.InlayHint]:
    """Hints in a part of the present text: at the end of a layer's first line, or behind the layer
    where several are on a line.
    """
    if kind == "off":
        return []
    last = len(view.positions.text) if end is None else end
    lines = range(view.positions.line_start(start), view.positions.line_end(last) + 1)
    anchors = list(_each_place(_all_anchors(view, kind, lines)))
    shared = Counter(anchor.line_end for anchor in anchors)
    inlay_hints = []
    for anchor in anchors:
        at = anchor.line_end if shared[anchor.line_end] == 1 else anchor.end
        if start <= at <= last:
            inlay_hints.append(
                types.InlayHint(
                    view.positions.position(at),
                    f"→ {anchor.shape}{anchor.params}",
                    tooltip=anchor.tooltip,
                    padding_left=True,
                )
            )
    return inlay_hints


def _all_anchors(view: View, kind: HintKind, lines: range) -> Iterator[Anchor]:
    """Yield the hints of all layers on some lines, which are given by their offsets."""
    for model in view.models:
        for place in model.places:
            yield from _anchors(view, model, place, kind, lines)


def _each_place(anchors: Iterable[Anchor]) -> Iterator[Anchor]:
    """Merge the anchors of a place: a line of code may make a layer several times."""
    by_place: dict[tuple[int, int], dict[str, Anchor]] = {}
    for anchor in anchors:
        by_place.setdefault((anchor.line_end, anchor.end), {}).setdefault(anchor.shape, anchor)
    for several in by_place.values():
        shapes, first = list(several), next(iter(several.values()))
        if len(shapes) > 1:
            more = f" and {len(shapes) - MOST} more" if len(shapes) > MOST else ""
            first = first._replace(shape=" | ".join(shapes[:MOST]) + more, params="")
        yield first


def _anchors(
    view: View, model: Model, place: Place, kind: HintKind, lines: range
) -> Iterator[Anchor]:
    """The hints of a layer: where it is written, and where it is called once more."""
    node = place.node
    for index, call in enumerate(node.calls):
        result = place.trace.results.get((node.name, index))
        spans = _spans(view, model, call.entry(node) if index else node.path, lines)
        shape = None
        if result is not None and spans is not None:
            shape = output_shapes(result, place.trace)
        if spans is not None and shape is not None:
            row = row_of(node, place.trace)
            params = _params(row) if kind == "both" and not index else ""
            yield Anchor(shape_text(shape), params, _tooltip(row), *spans)


def _spans(view: View, model: Model, path: Path, lines: range) -> tuple[int, int] | None:
    """End of the line that names a layer's class, and that of the layer; None on other lines."""
    whole = view.span(model, path)
    if whole is None or not path or whole.end < lines.start or whole.start >= lines.stop:
        return None
    words = (view.span(model, (*path, key)) for key in ("type", "class_name"))
    named = next((word for word in words if word not in {None, whole}), None)
    first = view.positions.line_end(whole.start if named is None else named.start)
    return first, whole.end


def _params(row: Row) -> str:
    return "" if row.params == 0 else f"  {count_text(row.params)} params"


def _tooltip(row: Row) -> str:
    counts = f"{count_text(row.trainable_params)} trainable"
    fixed = f"{count_text(row.non_trainable_params)} not"
    macs = f", {count_text(row.macs)} MACs" if row.macs != 0 else ""
    return f"{row.name} ({row.class_name}), {row.output_dtype}, parameters: {counts}, {fixed}{macs}"
