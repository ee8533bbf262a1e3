"""The names of layers: where each is given, and where it is referred to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kspec.linter.change import Change
from kspec.linter.finding import Edit, Fix
from kspec.linter.fixes import changes
from kspec.named_tuple import NamedTuple
from kspec.source.outline import value_at
from kspec.spec.network import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Place
    from kspec.lsp.snapshot import Model
    from kspec.source.outline import Path, Span
    from kspec.spec.network import Network, TensorRef

BY_OUTPUT = ("loss", "loss_weights", "metrics", "weighted_metrics")
"""Fields of `compile` that may hold a value for each output by its name."""


class RenameError(ValueError):
    """Error of a layer's new name; the message has the reason."""


class Mention(NamedTuple):
    """Place with the name of a layer: a string, or the key of an object."""

    path: Path
    is_key: bool = False


class Layer(NamedTuple):
    """A layer with its network, its own name and all places that refer to it."""

    place: Place
    declaration: Mention | None
    references: tuple[Mention, ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Places of its name."""
        return (*([self.declaration] if self.declaration else []), *self.references)


def layer_at(model: Model, offset: int) -> tuple[Layer, Mention | None] | None:
    """Layer whose name or object is at an offset, with the place of the name.

    None where there is no layer.
    """
    path = model.path_at(offset)
    around: Layer | None = None
    for place in model.places:
        layer = layer_of(model, place)
        for mention in layer.mentions:
            start, end = span(model, mention)
            if start <= offset <= end:
                return layer, mention
        where = place.node.path
        if where and path[: len(where)] == where:
            around = layer
    return None if around is None else (around, None)


def layer_of(model: Model, place: Place) -> Layer:
    """A layer with everything that names it."""
    return Layer(place, _declaration(model, place), tuple(dict.fromkeys(_references(model, place))))


def span(model: Model, mention: Mention) -> Span:
    """Span of a name in the text, without quotes."""
    place = model.document.span(mention.path, "key" if mention.is_key else "value")
    if model.document.text[place.start : place.start + 1] in {'"', "'"}:
        return place._replace(start=place.start + 1, end=place.end - 1)
    return place


def _declaration(model: Model, place: Place) -> Mention | None:
    node = place.node
    path = node.name_path
    if value_at(model.document.value, path) == node.name:
        return Mention(path)
    if path and path[-1] == node.name and value_at(model.document.value, path) is not None:
        return Mention(path, is_key=True)  # an input, by its name
    return None


def _references(model: Model, place: Place) -> Iterator[Mention]:
    node, network, value = place.node, place.network, model.document.value
    name = node.name
    again = [(*call.entry(node), "layer") for call in node.calls if call.entry(node) != node.path]
    yield from (Mention(path) for path in again if value_at(value, path) == name)
    for ref in _all_references(network):
        if ref.layer != name:
            continue
        yield from (Mention(path) for path in _strings(value, ref.path, name))
    spec = model.spec
    if spec is None or spec.network is not network:
        return
    for path in (("task",), *(spec.path("compile", field) for field in BY_OUTPUT)):
        entry = value_at(value, path)
        if isinstance(entry, dict) and name in entry and "class_name" not in entry:
            yield Mention((*path, name), is_key=True)


def _all_references(network: Network) -> Iterator[TensorRef]:
    for node in network.nodes.values():
        for call in node.calls:
            yield from call.references
    yield from references(network.outputs)
    yield from references(network.inputs)


def _strings(value: object, path: Path, name: str) -> Iterator[Path]:
    """Yield the paths of a name in a reference: at its path, or in the object or list there."""
    here = value_at(value, path)
    if here == name:
        yield path
    elif isinstance(here, dict):
        for key, item in here.items():
            yield from _strings(item, (*path, key), name) if item == name else ()
    elif isinstance(here, list):
        for index, item in enumerate(here):
            yield from _strings(item, (*path, index), name) if item == name else ()


def renamed(model: Model, layer: Layer, new: str) -> list[Change]:
    """The changes that give a layer another name, everywhere; raises `RenameError`."""
    if not new.strip() or "/" in new:
        raise RenameError(f'"{new}" is no name of a layer: it is empty, or has a slash')
    if new in layer.place.network.nodes and new != layer.place.node.name:
        raise RenameError(f'there is a layer "{new}" already')
    document = model.document
    edits = []
    for mention in layer.mentions:
        start, end = span(model, mention)
        edits.append(Change(start, end, json.dumps(new, ensure_ascii=False)[1:-1]))
    if layer.declaration is None:
        text = f'"name": {json.dumps(new, ensure_ascii=False)}'
        field = Edit(layer.place.node.fields_path, text, action="insert_field")
        edits += changes(document, Fix((field,)))
    return edits
