"""Python's built-in functions."""

import ast
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from kspec.code.attributes import forget_attributes, is_absent
from kspec.code.budget import MOST_ITEMS, is_small
from kspec.code.builtin_iteration import ITERATION
from kspec.code.items import is_table, one_item
from kspec.code.journal import MISSING
from kspec.code.keras.attributes import set_attribute
from kspec.code.keras.values import Described, Model, Tensor
from kspec.code.library import OF_DATA, kind_of, settled
from kspec.code.operators import FAILS, RAISES, is_plain
from kspec.code.overloading import truth
from kspec.code.reader import Reader
from kspec.code.scopes import Scope
from kspec.code.sequences import ordered, special
from kspec.code.type_tests import TYPE_TESTS
from kspec.code.unknown_numbers import Index, Number
from kspec.code.unknown_texts import ended
from kspec.code.values import (
    ITERATOR,
    Bound,
    Call,
    Dict,
    External,
    List,
    Native,
    Object,
    Rest,
    Settings,
    Unknown,
    Value,
)

ENDS = "the program ends here"
ARGUMENT = "an argument of the command line"
_OUTSIDE = "what comes from outside of the program"
_SILENT = frozenset(("print", "open", "input", "id", "hash", "dir"))


_USUAL = {"keras": "keras", "np": "numpy", "pd": "pandas", "tf": "tensorflow"}
"""The modules that have these names in nearly all programs."""


def bind_builtins(reader: Reader) -> None:
    """Bind the names of the built-in functions, and of modules whose import is not in the text."""
    for name, function in _FUNCTIONS.items():
        reader.builtins[name] = Native(name, partial(function, reader))
    for name, plain in _PLAIN.items():
        reader.builtins[name] = Native(name, partial(_computed, reader, plain))
    for name in _SILENT:
        reader.builtins[name] = Native(name, lambda call: reader.unknown(_OUTSIDE, call.place))
    for name in ("object", "Exception", "ValueError", "property", "super", "staticmethod"):
        reader.builtins[name] = External(f"builtins.{name}")
    for name, module in _USUAL.items():
        reader.builtins[name] = External(module)
    for name in ("exit", "quit"):
        reader.builtins[name] = Native(name, lambda call: reader.unknown(ENDS, call.place))


def _computed(reader: Reader, function: Callable[..., Any], call: Call) -> Value:
    """A function of constants alone."""
    values = [settled(value, call.place) for value in call.values]
    for value in values:
        if isinstance(value, Unknown):
            return ended(values, value.called("?")) if function is str else value.called("?")
    plain = [_plain(value) for value in values]
    for value in values:
        if isinstance(value, List) and value.kind == ITERATOR:
            reader.items(value, call.place)
    missing = [value for value, own in zip(values, plain, strict=True) if own is MISSING]
    if any(kind_of(value) is not None for value in missing):
        return reader.unknown(OF_DATA, call.place)
    if call.unsure is not None or missing:
        return unfollowed(reader, call)
    args = plain[: len(call.args)]
    kwargs = dict(zip(call.kwargs, plain[len(call.args) :], strict=True))
    try:
        result = function(*args, **kwargs)
    except FAILS:
        return reader.unknown(RAISES, call.place)
    return result if is_small(result) else reader.unknown("too large", call.place)


def _plain(value: Value) -> Any:
    """Convert a value to Python's own, `MISSING` where it has no such form."""
    if isinstance(value, List) and value.rest is None and is_plain(value.items):
        return list(value.items)
    if isinstance(value, range) and len(value) > MOST_ITEMS:
        return MISSING
    number = getattr(value, "number", None)
    return value if is_plain(value) else MISSING if number is None else number


_PLAIN: dict[str, Callable[..., Any]] = {
    "chr": chr,
    "divmod": divmod,
    "ord": ord,
    "pow": pow,
    "repr": repr,
    "round": round,
    "str": str,
}


def _len(reader: Reader, call: Call) -> Value:
    value = settled(call.get(0, "obj"), call.place)
    if isinstance(value, List | Dict):
        why = value.rest
        place = call.places.get(0)
        named = f"len({place.id})" if isinstance(place, ast.Name) else "?"
        if why is None:
            return len(value.items)
        return Index.of(why, named) if not value.items else Index(why.reason, named, why.place)
    if isinstance(value, str | bytes | range) or type(value) is tuple:
        return len(value)
    if isinstance(value, Object):
        return special(reader, value, "__len__", call.place)
    kind = kind_of(value)
    if kind is not None:
        size = kind.length(value)
        return Index.of(size) if type(size) is Unknown else size
    if isinstance(value, Unknown):
        name = f"len({value.name})" if value.name.isidentifier() else "?"
        return Index.of(value, name)
    return unfollowed(reader, call)


def _abs(reader: Reader, call: Call) -> Value:
    """`abs` of a number, an array or a tensor."""
    value = call.get(0, "x")
    if isinstance(value, Tensor):
        return reader.invoke(External("keras.ops.absolute"), call)
    if kind_of(value) is not None:
        return reader.invoke(External("numpy.abs"), call)
    return _computed(reader, abs, call)


def _extreme(function: Callable[..., Any], reader: Reader, call: Call) -> Value:
    """`max` or `min` of numbers, or of an array."""
    value = call.get(0, "iterable")
    if is_table(value):
        return reader.unknown("the name of a column", call.place)
    if len(call.args) == 1 and not call.kwargs and kind_of(value) is not None:
        return reader.invoke(External(f"numpy.{function.__name__}"), call)
    if "key" in call.kwargs:
        items = call.args if len(call.args) > 1 else reader.items(value, call.place)
        return _first(reader, items, call, down=function is max)
    return _gathered(function, reader, call)


def _gathered(function: Callable[..., Any], reader: Reader, call: Call) -> Value:
    """`max`, `min` or `sum` of the items of one value."""
    if len(call.args) == 1 and isinstance(call.args[0], List):
        items = reader.items(call.args[0], call.place)
        if isinstance(items, Unknown):
            return items.called("?")
        call = call._replace(args=(tuple(items),))
    return _computed(reader, function, call)


def _first(reader: Reader, items: Sequence[Value] | Unknown, call: Call, *, down: bool) -> Value:
    """The least of several by a key, or the greatest."""
    if isinstance(items, Unknown):
        return one_item(items) if isinstance(items, Rest) else items.called("?")
    order = ordered(reader, items, call._replace(kwargs={**call.kwargs, "reverse": down}))
    return order if isinstance(order, Unknown) else next(iter(order), call.get(None, "default"))


def unfollowed(reader: Reader, call: Call) -> Unknown:
    """A call that kspec does not follow."""
    return reader.unknown("kspec does not follow this call", call.place)


def _number(function: Callable[..., Any], kind: type[Number], reader: Reader, call: Call) -> Value:
    """Value of `float` or `int`: a number for any argument."""
    result = _computed(reader, function, call)
    if not isinstance(result, Unknown):
        return result
    argument = call.get(0, "x")
    if kind is Index and isinstance(argument, Index):
        return argument
    number = kind(
        result.reason, argument.name if isinstance(argument, Unknown) else "?", result.place
    )
    source = call.place.args[0] if isinstance(call.place, ast.Call) and call.place.args else None
    if isinstance(number, Index) and isinstance(source, ast.Compare):
        number.limits = (0, 1)
    elif isinstance(number, Index) and hasattr(argument, "limits"):
        from kspec.code.data.functions import cast

        limits = cast(argument, "int64").limits
        number.limits = None if limits is None else (int(limits.low), int(limits.high))
    return number


def _vars(reader: Reader, call: Call) -> Value:
    """The attributes of an object as a dictionary."""
    value = call.get(0, "object")
    if isinstance(value, Settings):
        return Dict(value.state, call.place)
    if isinstance(value, Object):
        return Bound(value, "__dict__")
    return reader.unknown(_OUTSIDE, call.place)


def _names_of(scope: Scope, call: Call) -> Value:
    """Names of a scope and their values as a dictionary."""
    return Dict({name: one for name, one in scope.state.items() if name[:2] != "__"}, call.place)


def _run(mode: str, reader: Reader, call: Call) -> Value:
    """Statements or an expression in a text, read where they run: ``mode`` is that of `ast`."""
    text = call.get(0, "source")
    if isinstance(text, str) and len(call.args) == 1 and not call.kwargs:
        with suppress(SyntaxError, ValueError):
            tree: Any = ast.parse(text.strip(), mode=mode)
            reader.outside, outside = reader.outside or call.place, reader.outside
            try:
                if mode == "eval":
                    return reader.evaluate(tree.body)
                reader.execute(tree.body)
            finally:
                reader.outside = outside
    return unfollowed(reader, call) if mode == "eval" else None


def _slice(reader: Reader, call: Call) -> Value:
    """A slice, whose ends may be unknown."""
    if call.unsure is not None or not 1 <= len(call.args) <= 3:
        return unfollowed(reader, call)
    return slice(*call.args)


def _dict(reader: Reader, call: Call) -> Value:
    result = Dict({}, call.place)
    if call.args:
        first = call.args[0]
        if isinstance(first, Dict):
            result = first.copied(call.place)
        else:
            items = reader.items(first, call.place)
            if isinstance(items, Unknown):
                return items.called("?")
            for pair in items:
                if type(pair) is not tuple or len(pair) != 2 or not is_plain(pair[0]):
                    return reader.unknown("a dictionary that kspec does not follow", call.place)
                result.items[pair[0]] = pair[1]
    places = {name: (place, call.places[name]) for name, place in call.key_places.items()}
    named = Dict(call.kwargs, call.place, places, call.unsure)
    result.state.update(result.updated(named, unfollowed(reader, call)))
    return result


def _getattr(reader: Reader, call: Call) -> Value:
    name = call.get(1, "name")
    if not isinstance(name, str):
        return reader.unknown("an attribute that is not known", call.place)
    owner = call.get(0, "object")
    value = reader.attribute(owner, name, call.place)
    absent = call.has(2, "default") and is_absent(owner, value)
    return call.get(2, "default") if absent else value


def _hasattr(reader: Reader, call: Call) -> Value:
    owner, value = call.get(0, "object"), _getattr(reader, call)
    if isinstance(owner, Object) and not isinstance(value, Unknown):
        return True
    return False if is_absent(owner, value) else reader.unknown("a test of attributes", call.place)


def _setattr(reader: Reader, call: Call) -> Value:
    owner, name = call.get(0, "object"), call.get(1, "name")
    if isinstance(owner, Object) and isinstance(name, str):
        reader.journal.write(owner.state, name, call.get(2, "value"))
    elif isinstance(owner, Object):
        forget_attributes(reader, owner, call.place)
    elif isinstance(owner, Described | Model) and isinstance(name, str):
        set_attribute(reader, owner, name, call.get(2, "value"), call.place)


_FUNCTIONS: dict[str, Callable[[Reader, Call], Value]] = {
    **ITERATION,
    **TYPE_TESTS,
    "abs": _abs,
    "bool": lambda reader, call: truth(reader, call.get(0, "x", False), call.place),
    "dict": _dict,
    "eval": partial(_run, "eval"),
    "exec": partial(_run, "exec"),
    "float": partial(_number, float, Number),
    "getattr": _getattr,
    "globals": lambda reader, call: _names_of(reader.module, call),
    "hasattr": _hasattr,
    "int": partial(_number, int, Index),
    "len": _len,
    "locals": lambda reader, call: _names_of(reader.scope, call),
    "max": partial(_extreme, max),
    "sum": partial(_gathered, sum),
    "min": partial(_extreme, min),
    "setattr": _setattr,
    "slice": _slice,
    "vars": _vars,
}
