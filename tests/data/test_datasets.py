"""Datasets of TensorFlow, given from Python."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.errors import DataError
from kspec.data.given import FitData, read_given

pytestmark = pytest.mark.contract

X = np.random.default_rng(0).normal(size=(70, 4)).astype("float32")
Y = (X.sum(axis=1) > 0).astype(int)
SPEC: dict[str, Any] = {
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
    "compile": {"loss": "binary_crossentropy", "optimizer": "adam", "run_eagerly": True},
}
TWO = {
    "inputs": {"a": {"shape": [4]}, "b": {"shape": [1], "dtype": "string"}},
    "layers": [
        {"type": "StringLookup", "name": "known", "inputs": ["b"], "output_mode": "one_hot",
         "max_tokens": 4, "pad_to_max_tokens": True},
        {"type": "Concatenate", "inputs": ["a", "known"]},
        {"type": "Dense", "units": 1},
    ],
    "compile": {"loss": "mse", "optimizer": "adam", "run_eagerly": True},
}  # fmt: skip


def dataset(*parts: Any) -> Any:
    import tensorflow as tf

    return tf.data.Dataset.from_tensor_slices(parts if len(parts) > 1 else parts[0])


def read(given: Any, spec: dict[str, Any] = SPEC) -> Any:
    return read_given(Analysis.of(kspec.load(spec)), FitData(given), "the data")


@pytest.mark.parametrize("size", [None, 16])
def test_all_samples_are_read(size: int | None) -> None:
    given = dataset(X, Y) if size is None else dataset(X, Y).batch(size)
    raw, batch_size = read(given)
    assert np.array_equal(raw.x[""], X)
    assert np.array_equal(raw.y[""], Y)
    assert batch_size == size


class Batches:
    """Stand-in for a ``keras.utils.PyDataset``."""

    def __init__(self, size: int | None = 16) -> None:
        self.num_batches = None if size is None else -(-len(X) // size)
        self.size = size or 0

    def __getitem__(self, at: int) -> Any:
        rows = slice(at * self.size, (at + 1) * self.size)
        return X[rows], Y[rows].tolist()

    def on_epoch_end(self) -> None: ...


def test_a_dataset_of_keras_is_read_batch_by_batch() -> None:
    import keras

    raw, batch_size = read(Batches())
    assert np.array_equal(raw.x[""], X)
    assert np.array_equal(raw.y[""], Y)
    assert batch_size == 16
    assert all(hasattr(keras.utils.PyDataset, name) for name in dir(Batches) if name[0] != "_")


def test_inputs_by_name_and_weights() -> None:
    texts = np.array([["rot"], ["grün"]] * 35)
    raw, _ = read(dataset({"a": X, "b": texts}, Y, np.arange(70.0)).batch(8), TWO)
    assert raw.x["b"][:2].tolist() == [["rot"], ["grün"]]
    assert raw.aside.weights[""].tolist() == list(range(70))


def test_a_dataset_is_trained_on_and_split(tmp_path: Path) -> None:
    run = kspec.fit(SPEC, dataset(X, Y).batch(16), run_dir=tmp_path / "run")
    split = json.loads((run.path / "split.json").read_text())
    assert (len(split["train"]), len(split["validation"])) == (56, 14)
    assert json.loads((run.path / "spec.json").read_text())["fit"]["batch_size"] == 16
    held_out = dataset(X[:20], Y[:20]).batch(5)
    other = kspec.fit(SPEC, dataset(X, Y), validation_data=held_out, run_dir=tmp_path / "other")
    assert "val_loss" in other.history


def test_what_cannot_be_read_is_said() -> None:
    import tensorflow as tf

    ragged = tf.data.Dataset.from_generator(
        lambda: (([0.0] * n, 1.0) for n in (4, 5)),
        output_signature=(tf.TensorSpec([None]), tf.TensorSpec([])),
    )
    for given, expected in [
        (dataset(X, Y).repeat(), "never ends"),
        (Batches(None), "never ends"),
        (iter(Batches()), "is a generator"),
        (dataset(X), "must be one of"),
        (dataset(X, Y).take(0), "is empty"),
        (ragged, "samples of different shapes"),
    ]:
        with pytest.raises(DataError, match=expected):
            read(given)
    with pytest.raises(DataError, match="gives y and the weights itself"):
        read_given(Analysis.of(kspec.load(SPEC)), FitData(dataset(X, Y), Y), "the data")
