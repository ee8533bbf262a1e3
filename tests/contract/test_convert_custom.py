"""Conversions of classes and functions outside of Keras."""

import json
from typing import Any

import pytest

import kspec
from kspec.spec.dialects.keras_writer import network_config
from kspec.spec.dialects.native_writer import native_document
from kspec.spec.dialects.python_writer import python_code

pytestmark = pytest.mark.contract


def test_what_is_not_of_keras_is_written_as_it_was_read() -> None:
    import keras

    class Scaled(keras.regularizers.Regularizer):  # type: ignore[misc]  # Keras is not typed
        def __call__(self, x: Any) -> Any:
            return x

        def get_config(self) -> dict[str, Any]:
            return {"by": 3}

    def distance(true: Any, given: Any) -> Any:
        return given - true

    dense = keras.layers.Dense(1, kernel_regularizer=Scaled())
    model = keras.Sequential([keras.Input((4,)), dense])
    model.compile("sgd", distance, metrics=[distance])
    document = json.loads(model.to_json())
    native = native_document(kspec.load(document))
    own = document["config"]["layers"][1]["config"]["kernel_regularizer"]
    assert native["layers"][0]["kernel_regularizer"] == own
    assert native["compile"]["loss"] == document["compile_config"]["loss"]
    again = kspec.load(native)
    assert native_document(again) == native
    assert (
        network_config(again.network)["config"]["layers"][1]["config"]["kernel_regularizer"] == own
    )
    with pytest.raises(ValueError, match='"Scaled" is no class or function of Keras'):
        python_code(again)
