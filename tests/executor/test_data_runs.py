"""Runs on tables: what they hold out, weigh, leave on the disk, and refuse."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import kspec
from kspec.cli.main import main

pytestmark = pytest.mark.contract

ROWS = [f"{n % 7},{n % 5},{n % 2},w{n // 5},{1 + n % 3}" for n in range(60)]
SPEC: dict[str, Any] = {
    "kspec": 1,
    "inputs": {"shape": [2]},
    "layers": [{"type": "Dense", "name": "head", "units": 2, "activation": "softmax"}],
    "compile": {
        "loss": "sparse_categorical_crossentropy",
        "optimizer": "adam",
        "run_eagerly": True,
    },
    "data": {"source": "t.csv", "features": ["u", "v"], "target": "kind"},
    "fit": {"epochs": 2, "validation_split": 0.2, "batch_size": 8},
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def written(folder: Path, rows: list[str] = ROWS, **data: Any) -> Path:
    (folder / "t.csv").write_text("\n".join(["u,v,kind,ward,weight", *rows]), "utf-8")
    path = folder / "spec.json"
    path.write_text(json.dumps(SPEC | {"data": SPEC["data"] | data}), "utf-8")
    return path


def kept(run: Path, name: str) -> Any:
    return json.loads((run / name).read_text())


def test_a_label_out_of_range_costs_no_epoch(tmp_path: Path) -> None:
    refused = run("train", written(tmp_path, [*ROWS, "1,1,9,w9,1"]), "--run-dir", tmp_path / "run")
    assert refused.exit_code == 1
    assert "label-out-of-range" in refused.output
    assert not (tmp_path / "run").exists()


def test_a_test_is_kept_to_the_end_and_the_rows_stay_where_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    done = run("train", written(tmp_path, group="ward", test=0.2), "--run-dir", folder)
    assert done.exit_code == 0, done.output
    assert "40 samples to train on, 10 held out, 10 kept for the test (whole groups" in done.output
    assert "on the test: loss " in done.output
    split, first = kept(folder, "split.json"), kept(folder, "run.json")
    assert set(first["test"]) >= {"loss"}
    # another seed in the spec of the run would split otherwise: what is written down holds
    moved = split | {"train": split["test"] + split["train"][10:], "test": split["train"][:10]}
    (folder / "split.json").write_text(json.dumps(moved))
    assert run("train", "--resume", folder, "--epochs", "3").exit_code == 0
    assert kept(folder, "run.json")["test"] != first["test"]
    scored = run("evaluate", folder, "--output-format", "json")
    best = kept(folder, "run.json")["best"]
    assert json.loads(scored.output)["values"]["loss"] == pytest.approx(best["val_loss"], rel=1e-4)


@pytest.mark.slow
def test_weights_in_a_column_are_weights_in_python(tmp_path: Path) -> None:
    one = kspec.fit(written(tmp_path, sample_weight="weight"), run_dir=tmp_path / "one")
    table = np.array([row.split(",") for row in ROWS])
    x, y, weights = table[:, :2].astype(float), table[:, 2].astype(int), table[:, 4].astype(float)
    bare = {key: value for key, value in SPEC.items() if key != "data"}
    two = kspec.fit(bare, x, y, sample_weight=weights, run_dir=tmp_path / "two")
    plain = kspec.fit(bare, x, y, run_dir=tmp_path / "plain")
    assert one.history == two.history
    assert one.history != plain.history


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed",
    [
        {},
        {
            "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
            "compile": {"loss": "binary_crossentropy", "optimizer": "adam", "run_eagerly": True},
            "fit": SPEC["fit"] | {"class_weight": {"0": 1.0, "1": 2.0}},
        },
    ],
    ids=["class numbers", "yes and no, weighed"],
)
def test_a_run_on_what_stays_on_the_disk_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    path = written(tmp_path, test=0.2)
    path.write_text(json.dumps(json.loads(path.read_text()) | changed), "utf-8")
    whole = kspec.fit(path, run_dir=tmp_path / "whole")
    monkeypatch.setenv("KSPEC_MEMORY", "0")
    parts = kspec.fit(path, run_dir=tmp_path / "parts")
    for name, values in whole.history.items():
        assert parts.history[name] == pytest.approx(values, rel=1e-6)
    assert parts.test == pytest.approx(whole.test, rel=1e-6)


@pytest.mark.slow
def test_another_source_is_kept_with_the_run(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "other.csv").write_text((tmp_path / "t.csv").read_text())
    done = run("train", path, "--data", tmp_path / "other.csv", "--run-dir", tmp_path / "run")
    assert done.exit_code == 0, done.output
    assert kept(tmp_path / "run", "spec.json")["data"]["source"] == str(tmp_path / "other.csv")
