"""Networks that do not say the shape of their input: what is not known is no fault."""

from typing import Any

import pytest

import kspec

TOKENS = {"type": "Embedding", "input_dim": 1000, "output_dim": 8}
HEAD = {"type": "Dense", "units": 1, "activation": "sigmoid"}
STACKS: list[list[dict[str, Any]]] = [
    [TOKENS, {"type": "GlobalAveragePooling1D"}, HEAD],
    [TOKENS, {"type": "LSTM", "units": 4}, HEAD],
    [TOKENS, {"type": "Conv1D", "filters": 3, "kernel_size": 3, "activation": "relu"}, HEAD],
    [
        {"type": "TextVectorization", "max_tokens": 1000, "output_sequence_length": 10},
        *(TOKENS, {"type": "GlobalAveragePooling1D"}, HEAD),
    ],
    [{"type": "StringLookup", "vocabulary": ["a", "b"], "output_mode": "one_hot"}, HEAD],
]


@pytest.mark.parametrize("layers", STACKS, ids=lambda layers: layers[0]["type"])
def test_what_is_not_known_is_no_fault(layers: list[dict[str, Any]]) -> None:
    assert [finding.code for finding in kspec.lint({"layers": layers}).findings] == ["KS209"]


def test_a_length_that_keras_does_not_know_either_is_one() -> None:
    lookup = {"type": "StringLookup", "output_mode": "one_hot"}
    spec = {"inputs": {"shape": [1], "dtype": "string"}, "layers": [lookup, HEAD]}
    assert [finding.code for finding in kspec.lint(spec).findings] == ["KS202"]
