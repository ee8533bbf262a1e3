"""Values that Keras takes and with which nothing is reached, and their right neighbours."""

from __future__ import annotations

from typing import Any

import pytest

import kspec

HEAD: list[dict[str, Any]] = [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 3, "activation": "softmax"},
]
LINEAR = {"type": "Dense", "units": 32}
SCALE = {"type": "Rescaling", "scale": 1 / 255}


def found(layers: list[dict[str, Any]] = HEAD, **parts: Any) -> list[tuple[str, str]]:
    """The codes that a network with these parts gets, each with its place."""
    compiled = {"optimizer": "adam", "loss": "sparse_categorical_crossentropy"}
    spec = {
        "inputs": {"shape": [20]},
        "layers": layers,
        "compile": compiled | parts.pop("compile", {}),
        "fit": {"epochs": 30, "validation_split": 0.2} | parts.pop("fit", {}),
        **parts,
    }
    return [(one.code, str(one.path[-1])) for one in kspec.lint(spec).findings]


def optimizer(kind: str, **fields: Any) -> dict[str, Any]:
    return {"compile": {"optimizer": {"type": kind, "learning_rate": 0.001} | fields}}


def scheduled(kind: str, first: float = 0.01, **fields: Any) -> dict[str, Any]:
    return optimizer("SGD", learning_rate={"type": kind, "initial_learning_rate": first, **fields})


def watching(kind: str, **fields: Any) -> dict[str, Any]:
    fit = {"callbacks": [{"type": kind, "monitor": "val_accuracy", "mode": "max", **fields}]}
    return {"compile": {"metrics": ["accuracy"]}, "fit": fit}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (optimizer("AdamW", weight_decay=20.0), [("KS412", "weight_decay")]),
        (optimizer("AdamW", weight_decay=1.0), []),
        (optimizer("SGD", nesterov=True), [("KS412", "nesterov")]),
        (optimizer("SGD", nesterov=True, momentum=0.9), []),
        (optimizer("Adam", beta_1=0.999, beta_2=0.9), [("KS412", "beta_1")]),
        (optimizer("Adam", beta_1=0.5, beta_2=0.9), []),
        (scheduled("CosineDecay", decay_steps=100, alpha=1.0), [("KS408", "alpha")]),
        (scheduled("CosineDecay", decay_steps=100, alpha=1.0, warmup_target=0.1), []),
        (scheduled("CosineDecayRestarts", first_decay_steps=9, alpha=1.0), [("KS408", "alpha")]),
        (scheduled("ExponentialDecay", decay_steps=9, decay_rate=1.0), [("KS408", "decay_rate")]),
        (scheduled("InverseTimeDecay", decay_steps=9, decay_rate=0), [("KS408", "decay_rate")]),
        (
            scheduled("PolynomialDecay", 5e-5, decay_steps=100),
            [("KS408", "learning_rate")],
        ),
        (scheduled("PolynomialDecay", decay_steps=100), []),
        (scheduled("PolynomialDecay", 1e-5, decay_steps=100, end_learning_rate=0.01), []),
        (optimizer("SGD", clipvalue=1e-7), [("KS412", "clipvalue")]),
        (optimizer("SGD", clipvalue=1e-3), []),
        (optimizer("Adam", clipvalue=1e-7), []),
        (watching("EarlyStopping", baseline=95), [("KS423", "baseline")]),
        (watching("EarlyStopping", baseline=0.95), []),
        (watching("EarlyStopping", min_delta=1), [("KS423", "min_delta")]),
        (watching("ReduceLROnPlateau", factor=0.0, patience=3), [("KS418", "factor")]),
        (watching("ReduceLROnPlateau", factor=0.1, patience=3), []),
        ({"fit": {"class_weight": {"0": 1, "1": 2, "3": 4}}}, [("KS407", "3")]),
        ({"fit": {"class_weight": {"0": 1, "1": 2, "2": 4}}}, []),
        ({"fit": {"class_weight": {"0": 0, "1": 2, "2": 0}}}, [("KS407", "0")]),
        ({"fit": {"class_weight": {"0": 0, "1": 2, "2": 1}}}, []),
        ({"fit": {"validation_split": 0.8}}, [("KS424", "validation_split")]),
        ({"fit": {"validation_split": 0.5}}, []),
        ({"layers": [*HEAD, {"type": "ReLU"}]}, [("KS503", "2")]),
        ({"layers": [HEAD[0], {"type": "ReLU", "max_value": 6}, HEAD[1]]}, []),
        (
            {"layers": [SCALE, SCALE, *HEAD], "data": {"input_range": [0, 255]}},
            [("KS601", "scale")],
        ),
        ({"layers": [SCALE, *HEAD], "data": {"input_range": [0, 255]}}, []),
        ({"layers": [LINEAR, {"type": "LeakyReLU", "negative_slope": 1}, *HEAD]}, [("KS501", "0")]),
        ({"layers": [LINEAR, {"type": "LeakyReLU", "alpha": 1}, *HEAD]}, [("KS501", "0")]),
        ({"layers": [LINEAR, {"type": "ReLU", "negative_slope": 1}, *HEAD]}, [("KS501", "0")]),
        (
            {"layers": [LINEAR, {"type": "Activation", "activation": "linear"}, *HEAD]},
            [("KS501", "0")],
        ),
        ({"layers": [LINEAR, {"type": "LeakyReLU"}, *HEAD]}, []),
        ({"layers": [LINEAR, {"type": "ReLU", "negative_slope": 1, "max_value": 6}, *HEAD]}, []),
    ],
)
def test_only_the_value_in_vain_is_told(parts: Any, expected: list[tuple[str, str]]) -> None:
    assert found(**parts) == expected


@pytest.mark.parametrize(
    ("activation", "loss", "expected"),
    [
        (None, "binary_crossentropy", [("KS302", "error")]),
        ("tanh", "binary_crossentropy", [("KS302", "error")]),
        ("relu", "binary_crossentropy", []),
        (None, {"type": "BinaryCrossentropy", "from_logits": True}, []),
        (None, "mse", []),
    ],
)
def test_a_cosine_is_no_probability_unless_of_positive_vectors(
    activation: str | None, loss: Any, expected: list[tuple[str, str]]
) -> None:
    code = {"type": "Dense", "units": 8, "activation": activation}
    spec = {
        "inputs": {"left": {"shape": [4]}, "right": {"shape": [4]}},
        "layers": [
            {**code, "name": "one", "inputs": ["left"]},
            {**code, "name": "other", "inputs": ["right"]},
            {"type": "Dot", "inputs": ["one", "other"], "axes": 1, "normalize": True},
        ],
        "compile": {"optimizer": "adam", "loss": loss},
    }
    assert [(one.code, one.severity) for one in kspec.lint(spec).findings] == expected


def test_no_error_is_below_a_huber_delta_of_zero() -> None:
    layers = [HEAD[0], {"type": "Dense", "units": 1}]
    for delta, expected in ((0.0, [("KS318", "delta")]), (0.1, [])):
        loss = {"loss": {"type": "Huber", "delta": delta}}
        assert found(layers, compile=loss) == expected


def test_a_clip_that_is_none_clips_nothing() -> None:
    spec = {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": {"type": "SGD", "clipnorm": None}, "loss": "mse"},
    }
    assert kspec.lint(spec).findings == []
