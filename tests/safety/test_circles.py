"""Layers that feed each other in a circle end in a finding, whatever they are: every rule walks on
an end.
"""

import sys
from types import FrameType
from typing import Any

import pytest

from kspec.linter.sources import linted_from

ENOUGH = 210_000
"""A hundred times the calls that one of these specs takes (2,098 at most)."""
LAYERS: dict[str, dict[str, Any]] = {
    "BatchNormalization": {"axis": 1},
    "LayerNormalization": {},
    "Normalization": {},
    "ReLU": {},
    "Softmax": {},
    "Dense": {"units": 4, "activation": "sigmoid"},
    "Conv2D": {"filters": 4, "kernel_size": 1},
    "SeparableConv2D": {"filters": 4, "kernel_size": 1},
    "MaxPooling2D": {},
    "GlobalAveragePooling2D": {"keepdims": True},
    "UpSampling2D": {},
    "Dropout": {"rate": 0.5},
    "SpatialDropout2D": {"rate": 0.5},
    "GaussianNoise": {"stddev": 0.1},
    "RandomBrightness": {"factor": 0.2},
    "RandomFlip": {},
    "Rescaling": {"scale": 0.5},
    "Flatten": {},
    "Reshape": {"target_shape": [8, 8, 4]},
    "Permute": {"dims": [2, 1, 3]},
    "ZeroPadding2D": {},
    "Embedding": {"input_dim": 9, "output_dim": 4},
    "StringLookup": {"vocabulary": ["a"]},
    "CategoryEncoding": {"num_tokens": 4},
    "LSTM": {"units": 4},
    "TimeDistributed": {"layer": {"type": "Dense", "units": 4}},
    "Identity": {},
}


def circle(*names: str) -> dict[str, Any]:
    """A network beside which layers feed each other, each the next and the last the first."""
    ring = [
        {"type": name, **LAYERS[name], "name": f"l{at}", "inputs": f"l{at - 1 if at else 1}"}
        for at, name in enumerate(names)
    ]
    head = {"type": "Conv2D", "filters": 4, "kernel_size": 3, "name": "head", "inputs": "x"}
    return {
        "inputs": {"x": {"shape": [8, 8, 4]}},
        "layers": [head, *ring],
        "outputs": ["head", "l1"],
        "compile": {"loss": "mse"},
        "data": {"input_range": [0, 255]},
    }


def stop_after(calls: int) -> Any:
    """Tracing function that ends a program with more calls than this."""
    left = calls

    def tell(frame: FrameType, event: str, argument: object) -> None:
        nonlocal left
        del frame, argument
        left -= event == "call"
        assert left > 0, "it walks in circles"

    return tell


@pytest.mark.one_in(4)
@pytest.mark.parametrize("first", LAYERS)
def test_rules_do_not_walk_in_circles(first: str) -> None:
    for other in LAYERS:
        sys.setprofile(stop_after(ENOUGH))
        try:
            found = linted_from(circle(first, other)).findings
        finally:
            sys.setprofile(None)
        assert "KS206" in {finding.code for finding in found}, (first, other)
