"""What stands in the place of a layer's name: said once, where it stands."""

from __future__ import annotations

from typing import Any

import pytest

import kspec


def findings(inputs: Any, outputs: Any = "last") -> list[tuple[str, tuple[str | int, ...]]]:
    layers = [
        {"type": "ReLU", "name": "first", "inputs": "x"},
        {"type": "Dense", "units": 1, "name": "last", "inputs": inputs},
    ]
    spec = {"inputs": {"x": {"shape": [4]}}, "layers": layers, "outputs": outputs}
    return [(finding.code, finding.path) for finding in kspec.lint(spec).findings]


@pytest.mark.parametrize(
    ("inputs", "path"),
    [
        (5, ()),
        ([True], (0,)),
        ({"tensor": 3}, ("tensor",)),
        ([["first"], {"tensor": None}], (1, "tensor")),
    ],
    ids=str,
)
def test_what_is_no_name_is_one_finding(inputs: Any, path: tuple[str | int, ...]) -> None:
    assert ("KS104", ("layers", 1, "inputs", *path)) in findings(inputs)
    assert "KS205" not in dict(findings(inputs))


def test_an_output_that_is_no_name_hides_what_leads_where() -> None:
    assert findings("first", [4]) == [("KS104", ("outputs", 0))]


def test_a_name_that_no_layer_has_is_one_finding() -> None:
    assert findings("frist") == [("KS205", ("layers", 1, "inputs"))]
    assert findings("") == [("KS205", ("layers", 1, "inputs"))]
