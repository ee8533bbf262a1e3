"""Ways without branches, drawn straight where there is room for it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence

TIMES = 3
"""One way that was straightened may make room for another."""


def straighten(
    x: MutableMapping[str, float],
    ranks: Sequence[Sequence[str]],
    gaps: Sequence[Sequence[float]],
    links: Mapping[str, str],
) -> None:
    """Give all places of a way one ``x``, where the neighbours in every rank leave room.

    ``gaps`` are how far each place of a rank is from its first, at least; ``links`` lead from place
    to place where nothing branches.
    """
    sides: dict[str, tuple[tuple[str, float] | None, tuple[str, float] | None]] = {}
    for rank, least in zip(ranks, gaps, strict=True):
        steps = [after - before for before, after in pairwise(least)]
        for at, key in enumerate(rank):
            left = (rank[at - 1], steps[at - 1]) if at else None
            right = (rank[at + 1], steps[at]) if at + 1 < len(rank) else None
            sides[key] = (left, right)
    ways = [way for way in _ways(links) if len(way) > 1]
    for _ in range(TIMES):
        for way in ways:
            low = max(
                (x[one] + gap for key in way for one, gap in _one(sides[key][0])), default=None
            )
            high = min(
                (x[one] - gap for key in way for one, gap in _one(sides[key][1])), default=None
            )
            middle = sum(x[key] for key in way) / len(way)
            if low is not None and high is not None and low > high:
                continue
            middle = middle if low is None else max(middle, low)
            middle = middle if high is None else min(middle, high)
            x.update(dict.fromkeys(way, middle))


def _one(side: tuple[str, float] | None) -> Iterator[tuple[str, float]]:
    if side is not None:
        yield side


def _ways(links: Mapping[str, str]) -> Iterator[list[str]]:
    """The longest ways along the links."""
    reached = set(links.values())
    for start in links:
        if start in reached:
            continue
        way = [start]
        while way[-1] in links:
            way.append(links[way[-1]])
        yield way
