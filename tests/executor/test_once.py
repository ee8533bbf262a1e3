"""A training reads its spec once: one lint, one analysis, no more propagations than it needs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner

import kspec
from kspec.analysis.model import Analysis
from kspec.cli.train import command
from kspec.linter import engine
from kspec.source import parsing
from kspec.spec import propagation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPEC = {
    "kspec": 1,
    "inputs": {"shape": [4]},
    "layers": [
        {"type": "Dense", "units": 8, "activation": "relu"},
        {"type": "Dropout", "rate": 0.1},
        {"type": "Dense", "units": 3, "activation": "softmax"},
    ],
    "compile": {
        "optimizer": "adam",
        "loss": "sparse_categorical_crossentropy",
        "run_eagerly": True,
    },
    "data": {"source": "a.npz"},
    "fit": {"epochs": 1},
}


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the calls of each of the four."""
    found: Counter[str] = Counter()

    def counted(what: str, owner: Any, name: str) -> None:
        function: Callable[..., Any] = getattr(owner, name)

        def count(*args: Any, **kwargs: Any) -> Any:
            found[what] += 1
            return function(*args, **kwargs)

        monkeypatch.setattr(owner, name, count)

    counted("propagations", propagation, "_order")
    counted("analyses", Analysis, "__init__")
    counted("lints", engine, "check")
    counted("readings", parsing, "read_document")
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = np.arange(60)
    x = np.stack([np.cos(rows * k) for k in range(1, 5)], axis=1).astype("float32")
    np.savez(tmp_path / "a.npz", x=x, y=rows % 3)
    (tmp_path / "model.json").write_text(json.dumps(SPEC))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.contract
def test_train_lints_once(folder: Path, counts: Counter[str]) -> None:
    result = CliRunner().invoke(command, ["model.json", "--run-dir", "run", "--plain"])
    assert result.exit_code == 0, result.output
    assert (folder / "run" / "report.html").exists()
    assert counts == {"propagations": 3, "analyses": 1, "lints": 1, "readings": 1}


def test_errors_are_said_before_data_that_is_not_there(folder: Path, counts: Counter[str]) -> None:
    faulty = SPEC | {"layers": [{"type": "Dense", "units": 1, "activation": "softmax"}]}
    faulty |= {"data": {"source": "absent.npz"}}
    (folder / "model.json").write_text(json.dumps(faulty))
    result = CliRunner().invoke(command, ["model.json"])
    assert result.exit_code == 1
    assert "KS303" in result.output
    assert "There is no file" not in result.output
    assert counts["lints"] == 1


def test_what_makes_no_network_touches_no_data(folder: Path, counts: Counter[str]) -> None:
    faulty = SPEC | {"layers": [{"type": "Dens", "units": 1}]}
    (folder / "model.json").write_text(json.dumps(faulty))
    (folder / "a.npz").unlink()
    result = CliRunner().invoke(command, ["model.json"])
    assert result.exit_code == 1
    assert "KS101" in result.output
    assert counts["lints"] == counts["analyses"] == 1


def test_lint_with_data_analyses_once(folder: Path, counts: Counter[str]) -> None:
    with np.load(folder / "a.npz") as arrays:
        report = kspec.lint("model.json", data=(arrays["x"], arrays["y"]))
    assert report.ok
    assert counts == {"propagations": 1, "analyses": 1, "lints": 1, "readings": 1}


@pytest.mark.contract
def test_fit_analyses_a_loaded_spec_once(folder: Path, counts: Counter[str]) -> None:
    spec = kspec.load(SPEC)
    counts.clear()
    rows = np.arange(40)
    x = np.stack([np.cos(rows * k) for k in range(1, 5)], axis=1).astype("float32")
    kspec.fit(spec, x, rows % 3, run_dir=folder / "run", plain=True)
    assert counts == {"propagations": 3, "analyses": 1, "lints": 1}


@pytest.mark.slow
def test_a_stack_without_an_input_takes_single_numbers_and_goes_on(folder: Path) -> None:
    rows = np.cos(np.arange(60)).astype("float32")
    np.savez(folder / "b.npz", x=rows, y=rows * 2)
    layers = [{"type": "Dense", "units": 1}]
    document = {"kspec": 1, "layers": layers, "compile": {"loss": "mse"}, "fit": {"epochs": 1}}
    (folder / "model.json").write_text(json.dumps(document))
    begun = ["model.json", "--data", "b.npz", "--run-dir", "run", "--plain"]
    for arguments in (begun, ["--resume", "run", "--epochs", "2"]):
        result = CliRunner().invoke(command, arguments)
        assert result.exit_code == 0, result.output
