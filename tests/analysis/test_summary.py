"""The size of networks: what is counted where, and what is not known."""

from __future__ import annotations

from typing import Any

import kspec

DENSE = {"type": "Dense", "units": 2}
INNER = {"type": "Sequential", "name": "inner", "layers": [DENSE]}


def counts(layers: list[dict[str, Any]], shape: list[int]) -> list[tuple[int | None, int | None]]:
    """The trainable and fixed parameters of each layer, and at the end of the model."""
    summary = kspec.summarize({"inputs": {"shape": shape}, "layers": layers})
    rows = [(row.trainable_params, row.non_trainable_params) for row in summary.rows]
    return [*rows, (summary.trainable_params, summary.non_trainable_params)]


def test_a_frozen_wrapper_does_not_freeze_what_it_holds() -> None:
    wrapper = {"type": "TimeDistributed", "layer": DENSE, "trainable": False}
    assert counts([wrapper], [5, 3]) == [(0, 8), (8, 0)]


def test_a_frozen_layer_inside_is_frozen_in_both() -> None:
    wrapper = {"type": "TimeDistributed", "layer": {**DENSE, "trainable": False}}
    assert counts([wrapper], [5, 3]) == [(0, 8), (0, 8)]


def test_a_frozen_model_inside_does_not_freeze_its_layers() -> None:
    graph = {**INNER, "type": "Functional", "inputs": {"x": {"shape": [3]}}, "trainable": False}
    assert counts([graph, DENSE], [3]) == [(0, 8), (6, 0), (14, 0)]


def test_the_flag_of_a_stack_inside_is_passed_over() -> None:
    assert counts([{**INNER, "trainable": False}, DENSE], [3]) == [(8, 0), (6, 0), (14, 0)]


def test_what_leads_to_no_output_of_a_model_inside_is_not_counted() -> None:
    start = {"x": {"shape": [3]}}
    ends = [{**DENSE, "name": "kept"}, {**DENSE, "name": "lost", "inputs": "x"}]
    graph = {"type": "Functional", "inputs": start, "layers": ends, "outputs": "kept"}
    assert counts([graph], [3]) == [(8, 0), (8, 0)]


def test_weights_behind_something_unknown_are_not_counted() -> None:
    own = {"type": "own.layers:Own", "name": "own"}
    inner = {**INNER, "layers": [DENSE, own, DENSE]}
    assert counts([inner, DENSE], [3]) == [(None, None), (None, None), (None, None)]
