"""Layers learn what they are to learn from the data that really comes to them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.samples import Samples
from kspec.executor.build import build
from kspec.executor.errors import ExecutorError

pytestmark = pytest.mark.contract

X = np.random.default_rng(0).normal(3, 2, (3000, 4)).astype("float32")
NORMALIZATION = {"type": "Normalization", "name": "scaled"}
HEAD = {"type": "Dense", "units": 1}
TWICE = {"type": "Rescaling", "scale": 2.0}


def adapted(x: Any, *layers: dict[str, Any], **spec: Any) -> tuple[Any, list[str]]:
    """The model with its layers adapted, and their names."""
    from kspec.executor.adapt import adapt

    written = {"inputs": {"shape": [4]}, "layers": [*layers, HEAD], **spec}
    read = kspec.load(written | {"compile": {"loss": "mse"}})
    model = build(Analysis.of(read))
    arrays = x if isinstance(x, dict) else {"input_layer": x}
    return model, adapt(model, read, Samples(arrays, {}))


@pytest.mark.parametrize("kind", ["Sequential", "Functional"])
def test_a_layer_in_a_nested_model_sees_what_comes_to_it(kind: str) -> None:
    inner = {"type": kind, "name": "inner", "inputs": {"shape": [4]}, "layers": [NORMALIZATION]}
    model, names = adapted(X, TWICE, inner)
    assert names == ["scaled"]
    mean = model.get_layer("inner").get_layer("scaled").mean
    assert np.ravel(mean) == pytest.approx(2 * X.mean(axis=0), rel=1e-4)


def test_a_later_layer_sees_what_an_earlier_one_has_learned() -> None:
    model, names = adapted(X, NORMALIZATION, TWICE, NORMALIZATION | {"name": "again"})
    assert names == ["scaled", "again"]
    assert np.ravel(model.get_layer("again").mean) == pytest.approx(np.zeros(4), abs=1e-4)
    assert np.ravel(model.get_layer("again").variance) == pytest.approx(4 * np.ones(4), rel=1e-3)


def test_a_stack_without_the_shape_of_its_input() -> None:
    model, _ = adapted(X, TWICE, NORMALIZATION, inputs=None)
    assert np.ravel(model.get_layer("scaled").mean) == pytest.approx(2 * X.mean(0), rel=1e-4)


@pytest.mark.tensorflow
def test_lookups_and_numbers_side_by_side() -> None:
    layers: list[dict[str, Any]] = [
        {"type": "StringLookup", "name": "known", "inputs": ["color"], "output_mode": "one_hot"},
        NORMALIZATION | {"inputs": ["size"]},
        {"type": "Concatenate", "inputs": ["known", "scaled"]},
    ]
    lookup = layers[0] | {"max_tokens": 4, "pad_to_max_tokens": True}
    inputs = {"color": {"shape": [1], "dtype": "string"}, "size": {"shape": [4]}}
    colors = np.array(["red", "green", "red"] * 1000, object).reshape(-1, 1)
    data = {"color": colors, "size": X}
    model, names = adapted(data, lookup, *layers[1:], inputs=inputs)
    assert set(names) == {"known", "scaled"}
    assert model.get_layer("known").get_vocabulary() == ["[UNK]", "red", "green"]


@pytest.mark.parametrize("before", [[], [TWICE]])
def test_data_on_the_disk_is_seen_in_batches(tmp_path: Path, before: list[dict[str, Any]]) -> None:
    X.tofile(tmp_path / "x")
    mapped = np.memmap(tmp_path / "x", "float32", mode="r", shape=X.shape)
    model, _ = adapted(mapped, *before, NORMALIZATION)
    scale = 2 if before else 1
    assert np.ravel(model.get_layer("scaled").mean) == pytest.approx(scale * X.mean(0), rel=1e-4)


def test_what_has_its_values_is_left_alone() -> None:
    given = NORMALIZATION | {"mean": [0.0] * 4, "variance": [1.0] * 4}
    assert adapted(X, given)[1] == []


def test_a_wrapped_layer_is_refused() -> None:
    wrapper = {"type": "TimeDistributed", "name": "each", "layer": {"type": "Normalization"}}
    with pytest.raises(ExecutorError, match='"each" wraps it'):
        adapted(X, wrapper, inputs={"shape": [3, 4]})
