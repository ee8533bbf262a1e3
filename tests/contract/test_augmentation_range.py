"""Augmentations of images in another range of values, against what Keras makes of them."""

from typing import Any

import numpy as np
import pytest

import kspec

pytestmark = [pytest.mark.contract, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

SPOILING: list[dict[str, Any]] = [
    {"type": "RandomBrightness", "factor": 0.2},
    {"type": "RandomInvert", "factor": 1.0},
    {"type": "RandomPosterization", "factor": 4},
    {"type": "Solarization", "threshold_factor": 0.5},
    {"type": "RandAugment"},
]
HARMLESS: list[dict[str, Any]] = [
    {"type": "RandomContrast", "factor": 0.2},
    {"type": "RandomSaturation", "factor": 0.2},
    {"type": "RandomColorJitter", "contrast_factor": 0.2},
    {"type": "RandomFlip"},
]
UNIT, BYTES = [0, 1], [0, 255]


def classifier(*layers: dict[str, Any], **data: Any) -> dict[str, Any]:
    """A network of images that begins with these layers."""
    return {
        "inputs": {"shape": [16, 16, 3]},
        "layers": [
            *layers,
            {"type": "BatchNormalization"},
            {"type": "GlobalAveragePooling2D"},
            {"type": "Dense", "units": 1},
        ],
        "compile": {"loss": "mse"},
        "data": data,
    }


def moved(layer: dict[str, Any], limits: list[int]) -> float:
    """Mean change of the values of random images by Keras, as a fraction of their range."""
    import keras

    keras.utils.set_random_seed(0)
    fields = {key: value for key, value in layer.items() if key != "type"}
    images = (
        np.random.default_rng(0).uniform(limits[0], limits[1], (16, 16, 16, 3)).astype("float32")
    )
    made = getattr(keras.layers, layer["type"])(**fields)(images, training=True)
    return float(np.abs(np.asarray(made) - images).mean()) / (limits[1] - limits[0])


@pytest.mark.one_in(3)
@pytest.mark.parametrize("layer", SPOILING, ids=lambda layer: layer["type"])
@pytest.mark.parametrize("limits", [UNIT, BYTES], ids=["scaled", "bytes"])
def test_images_that_are_spoilt(layer: dict[str, Any], limits: list[int]) -> None:
    right = {**layer, "value_range": limits}
    wrong = {**layer, "value_range": BYTES if limits == UNIT else UNIT}
    assert kspec.lint(classifier(right, input_range=limits)).findings == []
    found = [one.code for one in kspec.lint(classifier(wrong, input_range=limits)).findings]
    assert found == ["KS617"]
    assert moved(right, limits) < 0.45
    unmoved = layer["type"] == "Solarization" and limits == UNIT
    assert unmoved or moved(wrong, limits) > 0.45


@pytest.mark.parametrize("layer", HARMLESS, ids=lambda layer: layer["type"])
def test_images_that_are_not(layer: dict[str, Any]) -> None:
    assert kspec.lint(classifier(layer, input_range=UNIT)).findings == []
    assert moved(layer, UNIT) < 0.45


CUTTING: list[dict[str, Any]] = [
    {"type": "RandomContrast", "factor": 0.2},
    {"type": "RandomHue", "factor": 0.1},
    {"type": "RandomSharpness", "factor": 0.3},
    {"type": "RandomColorDegeneration", "factor": 0.3},
    {"type": "RandomColorJitter", "contrast_factor": 0.2},
    {"type": "RandomGaussianBlur"},
    {"type": "RandomElasticTransform"},
    {"type": "AugMix"},
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize("layer", CUTTING, ids=lambda layer: layer["type"])
def test_images_of_which_half_is_cut_off(layer: dict[str, Any]) -> None:
    signed = [-1, 1]
    right = {**layer, "value_range": signed}
    assert kspec.lint(classifier(right, input_range=signed)).findings == []
    found = [one.code for one in kspec.lint(classifier(layer, input_range=signed)).findings]
    assert found == ["KS617"]
    assert moved(layer, signed) > moved(right, signed) + 0.05


BRIGHTNESS: dict[str, Any] = {"type": "RandomBrightness", "factor": 0.2}
HALF: dict[str, Any] = {"type": "Rescaling", "scale": 0.5}
SCALED: dict[str, Any] = {"type": "Rescaling", "scale": 1 / 255}
NORMAL: dict[str, Any] = {"type": "Normalization", "mean": [1.0] * 3, "variance": [1.0] * 3}
FLIPPED: dict[str, Any] = {"type": "Sequential", "layers": [{"type": "RandomFlip"}]}


@pytest.mark.parametrize(
    ("layers", "finds"),
    [
        ([SCALED, BRIGHTNESS], ["KS617"]),
        ([SCALED, FLIPPED, BRIGHTNESS], ["KS617"]),
        ([{"type": "Sequential", "layers": [SCALED, BRIGHTNESS]}], ["KS617"]),
        ([FLIPPED, BRIGHTNESS, SCALED], []),
        ([HALF, BRIGHTNESS], []),
        ([NORMAL, BRIGHTNESS], []),
        ([SCALED, NORMAL, BRIGHTNESS], ["KS617"]),  # from -1 to 0
        ([BRIGHTNESS], []),
    ],
)
def test_what_the_layers_before_tell(layers: list[dict[str, Any]], finds: list[str]) -> None:
    assert [one.code for one in kspec.lint(classifier(*layers)).findings] == finds
