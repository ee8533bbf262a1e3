"""Names of models, layers and inputs: what kspec refuses, Keras cannot train, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kspec
from kspec.spec.registry import LAYERS

pytestmark = pytest.mark.contract

NAMES = st.text("aB1_-.>\\ /:+ä'[", min_size=1, max_size=3)


def spec(model: str, layer: str, data: str) -> dict[str, Any]:
    dense = {"type": "Dense", "units": 1, "name": layer, "inputs": data}
    return {"name": model, "inputs": {data: {"shape": [3]}}, "layers": [dense]}


def trains(model: str, layer: str, data: str) -> bool:
    import keras
    import numpy as np

    try:
        start = keras.Input((3,), name=data)
        made = keras.Model(start, keras.layers.Dense(1, name=layer)(start), name=model)
        made.compile("sgd", "mse")
        made.fit(np.zeros((2, 3)), np.zeros((2, 1)), verbose=0)
    except ValueError:
        return False
    return True


def test_aliases_are_called_as_keras_calls_their_classes() -> None:
    from keras import layers

    exported = [name for name in LAYERS.names() if hasattr(layers, name)]
    names = {alias: getattr(layers, alias).__name__ for alias in exported}
    assert {alias: LAYERS.canonical(alias) for alias in exported} == names


@pytest.mark.parametrize("place", ["model", "layer", "data"])
@given(name=NAMES)
@pytest.mark.slow
def test_a_name_is_refused_when_keras_cannot_train_it(place: str, name: str) -> None:
    names = {"model": "whole", "layer": "head", "data": "x"} | {place: name}
    # Where a fit fails, the scope that it was in stays open, for this thread and all that follows.
    with ThreadPoolExecutor(1) as thread:
        runs = thread.submit(trains, **names).result()
    found = kspec.lint(spec(**names)).findings
    assert [finding.code for finding in found] == ([] if runs else ["KS105"]), name
    where = {"model": ("name",), "layer": ("layers", 0, "name"), "data": ("inputs", name)}
    assert {finding.path for finding in found} <= {where[place]}
