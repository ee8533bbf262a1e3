"""Objects, compiles and fits of a program that are in none of its models' documents."""

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from kspec.code.keras.described import Placed, described_object
from kspec.code.keras.events import Log
from kspec.code.keras.network import EMBEDDINGS, SHAPES
from kspec.code.keras.values import Described
from kspec.code.names import last_name, words
from kspec.code.places import Places
from kspec.code.program import ModelDocument
from kspec.code.training import written_section
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
_TRAINING = {
    "compile": frozenset(("loss", "optimizer")),
    "fit": frozenset(("epochs", "validation_data", "validation_split", "callbacks")),
}
"""Arguments by which a method is that of a model, and not of another library's object."""
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
    return [_of_object(one, places, name) for one in list(lone.values())[:MOST]]


def training_documents(log: Log, places: Places, name: str) -> list[ModelDocument]:
    """A document for each `compile` or `fit` of a model that is not known, as of a parameter."""
    known = [call for phase in log.phases for call in (phase.compile, phase.fit) if call]
    places_known = {call.place for call in known}
    lone = {call.place: call for call in log.unseen if call.place not in places_known}
    documents = []
    for place, call in list(lone.items())[:MOST]:
        method = last_name(getattr(place, "func", None)) or ""
        if call.unsure is None and _TRAINING.get(method, frozenset()) & call.kwargs.keys():
            value, placed = written_section(method, call)
            documents.append(_document(value, placed, (method,), places, name))
    return documents


def _of_object(object_: Described, places: Places, name: str) -> ModelDocument:
    value, placed = described_object(object_, object_.place)
    for key in (*SHAPES, "input_length"):  # of the input, which is judged where they are read
        own = object_.name == "InputLayer" or (key == "input_dim" and object_.name in EMBEDDINGS)
        if object_.noun == "layer" and not own:
            value.pop(key, None)
    return _document(value, placed, _PATHS[object_.noun], places, name)


def _document(
    value: dict[str, Any], placed: Placed, path: Path, places: Places, name: str
) -> ModelDocument:
    place = placed.place
    for field, child in placed.children.items():
        if field in value and field != "type" and not _is_written(child.place):
            value[str(field)] = Unknown("what a name holds here", str(field), child.place)
    spec, root = _around(value, placed, path)
    document = {"kspec": 1, "layers": [{"type": "Dense", "units": 1}], **spec}
    scan = Scan(document, (), lambda: Outline(places.node(root)))
    span = places.span(place)
    return ModelDocument(Document(name, places.text, "python", scan), "", span, 0, complete=False)


def _is_written(place: Place | None) -> bool:
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
