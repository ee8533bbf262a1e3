"""The models of `keras.applications` as code calls them: arguments, sizes and channels."""

import inspect
from typing import Any

import pytest

from kspec.code.keras.applications import SIZES, order_of

pytestmark = pytest.mark.contract

SMALL = ("MobileNet", "MobileNetV2", "VGG16", "EfficientNetV2B0")
"""Applications that Keras builds in a second or two."""


def of_keras(name: str) -> Any:
    import keras

    return getattr(keras.applications, name)


def test_all_models_are_known() -> None:
    import keras

    models = {name for name in dir(keras.applications) if name[0].isupper()}
    assert set(SIZES) == models


@pytest.mark.parametrize("name", SIZES)
def test_arguments_have_their_places(name: str) -> None:
    assert order_of(name) == list(inspect.signature(of_keras(name)).parameters)


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.slow
def test_sizes(name: str) -> None:
    side, channels = SIZES[name]
    whole = of_keras(name)(weights=None)
    part = of_keras(name)(weights=None, include_top=False)
    assert whole.input_shape == (None, side, side, 3)
    assert whole.output_shape == (None, 1000)
    assert part.output_shape == (None, None, None, channels)
