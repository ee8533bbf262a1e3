"""Inputs that are moved, cut, turned or sized before anything computes with them."""

from typing import Any

import pytest

import kspec

FLIP = {"type": "RandomFlip", "mode": "horizontal"}
TURN = {"type": "RandomRotation", "factor": 0.1}
SIZE = {"type": "Resizing", "height": 96, "width": 96}
SCALE = {"type": "Rescaling", "scale": 1 / 255}
CONV = {"type": "Conv2D", "filters": 8, "kernel_size": 3, "activation": "relu"}


def stack(*layers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "Sequential", "layers": list(layers), **more}


def codes(highest: int, *layers: dict[str, Any]) -> list[str]:
    head = {"type": "Dense", "units": 5, "activation": "softmax"}
    spec = {
        "inputs": {"shape": [128, 128, 3]},
        "layers": [*layers, CONV, {"type": "GlobalAveragePooling2D"}, head],
        "compile": {"loss": "sparse_categorical_crossentropy"},
        "data": {"input_range": [0, highest]},
    }
    return [finding.code for finding in kspec.lint(spec).findings]


@pytest.mark.parametrize(
    "layers",
    [
        (FLIP, TURN),
        (SIZE,),
        (stack(FLIP, TURN),),
        (stack(stack(FLIP), TURN), SIZE),
        ({"type": "RandomCrop", "height": 64, "width": 64},),
        ({"type": "CenterCrop", "height": 64, "width": 64},),
    ],
)
def test_moved_pixels_are_as_large_as_before(layers: tuple[dict[str, Any], ...]) -> None:
    assert codes(255, *layers) == ["KS601"]
    assert codes(1, *layers) == []
    assert codes(255, *layers, SCALE) == []
    assert codes(255, SCALE, *layers) == []


@pytest.mark.parametrize("layers", [(SIZE, SCALE), (stack(SCALE, FLIP),), (stack(FLIP), SCALE)])
def test_a_second_scaling_is_found_behind_them(layers: tuple[dict[str, Any], ...]) -> None:
    assert codes(1, *layers) == ["KS601"]
    assert codes(255, *layers) == []


def test_what_a_model_computes_is_not_what_it_took() -> None:
    norm = {"type": "BatchNormalization"}
    assert codes(255, stack(CONV, norm, {"type": "Dropout", "rate": 0.1})) == []
    assert codes(255, {"type": "RandomContrast", "factor": 0.2}) == []
