"""Layers that run foreign code: their calls may name arguments as they like."""

from typing import Any

import pytest

import kspec


@pytest.mark.parametrize("given", [None, 1, {"tensor": "x"}])
def test_an_argument_of_any_name(given: Any) -> None:
    layer = {"type": "TFSMLayer", "filepath": "saved", "inputs": "x", "call": {"inputs": given}}
    spec = {"inputs": {"x": {"shape": [4]}}, "layers": [layer]}
    assert {finding.code for finding in kspec.lint(spec).findings} == {"KS703"}
    assert kspec.summarize(spec).rows[-1].output_shape is None
