"""Severity: no choice that can train to what its author wants is an error: unusual is not wrong."""

from typing import Any

import pytest

import kspec

BCE = {"loss": "binary_crossentropy"}


def dense(units: int, activation: str | None = None, **more: object) -> dict[str, Any]:
    return {"type": "Dense", "units": units, "activation": activation, **more}


def stack(*layers: dict[str, Any], shape: int = 8, **more: Any) -> dict[str, Any]:
    return {"inputs": {"shape": [shape]}, "layers": [dense(16, "relu"), *layers], **more}


def towers(*, normalize: bool) -> dict[str, Any]:
    """Two softmax codes, compared by their inner product."""
    return {
        "inputs": {"a": {"shape": [8]}, "b": {"shape": [8]}},
        "layers": [
            dense(4, "softmax", name="pa", inputs=["a"]),
            dense(4, "softmax", name="pb", inputs=["b"]),
            {"type": "Dot", "axes": -1, "normalize": normalize, "inputs": ["pa", "pb"]},
        ],
        "compile": BCE,
        "data": {"target_encoding": "binary"},
    }


def pooled(activation: str | None, pooling: str) -> dict[str, Any]:
    """Channel of evidence at each position, pooled to one answer."""
    convolutions = [
        {"type": "Conv2D", "filters": 16, "kernel_size": 3, "activation": "relu"},
        {"type": "Conv2D", "filters": 1, "kernel_size": 1, "activation": activation},
    ]
    head = [] if activation == "sigmoid" else [{"type": "Activation", "activation": "sigmoid"}]
    return {
        "inputs": {"shape": [32, 32, 3]},
        "layers": [*convolutions, {"type": pooling}, *head],
        "compile": BCE,
        "data": {"target_encoding": "binary"},
    }


def critic(low: float, high: float) -> dict[str, Any]:
    """A discriminator whose labels of real and made-up samples have noise on them."""
    data = {"target_range": [low, high]}
    return stack(dense(1, "sigmoid"), compile=BCE, data=data)


HASHTAGS = {"target_encoding": "multi_hot"}
PROPER = {
    "an inner product of softmax codes": towers(normalize=False),
    "a normalized inner product of softmax codes": towers(normalize=True),
    "one channel pooled by its mean": pooled("sigmoid", "GlobalAveragePooling2D"),
    "one channel of scores pooled by its largest": pooled(None, "GlobalMaxPooling2D"),
    "labels with noise above one": critic(0.7, 1.2),
    "labels with noise on both sides": critic(-0.1, 1.1),
    "labels with noise on one": critic(0.0, 1.3),
    "shares of several hashtags": stack(
        dense(9, "softmax"), compile={"loss": "categorical_crossentropy"}, data=HASHTAGS
    ),
    "a softmax of a softmax": stack(
        dense(9, "softmax"), {"type": "Softmax"}, compile={"loss": "categorical_crossentropy"}
    ),
    "a softmax judged class by class": stack(
        dense(9, "softmax"), compile=BCE, task="multiclass_classification"
    ),
    "two sigmoids that share": stack(
        dense(2, "sigmoid"),
        compile={"loss": "categorical_crossentropy"},
        task="binary_classification",
    ),
    "a cosine classifier": stack(
        {"type": "UnitNormalization"},
        dense(9, "softmax", use_bias=False, kernel_constraint="unit_norm"),
        compile={"loss": "categorical_crossentropy"},
    ),
}


@pytest.mark.parametrize("name", PROPER)
def test_a_proper_objective_is_no_error(name: str) -> None:
    found = kspec.lint(PROPER[name]).findings
    assert [str(finding) for finding in found if finding.severity == "error"] == []


FAR = {
    "labels far above one": critic(0, 255),
    "a sigmoid of a sigmoid": stack(
        dense(1, "sigmoid"), {"type": "Activation", "activation": "sigmoid"}, compile=BCE
    ),
}


@pytest.mark.parametrize("name", FAR)
def test_what_can_never_be_right_is_an_error(name: str) -> None:
    assert any(finding.severity == "error" for finding in kspec.lint(FAR[name]).findings)
