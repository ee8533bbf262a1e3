"""Positions of ranked items on a plane: connected items are straight below each other."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kspec.analysis.drawing.ranks import Ranked, ranked
from kspec.analysis.drawing.straight import straighten
from kspec.named_tuple import NamedTuple

Point = tuple[float, float]
Edge = tuple[str, str]
Near = dict[str, list[tuple[str, float]]]

ROUNDS, FEWEST = 40, 6
WORK = 40_000
"""Places that are moved in all rounds together, about."""
ACROSS, DOWN = 28.0, 24.0
"""Least distances between items of one rank, and between ranks."""
LINE = 8.0
"""The width that a line takes where it passes a rank."""
STRAIGHT, HEAVY, FREE = 32.0, 1000.0, 0.1
"""Weights: of a step without branches, of an item in relation to a line, and of an item without
neighbors.
"""
SETTLING = 4
"""Divisor of the rounds: the first part looks up and down in turns, the others at both."""
SLOPE, STEEPEST = 0.12, 40.0
"""Factor of the additional distance between ranks for lines that go far across, and its maximum."""


class Size(NamedTuple):
    """Size of an item."""

    width: float
    height: float


class Layout(NamedTuple):
    """Middle of the top of each item, the points of each line from top to bottom, and the size of
    the drawing.
    """

    places: dict[str, Point]
    routes: dict[Edge, list[Point]]
    width: float
    height: float


def lay_out(sizes: Mapping[str, Size], edges: Sequence[Edge]) -> Layout:
    """Lay out all items; in ``sizes`` each item comes after its sources."""
    drawn = ranked(list(sizes), edges)
    across = _across(drawn, sizes)
    heights = [max((_size(sizes, key).height for key in rank), default=0) for rank in drawn.ranks]
    shifts = [0.0] * len(heights)
    level = {key: at for at, rank in enumerate(drawn.ranks) for key in rank}
    for way in drawn.ways.values():
        for one, other in pairwise(way):
            shifts[level[one]] = max(shifts[level[one]], abs(across[one] - across[other]))
    tops, y, gap = [], 0.0, 0.0
    for height, shift in zip(heights, shifts, strict=True):
        tops.append(y)
        gap = DOWN + min(SLOPE * shift, STEEPEST)
        y += height + gap
    left = min((across[key] - _size(sizes, key).width / 2 for key in across), default=0.0)
    right = max((across[key] + _size(sizes, key).width / 2 for key in across), default=0.0)
    points = {key: (x - left, tops[level[key]]) for key, x in across.items()}
    routes = {
        edge: list(_route(way, points, sizes, [heights[level[key]] for key in way]))
        for edge, way in drawn.ways.items()
    }
    places = {key: points[key] for key in sizes}
    return Layout(places, routes, right - left, y - gap)


def _size(sizes: Mapping[str, Size], key: str) -> Size:
    return sizes.get(key, Size(LINE, 0.0))


def _route(
    way: list[str], points: Mapping[str, Point], sizes: Mapping[str, Size], heights: list[float]
) -> Iterator[Point]:
    """Yield the points from the bottom of the first item to the top of the last, straight through
    every rank between.
    """
    for at, key in enumerate(way):
        x, y = points[key]
        if at == 0:
            yield x, y + _size(sizes, key).height
        if at < len(way) - 1:
            if at:
                yield x, y
            yield x, y + heights[at]
        else:
            yield x, y


def _across(drawn: Ranked, sizes: Mapping[str, Size]) -> dict[str, float]:
    """The middle of each place: sweeps pull each rank to its neighbours, and keep the distances.

    Items that all lines pass through are in the middle.
    """
    pull = _pulls(drawn)
    above, below = _weighed(pull)
    gaps = [_gaps(rank, sizes) for rank in drawn.ranks]
    x: dict[str, float] = {}
    for rank, least in zip(drawn.ranks, gaps, strict=True):
        x.update({key: gap - least[-1] / 2 for key, gap in zip(rank, least, strict=True)})
    rounds = min(ROUNDS, max(FEWEST, WORK // len(x))) if x else 0
    for round_ in range(rounds):
        down = round_ % 2 == 0
        both = round_ >= rounds // SETTLING
        for rank, least in list(zip(drawn.ranks, gaps, strict=True))[:: 1 if down else -1]:
            if len(rank) == 1 and rank[0] in sizes:
                x[rank[0]] = 0.0
                continue
            targets, weights = [], []
            for key in rank:
                near = above.get(key, []) if down or both else []
                near = near + below.get(key, []) if both or not down else near
                total = sum([much for _, much in near])
                at = sum([x[one] * much for one, much in near]) / total if total else x[key]
                targets.append(at)
                weights.append((total or FREE) * (HEAVY if key in sizes else 1.0))
            x.update(zip(rank, spread(targets, weights, least), strict=True))
    links = {one: other for (one, other), much in pull.items() if much == STRAIGHT}
    fixed = {rank[0] for rank in drawn.ranks if len(rank) == 1 and rank[0] in sizes}

    def joined(key: str) -> list[str]:
        return [one for one, _ in (*above.get(key, ()), *below.get(key, ()))]

    rows = list(zip(drawn.ranks, gaps, strict=True))
    straighten(x, rows, links, joined, fixed)
    return x


def _weighed(pull: Mapping[Edge, float]) -> tuple[Near, Near]:
    """Neighbors of each place above and below, with their weights."""
    above: Near = {}
    below: Near = {}
    for (one, other), much in pull.items():
        below.setdefault(one, []).append((other, much))
        above.setdefault(other, []).append((one, much))
    return above, below


def _pulls(drawn: Ranked) -> dict[Edge, float]:
    """Weights that pull the ends of each edge below each other: greatest where nothing branches."""
    above, below = drawn.neighbours
    return {
        (one, other): STRAIGHT if len(below[one]) == 1 == len(above[other]) else 1.0
        for way in drawn.ways.values()
        for one, other in pairwise(way)
    }


def _gaps(rank: Sequence[str], sizes: Mapping[str, Size]) -> list[float]:
    """Least distance of each place of a rank from the first."""
    gaps = [0.0]
    for one, other in pairwise(rank):
        widths = _size(sizes, one).width + _size(sizes, other).width
        gaps.append(gaps[-1] + widths / 2 + ACROSS)
    return gaps[: len(rank)]


def spread(
    targets: Sequence[float], weights: Sequence[float], gaps: Sequence[float]
) -> list[float]:
    """Place items nearest to their targets (by weighted squares) at the distances ``gaps`` or more.

    Neighbours that would come too near are moved as one block: the pool of adjacent violators.
    """
    blocks: list[tuple[float, float, int]] = []
    for at, (want, weight) in enumerate(zip(targets, weights, strict=True)):
        place, mass, count = want - gaps[at], weight, 1
        while blocks and blocks[-1][0] > place:
            other, other_mass, others = blocks.pop()
            place = (place * mass + other * other_mass) / (mass + other_mass)
            mass, count = mass + other_mass, count + others
        blocks.append((place, mass, count))
    free = [place for place, _, count in blocks for _ in range(count)]
    return [place + gap for place, gap in zip(free, gaps, strict=True)]
