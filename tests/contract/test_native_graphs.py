"""Random native specs: kspec says of each what Keras says, and where; what it builds is what the
spec says.
"""

import copy
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

import kspec
from tests.contract.native_graphs import random_spec, spoil
from tests.contract.native_oracle import RefusedError, model_of
from tests.contract.test_applications import flattened
from tests.contract.test_keras_files import by_keras

pytestmark = [
    pytest.mark.contract,
    # Keras says so where a model with named inputs takes one tensor, and takes it.
    pytest.mark.filterwarnings("ignore:The structure of `inputs`"),
    # And where a softmax goes over one value, as that of an attention to one step does.
    pytest.mark.filterwarnings("ignore:(?s).*You are using a softmax over axis"),
]

FEW = settings(max_examples=max(settings().max_examples // 8, 1), phases=[Phase.generate])
"""Keras takes its time for each, and minutes for the smallest that fails."""


def batch(model: Any) -> Any:
    import keras
    import numpy as np

    rng = np.random.default_rng(0)
    return keras.tree.map_structure(
        lambda x: rng.normal(size=(2, *x.shape[1:])).astype("float32"), model.input
    )


def fails(model: Any) -> str:
    """Exception of Keras for the first batch, empty where it succeeds."""
    try:
        model(batch(model), training=True)
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its refusal
        return repr(error)[:300]
    return ""


def by_summary(spec: dict[str, Any]) -> tuple[list[Any], tuple[int | None, int | None]]:
    summary = kspec.summarize(spec)
    rows = []
    for row in summary.to_dict()["layers"]:
        outputs = list(flattened(row["output_shape"], row["output_dtype"]))
        counts = (row["trainable_params"], row["non_trainable_params"])
        rows.append((row["name"], *map(list, zip(*outputs, strict=True)), *counts))
    return rows, (summary.trainable_params, summary.non_trainable_params)


@FEW
@given(data=st.data())
def test_a_spec_is_built_and_counted_as_it_says(data: st.DataObject) -> None:
    import keras
    import numpy as np

    spec = random_spec(data.draw)
    wanted = model_of(spec)
    errors = [one for one in kspec.lint(spec).findings if one.severity == "error"]
    failure = fails(wanted)
    assert bool(errors) == bool(failure), (errors, failure)
    if errors:
        return
    built = kspec.build(spec)
    assert by_summary(spec) == by_keras(built)
    built.set_weights(wanted.get_weights())
    given_batch = batch(wanted)
    outputs = [keras.tree.flatten(model(given_batch, training=False)) for model in (wanted, built)]
    for one, other in zip(*outputs, strict=True):
        assert np.allclose(one, other, atol=1e-5)


@FEW
@given(data=st.data())
def test_one_thing_wrong_is_an_error_where_keras_refuses_it(data: st.DataObject) -> None:
    spec = copy.deepcopy(random_spec(data.draw))
    assume(kspec.lint(spec).ok)
    spoil(data.draw, spec)
    errors = [one for one in kspec.lint(spec).findings if one.severity == "error"]
    refused = refusal(spec)
    if not isinstance(refused, tuple):
        assert bool(errors) == bool(refused), (errors, refused)
        return
    error, *others = errors  # a shape that is another now may be refused in two places
    assert error.path not in {one.path for one in others}
    shared = min(len(error.path), len(refused))
    assert error.path[:shared] == refused[:shared]


def refusal(spec: dict[str, Any]) -> tuple[Any, ...] | str:
    """Path where Keras refuses to make the model, or its exception for the first batch."""
    try:
        return fails(model_of(spec))
    except RefusedError as refused:
        return refused.path


def test_attention_in_a_row_is_of_what_comes_before_to_itself() -> None:
    attention = {"type": "MultiHeadAttention", "num_heads": 2, "key_dim": 4}
    steps = {"type": "Embedding", "input_dim": 10, "output_dim": 4}
    spec = {"inputs": {"shape": [8]}, "layers": [steps, attention, {"type": "Dense", "units": 1}]}
    inside = {**spec, "layers": [steps, {"type": "Sequential", "layers": [attention]}]}
    assert kspec.build(spec).output_shape == (None, 8, 1)
    assert kspec.build(inside).output_shape == (None, 8, 4)


def test_what_keras_only_warns_of_is_no_failure() -> None:
    attention = {"type": "MultiHeadAttention", "num_heads": 2, "key_dim": 2, "dropout": 0.5}
    layers = [{**attention, "inputs": ["x", "x"], "name": "n0"}]
    spec = {"inputs": {"x": {"shape": [1, 4]}}, "layers": layers}
    assert kspec.lint(spec).ok
    assert fails(model_of(spec)) == ""
