"""Multiply-accumulates, counted by hand."""

from importlib import import_module
from typing import Any

import pytest

import kspec
from kspec.analysis.macs import COUNTS

LSTM = {"type": "LSTM", "units": 4}
DENSE = {"type": "Dense", "units": 4}
CONV = {"type": "Conv2D", "filters": 4, "kernel_size": 3}
SAME = {"strides": 2, "padding": "same"}


def macs(layer: dict[str, Any], shape: list[Any]) -> int | None:
    return kspec.summarize({"inputs": {"shape": shape}, "layers": [layer]}).macs


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (DENSE, [3], 3 * 4),
        (DENSE, [5, 3], 5 * 3 * 4),
        ({**DENSE, "dtype": "int8"}, [3], 3 * 4),
        ({**DENSE, "lora_rank": 2}, [3], None),
        (
            {"type": "EinsumDense", "equation": "abc,cd->abd", "output_shape": [None, 4]},
            [5, 3],
            5 * 3 * 4,
        ),
        (
            {"type": "EinsumDense", "equation": "...x,xy->...y", "output_shape": 4},
            [5, 3],
            5 * 3 * 4,
        ),
        (
            {"type": "EinsumDense", "equation": "abc,cde->abde", "output_shape": [5, 2, 4]},
            [5, 3],
            5 * 3 * 2 * 4,
        ),
        ({"type": "EinsumDense", "equation": "ab...,bc->ac...", "output_shape": 4}, [3, 5], 60),
        (CONV, [8, 8, 2], 3 * 3 * 2 * 4 * 6 * 6),
        ({**CONV, "groups": 2}, [8, 8, 2], 3 * 3 * 1 * 4 * 6 * 6),
        ({**CONV, **SAME, "data_format": "channels_first"}, [2, 8, 6], 3 * 3 * 2 * 4 * 4 * 3),
        (CONV, [None, None, 2], None),
        ({**CONV, "type": "Conv1D"}, [8, 2], 3 * 2 * 4 * 6),
        ({**CONV, "type": "Conv3D"}, [4, 4, 4, 2], 27 * 2 * 4 * 8),
        ({"type": "DepthwiseConv2D", "kernel_size": 3, **SAME}, [8, 8, 2], 9 * 2 * 16),
        ({**CONV, "type": "SeparableConv2D"}, [8, 8, 2], (9 * 2 + 2 * 4) * 36),
        ({**CONV, **SAME, "type": "Conv2DTranspose"}, [8, 8, 2], 9 * 2 * 4 * 64),
        (LSTM, [5, 3], (3 * 16 + 4 * 16) * 5),
        ({**LSTM, "type": "GRU"}, [5, 3], (3 * 12 + 4 * 12) * 5),
        ({**LSTM, "type": "SimpleRNN", "return_sequences": True}, [5, 3], (3 * 4 + 4 * 4) * 5),
        (LSTM, [None, 3], None),
        (
            {
                "type": "RNN",
                "cell": [{"type": "GRUCell", "units": 4}, {"type": "GRUCell", "units": 2}],
            },
            [5, 3],
            (3 * 12 + 4 * 12 + 4 * 6 + 2 * 6) * 5,
        ),
        ({**CONV, "type": "ConvLSTM2D"}, [5, 8, 8, 2], (9 * 2 + 9 * 4) * 16 * 36 * 5),
        ({"type": "Bidirectional", "layer": LSTM}, [5, 3], 2 * (3 * 16 + 4 * 16) * 5),
        ({"type": "TimeDistributed", "layer": CONV}, [5, 8, 8, 2], 5 * 9 * 2 * 4 * 36),
        (
            {"type": "TimeDistributed", "layer": {"type": "Sequential", "layers": [DENSE]}},
            [5, 3],
            5 * 3 * 4,
        ),
        ({"type": "SpectralNormalization", "layer": DENSE}, [3], 3 * 4),
        ({"type": "Embedding", "input_dim": 9, "output_dim": 4}, [5], 0),
        ({"type": "BatchNormalization"}, [8, 8, 2], 0),
        ({"type": "PReLU"}, [8, 8, 2], 0),
        ({"type": "MaxPooling2D"}, [8, 8, 2], 0),
        ({"type": "Dropout", "rate": 0.5}, [3], 0),
        ({"type": "STFTSpectrogram"}, [4000, 1], None),
        ({"type": "own.layers:Own", "name": "own"}, [3], None),
    ],
)
def test_of_one_layer(layer: dict[str, Any], shape: list[Any], expected: int | None) -> None:
    assert macs(layer, shape) == expected


@pytest.mark.parametrize("place", COUNTS)
def test_the_table_names_classes(place: str) -> None:
    module, _, name = place.partition(":")
    assert isinstance(getattr(import_module(module), name), type)


def test_attention_projects_and_multiplies_twice() -> None:
    layer = {"type": "MultiHeadAttention", "name": "a", "num_heads": 2, "key_dim": 4}
    inputs = {"q": {"shape": [5, 6]}, "v": {"shape": [7, 3]}}
    spec = {"inputs": inputs, "layers": [{**layer, "inputs": ["q", "v"]}]}
    query, key, value, output = 5 * 6 * 8, 7 * 3 * 8, 7 * 3 * 8, 5 * 8 * 6
    products = 2 * 5 * 7 * 8
    assert kspec.summarize(spec).macs == query + key + value + output + products


def test_attention_without_projections_multiplies_twice() -> None:
    inputs = {"q": {"shape": [5, 6]}, "v": {"shape": [7, 6]}}
    spec = {"inputs": inputs, "layers": [{"type": "Attention", "inputs": ["q", "v"]}]}
    assert kspec.summarize(spec).macs == 2 * 5 * 7 * 6


def test_a_product_without_weights_is_not_taken_for_nothing() -> None:
    inputs = {"a": {"shape": [5]}, "b": {"shape": [5]}}
    spec = {"inputs": inputs, "layers": [{"type": "Dot", "axes": 1, "inputs": ["a", "b"]}]}
    assert kspec.summarize(spec).macs is None


def test_a_shared_layer_counts_for_each_call() -> None:
    layers = [
        {**DENSE, "name": "one", "inputs": "a"},
        {"layer": "one", "name": "two", "inputs": "b"},
        {"type": "Add", "inputs": ["one", "two"]},
    ]
    found = kspec.summarize(
        {"inputs": {"a": {"shape": [3]}, "b": {"shape": [3]}}, "layers": layers}
    )
    assert found.macs == 2 * 3 * 4
    assert [row.macs for row in found.rows if row.name == "one"] == [2 * 3 * 4]


def test_an_unknown_layer_leaves_a_lower_bound() -> None:
    own = {"type": "own.layers:Own", "name": "own"}
    found = kspec.summarize({"inputs": {"shape": [3]}, "layers": [DENSE, own]})
    assert (found.macs, found.known_macs) == (None, 12)
    assert "MACs              at least 12 per sample" in str(found)


def test_what_is_not_known_at_all_is_a_question_mark() -> None:
    own = {"type": "own.layers:Own", "name": "own"}
    table = str(kspec.summarize({"inputs": {"shape": [3]}, "layers": [own]})).splitlines()
    assert table[-5:] == [
        "Total params      ?",
        "Trainable         ?",
        "Non-trainable     ?",
        "Activations       ? per sample",
        "MACs              ? per sample",
    ]


@pytest.mark.parametrize(
    ("layer", "inputs", "shape", "once"),
    [
        ({**CONV, "type": "Conv2DTranspose"}, 1, [8, 8, 2], 9 * 2 * 4 * 64),
        ({"type": "MultiHeadAttention", "num_heads": 2, "key_dim": 4}, 2, [8, 6], 1536 + 1024),
    ],
)
def test_a_call_on_an_unknown_shape_is_not_counted_by_the_weights_alone(
    layer: dict[str, Any], inputs: int, shape: list[int], once: int
) -> None:
    layers = [
        {**layer, "name": "one", "inputs": ["x"] * inputs},
        {"type": "own.layers:Own", "name": "own", "inputs": "x"},
        {"layer": "one", "name": "again", "inputs": ["own"] * inputs},
    ]
    spec = {"inputs": {"x": {"shape": shape}}, "layers": layers, "outputs": ["one", "again"]}
    found = kspec.summarize(spec)
    assert (found.macs, found.known_macs) == (None, once)
