"""Samples in two parts, and whether that means anything."""

from typing import Any

import numpy as np
import pytest

from kspec.analysis.model import Analysis
from kspec.analysis.observations import Overlap
from kspec.data import facts
from kspec.data.chance import equal_by_chance
from kspec.data.observing import DataToCheck, data_to_check, observe
from kspec.data.overlap import overlap
from kspec.spec.parse import parse

RNG = np.random.default_rng(0)
X = RNG.normal(size=(100, 4))
WORDS = np.array([f"the {at} were {at * 7919} of {at**3}" for at in range(100)], object)


def test_samples_are_equal_where_all_arrays_are() -> None:
    y = np.arange(100)
    held_y = y[90:].copy()
    held_y[0] = 7
    found = overlap({"x": X, "y": y}, {"x": X[90:], "y": held_y})
    assert found == Overlap(9, 10, (1, 91), 0.0)
    assert overlap({"x": X}, {"y": X}) is None
    assert overlap({"x": X}, {"x": X + 1}) is None
    assert overlap({"x": X}, {"x": X[:0]}) is None
    assert overlap({"x": X[:0]}, {"x": X}) is None


def test_copies_in_other_dtypes_and_of_texts_are_found() -> None:
    assert overlap({"x": X}, {"x": X[5:7].astype("float32")}) == Overlap(2, 2, (0, 5), 0.0)
    assert overlap({"x": WORDS}, {"x": WORDS[3:]}) == Overlap(97, 97, (0, 3), 0.0)


def test_an_array_is_read_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "PORTION", 12)
    assert overlap({"x": X}, {"x": np.tile(X[40:60], (2, 1))}) == Overlap(40, 40, (0, 40), 0.0)
    assert overlap({"x": np.tile(X, (2, 1))}, {"x": X}) == Overlap(100, 100, (0, 0), 0.5)


def test_wide_samples_that_differ_in_one_value_are_no_copies() -> None:
    wide = RNG.integers(0, 9, size=(50, 30, 30))
    near, copy = wide[20:22].copy(), wide[22:23]
    near[:, 0, 1] += 1
    assert overlap({"x": wide}, {"x": near}) is None
    assert overlap({"x": wide}, {"x": np.concatenate((near, copy))}) == Overlap(1, 3, (2, 22), 0.0)


def test_what_is_a_leak() -> None:
    assert Overlap(2, 10, (0, 0), 0.0).is_leak
    assert not Overlap(1, 10, (0, 0), 0.0).is_leak
    assert not Overlap(5, 1000, (0, 0), 0.0).is_leak
    assert not Overlap(20, 100, (0, 0), 0.1).is_leak


def test_a_test_is_compared_with_both_other_parts() -> None:
    document = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}
    model = Analysis(parse(document))
    y = X[:, :1]
    seen = observe(
        model, data_to_check((X[:60], y[:60], (X[60:80], y[60:80]), (X[50:90], y[50:90])))
    )
    assert seen.overlap is None
    assert seen.test_overlap == Overlap(10, 40, (0, 50), 0.0)
    assert seen.test_validated == Overlap(20, 40, (10, 0), 0.0)
    assert observe(model, DataToCheck(X, y)).test_overlap is None


@pytest.mark.parametrize(
    "array",
    [
        RNG.integers(18, 90, 400),
        RNG.integers(0, 2, (400, 2)),
        np.column_stack([RNG.integers(0, 3, (900, 3)), RNG.poisson(0.5, 900)]),
        np.eye(10)[RNG.integers(0, 10, (900, 8))],
        RNG.normal(size=(50, 20))[RNG.integers(0, 50, 900)],
        np.round(RNG.normal(size=(900, 2)), 1),
        np.array(["yes", "no"], object)[RNG.integers(0, 2, 400)],
    ],
    ids=["ages", "bits", "answers", "one-hot", "vectors of words", "rounded", "texts"],
)
def test_few_answers_repeat(array: Any) -> None:
    assert equal_by_chance({"x": array})


@pytest.mark.parametrize(
    "array",
    [
        np.tile(X, (3, 1)),
        np.tile(RNG.normal(size=(100, 2)), (3, 1)),
        np.tile(RNG.integers(0, 255, (100, 40, 40, 1)), (2, 1, 1, 1)).astype("uint8"),
        np.tile(WORDS, 2),
    ],
    ids=["measured", "two columns", "images", "texts"],
)
def test_copies_are_no_chance(array: Any) -> None:
    assert not equal_by_chance({"x": array})
