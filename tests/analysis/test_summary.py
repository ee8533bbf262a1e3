"""The size of networks: what is counted where, and what is not known."""

from typing import Any

import pytest

import kspec
from kspec.analysis.summary_table import table

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


def test_of_a_model_inside_with_an_error_no_part_is_counted_as_all() -> None:
    inner = [{"type": "Conv2D", "filters": 2, "kernel_size": 9}, {"type": "Flatten"}]
    model = {"type": "Sequential", "inputs": {"shape": [4, 4, 1]}, "layers": inner}
    spec = {"inputs": {"shape": [4, 4, 1]}, "layers": [model, {"type": "Dense", "units": 1}]}
    found = kspec.summarize(spec)
    assert [row.trainable_params for row in found.rows] == [None, None]
    assert (found.trainable_params, found.weight_bytes) == (None, None)


def test_bytes_follow_the_dtype_of_the_weights() -> None:
    layers: list[dict[str, Any]] = [{"type": "Dense", "units": 3}]
    spec = {"inputs": {"shape": [4]}, "layers": layers}
    assert kspec.summarize(spec).weight_bytes == 60
    assert kspec.summarize({**spec, "dtype_policy": "float16"}).weight_bytes == 30
    assert kspec.summarize({**spec, "dtype_policy": "mixed_float16"}).weight_bytes == 60
    layers[0]["dtype"] = "float64"
    assert kspec.summarize({**spec, "dtype_policy": "float16"}).weight_bytes == 120


def test_a_policy_that_trains_nothing_is_refused() -> None:
    spec = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 3}]}
    for policy in ("int32", "int8_from_float32", "half", {"name": "float16"}):
        (found,) = kspec.lint({**spec, "dtype_policy": policy}).findings
        assert found.severity == "error"
        assert found.path == ("dtype_policy",)


def test_outputs_by_name_are_told_in_the_order_in_which_keras_counts_them() -> None:
    ends = [{"type": "Dense", "units": size, "name": f"d{size}", "inputs": "x"} for size in (3, 2)]
    graph = {"type": "Functional", "inputs": {"x": {"shape": [4]}}, "layers": ends}
    layers = [{**graph, "name": "m", "outputs": {"z": "d3", "a": "d2"}}]
    summary = kspec.summarize({"inputs": {"shape": [4]}, "layers": layers})
    assert list(summary.rows[-1].output_shape) == ["a", "z"]  # type: ignore[call-overload]


def test_what_an_open_size_takes_is_not_known() -> None:
    layers = [{"type": "LSTM", "units": 2}]
    known, unknown = (
        kspec.summarize({"inputs": {"shape": [steps, 3]}, "layers": layers}) for steps in (5, None)
    )
    assert (known.activation_bytes, unknown.activation_bytes) == (68, None)


CODER = {"type": "Sequential", "layers": [{"type": "Dense", "units": 8}, DENSE]}
BY_STEPS = {
    "type": "Sequential",
    "inputs": {"shape": [None, 3]},
    "layers": [{"type": "Conv1D", "filters": 2, "kernel_size": 2}, {"type": "Flatten"}],
}


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"inputs": {"shape": [4]}, "layers": CODER["layers"]}, 4 + 8 + 2),
        ({"inputs": {"shape": [4]}, "layers": [CODER]}, 4 + 8 + 2),
        ({"inputs": {"shape": [4]}, "layers": [CODER, {**DENSE, "units": 3}]}, 4 + 8 + 2 + 3),
        ({"inputs": {"shape": [5, 3]}, "layers": [BY_STEPS]}, 15 + 8 + 8),
        (
            {
                "inputs": {"a": {"shape": [4]}, "b": {"shape": [4]}},
                "layers": [
                    {**CODER, "name": "coder", "inputs": "a"},
                    {"layer": "coder", "name": "again", "inputs": "b"},
                    {"type": "Add", "inputs": ["coder", "again"]},
                ],
            },
            2 * (4 + 8 + 2) + 2,
        ),
        (
            {
                "inputs": {"a": {"shape": [4]}},
                "layers": [{**DENSE, "inputs": "a", "name": "left out"}, {**DENSE, "inputs": "a"}],
            },
            4 + 2,
        ),
    ],
    ids=["flat", "model", "model and layer", "open model", "shared model", "left out"],
)
def test_activations_are_of_each_call_that_is_computed(spec: dict[str, Any], values: int) -> None:
    assert kspec.summarize(spec).activation_bytes == 4 * values


def test_a_summary_prints_as_the_table() -> None:
    summary = kspec.summarize({"inputs": {"shape": [3]}, "layers": [DENSE]})
    title, _, head, _, *rows = str(summary).splitlines()
    assert title == 'Model "model"'
    assert head.startswith("Layer (type)")
    assert rows[0].split() == ["dense", "(Dense)", "(None,", "2)", "8", "6", "input_layer"]


def test_the_name_of_a_model_does_not_steer_the_terminal() -> None:
    summary = kspec.summarize({"name": "net\x1b[2J", "inputs": {"shape": [3]}, "layers": [DENSE]})
    first = str(summary).splitlines()[0]
    assert first.startswith('Model "net')
    assert "\x1b" not in first


def test_a_narrow_table_has_classes_below_the_names() -> None:
    layers = [{"type": "GlobalAveragePooling2D"}, {"type": "Dense", "units": 10}]
    found = kspec.summarize({"inputs": {"shape": [8, 8, 3]}, "layers": layers})
    wide = table(found, expand=False, width=200)
    assert wide == table(found, expand=False)
    assert wide[2].endswith("Connected to")
    middle = table(found, expand=False, width=85)
    assert middle[2].split() == ["Layer", "(type)", "Output", "shape", "Params", "MACs"]
    assert "dense (Dense)" in middle[5]
    narrow = table(found, expand=False, width=60)
    assert narrow[4].split() == ["global_average_pooling2d", "(None,", "3)", "0", "0"]
    assert narrow[5:8:2] == ["  (GlobalAveragePooling2D)", "  (Dense)"]
    assert max(map(len, narrow)) <= 60
