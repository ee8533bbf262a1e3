"""Layers, optimizers and callbacks of a program that are in none of its models' documents."""

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from kspec.code.keras.described import Placed, described_object
from kspec.code.keras.values import Described
from kspec.code.names import words
from kspec.code.places import Places
from kspec.code.program import ModelDocument
from kspec.code.values import Place, Unknown
from kspec.source.document import Document
from kspec.source.outline import Outline, Path, Scan

MOST = 200
"""Objects that are written."""
_PATHS: dict[str, Path] = {
    "layer": ("layers", 0),
    "optimizer": ("compile", "optimizer"),
    "callback": ("fit", "callbacks", 0),
}
"""Place of each kind of object in a spec."""
_OF_INPUTS = words(
    "shape batch_size dtype sparse ragged batch_shape name tensor optional type_spec input_shape"
)
"""The arguments of inputs, which models show otherwise than as layers."""


def object_documents(
    objects: Iterable[Described], shown: set[Place], places: Places, name: str
) -> list[ModelDocument]:
    """A document for each object that is not at one of the places that models show, so that its
    own arguments are judged: of a loop of unknown length, or a model that kspec cannot follow.
    """
    lone = {
        one.place: one
        for one in objects
        if one.noun in _PATHS and one.place not in shown and isinstance(one.place, ast.Call)
        if one.name != "InputLayer" or not one.fields.keys() <= _OF_INPUTS
    }
    return [_document(one, places, name) for one in list(lone.values())[:MOST]]


def _document(object_: Described, places: Places, name: str) -> ModelDocument:
    path = _PATHS[object_.noun]
    value, placed = described_object(object_, object_.place)
    for field, argument in object_.current().items():
        if not _is_written(argument.place):
            value[field] = Unknown("what a name holds here", field, argument.place)
    spec, root = _around(value, placed, path)
    document = {"kspec": 1, "layers": [{"type": "Dense", "units": 1}], **spec}
    scan = Scan(document, (), lambda: Outline(places.node(root)))
    span = places.span(object_.place)
    return ModelDocument(Document(name, places.text, "python", scan), "", span, 0, complete=False)


def _is_written(place: Place) -> bool:
    """Whether an argument stands in the call itself, which no caller gives otherwise."""
    if isinstance(place, ast.Tuple | ast.List):
        return all(map(_is_written, place.elts))
    return isinstance(place, ast.Constant | ast.UnaryOp | ast.Call)


def _around(value: Any, placed: Placed, path: Path) -> tuple[Any, Placed]:
    """A value inside of the lists and dictionaries on a path."""
    for part in reversed(path):
        around = Placed(placed.place)
        around.children[part] = placed
        value, placed = [value] if isinstance(part, int) else {part: value}, around
    return value, placed


def places_in(placed: Placed) -> Iterator[Place]:
    """The places of all objects in a document."""
    if "type" in placed.children and placed.place is not None:
        yield placed.place
    for child in placed.children.values():
        yield from places_in(child)
