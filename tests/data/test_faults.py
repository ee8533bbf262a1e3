"""The rules on data look at what is trained on from Python, before the first step."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.data.errors import DataError
from kspec.executor.listener import Listener

pytestmark = pytest.mark.contract

X = np.random.default_rng(0).normal(size=(200, 4))
SPEC: dict[str, Any] = {
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
    "compile": {"loss": "binary_crossentropy", "optimizer": "adam", "run_eagerly": True},
}


class Heard(Listener):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def test_a_token_without_a_row_in_the_embedding_ends_it(tmp_path: Path) -> None:
    embedding = {"type": "Embedding", "input_dim": 9, "output_dim": 2}
    layers = [embedding, {"type": "Flatten"}, *SPEC["layers"]]
    tokens = np.arange(800).reshape(200, 4) % 10
    with pytest.raises(DataError, match="KS6"):
        kspec.fit(SPEC | {"layers": layers}, tokens, tokens[:, :1] % 2, run_dir=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_what_is_doubtful_is_noted(tmp_path: Path) -> None:
    heard = Heard()
    kspec.fit(SPEC, X * 1000, (X[:, 0] > 0).astype(int), run_dir=tmp_path / "run", listener=heard)
    assert any(note.startswith("KS601 input-not-normalized") for note in heard.notes)


def test_a_test_of_its_own_that_is_trained_on_is_noted(tmp_path: Path) -> None:
    heard, y = Heard(), (X[:, 0] > 0).astype(int)
    np.savez(tmp_path / "train.npz", x=X, y=y)
    np.savez(tmp_path / "test.npz", x=X[:10], y=y[:10])
    (tmp_path / "model.json").write_text(
        json.dumps(SPEC | {"data": {"source": "train.npz", "test": "test.npz"}})
    )
    kspec.fit(tmp_path / "model.json", run_dir=tmp_path / "run", listener=heard)
    assert any("Of the 10 test samples, 10 are trained on too" in note for note in heard.notes)
