"""Items in ranks: each below all that feed it, lines that cross ranks by places of their own, and
as few crossings as sweeps find.
"""

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kspec.named_tuple import NamedTuple

SWEEPS = 12


class Ranked(NamedTuple):
    """The keys of each rank from left to right, and the way of each edge through the ranks.

    Keys in ``ways`` that are no item's are places where a line passes a rank.
    """

    ranks: list[list[str]]
    ways: dict[tuple[str, str], list[str]]

    @property
    def neighbours(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Neighbors above and below each place."""
        above: dict[str, list[str]] = {}
        below: dict[str, list[str]] = {}
        for way in self.ways.values():
            for one, other in pairwise(way):
                below.setdefault(one, []).append(other)
                above.setdefault(other, []).append(one)
        return above, below


def ranked(keys: Sequence[str], edges: Sequence[tuple[str, str]]) -> Ranked:
    """Assign ranks by the longest path; ``keys`` are in topological order."""
    rank = _rank(keys, edges)
    ranks: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for key in keys:
        ranks[rank[key]].append(key)
    ways = {}
    for one, other in edges:
        way = [one]
        for level in range(rank[one] + 1, rank[other]):
            place = f"{one}\0{other}\0{level}"
            ranks[level].append(place)
            way.append(place)
        ways[one, other] = [*way, other]
    return _uncrossed(Ranked(ranks, ways))


def _rank(keys: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Rank of each key; an item that feeds only something far below is drawn near it."""
    place = {key: at for at, key in enumerate(keys)}
    forward = sorted(
        (edge for edge in edges if place[edge[0]] < place[edge[1]]), key=lambda edge: place[edge[1]]
    )
    rank = dict.fromkeys(keys, 0)
    fed = set()
    nearest: dict[str, int] = {}
    for one, other in forward:
        rank[other] = max(rank[other], rank[one] + 1)
        fed.add(other)
    for one, other in forward:
        nearest[one] = min(nearest.get(one, rank[other]), rank[other])
    return {
        key: level if key in fed or key not in nearest else nearest[key] - 1
        for key, level in rank.items()
    }


def _uncrossed(drawn: Ranked) -> Ranked:
    """The order with the fewest crossings among those of some sweeps down and up."""
    above, below = drawn.neighbours
    best = [list(rank) for rank in drawn.ranks]
    fewest = crossings(best, below)
    ranks = [list(rank) for rank in best]
    for sweep in range(SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        _sort(ranks if down else ranks[::-1], above if down else below)
        count = crossings(ranks, below)
        if count < fewest:
            fewest, best = count, [list(rank) for rank in ranks]
    return Ranked(best, drawn.ways)


def _sort(ranks: Sequence[list[str]], neighbours: Mapping[str, list[str]]) -> None:
    """Order each rank by the mean place of its neighbours in the rank before."""
    for before, rank in pairwise(ranks):
        place = {key: at for at, key in enumerate(before)}
        here = {key: at for at, key in enumerate(rank)}
        weight = {}
        for key in rank:
            places = [place[one] for one in neighbours.get(key, ()) if one in place]
            weight[key] = sum(places) / len(places) if places else here[key]
        rank.sort(key=lambda key: (weight[key], here[key]))


def crossings(ranks: Sequence[Sequence[str]], below: Mapping[str, list[str]]) -> int:
    """Number of pairs of lines that cross."""
    total = 0
    for rank, after in pairwise(ranks):
        place = {key: at for at, key in enumerate(after)}
        positions: list[int] = []
        for key in rank:
            targets = [place[other] for other in below.get(key, ()) if other in place]
            total += sum(len(positions) - bisect_right(positions, end) for end in targets)
            for end in targets:
                insort(positions, end)
    return total
