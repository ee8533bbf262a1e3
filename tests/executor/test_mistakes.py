"""What is shown of targets and predictions on the page of a run."""

from html.parser import HTMLParser

import numpy as np
import pytest

from kspec.executor.mistakes import mistakes


class Cells(HTMLParser):
    """The texts of table cells, and how many circles there are."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.circles = 0
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.inside = tag in {"td", "th"}
        self.circles += tag == "circle"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells.append(data)
        self.inside = False


def shown(target: object, given: object, names: tuple[str, ...] = ()) -> Cells:
    cells = Cells()
    cells.feed("".join(mistakes(np.asarray(target), np.asarray(given), names)))
    return cells


@pytest.mark.parametrize("target", [[0, 1, 1, 1], [[1, 0], [0, 1], [0, 1], [0, 1]]])
def test_classes_are_counted_and_named(target: object) -> None:
    given = [[0.9, 0.1], [0.2, 0.8], [0.7, 0.3], [0.4, 0.6]]
    cells = shown(target, given, ("cat", "d<g")).cells
    assert cells == ["cat", "d<g", "right", "cat", "1", "0", "100.0%", "d<g", "1", "2", "66.7%"]


def test_a_single_probability_is_two_classes() -> None:
    cells = shown([[0.0], [1.0], [1.0]], [[0.2], [0.6], [0.5]]).cells
    assert cells == ["0", "1", "right", "0", "1", "0", "100.0%", "1", "1", "1", "50.0%"]


def test_numbers_are_points_against_each_other() -> None:
    seen = shown([[1.5], [2.5], [4.0]], [[1.0], [2.5], [4.5]])
    assert seen.circles == 3
    assert seen.cells[-7] == "-0.5"


@pytest.mark.parametrize(
    ("target", "given"),
    [
        (np.ones((4, 3)), np.ones((4, 3))),  # several labels a sample
        (np.zeros((4, 5, 1)), np.zeros((4, 5, 2))),
        (np.zeros(4), np.zeros((4, 40))),
    ],
)
def test_what_has_no_such_picture_is_left_out(target: object, given: object) -> None:
    assert shown(target, given).cells == []


def test_equal_values_are_drawn() -> None:
    assert shown([[2.5], [2.5]], [[2.5], [2.5]]).circles == 2
