"""Normalizations by known figures."""

from typing import Any

import pytest

from kspec.spec.layers.base import Layer
from kspec.spec.layers.normalization import (
    BatchNormalization,
    GroupNormalization,
    LayerNormalization,
    RMSNormalization,
)
from kspec.spec.layers.rescaling import Normalization
from kspec.spec.problem import Fault
from kspec.spec.shapes import Tensor, product

X = Tensor((None, 8, 8, 6))


def counts(layer: Layer, x: Tensor) -> tuple[int, int]:
    """Trainable and other parameters."""
    layer.call(x)
    found = list(layer.weights(x))
    learned = sum(product(weight.shape) or 0 for weight in found if weight.trainable)
    return learned, sum(product(weight.shape) or 0 for weight in found) - learned


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (BatchNormalization(), (12, 12)),
        (BatchNormalization(scale=False), (6, 12)),
        (BatchNormalization(renorm=True), (12, 30)),
        (BatchNormalization(axis=1), (16, 16)),
        (LayerNormalization(), (12, 0)),
        (LayerNormalization(axis=[1, 3]), (96, 0)),
        (LayerNormalization(rms_scaling=True), (6, 0)),
        (GroupNormalization(groups=3), (12, 0)),
        (Normalization(), (0, 13)),
        (Normalization(mean=0, variance=1), (0, 0)),
    ],
)
def test_parameters(layer: Layer, expected: tuple[int, int]) -> None:
    assert counts(layer, X) == expected


@pytest.mark.parametrize(
    ("layer", "x", "kind", "field"),
    [
        (BatchNormalization(axis=9), X, "invalid_value", ("axis",)),
        (LayerNormalization(axis=[1, 7]), X, "invalid_value", ("axis", 1)),
        (GroupNormalization(groups=4), X, "indivisible_groups", ("groups",)),
        (Normalization(mean=[1, 2], variance=[1, 2]), X, "incompatible_shapes", ("mean",)),
    ],
)
def test_faults(layer: Any, x: Tensor, kind: str, field: tuple[Any, ...]) -> None:
    with pytest.raises(Fault) as caught:
        layer.call(x)
    assert (caught.value.kind, caught.value.field) == (kind, field)


def test_an_unknown_channel_count_builds_no_weights() -> None:
    x = Tensor((None, 8, None))
    with pytest.raises(Fault) as caught:
        list(BatchNormalization().weights(x))
    assert caught.value.kind == "unknown_dimension"


def test_rms_normalization_is_called_by_the_name_that_keras_has() -> None:
    normalized = RMSNormalization()
    assert normalized(x=Tensor((None, 4))) == Tensor((None, 4))
    for arguments in ({"inputs": Tensor((None, 4))}, {"x": Tensor((None, 4)), "inputs": None}):
        with pytest.raises(Fault, match="RMSNormalization"):
            normalized(**arguments)
