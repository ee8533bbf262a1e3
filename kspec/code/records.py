"""Records with named fields: namespaces of command line parsers, data classes, and JSON."""

import ast
import json
from collections.abc import Mapping
from keyword import iskeyword
from typing import Any, cast

from kspec.code.budget import LONGEST_TEXT
from kspec.code.library import function
from kspec.code.values import (
    Call,
    Class,
    Dict,
    External,
    Factory,
    List,
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


@function("collections.namedtuple")
def _named_tuple(call: Call) -> Value:
    """The class that a program would write with these fields, the last of which have defaults."""
    name, names, defaults = call.get(0, "typename"), call.get(1, "field_names"), ()
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    names, defaults = (
        one.items if isinstance(one, List) and one.rest is None else one
        for one in (names, call.kwargs.get("defaults", ()))
    )
    every = [name, *names] if isinstance(names, list | tuple) else [None]
    fields = [one for one in every if isinstance(one, str) and one.isidentifier()]
    if (
        len(fields) < len(every)
        or any(map(iskeyword, fields))
        or not isinstance(defaults, list | tuple)
        or call.unsure is not None
    ):
        return Unknown("fields of a named tuple", "?", call.place)
    body = "".join(f" {one}: object\n" for one in fields[1:]) or " ..."
    [node] = ast.parse(f"class {name}:\n{body}").body
    state = dict(zip(reversed(fields[1:]), reversed(defaults), strict=False))
    return Class(cast("ast.ClassDef", node), [External("typing.NamedTuple")], state)


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
