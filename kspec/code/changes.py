"""Changes by code that kspec does not follow to the end."""

import ast

from kspec.code.imports import is_well_known
from kspec.code.keras.attributes import learn_vocabulary
from kspec.code.keras.models import may_change
from kspec.code.keras.values import Layer, Model
from kspec.code.methods import reorder
from kspec.code.names import nodes_in
from kspec.code.operators import is_plain
from kspec.code.reader import Reader
from kspec.code.values import (
    OPEN,
    Call,
    Class,
    Dict,
    Function,
    List,
    Object,
    Settings,
    Unknown,
    Value,
)

_PURE = frozenset(("abs", "int", "len", "max", "min", "round", "str", "tuple"))


def touch(
    reader: Reader, values: tuple[Value, ...], why: Unknown, *, in_other_order: bool = False
) -> None:
    """Record that code which kspec cannot see may have changed the values."""
    waiting, touched = list(values), set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, Model):
            may_change(reader, value, why)
        elif isinstance(value, Layer):
            learn_vocabulary(reader, value, why)
        if not isinstance(value, List | Dict | Object | Settings) or id(value) in touched:
            continue
        touched.add(id(value))
        if in_other_order and isinstance(value, List):
            reorder(reader, value, why)
        elif isinstance(value, List | Dict):
            waiting.extend(value.items.values() if isinstance(value, Dict) else value.items)
            reader.journal.write(value.state, "items", {} if isinstance(value, Dict) else ())
            reader.journal.write(value.state, "rest", why)
        else:
            waiting.extend(value.state.values())
            if isinstance(value, Object):
                reader.journal.write(value.state, OPEN, why)
            for name, one in list(value.state.items()):
                if is_plain(one) and not name.startswith("<"):
                    reader.journal.write(value.state, name, why.called(name))


def hand_over(reader: Reader, name: str, call: Call) -> None:
    """Record which arguments other code may give to the program's functions: a wrapper or a search
    of scikit-learn those that it is given itself, code that kspec does not know any.
    """
    values = call.values
    if name.endswith(("KerasClassifier", "KerasRegressor", "SearchCV")):
        keys = [key for one in values if isinstance(one, Dict) for key in one.items]
        reader.given.update(str(key).rpartition("__")[2] for key in (*keys, *call.kwargs))
    elif not is_well_known(name):
        functions = (one for one in values if isinstance(one, Function | Class))
        reader.escaped.update(one.node for one in functions)


def touch_items(reader: Reader, target: ast.expr) -> None:
    """Record that ``target``, which is ``owner[key]`` with an unknown key, may be any item."""
    if not isinstance(target, ast.Subscript) or _has_effects(target.value):
        return
    owner = reader.evaluate(target.value)
    is_unknown = _has_effects(target.slice) or not is_plain(reader.evaluate(target.slice))
    if isinstance(owner, List | Dict) and is_unknown:
        items = owner.items.values() if isinstance(owner, Dict) else owner.items
        why = reader.unknown("an item that was changed by a key that is not known", target)
        touch(reader, tuple(items), why)
    touch_items(reader, target.value)


def _has_effects(node: ast.expr) -> bool:
    """Whether an expression has calls that must not be made once more."""
    calls = (part for part in nodes_in(node) if isinstance(part, ast.Call))
    return any(not isinstance(one.func, ast.Name) or one.func.id not in _PURE for one in calls)
