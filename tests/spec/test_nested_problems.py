"""A problem inside a layer that holds others points at the places where the document writes it."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.spec.parse import parse

CONV = {"type": "Conv2D", "filters": 4, "kernel_size": 3, "strides": 2, "dilation_rate": 2}


@pytest.mark.parametrize(
    ("layer", "inside"),
    [
        (CONV, ()),
        ({"type": "TimeDistributed", "layer": CONV}, ("layer",)),
        ({"type": "Pipeline", "layers": [CONV]}, ("layers", 0)),
        (
            {"type": "TimeDistributed", "layer": {"type": "Sequential", "layers": [CONV]}},
            ("layer", "layers", 0),
        ),
    ],
    ids=["itself", "wrapper", "pipeline", "model in a wrapper"],
)
def test_both_fields_that_contradict_each_other_are_shown(
    layer: dict[str, Any], inside: tuple[str | int, ...]
) -> None:
    (problem,) = parse({"inputs": {"shape": [8, 8, 3]}, "layers": [layer]}).problems
    place = ("layers", 0, *inside)
    assert problem.path == (*place, "dilation_rate")
    assert [related.path for related in problem.related] == [(*place, "strides")]
