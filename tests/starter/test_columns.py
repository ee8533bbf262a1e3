"""Kinds of columns."""

import pytest

from kspec.starter.columns import column_of

TWICE = ["a", "b"] * 30
MANY = [f"w{number % 60}" for number in range(600)]


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("size", ["1.5", "2", "1e3"], "number"),
        ("rooms", ["1", "2", "2"], "number"),
        ("plan", TWICE, "category"),
        ("plan", [*TWICE, ""], "category"),
        ("street", MANY, "label"),
        ("review", [f"it is number {number}" for number in range(40)], "text"),
        ("row", [str(number) for number in range(40)], "identifier"),
        ("user_id", ["812", "99", "4711"], "identifier"),
        ("code", [f"x{number}" for number in range(40)], "identifier"),
        ("sold", ["2020-01-02", "2020-1-3 10:00"], "date"),
        ("unit", ["m2"] * 9, "constant"),
        ("nothing", [""] * 9, "constant"),
        ("size", ["1.5", "", "1e3"], "gaps"),
        ("size", ["1.5", "inf", "inf"], "gaps"),
        ("size", ["1.5", "NA", "2.5"], "gaps"),
        ("plan", ["a", "NA", "a", "NA"], "category"),
    ],
)
def test_kinds(name: str, cells: list[str], kind: str) -> None:
    assert column_of(name, cells).kind == kind


def test_empty_cells_are_no_category() -> None:
    assert column_of("plan", [*TWICE, ""]).different == ("a", "b")


def test_the_length_of_texts_leaves_out_the_longest() -> None:
    cells = [f"three words {number}" for number in range(39)] + ["long " * 400]
    assert column_of("review", cells).length == 3
