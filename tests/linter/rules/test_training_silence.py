"""Specs with what looks like a fault of training and is none: each rule says nothing of them."""

from typing import Any

import pytest

from kspec.linter.selection import Choice, Selection
from tests.linter.rules.test_legitimate_uses import CONV, HEAD, SPARSE, found, network


def trained(*layers: dict[str, Any], samples: int | None = None, **fit: Any) -> dict[str, Any]:
    compiled = {"loss": "mse", "optimizer": "adam"}
    data = {} if samples is None else {"samples": samples}
    return network(*layers, compile=compiled, data=data, fit=fit)


def stateful(samples: int | None = None, **fit: Any) -> dict[str, Any]:
    layers = {"type": "LSTM", "units": 4, "stateful": True}, {"type": "Dense", "units": 1}
    spec = trained(*layers, samples=samples, shuffle=False, **fit)
    return {**spec, "inputs": {"batch_shape": [16, 10, 1]}}


def at_rate(optimizer: str, **fit: Any) -> dict[str, Any]:
    compiled = {"loss": SPARSE, "optimizer": {"type": optimizer, "learning_rate": 1.0}}
    return network(HEAD, compile=compiled, fit=fit)


def with_checkpoint(**settings: Any) -> dict[str, Any]:
    checkpoint = {"type": "ModelCheckpoint", "filepath": "best.keras", **settings}
    return trained({"type": "Dense", "units": 1}, validation_split=0.1, callbacks=[checkpoint])


def labelled(**facts: Any) -> dict[str, Any]:
    return network(HEAD, compile={"loss": SPARSE}, data={"target_encoding": "integer", **facts})


def waiting(rate: int, stop: int, **settings: Any) -> dict[str, Any]:
    fit: dict[str, Any] = {"epochs": 100, "validation_split": 0.1}
    fit |= {
        key: settings.pop(key) for key in list(settings) if key in {"epochs", "validation_freq"}
    }
    stops = {"type": "EarlyStopping", "patience": stop, **settings}
    lowers = {"type": "ReduceLROnPlateau", "patience": rate}
    return trained({"type": "Dense", "units": 1}, callbacks=[lowers, stops], **fit)


def restoring(patience: int, **settings: Any) -> dict[str, Any]:
    stops = {"type": "EarlyStopping", "patience": patience, "restore_best_weights": True}
    layer = {"type": "Dense", "units": 1}
    return trained(layer, validation_split=0.1, callbacks=[stops], **settings)


def counting(callback: str = "EarlyStopping", **settings: Any) -> dict[str, Any]:
    watches = {"type": callback, "monitor": "val_missed", **settings}
    return network(
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
        compile={
            "loss": "binary_crossentropy",
            "metrics": [{"type": "FalseNegatives", "name": "missed"}],
        },
        fit={"validation_split": 0.1, "callbacks": [watches]},
    )


RELU_DENSE = {"type": "Dense", "units": 8, "activation": "relu"}


def frozen(*layers: dict[str, Any]) -> dict[str, Any]:
    base = {"type": "Sequential", "name": "base", "trainable": False, "layers": list(layers)}
    return network(base, HEAD, compile={"loss": SPARSE})


def steps(count: int | None) -> dict[str, Any]:
    return network(
        {"type": "Dense", "units": 1},
        shape=(count, 4),
        compile={"loss": "mse"},
        data={"target_shape": [count, 1]},
    )


def stepping(steps: int, samples: int | None = 1000, **fit: Any) -> dict[str, Any]:
    layer = {"type": "Dense", "units": 1}
    return trained(layer, samples=samples, steps_per_epoch=steps, **fit)


USES: list[tuple[str, str, dict[str, Any]]] = [
    ("KS421", "as many steps as batches", stepping(32)),
    ("KS421", "fewer steps, into which the batches divide", stepping(16, epochs=6)),
    ("KS421", "fewer steps, for fewer epochs than the data lasts", stepping(20, epochs=1)),
    ("KS421", "as many steps as samples, one a batch", stepping(1000, batch_size=1)),
    ("KS421", "samples that nobody counted", stepping(1000, samples=None)),
    ("KS421", "the steps of what is left to train on", stepping(25, validation_split=0.2)),
    ("KS414", "as many steps as whole batches", stateful(500, batch_size=16, steps_per_epoch=31)),
    ("KS414", "whole batches in both parts", stateful(640, batch_size=16, validation_split=0.1)),
    ("KS414", "samples that nobody counted", stateful(None, batch_size=16)),
    ("KS414", "no stateful layer", trained(HEAD, samples=500, batch_size=16)),
    ("KS413", "no weights", network({**CONV, "activation": "sigmoid"}, shape=(8, 8, 3))),
    (
        "KS402",
        "a schedule by epoch",
        at_rate(
            "Adam", callbacks=[{"type": "LearningRateScheduler", "schedule": "my_package:schedule"}]
        ),
    ),
    ("KS402", "an optimizer that scales it", at_rate("Adafactor")),
    ("KS403", "of every tenth batch", with_checkpoint(save_freq=10)),
    ("KS403", "by the loss", with_checkpoint(save_freq=10, save_best_only=True, monitor="loss")),
    ("KS406", "a rate that goes down first", waiting(3, 6)),
    ("KS406", "two values", waiting(9, 6, monitor="loss")),
    ("KS406", "a stop that begins later", waiting(9, 6, start_from_epoch=20)),
    ("KS406", "all epochs, to restore weights", restoring(99, epochs=99)),
    ("KS406", "one epoch, of which weights are restored", restoring(9, epochs=1)),
    ("KS406", "validations enough", waiting(3, 6, epochs=40, validation_freq=5)),
    ("KS415", "the last layer is tuned", frozen({**RELU_DENSE, "trainable": False}, RELU_DENSE)),
    ("KS415", "nothing inside learns", frozen({"type": "Flatten"})),
    ("KS415", "a layer of its own", network({**RELU_DENSE, "trainable": False}, HEAD)),
    ("KS410", "a count with its mode", counting(mode="min")),
    ("KS410", "a count that saves every epoch", counting("ModelCheckpoint", filepath="a.keras")),
    ("KS312", "steps that nobody counted", steps(None)),
    ("KS312", "one step", steps(1)),
    ("KS304", "labels that begin at 1", labelled(classes=2, target_range=[1, 2])),
    ("KS304", "a label that is left out", labelled(classes=2, target_range=[0, 2])),
]


@pytest.mark.parametrize(
    ("code", "spec"), [pytest.param(code, spec, id=f"{code} {what}") for code, what, spec in USES]
)
def test_nothing_is_found_of_training(code: str, spec: dict[str, Any]) -> None:
    assert found(spec, Selection([Choice(extend_select=(code,))])) == []


def test_more_steps_than_batches_are_advice_and_as_many_as_samples_a_fault() -> None:
    assert found(stepping(100), Selection()) == []
    assert found(stepping(100), Selection([Choice(extend_select=("KS421",))])) == ["KS421"]
    assert found(stepping(1000), Selection()) == ["KS421"]
    assert found(stepping(800, validation_split=0.2), Selection()) == ["KS421"]


def test_a_patience_of_more_than_all_epochs_stops_nothing() -> None:
    assert found(restoring(31, epochs=30), Selection()) == ["KS406"]


def test_steps_that_do_not_divide_the_batches_are_advice() -> None:
    """Keras's own `fit` on arrays trains 20, 12, 20, 12 steps; kspec's always 20."""
    assert found(stepping(20, epochs=2), Selection()) == []
    assert found(stepping(20, epochs=2), Selection([Choice(extend_select=("KS421",))])) == ["KS421"]


def test_a_wrapper_freezes_nothing() -> None:
    wrapper = {"type": "TimeDistributed", "layer": RELU_DENSE, "trainable": False}
    assert found(network(wrapper, shape=(4, 5)), Selection()) == ["KS415"]
    inside = {"type": "TimeDistributed", "layer": {**RELU_DENSE, "trainable": False}}
    assert found(network({**inside, "trainable": False}, shape=(4, 5)), Selection()) == []


def test_one_constant_input_of_several_is_advice() -> None:
    spec = {
        "inputs": {"x": {"shape": [5]}, "mask": {"shape": [5]}},
        "layers": [{"type": "Multiply", "inputs": ["x", "mask"]}, HEAD],
        "compile": {"loss": SPARSE},
        "data": {"input_range": {"x": [0, 1], "mask": [1, 1]}},
    }
    assert found(spec, Selection()) == []
    assert found(spec, Selection([Choice(extend_select=("KS607",))])) == ["KS607"]


def test_a_checkpoint_of_every_epoch_watches_nothing() -> None:
    spec = with_checkpoint()
    spec["fit"]["validation_split"] = 0.0
    assert found(spec, Selection()) == []  # one epoch shows each sample once
    spec["fit"]["epochs"] = 10
    assert found(spec, Selection()) == ["KS404"]
    spec["fit"]["callbacks"][0]["save_best_only"] = True
    assert found(spec, Selection()) == ["KS403"]


def test_the_name_of_a_metric_without_its_list_is_one_that_is_meant() -> None:
    stops = {"type": "EarlyStopping", "monitor": "val_acc"}
    spec = trained({"type": "Dense", "units": 1}, validation_split=0.1, callbacks=[stops])
    for metrics, codes in (("acc", ["KS104"]), ("mae", ["KS104", "KS403"])):
        spec["compile"]["metrics"] = metrics
        assert [code for code in found(spec, Selection()) if code in {"KS104", "KS403"}] == codes
