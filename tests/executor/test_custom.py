"""Code that is not Keras's runs where it is allowed, and is never imported where it is not."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import kspec
from kspec.cli.main import main
from kspec.executor.errors import ExecutorError

pytestmark = pytest.mark.contract

X = np.random.default_rng(0).normal(size=(60, 5)).astype("float32")
Y = X.sum(axis=1, keepdims=True)
SPEC: dict[str, Any] = {
    "kspec": 1,
    "name": "custom",
    "inputs": {"shape": [5]},
    "layers": [
        {"type": "foreign_layers:Right", "name": "own", "units": 3, "rate": 0.1},
        {"type": "Dense", "units": 1},
    ],
    "compile": {"loss": "foreign_layers:mean_square", "optimizer": "adam", "run_eagerly": True},
    "fit": {"epochs": 2},
}


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def test_nothing_is_imported_that_is_not_allowed(tmp_path: Path) -> None:
    sys.modules.pop("foreign_layers", None)
    for allowed in ((), ("foreign",), ("foreign_layers.more",)):
        with pytest.raises(ExecutorError, match="--allow-import foreign_layers,"):
            kspec.fit(SPEC, X, Y, run_dir=tmp_path / "run", allow_import=allowed)
    assert "foreign_layers" not in sys.modules
    assert not (tmp_path / "run").exists()


def test_an_allowed_module_is_imported_and_its_classes_are_kept(tmp_path: Path) -> None:
    run = kspec.fit(SPEC, X, Y, run_dir=tmp_path / "run", allow_import=["foreign_layers"])
    assert type(run.model.get_layer("own")).__name__ == "Right"
    assert run.model.get_layer("own").units == 3
    assert len(run.history["val_loss"]) == 2


def test_classes_may_be_handed_over_by_either_name() -> None:
    own = import_module("foreign_layers")
    right, mean_square = own.Right, own.mean_square

    for names in (
        {"Right": right, "mean_square": mean_square},
        {"foreign_layers:Right": right, "foreign_layers:mean_square": mean_square},
    ):
        model = kspec.build(SPEC, custom_objects=names)
        assert isinstance(model.get_layer("own"), right)
        assert model.loss is mean_square


def test_what_a_layer_is_given_keeps_its_fields() -> None:
    own = {"type": "foreign_layers:Own", "by": 3.0}
    dense = {"type": "Dense", "units": 1, "kernel_regularizer": own}
    model = kspec.build({**SPEC, "layers": [dense]}, allow_import=["foreign_layers"])
    assert model.layers[-1].kernel_regularizer.by == 3


def test_a_graph_with_a_custom_layer_is_built() -> None:
    graph = {
        "inputs": {"a": {"shape": [5]}},
        "layers": [
            {"type": "foreign_layers:Right", "name": "own", "units": 5, "inputs": ["a"]},
            {"type": "Add", "inputs": ["a", "own"]},
        ],
    }
    model = kspec.build(graph, allow_import=["foreign_layers"])
    assert model.output_shape == (None, 5)


@pytest.mark.slow
def test_from_the_command_line(tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", x=X, y=Y)
    path = tmp_path / "spec.json"
    path.write_text(json.dumps({**SPEC, "data": {"source": "d.npz"}}), encoding="utf-8")
    runner, run = CliRunner(), str(tmp_path / "run")
    refused = runner.invoke(main, ["train", str(path), "--run-dir", run])
    assert refused.exit_code == 2
    assert "--allow-import foreign_layers" in refused.output
    allow = ["--allow-import", "foreign_layers"]
    trained = runner.invoke(main, ["train", str(path), "--run-dir", run, *allow])
    assert trained.exit_code == 0, trained.output
    assert runner.invoke(main, ["evaluate", run]).exit_code == 2
    assert runner.invoke(main, ["evaluate", run, *allow]).exit_code == 0
    more = runner.invoke(main, ["train", "--resume", run, "--epochs", "3", *allow])
    assert more.exit_code == 0, more.output


def test_a_class_that_fails_is_one_sentence() -> None:
    broken = {**SPEC, "layers": [{"type": "foreign_layers:Undefined"}, *SPEC["layers"][1:]]}
    with pytest.raises(ExecutorError, match="'unit' is not defined"):
        kspec.build(broken, allow_import=["foreign_layers"])
