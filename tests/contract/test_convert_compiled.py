"""Compilation of a model survives every notation: Keras compiles while it loads."""

import json
from typing import Any

import pytest

import kspec
from kspec.spec.dialects.keras_compile import model_config
from kspec.spec.dialects.native_writer import native_document

pytestmark = pytest.mark.contract


def cases() -> dict[str, dict[str, Any]]:
    from keras import losses, metrics, optimizers

    decay = optimizers.schedules.ExponentialDecay(0.1, 100, 0.5, staircase=True)
    scaled = optimizers.LossScaleOptimizer(optimizers.Adam())
    huber = losses.Huber(delta=2.0)
    top = metrics.SparseTopKCategoricalAccuracy(2, name="top2")
    return {
        "by output": {
            "optimizer": optimizers.SGD(decay, momentum=0.5, name="mine"),
            "loss": {"kind": "sparse_categorical_crossentropy", "price": huber},
            "loss_weights": {"kind": 2.0, "price": 0.5},
            "metrics": {"kind": ["accuracy", top], "price": ["mae"]},
        },
        "in lists": {
            "optimizer": "adam",
            "loss": ["sparse_categorical_crossentropy", "mean_squared_error"],
            "weighted_metrics": [["acc"], ["mse", metrics.MeanAbsoluteError(name="off")]],
            "steps_per_execution": 2,
            "run_eagerly": True,
            "jit_compile": False,
        },
        "for both": {"optimizer": scaled, "loss": "mean_squared_error"},
    }


def compiled_with(model: Any) -> Any:
    return json.loads(model.to_json())["compile_config"]


@pytest.mark.parametrize("case", ["by output", "in lists", "for both"])
def test_what_a_model_is_compiled_with_comes_back(case: str) -> None:
    import keras

    x = keras.Input((4,), name="x")
    kind = keras.layers.Dense(3, activation="softmax", name="kind")(x)
    model = keras.Model(x, [kind, keras.layers.Dense(1, name="price")(x)])
    model.compile(**cases()[case])
    spec = kspec.load(json.loads(model.to_json()))
    for one in (spec, kspec.load(native_document(spec))):
        again = keras.models.model_from_json(json.dumps(model_config(one)))
        assert compiled_with(again) == compiled_with(model)


def test_a_compile_beside_a_model_stands_in_for_its_own() -> None:
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    beside = {"optimizer": {"type": "SGD", "learning_rate": 0.5}, "loss": "mae"}
    spec = kspec.load({"model": json.loads(model.to_json()), "compile": beside})
    found = model_config(spec)["compile_config"]
    assert (found["optimizer"]["class_name"], found["loss"]) == ("SGD", "mae")


def test_what_is_not_compiled_stays_so() -> None:
    spec = kspec.load({"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]})
    assert "compile_config" not in model_config(spec)
