"""Records with named fields: namespaces of command line parsers, data classes, and JSON."""

import json
from collections.abc import Mapping
from typing import Any

from kspec.code.budget import LONGEST_TEXT
from kspec.code.classes import fields_of
from kspec.code.data.context import INVOKE
from kspec.code.library import function
from kspec.code.values import (
    Call,
    Dict,
    External,
    Factory,
    List,
    Object,
    Place,
    Settings,
    Unknown,
    Value,
)

FIELD = "a field that nothing sets"


def record(values: Mapping[str, Value], why: str, place: Place | None) -> Settings:
    """Create an object with these attributes, and possibly others."""
    settings = Settings(Unknown(why, "?", place))
    settings.state.update(values)
    return settings


@function("types.SimpleNamespace")
def _namespace(call: Call) -> Value:
    if call.args or call.unsure is not None:
        return Unknown(FIELD, "?", call.place)
    return record(call.kwargs, FIELD, call.place)


@function("dataclasses.field")
def _field(call: Call) -> Value:
    """Value of a data class's field for which no argument is passed."""
    factory = call.kwargs.get("default_factory")
    if factory is not None:
        return Factory(factory)
    return call.kwargs.get("default", Unknown(FIELD, "?", call.place))


@function("dataclasses.replace")
def _replaced(call: Call) -> Value:
    """A copy of an object with other fields."""
    value = call.get(0, "obj")
    if not isinstance(value, Object) or call.unsure is not None:
        return Unknown("a copy of something", "?", call.place)
    return INVOKE.get()(value.cls, call._replace(args=(), kwargs={**_own(value), **call.kwargs}))


@function("dataclasses.asdict")
def _as_dictionary(call: Call) -> Value:
    value = call.get(0, "obj")
    if not isinstance(value, Object):
        return Unknown("the fields of something", "?", call.place)
    fields = Dict(_own(value), call.place)
    return INVOKE.get()(External("copy.deepcopy"), Call(call.place, (fields,)))


def _own(value: Object) -> dict[str, Value]:
    """The fields of an object of a data class that are set."""
    return {name: value.state[name] for name in fields_of(value.cls) if name in value.state}


@function("json.loads")
def _json(call: Call) -> Value:
    """Read a text in JSON."""
    text = call.get(0, "s")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT or len(call.kwargs) > 0:
        return Unknown("what json.loads gives", "?", call.place)
    try:
        return _read(json.loads(text), call.place)
    except (ValueError, RecursionError):
        return Unknown("no JSON", "?", call.place)


def _read(value: Any, place: Place) -> Value:
    if isinstance(value, dict):
        return Dict({key: _read(one, place) for key, one in value.items()}, place)
    return List([_read(one, place) for one in value], place) if isinstance(value, list) else value
