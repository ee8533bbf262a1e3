"""Attributes: of modules and objects, of Keras's values, and methods on their way to a call."""

from pathlib import PurePosixPath

from kspec.code import library
from kspec.code.classes import NOT_SET, has_unknown_base, lineage, member, outside_bases
from kspec.code.journal import MISSING
from kspec.code.keras.values import Described, Model, Opaque, Tensor
from kspec.code.library import kind_of
from kspec.code.names import canonical
from kspec.code.reader import Reader
from kspec.code.values import (
    CONSTANTS,
    OPEN,
    Bound,
    Call,
    Choice,
    Class,
    Dict,
    External,
    Function,
    List,
    Module,
    Native,
    Object,
    Partial,
    Place,
    Settings,
    Unknown,
    Value,
)

_OF_ARRAYS = frozenset(("reshape", "astype"))
"""Methods of arrays alone: any value with them is one."""
_OF_PATHS = frozenset(("anchor", "name", "parent", "parts", "root", "stem", "suffix"))
"""Attributes of paths that are no methods."""
_OF_TABLES = frozenset(("iloc", "loc"))
"""Attributes that tables and their columns alone have."""


def attribute(reader: Reader, value: Value, name: str, node: Place) -> Value:
    """The value of an attribute."""
    if isinstance(value, External):
        dotted = canonical(f"{value.name}.{name}")
        result = library.constant(dotted)
        if name == "__name__" and value.name.startswith("keras."):
            return value.name.rpartition(".")[2]
        return External(dotted) if result is None else result
    if isinstance(value, Object):
        return _of_object(reader, value, name, node)
    if isinstance(value, Tensor | Model | Described | Opaque):
        from kspec.code.keras.attributes import keras_attribute

        return keras_attribute(reader, value, name, node)
    if isinstance(value, Module):
        result = value.scope.state.get(name, MISSING)
        why = reader.unknown(f"a name of the module {value.name}", node, name)
        return why if result is MISSING else result
    if isinstance(value, Class | Function):
        return _of_definition(reader, value, name, node)
    if isinstance(value, Bound) and value.name in {"super", "__dict__"}:
        return _of_bound(reader, value, name)
    kind = kind_of(value)
    if kind is not None:
        if kind.methods is not None and name in kind.methods:
            return Bound(value, name)
        result = kind.attribute(value, name, reader.place(node))
        is_method = kind.methods is None and isinstance(result, Unknown)
        return Bound(value, name) if is_method else result
    if isinstance(value, (*CONSTANTS, List, Dict, Choice)) or type(value) is tuple:
        return _of_builtin(value, name)
    if isinstance(value, Unknown):
        return _of_unknown(value, name)
    return reader.unknown("kspec does not follow this attribute", node, name)


def _of_builtin(value: Value, name: str) -> Value:
    if name == "value" and isinstance(value, str | int | float):
        return value  # value of an `Enum`: Python's numbers and texts have none
    if isinstance(value, PurePosixPath) and name in _OF_PATHS:
        return getattr(value, name)
    return Bound(value, name)


def _of_unknown(value: Unknown, name: str) -> Value:
    if isinstance(value, Settings) and name in value.state:
        return value.state[name]
    if name in _OF_ARRAYS:
        from kspec.code.data.array_kind import unknown_array

        return Bound(unknown_array(value), name)
    if name in _OF_TABLES:
        from kspec.code.data.pandas_library import Locator

        return Locator(value, name)
    base = value.name if value.name.isidentifier() else "?"
    return Unknown(value.reason, name if base == "?" else f"{base}.{name}", value.place)


def _of_definition(reader: Reader, value: Class | Function, name: str, node: Place) -> Value:
    if name == "__name__":
        return value.own_name if isinstance(value, Function) else value.name
    if isinstance(value, Function):
        return value.state.get(name, Unknown("an attribute of a function", name, node))
    result = member(value, name)
    if isinstance(result, Function) and result.kind == "classmethod":
        return Partial(result, Call(reader.place(node), (value,)))
    return Unknown("an attribute of a class", name, node) if result is MISSING else result


def _of_bound(reader: Reader, value: Bound, name: str) -> Value:
    if value.name == "super":
        return Bound(value.receiver, f"super.{name}")
    if name == "update" and isinstance(value.receiver, Object):
        owner = value.receiver
        return Native(name, lambda call: forget_attributes(reader, owner, call.place))
    return Bound(value, name)


def is_absent(owner: Value, value: Value) -> bool:
    """Whether an object of the program has no such attribute, whose value was asked for."""
    unset = isinstance(value, Unknown) and value.reason == NOT_SET and isinstance(owner, Object)
    bases = has_unknown_base(owner.cls) or outside_bases(owner.cls) if unset else ()
    return unset and not bases and OPEN not in owner.state


def forget_attributes(reader: Reader, owner: Object, place: Place) -> None:
    """Make all attributes unknown of an object of which one is set that is not known."""
    why = reader.unknown("attributes that are not known", place)
    reader.journal.write(owner.state, OPEN, why)
    own = {name for one in lineage(owner.cls) for name in one.state}
    for name in own | owner.state.keys():
        if not name.startswith("<") and not isinstance(member(owner.cls, name), Function):
            reader.journal.write(owner.state, name, why.called(name))


def _of_object(reader: Reader, value: Object, name: str, node: Place) -> Value:
    if name in value.state:
        return value.state[name]
    if name == "__class__":
        return value.cls
    if name == "__dict__":
        return Bound(value, name)
    result = member(value.cls, name)
    if isinstance(result, Function):
        if result.kind == "property":
            return reader.invoke(result, Call(reader.place(node), (value,)))
        if result.kind == "staticmethod":
            return result
        first = value.cls if result.kind == "classmethod" else value
        return Partial(result, Call(reader.place(node), (first,)))
    if result is not MISSING:
        return result
    if any(base.startswith("keras.") for base in outside_bases(value.cls)):
        return Bound(value, name)
    return Unknown(NOT_SET, f"{value.cls.name}.{name}")
