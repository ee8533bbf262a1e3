"""Sparse tensors and empty axes: Keras builds layers for them, and its first batch is the judge."""

import warnings
from copy import deepcopy
from typing import Any

import pytest

import kspec

pytestmark = [
    pytest.mark.contract,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
]

Case = tuple[str, dict[str, Any], list[int]]

FLATTEN = {"module": "keras.layers", "class_name": "Flatten", "config": {}}
VECTORS: list[Case] = [
    ("Dense", {"units": 2}, [4]),
    ("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 2}, [4]),
    ("Activation", {"activation": "linear"}, [4]),
    ("Activation", {"activation": "relu"}, [4]),
    ("Dropout", {"rate": 0.5}, [4]),
    ("Dropout", {"rate": 0}, [4]),
    ("GaussianDropout", {"rate": 0.5}, [4]),
    ("GaussianNoise", {"stddev": 0.5}, [4]),
    ("Rescaling", {"scale": 2}, [4]),
    ("BatchNormalization", {}, [4]),
    ("LayerNormalization", {}, [4]),
    ("Identity", {}, [4]),
    ("RepeatVector", {"n": 2}, [4]),
    ("Discretization", {"bin_boundaries": [0.5]}, [4]),
]
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


def spec_of(case: Case, shape: list[int], **more: Any) -> dict[str, Any]:
    name, fields, _ = case
    return {"inputs": {"shape": shape, **more}, "layers": [{"type": name, **fields}]}


def refused(case: Case, shape: list[int], *, sparse: bool = False) -> bool:
    """Whether Keras raises when it makes the layer's model or runs it on a batch."""
    import keras
    import tensorflow as tf

    name, fields, _ = case
    given = tf.ones((2, *shape))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            inputs = keras.Input(shape, sparse=sparse)
            layer = keras.layers.deserialize(
                {"module": "keras.layers", "class_name": name, "config": deepcopy(fields)}
            )
            model = keras.Model(inputs, layer(inputs))
            fed = tf.sparse.from_dense(given) if sparse else given
            tf.function(lambda x: model(x, training=True))(fed)
    except Exception:  # noqa: BLE001 - whatever Keras raises is its refusal
        return True
    return False


def errors(spec: dict[str, Any]) -> list[tuple[str, tuple[Any, ...]]]:
    found = kspec.lint(spec).findings
    return [(item.code, item.path) for item in found if item.severity == "error"]


@pytest.mark.parametrize("case", [*VECTORS, *MAPS], ids=lambda case: f"{case[0]} {case[1]}")
def test_sparse(case: Case) -> None:
    wanted = [("KS215", ("layers", 0))] if refused(case, case[2], sparse=True) else []
    assert errors(spec_of(case, case[2], sparse=True)) == wanted


def test_operations_on_sparse_tensors_are_unknown() -> None:
    for name in ("max", "mean", "prod", "sum"):
        layer = {"type": f"keras.ops.{name}", "axis": -1, "inputs": "x"}
        spec = {"inputs": {"x": {"shape": [3], "sparse": True}}, "layers": [layer]}
        assert errors(spec) == []
        assert kspec.summarize(spec).rows[-1].output_shape is None


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


def test_what_an_encoder_gives_is_sparse() -> None:
    encoder = {"type": "StringLookup", "vocabulary": ["a"], "output_mode": "multi_hot"}
    head = {"type": "Dropout", "rate": 0.5}
    for sparse in (True, False):
        spec = {
            "inputs": {"shape": [1], "dtype": "string"},
            "layers": [{**encoder, "sparse": sparse}, head],
        }
        assert errors(spec) == [("KS215", ("layers", 1))] * sparse


@pytest.mark.parametrize("head", [{"type": "Dense", "units": 2}, {"type": "Dropout", "rate": 0.5}])
@pytest.mark.parametrize("shape", [[1], []])
def test_sparse_vectors_of_texts_have_one_axis_less_than_keras_promises(
    head: dict[str, Any], shape: list[int]
) -> None:
    import keras
    import tensorflow as tf

    texts = {"vocabulary": ["a"], "output_mode": "count", "sparse": True}
    inputs = keras.Input(shape, dtype="string")
    hidden = keras.layers.TextVectorization(**texts)(inputs)
    layer = getattr(keras.layers, head["type"])(**{k: v for k, v in head.items() if k != "type"})
    model = keras.Model(inputs, layer(hidden))
    try:
        model(tf.constant("a", shape=[2, *shape]), training=True)
        wanted = []
    except Exception:  # noqa: BLE001 - whatever Keras raises is its refusal
        wanted = [("KS215", ("layers", 1))]
    spec = {
        "inputs": {"shape": shape, "dtype": "string"},
        "layers": [{"type": "TextVectorization", **texts}, head],
    }
    assert errors(spec) == wanted
