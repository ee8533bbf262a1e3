"""Ways without branches, drawn straight where there is room for it."""

from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping, Sequence
from itertools import pairwise

Side = tuple[str, float] | None

TIMES = 6
"""Number of passes: a moved way may make room for another."""


def straighten(
    x: MutableMapping[str, float],
    rows: Sequence[tuple[Sequence[str], Sequence[float]]],
    links: Mapping[str, str],
    pulls: Callable[[str], Sequence[str]],
    fixed: Collection[str],
) -> None:
    """Give all places of a way the same ``x``, near to the neighbors of its ends, as far as the
    other places of each rank leave room.

    ``rows`` are the places of each rank and their least distances from its first; ``links`` lead
    from place to place where nothing branches. ``pulls`` returns the positions of a place's
    neighbors, and ``fixed`` are the places that stay.
    """
    sides = _sides(rows)
    ways = list(_ways([key for row, _ in rows for key in row], links))
    for _ in range(TIMES):
        for way in ways:
            within = set(way)
            fixed_xs = [x[key] for key in way if key in fixed]
            joined = [x[one] for key in way for one in pulls(key) if one not in within]
            xs = fixed_xs or joined or [x[key] for key in way]
            low = max(
                (x[one] + gap for key in way for one, gap in _one(sides[key][0])), default=None
            )
            high = min(
                (x[one] - gap for key in way for one, gap in _one(sides[key][1])), default=None
            )
            if low is not None and high is not None and low > high:
                continue
            middle = sum(xs) / len(xs)
            middle = middle if low is None else max(middle, low)
            middle = middle if high is None else min(middle, high)
            x.update(dict.fromkeys(way, middle))


def _sides(rows: Sequence[tuple[Sequence[str], Sequence[float]]]) -> dict[str, tuple[Side, Side]]:
    """Neighbors of each place in its rank, and their least distances."""
    sides: dict[str, tuple[Side, Side]] = {}
    for rank, least in rows:
        steps = [after - before for before, after in pairwise(least)]
        for at, key in enumerate(rank):
            left = (rank[at - 1], steps[at - 1]) if at else None
            right = (rank[at + 1], steps[at]) if at + 1 < len(rank) else None
            sides[key] = (left, right)
    return sides


def _one(side: Side) -> Iterator[tuple[str, float]]:
    if side is not None:
        yield side


def _ways(keys: Sequence[str], links: Mapping[str, str]) -> Iterator[list[str]]:
    """The longest ways along the links; a place without any is a way of its own."""
    reached = set(links.values())
    for start in keys:
        if start in reached:
            continue
        way = [start]
        while way[-1] in links:
            way.append(links[way[-1]])
        yield way
