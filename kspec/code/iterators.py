"""Functions of `itertools`, which go through items."""

import itertools
from collections.abc import Callable, Iterable, Sequence

from kspec.code.budget import MOST_ITEMS
from kspec.code.data.context import ITEMS
from kspec.code.library import function
from kspec.code.operators import FAILS, RAISES, is_plain
from kspec.code.values import ITERATOR, Call, List, Unknown, Value


def _passing(plain: Callable[..., Iterable[Value]]) -> Callable[[Call], Value]:
    """A function of `itertools` that hands items on as they are."""

    def give(call: Call) -> Value:
        args = [one if isinstance(one, int | None) else items_of(one, call) for one in call.args]
        unsure = next((one for one in args if isinstance(one, Unknown)), call.unsure)
        if unsure is not None or not all(map(is_plain, call.kwargs.values())):
            return Unknown("items that kspec does not follow", "?", call.place)
        return _listed(lambda: plain(*args, **call.kwargs), call)

    return give


def _listed(items: Callable[[], Iterable[Value]], call: Call) -> Value:
    """An iterator over items."""
    try:
        every = list(itertools.islice(items(), MOST_ITEMS + 1))
    except FAILS:
        return Unknown(RAISES, "?", call.place)
    if len(every) > MOST_ITEMS:
        return Unknown("more items than kspec follows", "?", call.place)
    return List(every, call.place, (), ITERATOR)


for _name in (
    *("chain", "combinations", "combinations_with_replacement", "pairwise"),
    *("permutations", "product", "zip_longest"),
):
    function(f"itertools.{_name}")(_passing(getattr(itertools, _name)))


@function("itertools.chain.from_iterable")
def _chained(call: Call) -> Value:
    parts = items_of(call.get(0, "iterable"), call)
    if isinstance(parts, Unknown):
        return parts
    return _passing(itertools.chain)(call._replace(args=parts))


def items_of(value: Value, call: Call) -> Sequence[Value] | Unknown:
    """Items of a loop over a value."""
    return ITEMS.get()(value, call.place)
