"""Data sets with names."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.errors import DataError
from kspec.data.samples import Samples
from kspec.executor.prepare import read_and_prepare
from kspec.spec.training.data import Data

SPEC: dict[str, Any] = {
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 3, "activation": "softmax"}],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
}
IMAGES = np.arange(48, dtype=np.uint8).reshape(12, 2, 2)
LABELS = np.arange(12) % 3


def read(source: str, **spec: Any) -> Samples:
    # Without lint, which knows the real sets of these names.
    loaded = kspec.load(SPEC | spec).model_copy(update={"data": Data(source=source)})
    return read_and_prepare(Analysis.of(loaded), Path()).samples


def cached(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, x: Any) -> None:
    """Let Keras have downloaded a data set before, and give this for it."""
    (folder / "datasets").mkdir()
    (folder / "datasets" / f"{name}.npz").write_bytes(b"")
    monkeypatch.setenv("KERAS_HOME", str(folder))
    parts = (x, LABELS), (x[:3], LABELS[:3])
    monkeypatch.setattr(f"keras.datasets.{name}.load_data", lambda: parts)


def test_sets_of_scikit_learn() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    assert len(read("sklearn:iris")) == 150


def test_an_autoencoder_takes_the_samples_alone() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    compiled = {"loss": "mse", "optimizer": "adam"}
    layers = [{"type": "Dense", "units": 4}]
    found = read("sklearn:iris", task="autoencoding", layers=layers, compile=compiled)
    assert np.array_equal(found.y["dense"], found.x["input_layer"])


@pytest.mark.contract
@pytest.mark.parametrize(("source", "count"), [("keras:mnist", 12), ("keras:mnist/test", 3)])
def test_parts_of_a_set_of_keras(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, count: int
) -> None:
    cached(monkeypatch, tmp_path, "mnist", IMAGES)
    found = read(source)
    assert found.x["input_layer"].shape == (count, 4)
    assert found.y["dense"].tolist() == LABELS[:count].tolist()


@pytest.mark.contract
def test_sequences_get_the_length_of_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sequences = np.array([list(range(1, 2 + n % 6)) for n in range(12)], object)
    cached(monkeypatch, tmp_path, "reuters", sequences)
    x = read("keras:reuters").x["input_layer"]
    assert x[:6].tolist() == [
        [0, 0, 0, 1], [0, 0, 1, 2], [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [3, 4, 5, 6],
    ]  # fmt: skip


@pytest.mark.contract
def test_a_damaged_set_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached(monkeypatch, tmp_path, "mnist", IMAGES)

    def fail() -> None:
        raise OSError("URL fetch failure")

    monkeypatch.setattr("keras.datasets.mnist.load_data", fail)
    with pytest.raises(DataError, match=r"cannot be read from .*: URL fetch failure"):
        read("keras:mnist")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("sklearn:moons", 'has no data set "moons"'),
        ("keras:mnist", "is not on this machine (no mnist.npz in"),
        ("keras:cifar10/validation", 'Keras has no data set "cifar10/validation"'),
        ("keras:digits", 'Keras has no data set "digits"; it has: boston_housing'),
    ],
)
def test_what_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, expected: str
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    with pytest.raises(DataError) as caught:
        read(source)
    assert expected in str(caught.value)
