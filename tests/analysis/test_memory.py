"""The memory of training: the optimizer's state, and the batch that fits."""

from typing import Any

import pytest

import kspec
from kspec.analysis.memory import Estimate, read_size
from kspec.analysis.summary_table import Summary

WEIGHTS = 4 * (3 * 4 + 4)
ACTIVATIONS = 4 * (3 + 4)


def summary(optimizer: Any = None) -> Summary:
    spec: dict[str, Any] = {"inputs": {"shape": [3]}, "layers": [{"type": "Dense", "units": 4}]}
    if optimizer is not None:
        spec["compile"] = {"optimizer": optimizer, "loss": "mse"}
    return kspec.summarize(spec)


@pytest.mark.parametrize(
    ("optimizer", "copies"),
    [
        ("sgd", 0),
        ({"type": "SGD", "momentum": 0.9}, 1),
        ("rmsprop", 1),
        ({"type": "RMSprop", "momentum": 0.9, "centered": True}, 3),
        ("adam", 2),
        ({"type": "Adam", "amsgrad": True, "use_ema": True}, 4),
        ({"type": "LossScaleOptimizer", "inner_optimizer": "adamw"}, 2),
    ],
)
def test_the_state_is_copies_of_what_is_trained(optimizer: Any, copies: int) -> None:
    assert summary(optimizer).optimizer_bytes == copies * WEIGHTS


@pytest.mark.parametrize("optimizer", [None, "adafactor", "muon"])
def test_a_state_that_is_not_known(optimizer: str | None) -> None:
    assert summary(optimizer).optimizer_bytes is None


def test_the_batch_and_the_largest_that_fits() -> None:
    fixed = (1 + 1 + 2) * WEIGHTS
    memory = fixed + 10 * 2 * ACTIVATIONS
    estimate = Estimate(summary("adam"), 3, memory)
    assert (estimate.batch, estimate.largest) == (fixed + 3 * 2 * ACTIVATIONS, 10)
    assert Estimate(summary("adam"), None, memory - 1).largest == 9
    assert Estimate(summary("adam"), None, 1).largest == 0


@pytest.mark.parametrize(
    ("text", "size"),
    [("8GiB", 8 * 2**30), ("8G", 8 * 2**30), ("500 MB", 500_000_000), ("1.5kib", 1536), ("9", 9)],
)
def test_sizes(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "8XiB", "-1G", "GiB", "1e3"])
def test_what_is_no_size(text: str) -> None:
    assert read_size(text) is None
