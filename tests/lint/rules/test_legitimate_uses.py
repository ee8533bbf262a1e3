"""What looks like a fault and is none: each rule is asked for by its code, and says nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kspec.lint.checking import check_document
from kspec.lint.selection import Choice, Selection
from kspec.lint.settings_reader import read_settings_text
from kspec.source.document import parse_text

SIGMOID = {"type": "Dense", "units": 8, "activation": "sigmoid"}
NORM = {"type": "BatchNormalization"}
CONV = {"type": "Conv2D", "filters": 8, "kernel_size": 3}
HEAD = {"type": "Dense", "units": 3, "activation": "softmax"}
POOL = {"type": "GlobalAveragePooling2D"}
RELU = {"type": "ReLU"}
SPARSE = "sparse_categorical_crossentropy"


def network(
    *layers: dict[str, Any], shape: tuple[int | None, ...] = (20,), **more: Any
) -> dict[str, Any]:
    return {"inputs": {"shape": list(shape)}, "layers": list(layers), **more}


def scheduled(rate: dict[str, Any], epochs: int = 20) -> dict[str, Any]:
    return network(
        HEAD,
        compile={"loss": SPARSE, "optimizer": {"type": "SGD", "learning_rate": rate}},
        data={"samples": 60000},
        fit={"epochs": epochs, "batch_size": 100},
    )


def trained(*layers: dict[str, Any], samples: int | None = None, **fit: Any) -> dict[str, Any]:
    compiled = {"loss": "mse", "optimizer": "adam"}
    data = {} if samples is None else {"samples": samples}
    return network(*layers, compile=compiled, data=data, fit=fit)


def stateful(samples: int | None = None, **fit: Any) -> dict[str, Any]:
    layers = {"type": "LSTM", "units": 4, "stateful": True}, {"type": "Dense", "units": 1}
    spec = trained(*layers, samples=samples, **fit)
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


def steps(count: int | None) -> dict[str, Any]:
    return network(
        {"type": "Dense", "units": 1},
        shape=(count, 4),
        compile={"loss": "mse"},
        data={"target_shape": [count, 1]},
    )


STEPS = 12000
USES: list[tuple[str, str, dict[str, Any]]] = [
    ("KS509", "two hidden layers", network(SIGMOID, SIGMOID, HEAD)),
    ("KS509", "normalized between", network(SIGMOID, NORM, SIGMOID, NORM, SIGMOID, NORM, HEAD)),
    ("KS509", "the outputs are no hidden layer", network(SIGMOID, SIGMOID, SIGMOID)),
    ("KS511", "a small network", network(SIGMOID, HEAD)),
    ("KS216", "the last axis", network(CONV, NORM, RELU, POOL, HEAD, shape=(32, 32, 3))),
    (
        "KS216",
        "its number",
        network(CONV, {**NORM, "axis": 3}, RELU, POOL, HEAD, shape=(32, 32, 3)),
    ),
    (
        "KS216",
        "rows on purpose, with another normalization",
        network(
            CONV,
            {"type": "LayerNormalization", "axis": [1, 2]},
            RELU,
            POOL,
            HEAD,
            shape=(32, 32, 3),
        ),
    ),
    ("KS211", "a narrow spectrogram", network(CONV, RELU, POOL, HEAD, shape=(3, 128, 44))),
    (
        "KS408",
        "a cosine as long as the training",
        scheduled(
            {"type": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": STEPS},
        ),
    ),
    (
        "KS408",
        "a cosine that stops above zero",
        scheduled(
            {
                "type": "CosineDecay",
                "initial_learning_rate": 0.1,
                "decay_steps": STEPS // 10,
                "alpha": 0.01,
            },
        ),
    ),
    (
        "KS408",
        "restarts have no end",
        scheduled(
            {"type": "CosineDecayRestarts", "initial_learning_rate": 0.1, "first_decay_steps": 600}
        ),
    ),
    (
        "KS408",
        "an exponential has none either",
        scheduled(
            {
                "type": "ExponentialDecay",
                "initial_learning_rate": 0.1,
                "decay_steps": 10 * STEPS,
                "decay_rate": 0.9,
            },
        ),
    ),
    (
        "KS408",
        "the first boundary is reached",
        scheduled(
            {
                "type": "PiecewiseConstantDecay",
                "boundaries": [9000, 90000],
                "values": [0.1, 0.01, 0.001],
            },
        ),
    ),
    (
        "KS401",
        "a warm-up from zero",
        scheduled(
            {
                "type": "CosineDecay",
                "initial_learning_rate": 0.0,
                "decay_steps": STEPS,
                "warmup_target": 0.1,
                "warmup_steps": 500,
            },
        ),
    ),
    (
        "KS111",
        "two losses for one output",
        network(HEAD, compile={"loss": ["categorical_crossentropy", "kl_divergence"]}),
    ),
    (
        "KS502",
        "attention over the steps",
        {
            "inputs": {"x": {"shape": [10, 8]}},
            "layers": [
                {"type": "Dense", "units": 1, "name": "score"},
                {"type": "Softmax", "axis": 1, "name": "weights"},
                {"type": "Multiply", "inputs": ["x", "weights"]},
                {"type": "GlobalAveragePooling1D"},
                HEAD,
            ],
        },
    ),
    (
        "KS302",
        "relu maps that are averaged before softmax",
        network(
            {"type": "Conv2D", "filters": 10, "kernel_size": 1, "activation": "relu"},
            POOL,
            {"type": "Activation", "activation": "softmax"},
            shape=(8, 8, 16),
            compile={"loss": SPARSE},
        ),
    ),
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
    ("KS406", "validations enough", waiting(3, 6, epochs=40, validation_freq=5)),
    ("KS410", "a count with its mode", counting(mode="min")),
    ("KS410", "a count that saves every epoch", counting("ModelCheckpoint", filepath="a.keras")),
    ("KS312", "steps that nobody counted", steps(None)),
    ("KS312", "one step", steps(1)),
    ("KS304", "labels that begin at 1", labelled(classes=2, target_range=[1, 2])),
    ("KS304", "a label that is left out", labelled(classes=2, target_range=[0, 2])),
    (
        "KS501",
        "fewer channels for a wide kernel",
        network(
            {"type": "Conv2D", "filters": 64, "kernel_size": 1},
            {"type": "Conv2D", "filters": 64, "kernel_size": 3, "activation": "relu"},
            POOL,
            HEAD,
            shape=(32, 32, 256),
        ),
    ),
    (
        "KS501",
        "a normalized projection of maps, as at the end of a block of MobileViT",
        network(
            {"type": "Conv2D", "filters": 64, "kernel_size": 1, "activation": "silu"},
            {"type": "Conv2D", "filters": 128, "kernel_size": 1, "use_bias": False},
            {"type": "BatchNormalization"},
            {"type": "Conv2D", "filters": 256, "kernel_size": 1, "activation": "silu"},
            POOL,
            HEAD,
            shape=(32, 32, 16),
        ),
    ),
]


def found(spec: dict[str, Any], selection: Selection) -> list[str]:
    document = parse_text(json.dumps(spec), "model.json")
    return [finding.code for finding in check_document(document, selection).findings]


@pytest.mark.parametrize(
    ("code", "spec"), [pytest.param(code, spec, id=f"{code} {what}") for code, what, spec in USES]
)
def test_nothing_is_found(code: str, spec: dict[str, Any]) -> None:
    assert found(spec, Selection([Choice(extend_select=(code,))])) == []


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
    assert found(spec, Selection()) == ["KS404"]
    spec["fit"]["callbacks"][0]["save_best_only"] = True
    assert found(spec, Selection()) == ["KS403"]


def test_a_bounded_regression_is_advice() -> None:
    head = {"type": "Dense", "units": 1, "activation": "relu"}
    spec = network(head, task="regression", compile={"loss": "mse"})
    assert found(spec, Selection()) == []
    assert found(spec, Selection([Choice(extend_select=("KS314",))])) == ["KS314"]


@pytest.mark.parametrize(("budget", "codes"), [(300, ["KS511"]), (400, [])])
def test_the_budget_is_the_users(budget: int, codes: list[str]) -> None:
    text = f'extend-select = ["KS511"]\n[rules.parameter-budget]\nparameters = {budget}\n'
    settings = read_settings_text(text, "kspec.toml")
    document = parse_text(json.dumps(network({"type": "Dense", "units": 16})), "model.json")
    selection = Selection([settings.choice])
    checked = check_document(document, selection, options=settings.rules)
    assert [finding.code for finding in checked.findings] == codes


LINEAR_HEADS = {
    "after a residual block": network(
        {**CONV, "activation": "relu", "name": "before"},
        {**CONV, "padding": "same", "activation": "relu", "name": "branch"},
        {"type": "Add", "inputs": ["before", "branch"]},
        {**CONV, "filters": 64},
        {"type": "GlobalAveragePooling2D"},
        HEAD,
        shape=(32, 32, 3),
    ),
    "after convolutions": network(
        {**CONV, "activation": "relu"},
        {"type": "MaxPooling2D"},
        {"type": "Flatten"},
        {"type": "Dense", "units": 256},
        {"type": "Dropout", "rate": 0.5},
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
        shape=(32, 32, 3),
    ),
    "after recurrent layers": network(
        {"type": "LSTM", "units": 50, "return_sequences": True},
        {"type": "LSTM", "units": 50},
        {"type": "Dense", "units": 25},
        {"type": "Dense", "units": 1},
        shape=(60, 1),
    ),
}


@pytest.mark.parametrize("spec", LINEAR_HEADS.values(), ids=LINEAR_HEADS)
def test_a_linear_layer_before_the_head_is_advice_only(spec: dict[str, Any]) -> None:
    assert found(spec, Selection()) == []
    assert found(spec, Selection([Choice(extend_select=("KS501",))])) == ["KS501"]
