import math
from xml.etree import ElementTree as ET

import pytest

from kspec.executor.axes import Frame, ratios, ticks
from kspec.executor.curves import curves
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


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (2400, 26000, [2000, 5000, 10000, 20000, 50000]),
        (1e-6, 1.0, [1e-6, 2e-5, 5e-4, 1e-2, 0.2, 1]),
        (0.3, 3, [0.2, 0.5, 1, 2, 5]),
    ],
)
def test_ratios_are_round_and_few(low: float, high: float, expected: list[float]) -> None:
    assert ratios(low, high) == pytest.approx(expected)


def test_what_rises_from_near_nothing_has_even_steps() -> None:
    assert not Frame.around([[0.05, 0.4, 0.9]], 3).logarithmic
    assert Frame.around([[0.9, 0.4, 0.05]], 3).logarithmic


def test_values_far_apart_get_even_ratios() -> None:
    history = History("loss", "min")
    for value in (1000.0, 100.0, 10.0):
        history.add({"loss": value})
    points = curves(history).split('points="')[1].split('"')[0].split()
    heights = [float(point.split(",")[1]) for point in points]
    assert heights[1] - heights[0] == pytest.approx(heights[2] - heights[1], abs=0.2)
