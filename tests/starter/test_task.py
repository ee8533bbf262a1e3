"""The task that targets leave."""

from typing import Any

import numpy as np
import pytest

from kspec.starter.facts import StarterError
from kspec.starter.task import target_of, target_of_texts

BINARY, CLASSES, LABELS, REGRESSION = (
    "binary_classification",
    "multiclass_classification",
    "multilabel_classification",
    "regression",
)


@pytest.mark.parametrize(
    ("values", "task", "encoding", "classes"),
    [
        ([0, 1] * 20, BINARY, "binary", None),
        ([0, 1, 2] * 20, CLASSES, "integer", 3),
        ([1, 2, 3] * 20, CLASSES, "integer", 4),
        ([0.5, 1, 2] * 20, REGRESSION, "continuous", None),
        ([-1, 1] * 20, REGRESSION, "continuous", None),
        (list(range(60)), REGRESSION, "continuous", None),
        ([[0, 1], [1, 0]] * 20, CLASSES, "one_hot", 2),
        ([[0, 1], [1, 1]] * 20, LABELS, "multi_hot", None),
        ([[0.5, 9], [1, 1]] * 20, REGRESSION, "continuous", None),
    ],
)
def test_tasks(values: list[Any], task: str, encoding: str, classes: int | None) -> None:
    found, target = target_of(None, np.array(values))
    assert (found, target.encoding, target.classes) == (task, encoding, classes)


def test_the_word_of_the_user_goes_first() -> None:
    counts = np.array([0, 1, 2] * 20)
    assert target_of(REGRESSION, counts)[1].encoding == "continuous"
    assert target_of("ranking", counts)[0] == "ranking"
    assert target_of("segmentation", counts.reshape(5, 3, 4))[1].classes == 3


def test_classes_of_texts() -> None:
    task, target = target_of_texts(None, np.array([0, 1, 1]), ("no", "yes"))
    assert (task, target.encoding, target.texts) == (BINARY, "binary", ("no", "yes"))
    assert target_of_texts(None, np.array([0, 1, 2]), ("a", "b", "c"))[1].classes == 3
    with pytest.raises(StarterError, match="5 different texts, which is no regression"):
        target_of_texts(REGRESSION, np.arange(5), tuple("abcde"))


def test_classes_may_begin_later() -> None:
    assert target_of(None, np.array([3, 4, 5] * 20))[1].first == 3


def test_rare_classes_weigh_more() -> None:
    _, target = target_of(None, np.array([0] * 98 + [1, 1]))
    assert target.weights == ((0, 0.51), (1, 25.0))
    assert not target_of(None, np.array([0, 1] * 30))[1].weights


@pytest.mark.parametrize(
    ("task", "values", "said"),
    [
        (CLASSES, [-1, 1], "numbered from 0"),
        (CLASSES, [0, 5000], "too far"),
        (LABELS, [0, 1], "rows of 0 and 1"),
        (None, [0, np.nan], "NaN in row 1"),
        (None, [3, 3], "3 everywhere"),
    ],
)
def test_targets_that_are_refused(task: str | None, values: list[float], said: str) -> None:
    with pytest.raises(StarterError, match=said):
        target_of(task, np.array(values))
