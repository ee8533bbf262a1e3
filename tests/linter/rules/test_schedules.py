"""Learning-rate schedules that are over long before the training, and those that only look so."""

from typing import Any

import pytest

from kspec.linter.selection import Selection
from tests.linter.rules.test_legitimate_uses import found, scheduled

DECAY = {"type": "ExponentialDecay", "initial_learning_rate": 0.1, "decay_rate": 0.9}


@pytest.mark.parametrize(
    ("steps", "epochs", "finds"), [(1, 20, ["KS408"]), (100, 20, []), (100, 60, ["KS408"])]
)
def test_a_rate_that_is_multiplied(steps: int, epochs: int, finds: list[str]) -> None:
    """An epoch has 600 steps; a millionth is left after 131 of them."""
    spec = scheduled({**DECAY, "decay_steps": steps}, epochs=epochs)
    assert found(spec, Selection()) == finds


@pytest.mark.parametrize(
    ("boundaries", "values", "finds"),
    [
        ([10, 15], [0.1, 0.01, 0.001], ["KS408"]),
        ([10, 21], [0.1, 0.01, 0.001], []),
        ([600, 1200], [0.1, 0.01, 0.001], []),
        ([10], [0.0001, 0.1], []),
    ],
    ids=["epochs", "steps", "an epoch each", "to warm up"],
)
def test_boundaries(boundaries: list[int], values: list[float], finds: list[str]) -> None:
    rate: dict[str, Any] = {"type": "PiecewiseConstantDecay"}
    spec = scheduled({**rate, "boundaries": boundaries, "values": values})
    assert found(spec, Selection()) == finds


@pytest.mark.parametrize(
    ("steps", "fit", "finds"),
    [
        (30, {}, ["KS408"]),
        (30, {"steps_per_epoch": 1}, []),
        (600, {}, []),
        (2, {"epochs": 2}, []),
    ],
)
def test_a_cosine_of_as_many_steps_as_epochs(
    steps: int, fit: dict[str, Any], finds: list[str]
) -> None:
    """The samples are not known, and no epoch of a training in batches has a single one."""
    rate = {"type": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": steps}
    spec = scheduled(rate, epochs=30)
    del spec["data"]["samples"]
    spec["fit"] |= fit
    assert found(spec, Selection()) == finds
