"""Files of Keras that say another shape than a layer gets, at any depth: Keras builds each layer
for the shape in the file before it makes what is around it.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

import kspec
from kspec.spec.problem import Path

pytestmark = [pytest.mark.contract, pytest.mark.slow]


def layer(name: str, **fields: Any) -> dict[str, Any]:
    return {"module": "keras.layers", "class_name": name, "config": fields}


def stack(*layers: dict[str, Any]) -> dict[str, Any]:
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": {"name": "stack", "layers": [*layers]},
    }


DENSE = layer("Dense", units=2)
INPUT = layer("InputLayer", batch_shape=[None, 3])
CELLS = [layer("GRUCell", units=2), layer("LSTMCell", units=3)]
CASES: dict[str, tuple[dict[str, Any], list[int]]] = {
    "convolution": (layer("Conv2D", filters=2, kernel_size=2), [5, 5, 3]),
    "transposed": (layer("Conv2DTranspose", filters=2, kernel_size=2), [5, 5, 3]),
    "batch": (layer("BatchNormalization"), [5, 5, 3]),
    "normalized": (layer("LayerNormalization"), [5, 5, 3]),
    "adapted": (layer("Normalization"), [5, 3]),
    "dense": (DENSE, [5, 3]),
    "embedding": (layer("Embedding", input_dim=9, output_dim=2), [5]),
    "each step": (layer("TimeDistributed", layer=DENSE), [5, 3]),
    "each step normalized": (layer("TimeDistributed", layer=layer("BatchNormalization")), [5, 3]),
    "both ways": (layer("Bidirectional", layer=layer("LSTM", units=2)), [5, 3]),
    "spectral": (layer("SpectralNormalization", layer=DENSE), [5, 3]),
    "maps": (layer("ConvLSTM1D", filters=2, kernel_size=2), [3, 5, 2]),
    "cell": (layer("RNN", cell=CELLS[0]), [5, 3]),
    "cells": (layer("RNN", cell=layer("StackedRNNCells", cells=CELLS)), [5, 3]),
    "model": (stack(DENSE, layer("BatchNormalization")), [5, 3]),
    "model at each step": (layer("TimeDistributed", layer=stack(INPUT, DENSE)), [5, 3]),
}


def builds(value: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every object of a file that says what it was built for, with its place."""
    if isinstance(value, dict):
        if "input_shape" in (value.get("build_config") or {}) and len(path) > 1:
            yield path, value
        for key, item in value.items():
            yield from builds(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from builds(item, (*path, index))


def parameters(document: dict[str, Any], shape: list[int]) -> int | None:
    """Number of parameters in Keras, None where it refuses the file or the first batch."""
    import keras
    import numpy as np

    try:
        model = keras.models.model_from_json(json.dumps(document))
        model(np.ones((2, *shape)))
    except Exception:  # noqa: BLE001 - whatever Keras raises is its refusal
        return None
    return int(sum(weight.value.numpy().size for weight in model.weights))


def other_shapes(shape: list[int | None]) -> list[list[int | None]]:
    return [
        [*shape[:-1], 4],
        [*shape, 3],
        shape[:-1],
        [shape[0], *[None] * len(shape[1:])],
        [7, *shape[1:]],
        [],
    ]


@pytest.mark.parametrize("case", CASES)
def test_a_stale_shape_is_an_error_there_where_keras_refuses_it(case: str) -> None:
    import keras

    config, shape = copy.deepcopy(CASES[case])
    inputs = keras.Input(shape)
    made = keras.layers.deserialize(config)
    document = json.loads(keras.Model(inputs, made(inputs)).to_json())
    places = list(builds(document))
    assert places
    for path, built in places:
        usual = built["build_config"]["input_shape"]
        for stale in other_shapes(usual or [None, *shape]):
            built["build_config"] = {"input_shape": stale}
            expected = parameters(document, shape)
            errors = [one for one in kspec.lint(document).findings if one.severity == "error"]
            assert [one.code for one in errors] == ([] if expected is not None else ["KS202"]), (
                stale
            )
            if expected is not None:
                found = kspec.summarize(document)
                counts = found.trainable_params, found.non_trainable_params
                assert sum(count or 0 for count in counts) == expected, stale
            else:
                # a cell of a stack is told at the stack
                place = path[: path.index("cell") + 1] if "cell" in path else path
                assert errors[0].path[: len(place)] == place, stale
        built["build_config"] = {"input_shape": usual}


def edited(model: Any, layer: str, **config: Any) -> dict[str, Any]:
    """Document of a model as Keras writes it, with changes in the config of one layer."""
    document: dict[str, Any] = json.loads(model.to_json())
    entries = {one["config"]["name"]: one for one in document["config"]["layers"]}
    entries[layer]["config"].update(config)
    return document


def is_refused(document: dict[str, Any], shape: list[int]) -> bool:
    """Whether Keras refuses the document, which kspec has to report at the layer "last"."""
    errors = [one for one in kspec.lint(document).findings if one.severity == "error"]
    assert [(one.code, one.layer) for one in errors] in ([], [("KS202", "last")])
    import keras
    import numpy as np

    model = keras.models.model_from_json(json.dumps(document))
    try:
        model(np.ones(shape, "float32"))
    except Exception:  # noqa: BLE001 - whatever Keras raises is its refusal
        return bool(errors)
    assert not errors
    return False


@pytest.mark.parametrize("stateful", [False, True])
def test_a_stateful_layer_keeps_the_batch_that_it_was_built_for(*, stateful: bool) -> None:
    import keras
    from keras import layers

    x = keras.Input(batch_shape=(4, 5, 3), name="x")
    model = keras.Model(x, layers.LSTM(2, stateful=stateful, name="last")(x))
    document = edited(model, "x", batch_shape=[6, 5, 3])
    assert is_refused(document, [6, 5, 3]) is stateful


@pytest.mark.parametrize("last", ["Add", "Maximum", "Dot"])
@pytest.mark.parametrize("flat", [False, True])
def test_a_merge_keeps_whether_its_inputs_differ_in_rank(last: str, *, flat: bool) -> None:
    import keras
    from keras import layers

    x = keras.Input((5, 3), name="x")
    fields = {"axes": -1} if last == "Dot" else {}
    pooled = layers.GlobalAveragePooling1D(keepdims=True, name="pool")(x)
    merged = getattr(layers, last)(name="last", **fields)([pooled, x])
    document = edited(keras.Model(x, merged), "pool", keepdims=not flat)
    assert is_refused(document, [2, 5, 3]) is (flat and last != "Dot")


LSTM = layer("LSTM", units=2)
UNBUILT: dict[str, tuple[dict[str, Any], list[int], Path]] = {
    "dense": (DENSE, [3], ()),
    "embedding": (layer("Embedding", input_dim=9, output_dim=2), [3], ()),
    "sum": (layer("Add"), [3], ()),
    "least": (layer("Minimum"), [3], ()),
    "joined": (layer("Concatenate"), [3], ()),
    "products": (layer("Dot", axes=1), [3], ()),
    "scores": (layer("Attention"), [5, 3], ()),
    "sums of scores": (layer("AdditiveAttention"), [5, 3], ()),
    "sums without a scale": (layer("AdditiveAttention", use_scale=False), [5, 3], ()),
    "channels": (layer("GroupNormalization", groups=1), [5, 3], ()),
    "channels as they are": (
        layer("GroupNormalization", groups=1, scale=False, center=False),
        [5, 3],
        (),
    ),
    "memory": (LSTM, [5, 3], ()),
    "memory without a kernel of cuDNN": (layer("GRU", units=2, use_cudnn=False), [5, 3], ()),
    "memory step by step": (layer("GRU", units=2, recurrent_dropout=0.1), [5, 3], ()),
    "recurrence": (layer("SimpleRNN", units=2), [5, 3], ()),
    "maps": (layer("ConvLSTM1D", filters=2, kernel_size=2), [3, 5, 2], ()),
    "cell": (layer("RNN", cell=CELLS[0]), [5, 3], ("cell",)),
    "around a cell": (layer("RNN", cell=CELLS[0]), [5, 3], ()),
    "cells": (layer("RNN", cell=layer("StackedRNNCells", cells=CELLS)), [5, 3], ("cell",)),
    "around both ways": (layer("Bidirectional", layer=LSTM), [5, 3], ()),
    "both ways": (layer("Bidirectional", layer=LSTM), [5, 3], ("layer",)),
    "around each step": (layer("TimeDistributed", layer=DENSE), [5, 3], ()),
    "memory at each step": (layer("TimeDistributed", layer=LSTM), [2, 5, 3], ("layer",)),
    "spectral": (layer("SpectralNormalization", layer=DENSE), [3], ()),
}


def trains(document: dict[str, Any], shape: list[int]) -> bool:
    """Whether Keras reads the file, and runs the model as in training."""
    import keras
    import numpy as np

    try:
        model = keras.models.model_from_json(json.dumps(document))
        batch = np.ones((2, *shape), "float32")
        model([batch] * len(model.inputs) if len(model.inputs) > 1 else batch, training=True)
    except Exception:  # noqa: BLE001 - whatever Keras raises is its refusal
        return False
    return True


@pytest.mark.parametrize("said", [{"shape": [None, 3]}, "shape", [3], 3], ids=str)
@pytest.mark.parametrize("case", UNBUILT)
def test_a_layer_that_counts_as_built_for_no_shape(case: str, said: object) -> None:
    import keras

    config, shape, place = copy.deepcopy(UNBUILT[case])
    made = keras.layers.deserialize(config)
    inputs = [keras.Input(shape), keras.Input(shape)]
    try:
        model = keras.Model(inputs[0], made(inputs[0]))
    except Exception:  # noqa: BLE001 - it takes two
        model = keras.Model(inputs, made(inputs))
    document = json.loads(model.to_json())
    held = document["config"]["layers"][-1]
    for key in place:
        del held["build_config"]
        held = held["config"][key]
    held["build_config"] = said
    errors = [one.code for one in kspec.lint(document).findings if one.severity == "error"]
    assert errors == ([] if trains(document, shape) else ["KS202"])
