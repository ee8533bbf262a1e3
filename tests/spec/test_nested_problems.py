"""A problem inside a layer that holds others points at the places where the document writes it."""

from typing import Any

import pytest

import kspec
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


MODEL = {"type": "Sequential", "layers": [{"type": "Dense", "units": 3}, {**CONV, "strides": 1}]}
FILE = {
    "module": "keras",
    "class_name": "Sequential",
    "config": {
        "name": "steps",
        "layers": [
            {"module": "keras.layers", "class_name": "Dense", "config": {"units": 3}},
            {
                "module": "keras.layers",
                "class_name": "Conv2D",
                "config": {"filters": 4, "kernel_size": 3},
            },
        ],
    },
}


@pytest.mark.parametrize(
    ("inner", "path", "shape"),
    [
        (MODEL, ("layer", "layers", 1), [4, 6, 3]),
        (
            {"type": "TimeDistributed", "layer": MODEL},
            ("layer", "layer", "layers", 1),
            [4, 4, 6, 3],
        ),
        (FILE, ("layer", "config", "layers", 1), [4, 6, 3]),
    ],
    ids=["native", "twice", "of Keras"],
)
def test_what_a_model_in_a_wrapper_refuses_is_told_inside_it(
    inner: dict[str, Any], path: tuple[str | int, ...], shape: list[int]
) -> None:
    layer = {"type": "TimeDistributed", "layer": inner}
    (found,) = kspec.lint({"inputs": {"shape": shape}, "layers": [layer]}).findings
    assert (found.code, found.path) == ("KS201", ("layers", 0, *path))
