"""Types of fields in words, for the reference and for descriptions of one class."""

import sys
import typing
from collections.abc import Callable, Iterator
from types import NoneType

from kspec.spec.markers import Json
from kspec.spec.spec_object import Field, SpecObject
from kspec.spec.type_words import words_for

SINGULAR = {"losses": "loss", "metrics": "metric", "callbacks": "callback"}


def kind_words(noun: str) -> str:
    """A kind of objects as a field takes it: "an initializer", "metrics"."""
    article = "an" if noun[0] in "aeiou" else "a"
    return noun if noun in SINGULAR else f"{article} {noun}"


def takes(field: Field, cls: type[SpecObject], worded: Callable[[str], str] = kind_words) -> str:
    """The type of a field in words; objects of a kind as ``worded`` calls the kind."""
    annotation = annotation_of(field, cls)
    kinds = list(_kinds(annotation))
    if not kinds:
        words = words_for(annotation)
        return "any value" if words == "a value" else words
    named = " or ".join(map(worded, kinds))
    return f"{named} or null" if field.default is None else named


def annotation_of(field: Field, cls: type[SpecObject]) -> object:
    """The type of a field, also where it is written as a text."""
    if not isinstance(field.annotation, str):
        return field.annotation
    names = vars(sys.modules[cls.__module__])
    return typing.get_type_hints(cls, names, include_extras=True)[field.alias]


def _kinds(annotation: object) -> Iterator[str]:
    """The kinds of objects (`initializer`) that a type takes."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        for marker in arguments[1:]:
            if isinstance(marker, Json) and "x-kind" in marker.schema:
                yield marker.schema["x-kind"]
        arguments = arguments[:1]
    for part in arguments:
        if part is not NoneType:
            yield from _kinds(part)
