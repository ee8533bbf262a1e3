"""Ranks and places: nothing overlaps, lines go down, and what can be straight is."""

from itertools import pairwise

import pytest

from kspec.analysis.drawing.layout import ACROSS, Layout, Size, lay_out, spread
from kspec.analysis.drawing.ranks import crossings, ranked
from tests.seeded import seeded

Edges = list[tuple[str, str]]


def some_graph(seed: int) -> tuple[dict[str, Size], Edges]:
    random_ = seeded(seed)
    keys = [f"n{number}" for number in range(random_.randint(1, 30))]
    sizes = {key: Size(random_.randint(10, 200), random_.randint(10, 90)) for key in keys}
    edges = [
        (random_.choice(keys[:at]), key)
        for at, key in enumerate(keys)
        for _ in range(random_.randint(0, 2))
        if at
    ]
    return sizes, list(dict.fromkeys(edges))


@pytest.mark.parametrize("seed", range(40))
def test_items_stand_apart_and_below_what_feeds_them(seed: int) -> None:
    sizes, edges = some_graph(seed)
    layout = lay_out(sizes, edges)
    boxes = [(*layout.places[key], *sizes[key]) for key in sizes]
    for at, (x, y, width, height) in enumerate(boxes):
        assert x - width / 2 >= -0.01
        assert x + width / 2 <= layout.width + 0.01
        assert y + height <= layout.height + 0.01
        for other_x, other_y, other_width, other_height in boxes[:at]:
            apart = abs(x - other_x) >= (width + other_width) / 2 - 0.01
            assert apart or y >= other_y + other_height or other_y >= y + height
    for (one, other), points in layout.routes.items():
        assert points[0] == (layout.places[one][0], layout.places[one][1] + sizes[one].height)
        assert points[-1] == layout.places[other]
        assert all(before[1] <= after[1] for before, after in pairwise(points))


def placed(edges: Edges) -> Layout:
    keys = dict.fromkeys(key for edge in edges for key in edge)
    return lay_out({key: Size(100, 20) for key in sorted(keys)}, edges)


def test_a_chain_is_straight() -> None:
    layout = placed([("a", "b"), ("b", "c"), ("c", "d")])
    assert {x for x, _ in layout.places.values()} == {50}


def test_a_line_goes_around_a_chain() -> None:
    layout = placed([("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    middle = {round(layout.places[key][0]) for key in "abcd"}
    assert len(middle) == 1
    aside = {x for x, _ in layout.routes["a", "d"][2:-2]}
    assert len(aside) == 1
    assert abs(aside.pop() - middle.pop()) >= 50 + ACROSS


def test_branches_stand_on_both_sides() -> None:
    layout = placed([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])
    x = {key: layout.places[key][0] for key in "abcd"}
    assert x["a"] == x["d"] == pytest.approx((x["b"] + x["c"]) / 2)


def test_a_late_input_stands_above_its_reader() -> None:
    drawn = ranked("abcde", [("a", "b"), ("b", "c"), ("c", "e"), ("d", "e")])
    assert [sorted(rank) for rank in drawn.ranks] == [["a"], ["b"], ["c", "d"], ["e"]]


def test_crossings_that_need_not_be_are_undone() -> None:
    drawn = ranked("abcd", [("a", "d"), ("b", "c")])
    assert crossings(drawn.ranks, drawn.neighbours[1]) == 0
    assert crossings([["a", "b"], ["c", "d"]], {"a": ["d"], "b": ["c"]}) == 1


def test_a_circle_is_drawn_too() -> None:
    sizes = {key: Size(10, 10) for key in "ab"}
    layout = lay_out(sizes, [("a", "b"), ("b", "a")])
    assert layout.places.keys() == sizes.keys()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [([0, 0], [-5, 5]), ([0, 30], [0, 30]), ([20, 0, 40], [5, 15, 40]), ([5], [5])],
)
def test_spreading(wanted: list[float], found: list[float]) -> None:
    gaps = [10.0 * at for at in range(len(wanted))]
    assert spread(wanted, [1.0] * len(wanted), gaps) == pytest.approx(found)
