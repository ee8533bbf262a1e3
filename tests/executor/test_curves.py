import math
from xml.etree import ElementTree as ET

import pytest

from kspec.executor.curves import curves, ticks
from kspec.executor.history import History


def history(*losses: float) -> History:
    made = History("val_loss", "min")
    for loss in losses:
        made.add({"accuracy": 0.5, "loss": loss, "val_accuracy": 0.25, "val_loss": loss * 2})
    return made


@pytest.mark.parametrize("losses", [(1.0,), (1.0, 0.5, 0.7), (1.0, math.nan), (math.nan,), (0.0,)])
def test_any_history_makes_a_well_formed_picture(losses: tuple[float, ...]) -> None:
    root = ET.fromstring(curves(history(*losses)))  # noqa: S314 - our own text
    titles = [node.text for node in root.iter() if node.get("class") == "title"]
    assert titles == ["loss", "accuracy"]


def test_the_best_epoch_is_marked() -> None:
    assert "best: epoch 2" in curves(history(1.0, 0.5, 0.7))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.03, 0.97, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), (5, 5, [4.4, 4.6, 4.8, 5.0, 5.2, 5.4, 5.6])],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(expected)
