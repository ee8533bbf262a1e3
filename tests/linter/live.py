"""A live model, and the data that such models are checked with."""

from typing import Any

import numpy as np
import pytest

import kspec

CLASSES = "sparse_categorical_crossentropy"
X = np.linspace(-1, 1, 240).reshape(60, 4)
LABELS = np.random.default_rng(0).permutation(np.arange(60) % 3)


def dense(units: int, activation: str | None = None, loss: str = "mse", size: int = 4) -> Any:
    """A compiled stack of one layer."""
    import keras

    model = keras.Sequential([keras.Input((size,)), keras.layers.Dense(units, activation)])
    model.compile("adam", loss, run_eagerly=True)  # a graph takes longer to trace than to run
    return model


def found(model: Any, *data: Any, **arguments: Any) -> list[str]:
    """The codes of the errors that `check` raises for."""
    with pytest.raises(kspec.CheckError) as caught:
        kspec.check(model, *data, **arguments)
    return [one.code for one in caught.value.report.findings if one.severity == "error"]
