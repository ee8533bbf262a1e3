"""The charts of pages: what they are given, and how they look in a browser."""

import json
import math
from pathlib import Path

import pytest

from kspec.executor.charts.chart import Chart, Series, assets, falls_steeply
from kspec.executor.charts.history_charts import history_charts, overlaid_charts
from kspec.executor.history import History
from kspec.executor.sweep.page import page
from kspec.outputs.sweep import SweepOutput
from kspec.spec.training.sweep import Swept
from tests.page.browser import browser

LARGE = [200_000.0, 800_000.0, 1_400_000.0]


def data(figure: str) -> dict[str, object]:
    text = figure.partition('json">')[2].partition("</script>")[0]
    return dict(json.loads(text))


def history(*losses: float) -> History:
    found = History("val_loss", "min")
    for loss in losses:
        found.add({"loss": loss / 2, "val_loss": loss})
    return found


def test_what_is_no_number_is_a_gap_and_no_tag_gets_out() -> None:
    figure = Chart("</script><b>", "x", [1, 2], [Series("<i>", [math.nan, 2.0])]).html()
    assert figure.count("<script") == figure.count("</script") == 1
    assert "<b>" not in figure
    chart = data(figure)
    assert chart["title"] == "</script><b>"
    assert chart["series"][0]["values"] == [None, 2.0]  # type: ignore[index]


def test_training_and_validation_share_a_chart_with_the_best_epoch() -> None:
    (chart,) = map(data, history_charts(history(1.0, 0.5, 0.75)))
    assert [one["label"] for one in chart["series"]] == ["training", "validation"]  # type: ignore[attr-defined]
    assert (chart["x"], chart["mark"], chart["logarithmic"]) == ([1, 2, 3], 2, False)


def test_runs_of_several_lengths_lie_over_each_other() -> None:
    (chart,) = map(data, overlaid_charts(["loss"], {"a": history(1.0), "b": history(2.0, 0.1)}))
    values = {one["label"]: one["values"] for one in chart["series"]}  # type: ignore[attr-defined]
    assert values == {
        "a": [1.0, None],
        "a, training": [0.5, None],
        "b": [2.0, 0.1],
        "b, training": [1.0, 0.05],
    }
    assert chart["logarithmic"]


@pytest.mark.parametrize(
    ("values", "steep"),
    [
        ([1.0, 0.1], True),
        ([1.0, 0.5], False),
        ([0.1, 1.0], False),
        ([1.0, 0.0], False),
        ([], False),
    ],
)
def test_what_falls_steeply_has_a_logarithmic_axis(values: list[float], *, steep: bool) -> None:
    assert falls_steeply([values]) is steep


SWEPT: SweepOutput = {
    "version": 1,
    "metric": "val_loss",
    "direction": "min",
    "trials": [
        {
            "number": number,
            "state": "trained",
            "values": {"/layers/0/units": units, "/compile/optimizer/learning_rate": rate},
            "value": value,
            "reason": "",
            "run": f"swept/trial-000{number}",
        }
        for number, units, rate, value in ((0, 8, 0.1, 0.5), (1, 16, 0.001, 0.25))
    ],
    "best": None,
    "importances": {"/layers/0/units": 0.75, "/compile/optimizer/learning_rate": 0.25},
}
SPACE = {
    "/layers/0/units": Swept(choices=[8, 16]),
    "/compile/optimizer/learning_rate": Swept(min=0.001, max=0.1, log=True),
}
SPEC = {"layers": [{"units": 4}], "compile": {"optimizer": {"learning_rate": 0.01}}}


def swept() -> str:
    return page(SPEC, SPACE, {**SWEPT, "best": SWEPT["trials"][1]})


def test_a_sweep_shows_a_line_a_trial_and_the_best_beside_what_was_written() -> None:
    found = swept()
    assert "trial 1, val_loss 0.25" in found
    assert '<td>/layers/0/units</td><td class="n">4</td><td class="n">16</td>' in found
    parallel = data(found[found.rindex("<figure") :])
    assert parallel["ticks"] == ["units", "learning_rate", "val_loss"]
    lines = {one["label"]: (one["values"], one["texts"]) for one in parallel["series"]}  # type: ignore[attr-defined]
    assert lines["trial 1"] == ([1.0, 0.0, 0.0], ["16", "0.001", "0.25"])


@pytest.mark.slow
def test_a_sweep_is_no_wider_than_a_telephone(tmp_path: Path) -> None:
    place = "/compile/optimizer/learning_rate"
    found = {**SWEPT, "best": SWEPT["trials"][1], "importances": {place: 0.9}}
    (tmp_path / "page.html").write_text(page(SPEC, SPACE, found), "utf-8")  # type: ignore[arg-type]
    with browser() as chromium:
        seen = chromium.new_page(viewport={"width": 360, "height": 800})
        seen.goto((tmp_path / "page.html").as_uri())
        assert seen.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.slow
def test_labels_are_whole_and_a_series_can_be_hidden(tmp_path: Path) -> None:
    series = [Series("prediction", LARGE, look="points"), Series("ideal", LARGE, look="ideal")]
    chart = Chart("Prediction against target", "target", LARGE, series, square=True).html()
    curves = "".join(history_charts(history(1.0, 0.5, 0.75)))
    (tmp_path / "page.html").write_text(
        f"<!doctype html><meta charset=utf-8>{chart}{curves}{swept()}{assets()}", "utf-8"
    )
    with browser() as chromium:
        seen = chromium.new_page(viewport={"width": 390, "height": 800})
        errors: list[object] = []
        seen.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108 - it keeps attributes on what it calls
        seen.goto((tmp_path / "page.html").as_uri())
        assert seen.locator(".uplot canvas").count() >= 4
        size = seen.evaluate("document.querySelector('figure').plot.axes[1]._size")
        assert size > 60  # as wide as 1,400,000
        values = seen.locator("figure").nth(1).locator(".u-value").all_inner_texts()
        assert values == ["2", "0.25", "0.5"]  # of the best epoch, while no pointer is there
        seen.locator(".uplot").first.hover()
        assert "0" in seen.locator(".u-legend .u-value").first.inner_text()
        seen.locator(".u-legend .u-series th").nth(1).click()
        assert seen.evaluate("document.querySelector('figure').plot.series[1].show") is False
        assert errors == []
