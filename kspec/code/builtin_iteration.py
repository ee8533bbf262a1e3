"""Python's own functions that go through things: `zip`, `enumerate`, `map`, `sorted` and so on."""

from collections.abc import Callable, Sequence

from kspec.code import operators
from kspec.code.budget import MOST_ITEMS
from kspec.code.items import alike, is_data, is_numeric, one_item, sample
from kspec.code.library import kind_of
from kspec.code.operators import RAISES, is_plain
from kspec.code.overloading import truth
from kspec.code.reader import Reader
from kspec.code.sequences import ordered
from kspec.code.sets import in_some_order, once
from kspec.code.unknown_numbers import Index
from kspec.code.values import ITERATOR, Call, External, List, Rest, Unknown, Value

MOST_CELLS = 40_000


def _range(reader: Reader, call: Call) -> Value:
    why = next((one for one in call.args if isinstance(one, Unknown)), None)
    if why is not None:
        index = Index(why.reason, "?", why.place)
        start = call.args[0] if len(call.args) == 2 else 0
        index.first = start if type(start) is int and len(call.args) < 3 else None
        return Rest(why.called("?"), index)
    if not call.args or not all(isinstance(one, int) for one in call.args):
        return reader.unknown("kspec does not follow this call", call.place)
    try:
        numbers = range(*call.args)
        len(numbers)
    except OverflowError:  # Python itself counts no more
        return reader.unknown("more numbers than kspec follows", call.place)
    except operators.FAILS:
        return reader.unknown(RAISES, call.place)
    return numbers


def _listed(kind: str) -> Callable[[Reader, Call], Value]:
    def make(reader: Reader, call: Call) -> Value:
        if not call.args:
            return List((), call.place, (), kind) if kind in {"list", "set"} else ()
        value = call.args[0]
        if kind == "set" and is_numeric(value) and len(getattr(value, "shape", None) or ()) == 1:
            return reader.invoke(External("numpy.unique"), call)
        values = reader.items(value, call.place)
        if isinstance(values, Rest) and kind != "tuple":
            return List((), call.place, (), kind, values)
        if isinstance(values, Unknown) or len(values) > MOST_ITEMS:
            return reader.why(values, "long", call.place).called("?")
        if kind == "tuple":
            return tuple(values)
        if kind == "set":
            values = in_some_order(values)
        if kind == "set" and not is_plain(tuple(values)):
            return reader.unknown("a set that kspec does not follow", call.place)
        items = once(values) if kind == "set" else tuple(values)
        places = [value.place_of(i) for i in range(len(items))] if isinstance(value, List) else ()
        return List(items, call.place, places, kind)

    return make


def _zip(reader: Reader, call: Call) -> Value:
    columns: list[Sequence[Value]] = []
    every = [reader.items(value, call.place) for value in call.args]
    for items in every:
        if isinstance(items, Unknown):
            return Rest(items.called("?"), tuple(map(_each_of, every)))
        columns.append(items)
    if len(columns) * min(map(len, columns), default=0) > MOST_CELLS:
        return reader.unknown("more than kspec follows", call.place)
    if call.unsure is not None:
        return _columns(call.unsure, call) if not columns else call.unsure.called("?")
    return List(list(zip(*columns, strict=False)), call.place, (), ITERATOR)


def _columns(rows: Unknown, call: Call) -> Value:
    """``zip(*rows)``: the columns of rows of one length."""
    row = rows.item if isinstance(rows, Rest) else None
    row = row.items if isinstance(row, List) and row.rest is None else row
    if type(row) is not tuple:
        return rows.called("?")
    return List([Rest(rows, one) for one in row], call.place, (), ITERATOR)


def _each_of(items: Sequence[Value] | Unknown) -> Value:
    if isinstance(items, Unknown):
        return items.item if isinstance(items, Rest) else items.called("?")
    return alike(tuple(items))


def _enumerate(reader: Reader, call: Call) -> Value:
    items, start = reader.items(call.get(0, "iterable"), call.place), call.get(1, "start", 0)
    if isinstance(items, Unknown):
        pair = (Index(items.reason, "?", items.place), _each_of(items))
        return Rest(items.called("?"), pair)
    if not isinstance(start, int):
        return reader.why(start, RAISES, call.place).called("?")
    return List(list(enumerate(items, start)), call.place, (), ITERATOR)


def _reversed(reader: Reader, call: Call) -> Value:
    items = reader.items(call.get(0, "sequence"), call.place)
    return (
        items if isinstance(items, Unknown) else List(tuple(items)[::-1], call.place, (), ITERATOR)
    )


def _sorted(reader: Reader, call: Call) -> Value:
    items = reader.items(call.get(0, "iterable"), call.place)
    if isinstance(items, Unknown):
        return List((), call.place, rest=Rest(items.called("?"), _each_of(items)))
    ordered_items = ordered(reader, items, call)
    return ordered_items if isinstance(ordered_items, Unknown) else List(ordered_items, call.place)


def _map(reader: Reader, call: Call) -> Value:
    columns = _zip(reader, call._replace(args=call.args[1:]))
    if isinstance(columns, Rest):
        row = columns.item
        result = reader.invoke(call.args[0], Call(call.place, row))
        return Rest(columns, result) if is_data(result) else columns.called("?")
    if isinstance(columns, Unknown):
        return columns
    items = [reader.invoke(call.args[0], Call(call.place, row)) for row in columns.items]
    return List(items, call.place, (), ITERATOR)


def _filter(reader: Reader, call: Call) -> Value:
    items = reader.items(call.get(1, "iterable"), call.place)
    if isinstance(items, Unknown):
        return items.called("?")
    kept = []
    for item in items:
        test = call.args[0]
        value = item if test is None else reader.invoke(test, Call(call.place, (item,)))
        known = truth(reader, value, call.place)
        if isinstance(known, Unknown):
            return known.called("?")
        if known:
            kept.append(item)
    return List(kept, call.place, (), ITERATOR)


def _quantified(stop: bool) -> Callable[[Reader, Call], Value]:  # noqa: FBT001 - any or all
    def ask(reader: Reader, call: Call) -> Value:
        items = reader.items(call.get(0, "iterable"), call.place)
        if isinstance(items, Unknown):
            return items.called("?")
        for item in items:
            known = truth(reader, item, call.place)
            if isinstance(known, Unknown):
                return known.called("?")
            if known is stop:
                return stop
        return not stop

    return ask


def _next(reader: Reader, call: Call) -> Value:
    value = call.get(0, "iterator")
    if isinstance(value, List) and value.kind == ITERATOR and value.rest is None and value.items:
        first, *rest = value.items
        reader.journal.write(value.state, "items", tuple(rest))
        return first
    if isinstance(value, List) and value.rest is None and not value.items and len(call.args) > 1:
        return call.args[1]
    if kind_of(value) is not None:
        value = reader.items(value, call.place)
    if isinstance(value, List) and value.kind == ITERATOR and isinstance(value.rest, Rest):
        value = Rest(value.rest, sample(value))
    if isinstance(value, Rest):
        return one_item(value)
    return reader.unknown("the next of something that kspec does not follow", call.place)


def _iter(reader: Reader, call: Call) -> Value:
    items = reader.items(call.get(0, "object"), call.place)
    return items if isinstance(items, Unknown) else List(tuple(items), call.place, (), ITERATOR)


ITERATION: dict[str, Callable[[Reader, Call], Value]] = {
    "all": _quantified(stop=False),
    "any": _quantified(stop=True),
    "enumerate": _enumerate,
    "filter": _filter,
    "iter": _iter,
    "list": _listed("list"),
    "map": _map,
    "next": _next,
    "range": _range,
    "reversed": _reversed,
    "set": _listed("set"),
    "frozenset": _listed("set"),
    "sorted": _sorted,
    "tuple": _listed("tuple"),
    "zip": _zip,
}
