"""Records with named fields: namespaces of command line parsers, and named tuples."""

import ast
import json
from collections.abc import Mapping, Sequence
from typing import Any

from kspec.code.budget import LONGEST_TEXT
from kspec.code.classes import fields_of
from kspec.code.data.context import INVOKE
from kspec.code.library import function
from kspec.code.operators import RAISES
from kspec.code.scopes import Scope
from kspec.code.values import (
    Call,
    Class,
    Dict,
    External,
    Factory,
    Function,
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


_TUPLE = """
class {name}:
    def __init__(self, {parameters}):
        {assignments}
    def __iter__(self):
        yield from ({values},)
    def __getitem__(self, key):
        return ({values},)[key]
    def __len__(self):
        return {length}
    def _asdict(self):
        return {{{items}}}
    def _replace(self, **changes):
        return {name}(**{{**self._asdict(), **changes}})
"""


@function("collections.namedtuple")
def _named_tuple(call: Call) -> Value:
    """The class of tuples with these names."""
    name, fields = call.get(0, "typename"), call.get(1, "field_names")
    names = fields.replace(",", " ").split() if isinstance(fields, str) else fields
    names = names.items if isinstance(names, List) and names.rest is None else names
    last = call.get(None, "defaults", ())
    last = last.items if isinstance(last, List) and last.rest is None else last
    if type(names) not in {list, tuple} or not names or type(last) is not tuple:
        return Unknown("a tuple of fields that are not in the code", "?", call.place)
    if not all(isinstance(one, str) and one.isidentifier() for one in (name, *names)):
        return Unknown(RAISES, "?", call.place)
    return tuple_class(name, names, dict(zip(names[::-1], last[::-1], strict=False)))


def tuple_class(name: str, fields: Sequence[str], defaults: Mapping[str, Value]) -> Class:
    """Class of tuples with named fields."""
    code = _TUPLE.format(
        name=name,
        parameters=", ".join(fields),
        assignments="; ".join(f"self.{field} = {field}" for field in fields),
        values=", ".join(f"self.{field}" for field in fields),
        length=len(fields),
        items=", ".join(f"{field!r}: self.{field}" for field in fields),
    )
    (node,) = ast.parse(code).body
    assert isinstance(node, ast.ClassDef)  # noqa: S101 - as it is written above
    cls = Class(node, (), {})
    scope = Scope(None, {name: cls})
    for method in node.body:
        if isinstance(method, ast.FunctionDef):
            own = defaults if method.name == "__init__" else {}
            cls.state[method.name] = Function(method, scope, own, cls)
    return cls


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
    own = {name: value.state[name] for name in fields_of(value.cls) if name in value.state}
    return INVOKE.get()(value.cls, call._replace(args=(), kwargs={**own, **call.kwargs}))


@function("dataclasses.asdict")
def _as_dictionary(call: Call) -> Value:
    value = call.get(0, "obj")
    if not isinstance(value, Object):
        return Unknown("the fields of something", "?", call.place)
    own = {name: value.state[name] for name in fields_of(value.cls) if name in value.state}
    return INVOKE.get()(External("copy.deepcopy"), Call(call.place, (Dict(own, call.place),)))


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
