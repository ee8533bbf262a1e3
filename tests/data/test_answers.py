"""Targets that stand among the inputs."""

import numpy as np
import pytest

from kspec.analysis.observations import Answer
from kspec.data import facts
from kspec.data.answers import answers_in

RNG = np.random.default_rng(0)
X = RNG.normal(size=(100, 4))
ILL = (X[:, 0] > 0).astype(int)
TABLE = np.column_stack([X[:, :2], ILL, X[:, 2:]])


def found(x: np.ndarray, y: np.ndarray) -> list[Answer]:
    return list(answers_in({"x": x}, {"y": y}))


def test_a_column_that_is_the_target_is_found() -> None:
    assert found(TABLE, ILL) == [Answer("x", 2, "y")]
    assert found(TABLE.astype("float32"), X[:, :1]) == [Answer("x", 0, "y")]
    assert list(answers_in({"a": X, "b": TABLE}, {"y": ILL})) == [Answer("b", 2, "y")]


def test_all_portions_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "PORTION", 20)
    assert found(TABLE, ILL) == [Answer("x", 2, "y")]
    almost = ILL.copy()
    almost[-1] = 1 - almost[-1]
    assert found(TABLE, almost) == []


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (X, ILL),
        (X[:, :1], X[:, 0]),
        (X, X),
        (TABLE[:20], ILL[:20]),
        (RNG.integers(0, 9, (100, 5)), np.zeros(100)),
        (TABLE[..., None], ILL),
        (np.column_stack([X, np.ones(100)]), np.ones(100)),
        (np.array([["a", "b"]] * 100, object), ILL),
        (TABLE, np.array(["a", "b"] * 50, object)),
    ],
    ids=["other", "of one column", "itself", "few", "no", "steps", "constant", "words", "texts"],
)
def test_what_is_none(x: np.ndarray, y: np.ndarray) -> None:
    assert found(x, y) == []


def test_tokens_may_be_told_again() -> None:
    tokens = RNG.integers(0, 50, (100, 6))
    assert found(tokens, tokens[:, 0]) == []
