"""Assignments: to names, attributes, items, and several of these at once."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Any

from kspec.code import operators, overloading
from kspec.code.branches import either
from kspec.code.budget import MOST_ITEMS
from kspec.code.changes import touch_items
from kspec.code.classes import member
from kspec.code.data.origin import is_all
from kspec.code.items import alike, is_data, is_numeric
from kspec.code.journal import MISSING
from kspec.code.keras.values import Described, Layer, Model, Opaque
from kspec.code.library import Changed, kind_of
from kspec.code.merging import common_rest
from kspec.code.methods import builtin_method, remove_key
from kspec.code.names import name_of
from kspec.code.sequences import items_of, special, unpacked
from kspec.code.unknown_numbers import Index
from kspec.code.values import (
    Call,
    Choice,
    Class,
    Dict,
    Function,
    List,
    Object,
    Rest,
    Settings,
    Unknown,
)
from kspec.spec.unknown import UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kspec.code.reader import Reader
    from kspec.code.scopes import Scope
    from kspec.code.values import Value


def assign(reader: Reader, target: ast.expr, value: Value) -> None:
    """Bind a target of an assignment."""
    if isinstance(target, ast.Name):
        _name_model(value, target.id)
        reader.bind(target.id, value)
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(reader, target.elts, value, target)
    elif isinstance(target, ast.Starred):
        assign(reader, target.value, value)
    elif isinstance(target, ast.Attribute):
        _set_attribute(reader, target, value)
    elif isinstance(target, ast.Subscript):
        _set_item(reader, target, value)


def _name_model(value: Value, name: str) -> None:
    """Give a model the name of its first variable."""
    model = value.state.get("<model>") if isinstance(value, Object) else value
    if isinstance(model, Model) and not model.variable:
        model.variable = name


def _unpack(reader: Reader, targets: Sequence[ast.expr], value: Value, node: ast.expr) -> None:
    starred = [i for i, target in enumerate(targets) if isinstance(target, ast.Starred)]
    if not starred:
        for target, item in zip(targets, unpacked(reader, value, len(targets), node), strict=True):
            assign(reader, target, item)
        return
    items = items_of(reader, value, node)
    before, after = starred[0], len(targets) - starred[0] - 1
    if isinstance(items, Unknown) or len(items) < before + after:
        for target in targets:
            assign(reader, target, reader.unknown("unpacked from an unknown value", node))
        return
    end = len(items) - after
    middle = List(items[before:end], reader.place(node))
    spread = [*items[:before], middle, *items[end:]]
    for target, item in zip(targets, spread, strict=True):
        assign(reader, target, item)


def _set_attribute(reader: Reader, target: ast.Attribute, value: Value) -> None:
    owner = reader.evaluate(target.value)
    if isinstance(owner, Choice):
        for option in owner.options:
            store = partial(_set_of, reader, option, target, value)
            either(reader, store, lambda: None, owner)
    else:
        _set_of(reader, owner, target, value)


def _set_of(reader: Reader, owner: Value, target: ast.Attribute, value: Value) -> None:
    """Set an attribute of an object."""
    if isinstance(owner, Object | Class | Function):
        _name_model(value, target.attr)
        if isinstance(value, Unknown) and value.name == "?":
            value = value.renamed(target.attr)
        setter = isinstance(owner, Object) and _setter(owner, target.attr)
        if isinstance(setter, Function):
            reader.invoke(setter, Call(reader.place(target), (owner, value)))
        else:
            reader.journal.write(owner.state, target.attr, value)
    elif isinstance(owner, Described | Opaque | Model):
        from kspec.code.keras.attributes import set_attribute

        set_attribute(reader, owner, target.attr, value, target)
    elif isinstance(owner, Layer):
        reader.journal.write(owner.state, target.attr, value)
    elif (kind := kind_of(owner)) is not None and kind.named is not None:
        new = kind.named(owner, target.attr, value, reader.place(target))
        assign_back(reader, target.value, new)
        replace(reader, owner, new)
    elif isinstance(owner, Unknown) and isinstance(target.value, ast.Name | ast.Attribute):
        if not isinstance(owner, Settings):
            owner = Settings(owner)
            assign(reader, target.value, owner)
        reader.journal.write(owner.state, target.attr, value)


def _setter(owner: Object, name: str) -> Value:
    """Setter of a property; None for another attribute."""
    setter = member(owner.cls, name)
    return setter.state.get("setter") if isinstance(setter, Function) else None


def _set_item(reader: Reader, target: ast.Subscript, value: Value) -> None:
    owner = reader.evaluate(target.value)
    key = reader.evaluate(target.slice)
    place = reader.place(target)
    kind = kind_of(owner)
    if isinstance(target.value, ast.Call) and name_of(target.value.func) == "globals":
        if isinstance(key, str):
            reader.journal.write(reader.module.state, key, value)
    elif isinstance(owner, Dict):
        _set_key(reader, owner, key, value, target)
    elif isinstance(owner, List):
        _set_index(reader, owner, key, value)
    elif overloading.has(owner, "__setitem__"):
        special(reader, owner, "__setitem__", target, key, value)
    elif kind is not None:
        named, owner, key = _whole(reader, target.value, owner, key)
        new = kind.store(owner, key, value, place)
        assign_back(reader, named, new)
        replace(reader, owner, new)
    touch_items(reader, target.value)


def _whole(
    reader: Reader, part: ast.expr, owner: Value, key: Value
) -> tuple[ast.expr, Value, Value]:
    """The array of which ``array[i][j]`` sets a value, by its name, and the key ``(i, j)``."""
    if isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name):
        array, row = reader.evaluate(part.value), reader.evaluate(part.slice)
        is_row = isinstance(row, int | Index) and not isinstance(row, bool)
        if is_row and array is getattr(owner, "base", None) and not isinstance(key, tuple):
            return part.value, array, (row, key)
    return part, owner, key


def replace(reader: Reader, old: Value, new: Value) -> None:
    """Bind every other name of a library's value to the result of an operation in place."""
    kind = kind_of(old)
    if kind is None or not kind.is_shared(old):
        return
    memory = _memory(old)
    for state in _visible(reader):
        for name, value in list(state.items()):
            if value is old:
                reader.journal.write(state, name, new)
            elif memory is None or type(value) is not type(old) or value is new:
                continue
            elif _memory(value) is memory:
                reader.journal.write(state, name, value.without_values())


def _visible(reader: Reader) -> Iterable[dict[Any, Value]]:
    """The states of all scopes, and of the objects that have a name or a method that runs."""
    scopes: dict[int, Scope] = {}
    objects: list[Value] = []
    for frame in reader.frames:
        objects.append(frame.receiver)
        scope: Scope | None = frame.scope
        while scope is not None and id(scope) not in scopes and scope.state is not reader.builtins:
            scopes[id(scope)] = scope
            scope = scope.outer
    states = [scope.state for scope in scopes.values()]
    objects += (value for state in states for value in state.values())
    states += (one.state for one in objects if isinstance(one, Object))
    return {id(state): state for state in states}.values()


def _memory(value: Value) -> Value:
    """Memory that all views of an array share."""
    base = getattr(value, "base", None)
    return value if base is None and hasattr(value, "without_values") else base


def assign_back(reader: Reader, target: ast.expr, value: Value) -> None:
    """Bind the result of an operation in place, where the value has a name."""
    if isinstance(target, ast.Name | ast.Attribute):
        assign(reader, target, value)


def _set_key(reader: Reader, owner: Dict, key: Value, value: Value, node: ast.Subscript) -> None:
    if not operators.is_plain(key) or isinstance(key, slice) or len(owner.items) >= MOST_ITEMS:
        why = reader.unknown("a key that is not known", node)
        rest = Rest(why, value) if is_data(value) else why
        rest = common_rest(rest, owner.rest, tuple(owner.items.values()), why)
        reader.journal.write(owner.state, "rest", rest)
        reader.journal.write(owner.state, "items", {})
        return
    reader.journal.write(owner.state, "items", {**owner.items, key: value})
    places = {**owner.state["places"], key: (reader.place(node), reader.place(node))}
    reader.journal.write(owner.state, "places", places)


def _set_index(reader: Reader, owner: List, key: Value, value: Value) -> None:
    items = list(owner.items)
    if isinstance(key, int) and -len(items) <= key < len(items):
        items[key] = value
        reader.journal.write(owner.state, "items", tuple(items))
    elif is_all(key) and isinstance(value, Rest):
        reader.journal.write(owner.state, "items", ())
        reader.journal.write(owner.state, "rest", value)
    elif not isinstance(key, slice) and is_numeric(value) and is_data(owner):
        _set_any(reader, owner, value)
    else:
        reader.journal.write(owner.state, "rest", Unknown("an item that is not known"))


def _set_any(reader: Reader, owner: List, value: Value) -> None:
    """Set one of the items to a number, which no slice takes."""
    if isinstance(owner.rest, Rest):
        rest = Rest(owner.rest, alike((owner.rest.item, value)))
        reader.journal.write(owner.state, "rest", rest)
    different = {id(one): one for one in owner.items}
    changed = {key: alike((one, value)) for key, one in different.items()}
    reader.journal.write(owner.state, "items", tuple(changed[id(one)] for one in owner.items))


def augment(reader: Reader, node: ast.AugAssign) -> None:
    """``target += value``: in place for lists, a new value for all else."""
    old = reader.evaluate(node.target)  # whatever its context
    value = reader.evaluate(node.value)
    if isinstance(old, List) and isinstance(node.op, ast.Add):
        place = reader.place(node.value)
        builtin_method(reader, old, "extend", Call(place, (value,), places={0: place}))
        touch_items(reader, node.target)
        return
    _report_whole(reader, node, old, value)
    new = overloading.binary(reader, node, old, value)
    assign(reader, node.target, new)
    replace(reader, old, new)


def _report_whole(reader: Reader, node: ast.AugAssign, old: Value, value: Value) -> None:
    """Report an operation in place whose floats an array of integers cannot hold."""
    dtype = getattr(old, "dtype", None)
    if not isinstance(dtype, str) or not dtype.startswith(("int", "uint")):
        return
    other = getattr(value, "dtype", None)
    floats = isinstance(value, float) or (isinstance(other, str) and other.startswith("float"))
    in_place = getattr(old, "library", None) == "numpy" and bool(getattr(old, "shape", ()))
    if in_place and (isinstance(node.op, ast.Div) or floats):
        message = f"numpy cannot put floats into an array of {dtype}: this stops the program"
        help_ = 'Make floats of it first: .astype("float32").'
        reader.log.report("floats_into_whole_numbers", message, reader.place(node), help_)


def _delete_items(reader: Reader, owner: List, key: Any, node: ast.expr) -> None:
    items, places = list(owner.items), [owner.place_of(i) for i in range(len(owner.items))]
    known = owner.rest is None
    try:
        del items[key], places[key]
    except (*operators.FAILS, UnknownValueError):
        known = False
    if known:
        reader.journal.write(owner.state, "items", tuple(items))
        reader.journal.write(owner.state, "places", tuple(places))
    else:
        reader.journal.write(owner.state, "rest", reader.unknown("something deleted", node))


def delete(reader: Reader, target: ast.expr) -> None:
    """``del target``."""
    if isinstance(target, ast.Name):
        scope = reader.scope.globals.get(target.id, reader.scope)
        reader.journal.write(scope.state, target.id, MISSING)
    elif isinstance(target, ast.Subscript):
        owner, key = reader.evaluate(target.value), reader.evaluate(target.slice)
        if isinstance(owner, Dict):
            remove_key(reader, owner, key, target)
        elif overloading.has(owner, "__delitem__"):
            special(reader, owner, "__delitem__", target, key)
        elif isinstance(owner, List):
            _delete_items(reader, owner, key, target)
        elif (kind := kind_of(owner)) is not None:
            popped = kind.method(owner, "pop", Call(reader.place(target), (key,)))
            if isinstance(popped, Changed):
                assign_back(reader, target.value, popped.receiver)
                replace(reader, owner, popped.receiver)
    elif isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            delete(reader, one)
