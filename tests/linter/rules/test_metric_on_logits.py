"""Metrics with `from_logits` beside heads of scores and of probabilities."""

import pytest

import kspec


def found(activation: str, metric: dict[str, object]) -> list[str]:
    """The codes that are found for a head of one unit with a metric."""
    loss = {"type": "BinaryCrossentropy", "from_logits": activation == "linear"}
    report = kspec.lint(
        {
            "inputs": {"shape": [4]},
            "layers": [{"type": "Dense", "units": 1, "activation": activation}],
            "compile": {"optimizer": "adam", "loss": loss, "metrics": [metric]},
        }
    )
    return [one.code for one in report.findings]


@pytest.mark.parametrize("metric", ["AUC", "BinaryCrossentropy"])
@pytest.mark.parametrize("activation", ["linear", "sigmoid"])
def test_a_metric_takes_what_the_head_gives(metric: str, activation: str) -> None:
    right = activation == "linear"
    assert found(activation, {"type": metric, "from_logits": right}) == []
    assert found(activation, {"type": metric, "from_logits": not right}) == ["KS309"]


@pytest.mark.parametrize(("metric", "expected"), [("AUC", ["KS310", "KS309"]), ("mse", ["KS310"])])
def test_scores_of_another_rank_than_the_targets(metric: str, expected: list[str]) -> None:
    report = kspec.lint(
        {
            "inputs": {"shape": [9, 4]},
            "layers": [
                {"type": "GRU", "units": 8, "return_sequences": True},
                {"type": "Dense", "units": 1},
            ],
            "compile": {
                "optimizer": "adam",
                "loss": {"type": "BinaryCrossentropy", "from_logits": True},
                "metrics": [metric],
            },
            "data": {"target_shape": []},
        }
    )
    assert [one.code for one in report.findings] == expected
