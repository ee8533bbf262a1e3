"""Methods of strings, numbers, tuples, lists and dictionaries."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from kspec.code.budget import LONGEST_TEXT, MOST_ITEMS, is_small
from kspec.code.items import is_data, one_item, rest_of_both, sample
from kspec.code.library import kind_of
from kspec.code.operators import FAILS, RAISES, by_kind, is_plain
from kspec.code.reader import Reader
from kspec.code.sequences import ordered
from kspec.code.sets import METHODS, once
from kspec.code.unknown_numbers import Index
from kspec.code.unknown_texts import format_ended
from kspec.code.values import Call, Dict, List, Place, Rest, Unknown, UnknownValueError, Value

_WIDE = r":[^}]*(\d{4}|\{)"
"""Format of text that is thousands of characters wide, or of a variable width."""
_GROWING = frozenset(("center", "expandtabs", "ljust", "rjust", "zfill", "replace", "translate"))
"""Methods of strings that may make a longer one: their results are bounded by their arguments."""


def builtin_method(reader: Reader, receiver: Value, name: str, call: Call) -> Value:
    """The value of a method of one of Python's own types."""
    if isinstance(receiver, List | Dict):
        table: dict[str, Any] = _LIST if isinstance(receiver, List) else _DICT
        if name in table:
            return table[name](reader, receiver, call)
        other = call.get(0, "other")
        if isinstance(receiver, List) and name in METHODS and len(call.args) == 1:
            return by_kind(METHODS[name], receiver, other, call.place)
        if name not in METHODS:
            why = reader.unknown("a method that may change it", call.place)
            reader.journal.write(receiver.state, "rest", why)
            if isinstance(receiver, Dict):
                reader.journal.write(receiver.state, "items", {})
        return _unfollowed(reader, call)
    return _of_constant(reader, receiver, name, call)


def _unfollowed(reader: Reader, call: Call) -> Unknown:
    return reader.unknown("kspec does not follow this method", call.place)


def _of_constant(reader: Reader, receiver: Value, name: str, call: Call) -> Value:
    values = call.values
    if call.unsure is not None:
        return call.unsure.called("?")
    unknown = next((value for value in values if isinstance(value, Unknown)), None)
    if unknown is not None:
        return _of_unknown(receiver, name, call, unknown)
    if name == "join" and isinstance(receiver, str):
        return _join(reader, receiver, call)
    if type(receiver) is tuple and name in {"tolist", "to_list"}:  # the names of columns
        return List(receiver, call.place)
    method = getattr(receiver, name, None)
    if method is None and isinstance(receiver, int | float):
        from kspec.code.data.scalars import scalar_of

        number = scalar_of(receiver)
        kind = kind_of(number)
        return _unfollowed(reader, call) if kind is None else kind.method(number, name, call)
    if method is None or not all(map(is_plain, values)) or name.startswith("_"):
        return _unfollowed(reader, call)
    if name in _GROWING and any(isinstance(one, int) and one > LONGEST_TEXT for one in values):
        return _unfollowed(reader, call)
    if name in {"format", "format_map"} and re.search(_WIDE, str(receiver)):
        return _unfollowed(reader, call)
    try:
        result = method(*call.args, **call.kwargs)
    except UnknownValueError:  # an item of a tuple is not known
        return _unfollowed(reader, call)
    except FAILS:
        return reader.unknown(RAISES, call.place)
    if isinstance(result, list):
        return List(result, call.place)
    return result if is_plain(result) and is_small(result) else _unfollowed(reader, call)


def _of_unknown(receiver: Value, name: str, call: Call, unknown: Unknown) -> Value:
    """A method of a constant for an argument that is unknown."""
    if name == "format" and isinstance(receiver, str):
        return format_ended(receiver, call.args, call.kwargs, unknown.called("?"))
    if name == "index" and type(receiver) is tuple and receiver:
        return Index(unknown.reason, "?", unknown.place, (0, len(receiver) - 1))
    return unknown.called("?")


def _join(reader: Reader, receiver: str, call: Call) -> Value:
    items = call.get(0, "iterable")
    if isinstance(items, List) and items.rest is None:
        items = tuple(reader.items(items, call.place))
    if type(items) is tuple and all(isinstance(item, str) for item in items):
        text = receiver.join(items)
        return text if is_small(text) else _unfollowed(reader, call)
    return _unfollowed(reader, call)


# lists


def _write(reader: Reader, value: List, items: tuple[Value, ...], places: tuple[Any, ...]) -> None:
    most = value.state.get("maxlen")
    if isinstance(most, int):
        items, places = items[max(len(items) - most, 0) :], places[max(len(places) - most, 0) :]
    elif most is not None:
        rest = most if isinstance(most, Unknown) else Unknown("a length that is no number")
        reader.journal.write(value.state, "rest", rest)
    if len(items) > MOST_ITEMS:
        reader.journal.write(value.state, "rest", Unknown("longer than kspec follows"))
        return
    reader.journal.write(value.state, "items", items)
    reader.journal.write(value.state, "places", places)


def _places(value: List) -> tuple[Any, ...]:
    places: tuple[Any, ...] = value.state["places"]
    missing = len(value.items) - len(places)
    return (*places, *[None] * missing) if missing > 0 else places[: len(value.items)]


def _append(reader: Reader, value: List, call: Call) -> Value:
    _write(
        reader, value, (*value.items, call.get(0, "item")), (*_places(value), call.place_of(0, ""))
    )


def _add(reader: Reader, value: List, call: Call) -> Value:
    item = call.get(0, "item")
    if is_plain(item) and is_plain(value.items):
        _write(reader, value, once((*value.items, item)), ())
    else:
        _changed(reader, value, call)


def _extend(reader: Reader, value: List, call: Call) -> Value:
    items = reader.items(call.get(0, "items"), call.place)
    if isinstance(items, Unknown):
        reader.journal.write(value.state, "rest", rest_of_both(value.rest, items))
        return
    where = (call.place_of(0, ""),) * len(items)
    _write(reader, value, (*value.items, *items), (*_places(value), *where))


def _insert(reader: Reader, value: List, call: Call) -> Value:
    index = call.get(0, "index")
    if not isinstance(index, int):
        reader.journal.write(value.state, "rest", Unknown("an item at an unknown place"))
        return
    items, places = list(value.items), list(_places(value))
    items.insert(index, call.get(1, "item"))
    places.insert(index, call.place_of(1, ""))
    _write(reader, value, tuple(items), tuple(places))


def _pop(reader: Reader, value: List, call: Call) -> Value:
    index = call.get(0, "index", -1)
    items, places = list(value.items), list(_places(value))
    if isinstance(value.rest, Rest) and is_data(item := sample(value)):
        reorder(reader, value, value.rest)
        return one_item(Rest(value.rest, item))
    if (
        value.rest is not None
        or value.kind == "set"
        or not isinstance(index, int)
        or not -len(items) <= index < len(items)
    ):
        reader.journal.write(value.state, "rest", Unknown("an item taken from an unknown place"))
        return _unfollowed(reader, call)
    item = items.pop(index)
    places.pop(index)
    _write(reader, value, tuple(items), tuple(places))
    return item


def _copy(reader: Reader, value: List | Dict, call: Call) -> Value:
    del reader
    return value.copied(call.place)


def _count(reader: Reader, value: List, call: Call) -> Value:
    if value.rest is not None or not is_plain(value.items) or not is_plain(call.get(0, "item")):
        return _unfollowed(reader, call)
    return value.items.count(call.get(0, "item"))


def _index(reader: Reader, value: List, call: Call) -> Value:
    item = call.get(0, "item")
    if value.rest is None and is_plain(value.items) and is_plain(item) and item in value.items:
        return value.items.index(item)
    last = len(value.items) - 1
    limits = (0, last) if value.rest is None and is_plain(value.items) and last >= 0 else None
    why = _unfollowed(reader, call)
    return Index(why.reason, "?", why.place, limits)


def reorder(reader: Reader, value: List, why: Unknown) -> None:
    """Put the items of a list in an order that is not known."""
    rest = Rest(why, sample(value)) if value.items or value.rest is not None else None
    _write(reader, value, (), ())
    reader.journal.write(value.state, "rest", rest)


def _remove(reader: Reader, value: List, call: Call) -> Value:
    item, items = call.get(0, "item"), list(value.items)
    if value.rest is not None or not is_plain(value.items) or not is_plain(item):
        return _changed(reader, value, call)
    if item in items:
        place = items.index(item)
        places = list(_places(value))
        del items[place], places[place]
        _write(reader, value, tuple(items), tuple(places))
    return None


def _changed(reader: Reader, value: List, call: Call) -> Value:
    why = reader.unknown("a list that was changed in a way kspec does not follow", call.place)
    reader.journal.write(value.state, "rest", why)


def _sort(reader: Reader, value: List, call: Call) -> Value:
    why: Unknown | tuple[Value, ...] | None = value.rest
    if why is None:
        why = ordered(reader, value.items, call)
    if isinstance(why, Unknown):
        reorder(reader, value, why)
    else:
        _write(reader, value, why, ())


def _cleared(items: Value) -> Callable[[Reader, List | Dict, Call], None]:
    """Method that leaves nothing but ``items``, which are none."""

    def clear(reader: Reader, value: List | Dict, call: Call) -> None:
        del call
        for key, empty in (("items", items), ("places", items), ("rest", None)):
            reader.journal.write(value.state, key, empty)

    return clear


_LIST: dict[str, Callable[[Reader, List, Call], Value]] = {
    "append": _append,
    "add": _add,
    "extend": _extend,
    "insert": _insert,
    "pop": _pop,
    "popleft": lambda reader, value, call: _pop(reader, value, call._replace(args=(0,))),
    "reverse": lambda reader, value, _: _write(
        reader, value, value.items[::-1], _places(value)[::-1]
    ),
    "clear": _cleared(()),
    "copy": _copy,
    "count": _count,
    "index": _index,
    "remove": _remove,
    "discard": _remove,
    "update": _changed,
    "sort": _sort,
}

# dictionaries


def _get(reader: Reader, value: Dict, call: Call) -> Value:
    key = call.get(0, "key")
    if is_plain(key) and not isinstance(key, slice):
        if key in value.items:
            return value.items[key]
        if value.rest is None:
            return call.get(1, "default")
    return _unfollowed(reader, call) if value.rest is None else value.rest.called("?")


def _pop_key(reader: Reader, value: Dict, call: Call) -> Value:
    value_ = _get(reader, value, call)
    key = call.get(0, "key")
    remove_key(reader, value, key, call.place)
    return value_


def remove_key(reader: Reader, value: Dict, key: Value, place: Place) -> None:
    """Remove a key of a dictionary, which may be any where it is not known."""
    if is_plain(key):
        items = {one: item for one, item in value.items.items() if one != key}
    else:
        items = {}
        reader.journal.write(value.state, "rest", reader.unknown("something removed", place))
    reader.journal.write(value.state, "items", items)


def _set_default(reader: Reader, value: Dict, call: Call) -> Value:
    key = call.get(0, "key")
    if not is_plain(key):
        why = reader.unknown("a key that is not known", call.place)
        reader.journal.write(value.state, "rest", why)
    elif key not in value.items and value.rest is None:
        reader.journal.write(value.state, "items", {**value.items, key: call.get(1, "default")})
    return _get(reader, value, call)


def _update(reader: Reader, value: Dict, call: Call) -> Value:
    other = call.get(0, "other", Dict({}))
    named = Dict(call.kwargs, rest=call.unsure)
    for one in (other, named):
        for key, part in value.updated(one, _unfollowed(reader, call)).items():
            reader.journal.write(value.state, key, part)


def _listed(items: Iterable[Value], value: Dict, call: Call) -> List:
    return List(
        tuple(items), call.place, rest=None if value.rest is None else value.rest.called("?")
    )


_DICT: dict[str, Callable[[Reader, Dict, Call], Value]] = {
    "get": _get,
    "pop": _pop_key,
    "setdefault": _set_default,
    "update": _update,
    "values": lambda _, value, call: List(tuple(value.items.values()), call.place, rest=value.rest),
    "clear": _cleared({}),
    "keys": lambda _, value, call: _listed(value.items, value, call),
    "items": lambda _, value, call: _listed(value.items.items(), value, call),
    "copy": _copy,
}

_KEEPING = "copy count get index items keys values"
CHANGING = (_LIST.keys() | _DICT.keys()).difference(_KEEPING.split())
"""Methods that change their list, set or dictionary."""
