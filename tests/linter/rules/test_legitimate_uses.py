"""Specs with what looks like a fault and is none: each rule says nothing of them."""

import json
from typing import Any

import pytest

from kspec.linter.linter import Linter
from kspec.linter.selection import Choice, Selection
from kspec.linter.settings_reader import read_settings_text
from kspec.source.parsing import parse_text

SIGMOID = {"type": "Dense", "units": 8, "activation": "sigmoid"}
EXP = {"type": "Dense", "units": 8, "activation": "exponential"}
NORM = {"type": "BatchNormalization"}
NOUGHTS = {"type": "Dense", "units": 4, "kernel_initializer": "zeros"}
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


STEPS = 12000
USES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "KS504",
        "fixed weights, each of its own value",
        network(
            {
                "type": "Dense",
                "units": 2,
                "activation": "relu",
                "kernel_initializer": {"type": "Constant", "value": [[1, 2], [3, 4]]},
            },
            HEAD,
            shape=(2,),
        ),
    ),
    (
        "KS504",
        "noughts under relu with a bias, as for control points",
        network({**NOUGHTS, "activation": "relu", "bias_initializer": "ones"}),
    ),
    ("KS504", "noughts with a slope at 0", network({**NOUGHTS, "activation": "selu"})),
    ("KS504", "scores that start at nought", network(NOUGHTS, {"type": "Softmax"})),
    (
        "KS502",
        "shares of topics, given to each step",
        network(HEAD, {"type": "RepeatVector", "n": 5}, {"type": "LSTM", "units": 4}),
    ),
    ("KS509", "two hidden layers", network(SIGMOID, SIGMOID, HEAD)),
    ("KS509", "normalized between", network(SIGMOID, NORM, SIGMOID, NORM, SIGMOID, NORM, HEAD)),
    ("KS509", "the outputs are no hidden layer", network(SIGMOID, SIGMOID, SIGMOID)),
    ("KS516", "three exponentials", network(EXP, EXP, EXP, HEAD)),
    ("KS516", "normalized between", network(EXP, EXP, EXP, NORM, EXP, EXP, HEAD)),
    ("KS516", "bounded between", network(EXP, EXP, EXP, SIGMOID, EXP, EXP, HEAD)),
    ("KS511", "a small network", network(SIGMOID, HEAD)),
    ("KS216", "the last axis", network(CONV, NORM, RELU, POOL, HEAD, shape=(32, 32, 3))),
    (
        "KS216",
        "the frequencies of a spectrum at the input",
        network({**NORM, "axis": 1}, CONV, RELU, POOL, HEAD, shape=(96, 128, 1)),
    ),
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
        "KS402",
        "a search for the best rate",
        scheduled(
            {
                "type": "ExponentialDecay",
                "initial_learning_rate": 1e-6,
                "decay_steps": STEPS,
                "decay_rate": 1e7,
            },
        ),
    ),
    (
        "KS513",
        "batch normalization that is frozen",
        network(
            {"type": "Dense", "units": 8},
            {**NORM, "trainable": False},
            RELU,
            HEAD,
            compile={"loss": SPARSE},
            fit={"batch_size": 1, "epochs": 2},
        ),
    ),
    (
        "KS513",
        "a group for each map",
        network(
            CONV, {"type": "GroupNormalization", "groups": 8}, RELU, POOL, HEAD, shape=(32, 32, 3)
        ),
    ),
    (
        "KS308",
        "what a relu cuts off is counted",
        network(
            {"type": "Dense", "units": 1, "activation": "relu"},
            compile={
                "loss": "losses:of_counts",
                "metrics": [{"type": "BinaryAccuracy", "threshold": 0.0}],
            },
        ),
    ),
    (
        "KS401",
        "a rate that a scheduler sets",
        network(
            HEAD,
            compile={"loss": SPARSE, "optimizer": {"type": "SGD", "learning_rate": 0.0}},
            fit={"callbacks": [{"type": "LearningRateScheduler", "schedule": "rates:of_epoch"}]},
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
        "a kernel in space and one in time, as in R(2+1)D",
        network(
            {"type": "Conv3D", "filters": 16, "kernel_size": [1, 7, 7], "padding": "same"},
            {"type": "Conv3D", "filters": 16, "kernel_size": [3, 1, 1], "activation": "relu"},
            {"type": "GlobalAveragePooling3D"},
            HEAD,
            shape=(10, 32, 32, 3),
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
    return [finding.code for finding in Linter(selection=selection).check(document).findings]


@pytest.mark.parametrize(
    ("code", "spec"), [pytest.param(code, spec, id=f"{code} {what}") for code, what, spec in USES]
)
def test_nothing_is_found(code: str, spec: dict[str, Any]) -> None:
    assert found(spec, Selection([Choice(extend_select=(code,))])) == []


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
    checked = Linter(settings, selection).check(document)
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
def test_a_linear_layer_before_the_head_is_told(spec: dict[str, Any]) -> None:
    assert found(spec, Selection()) == ["KS501"]
