"""Empty axes: Keras builds layers for them, and its first batch is the judge."""

import warnings
from copy import deepcopy
from typing import Any

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [
    pytest.mark.contract,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
]

Case = tuple[str, dict[str, Any], list[int]]

FLATTEN = {"module": "keras.layers", "class_name": "Flatten", "config": {}}
MAPS: list[Case] = [
    ("Flatten", {}, [4, 3]),
    ("Reshape", {"target_shape": [-1, 2]}, [4, 3]),
    ("Permute", {"dims": [2, 1]}, [4, 3]),
    ("Dense", {"units": 2}, [4, 3]),
    ("LSTM", {"units": 2}, [4, 3]),
    ("ConvLSTM1D", {"filters": 1, "kernel_size": 1}, [4, 3, 2]),
    ("TimeDistributed", {"layer": FLATTEN}, [4, 3]),
    ("Conv1D", {"filters": 2, "kernel_size": 2}, [4, 3]),
    ("Conv1D", {"filters": 2, "kernel_size": 2, "padding": "same"}, [4, 3]),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 2, "padding": "same"}, [4, 3]),
    ("MaxPooling1D", {}, [4, 3]),
    ("GlobalMaxPooling1D", {}, [4, 3]),
    ("AdaptiveMaxPooling1D", {"output_size": 2}, [4, 3]),
    ("GroupNormalization", {"groups": 1}, [4, 3]),
    ("Masking", {}, [4, 3]),
    ("Cropping1D", {}, [4, 3]),
    ("ZeroPadding1D", {}, [4, 3]),
    ("UpSampling2D", {"interpolation": "bilinear"}, [4, 4, 3]),
    ("Resizing", {"height": 2, "width": 2}, [4, 4, 3]),
]
ENDS_THE_PROCESS = {("Dense", 0), ("Dense", 1)}
"""An empty last axis, in a graph, takes Python down with it."""


def spec_of(case: Case, shape: list[int]) -> dict[str, Any]:
    name, fields, _ = case
    return {"inputs": {"shape": shape}, "layers": [{"type": name, **fields}]}


def refused(case: Case, shape: list[int]) -> bool:
    """Whether Keras raises when it makes the layer's model or runs it on a batch."""
    import keras
    import tensorflow as tf

    name, fields, _ = case

    def run() -> None:
        inputs = keras.Input(shape)
        layer = keras.layers.deserialize(
            {"module": "keras.layers", "class_name": name, "config": deepcopy(fields)}
        )
        model = keras.Model(inputs, layer(inputs))
        tf.function(lambda x: model(x, training=True))(tf.ones((2, *shape)))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return refusal(run) is not None


def errors(spec: dict[str, Any]) -> list[tuple[str, tuple[Any, ...]]]:
    found = kspec.lint(spec).findings
    return [(item.code, item.path) for item in found if item.severity == "error"]


@pytest.mark.parametrize("case", MAPS, ids=lambda case: f"{case[0]} {case[1]}")
def test_empty_axes(case: Case) -> None:
    for axis in range(len(case[2])):
        if (case[0], axis) in ENDS_THE_PROCESS:
            continue
        shape = [0 if index == axis else size for index, size in enumerate(case[2])]
        found = errors(spec_of(case, shape))
        assert bool(found) is refused(case, shape), (shape, found)
        assert all(path[:2] == ("layers", 0) for _, path in found)


def test_an_empty_input_that_runs_is_a_warning_at_the_input() -> None:
    spec = spec_of(("Flatten", {}, []), [4, 0])
    (finding,) = kspec.lint(spec).findings
    assert (finding.code, finding.severity, finding.path) == (
        "KS219",
        "warning",
        ("inputs", "shape", 1),
    )
    assert kspec.summarize(spec).rows[-1].output_shape == [None, 0]
