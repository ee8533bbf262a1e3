"""Changes by code that kspec does not follow to the end."""

import ast

from kspec.code.keras.models import may_change
from kspec.code.keras.values import Model
from kspec.code.methods import reorder
from kspec.code.reader import Reader
from kspec.code.values import Dict, List, Settings, Unknown, Value

_PURE = frozenset(("abs", "int", "len", "max", "min", "round", "str", "tuple"))


def touch(
    reader: Reader, values: tuple[Value, ...], why: Unknown, *, in_other_order: bool = False
) -> None:
    """Record that code which kspec cannot see may have changed the values."""
    for value in values:
        if in_other_order and isinstance(value, List):
            reorder(reader, value, why)
        elif isinstance(value, List | Dict):
            reader.journal.write(value.state, "rest", why)
        elif isinstance(value, Settings):
            for name in list(value.state):
                reader.journal.write(value.state, name, why.called(name))
        elif isinstance(value, Model):
            may_change(reader, value, why)


def touch_items(reader: Reader, target: ast.expr) -> None:
    """Record that an operation in place may have changed any item of a list or dictionary:
    ``target`` is ``owner[key]`` with an unknown key.
    """
    if not isinstance(target, ast.Subscript) or _has_effects(target.value):
        return
    owner = reader.evaluate(target.value)
    if isinstance(owner, List | Dict) and _is_unknown(reader, target.slice):
        items = owner.items.values() if isinstance(owner, Dict) else owner.items
        why = reader.unknown("an item that was changed by a key that is not known", target)
        touch(reader, tuple(items), why)
    touch_items(reader, target.value)


def _is_unknown(reader: Reader, key: ast.expr) -> bool:
    return _has_effects(key) or isinstance(reader.evaluate(key), Unknown)


def _has_effects(node: ast.expr) -> bool:
    """Whether an expression has calls that must not be made once more."""
    calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
    return any(not isinstance(one.func, ast.Name) or one.func.id not in _PURE for one in calls)
