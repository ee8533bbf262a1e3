"""Layers that are said to keep values give none outside of those that they take."""

from typing import Any

import pytest

from kspec.spec.registry import LAYERS

pytestmark = pytest.mark.contract

MOVING: dict[str, dict[str, Any]] = {
    "RandomFlip": {},
    "RandomRotation": {"factor": 0.3},
    "RandomTranslation": {"height_factor": 0.3, "width_factor": 0.3},
    "RandomZoom": {"height_factor": 0.4},
    "RandomShear": {"x_factor": 0.4, "y_factor": 0.4},
    "RandomPerspective": {"factor": 1.0},
    "RandomCrop": {"height": 9, "width": 9},
    "CenterCrop": {"height": 9, "width": 9},
    "Resizing": {"height": 31, "width": 7},
}


@pytest.mark.parametrize("name", MOVING)
def test_values_stay_within_their_bounds(name: str) -> None:
    import keras
    import numpy as np

    cls: Any = LAYERS.find(name)
    assert cls.value_effect.kind == "keeps"
    images = np.random.default_rng(0).uniform(size=(16, 16, 16, 3)).astype("float32")
    images[:, 0, 0] = 0.0  # what is filled in by default
    layer = getattr(keras.layers, name)(**MOVING[name])
    given = np.asarray(layer(images, training=True))
    assert given.min() >= -1e-5
    assert given.max() <= images.max() + 1e-5
