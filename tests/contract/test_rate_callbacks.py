"""Callbacks that set the rate of a schedule, and fits without epochs, against Keras."""

from typing import Any

import numpy as np
import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]

COSINE = {"type": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": 99}


@pytest.mark.parametrize(("rate", "finds"), [(COSINE, ["KS418"]), (0.1, [])])
def test_a_scheduler_cannot_set_the_rate_of_a_schedule(rate: Any, finds: list[str]) -> None:
    import keras

    spec: dict[str, Any] = {
        "inputs": {"shape": [2]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"loss": "mse", "optimizer": {"type": "SGD", "learning_rate": rate}},
    }
    callback = {"type": "LearningRateScheduler", "schedule": COSINE}
    report = kspec.lint({**spec, "fit": {"epochs": 5, "callbacks": [callback]}})
    assert [one.code for one in report.findings] == finds
    assert report.ok == (not finds)
    halved = keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))
    fit = {"callbacks": [halved], "verbose": 0}
    raised = refusal(kspec.build(spec).fit, np.zeros((8, 2)), np.zeros(8), **fit)
    assert (raised is not None) == bool(finds)


def test_no_epoch_is_no_training() -> None:
    spec: dict[str, Any] = {
        "inputs": {"shape": [2]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"loss": "mse"},
    }
    model = kspec.build(spec)
    for epochs, finds in ((0, ["KS420"]), (1, [])):
        report = kspec.lint({**spec, "fit": {"epochs": epochs}})
        assert [one.code for one in report.findings] == finds
        history = model.fit(np.zeros((8, 2)), np.zeros(8), epochs=epochs, verbose=0).history
        assert (history == {}) == bool(finds)
