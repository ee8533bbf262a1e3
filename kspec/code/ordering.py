"""Items in order, by the keys that a function of the program gives."""

from collections.abc import Sequence

from kspec.code.operators import RAISES, is_plain
from kspec.code.reader import Reader
from kspec.code.sets import in_some_order
from kspec.code.values import Call, Unknown, Value


def ordered(reader: Reader, items: Sequence[Value], call: Call) -> tuple[Value, ...] | Unknown:
    """Items as ``sorted(items, key=..., reverse=...)`` puts them."""
    items = in_some_order(items)
    function, down = call.get(None, "key"), call.get(None, "reverse", False)
    keys: Sequence[Value] = items
    if function is not None:
        keys = [reader.invoke(function, Call(call.place, (item,))) for item in items]
    if not is_plain(tuple(keys)) or not isinstance(down, int):
        return reader.unknown("an order that kspec does not follow", call.place)
    places = range(len(items))
    try:
        order = sorted(places, key=keys.__getitem__, reverse=bool(down))
    except TypeError:
        return reader.unknown(RAISES, call.place)
    return tuple(items[place] for place in order)
