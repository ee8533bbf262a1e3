"""Predictions as a table, in the file that is asked for."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from kspec.analysis.model import Analysis
from kspec.cli.main import main
from kspec.cli.predict import described
from kspec.executor.answers import Answers, check_writable, rows, write_answers
from kspec.executor.errors import ExecutorError
from kspec.executor.readings import Meaning, meanings
from kspec.spec.parse import parse

OUTPUTS: dict[str, Any] = {
    "kind": np.array([[0.1, 0.9], [0.75, 0.25]], np.float32),
    "size": np.array([[2.5], [1e-9]], np.float32),
}
CLASSES = {"kind": ["cat", "dog"]}
READ = {"kind": Meaning(0.5, one_class=True), "size": Meaning()}
ANSWERS = Answers(OUTPUTS, CLASSES, READ)
HEAD = ["kind[cat]", "kind[dog]", "kind class", "size"]


def test_a_row_for_each_sample() -> None:
    assert list(rows(ANSWERS)) == [
        HEAD,
        ["0.1", "0.9", "dog", "2.5"],
        ["0.75", "0.25", "cat", "1e-09"],
    ]
    assert next(rows(Answers(OUTPUTS, {}, READ)))[:3] == ["kind[0]", "kind[1]", "kind class"]


def test_outputs_have_the_names_of_their_targets() -> None:
    def head(outputs: dict[str, Any], targets: dict[str, tuple[str, ...]]) -> list[object]:
        return next(rows(Answers(outputs, CLASSES, READ, targets=targets)))

    assert head(OUTPUTS, {"size": ("cm",), "kind": ("animal",)}) == [
        *("animal[cat]", "animal[dog]", "animal class", "cm")
    ]
    assert head({"y": np.zeros((1, 2))}, {"": ("width", "height")}) == ["width", "height"]
    assert head({"y": np.zeros((1, 1))}, {"": ("price",)}) == ["price"]


def test_only_classes_are_told_from_each_other() -> None:
    several = {"y": np.array([[0.1, 0.9]])}
    assert list(next(rows(Answers(several, {}, {"y": Meaning(0.5)})))) == ["y[0]", "y[1]"]
    single, names = {"y": np.array([[0.4], [-0.2]])}, {"y": ["bad", "good"]}
    assert list(rows(Answers(single, names, {"y": Meaning(0.0)})))[1:] == [
        ["0.4", "good"],
        ["-0.2", "bad"],
    ]
    assert list(next(rows(Answers(single, {}, {"y": Meaning(0.0)})))) == ["y"]


@pytest.mark.parametrize(
    ("loss", "task", "expected"),
    [
        ("sparse_categorical_crossentropy", None, Meaning(0.5, one_class=True)),
        ("binary_crossentropy", "multilabel_classification", Meaning(0.5)),
        ({"type": "BinaryCrossentropy", "from_logits": True}, None, Meaning(0.0)),
        ("hinge", None, Meaning(0.0)),
        ("categorical_hinge", None, Meaning(0.0, one_class=True)),
        ("mse", None, Meaning()),
        ("mse", "multiclass_classification", Meaning(0.5, one_class=True)),
        ("binary_crossentropy", "autoencoding", Meaning()),
    ],
    ids=str,
)
def test_the_loss_and_the_task_say_what_values_mean(
    loss: object, task: str | None, expected: Meaning
) -> None:
    layers = [{"type": "Dense", "units": 3, "name": "y"}]
    spec = {"inputs": {"shape": [3]}, "layers": layers, "compile": {"loss": loss}}
    found = parse(spec | ({"task": task} if task else {})).spec
    assert found is not None
    assert meanings(Analysis.of(found)) == {"y": expected}


def test_every_kind_of_file_says_the_same(tmp_path: Path) -> None:
    pl = pytest.importorskip("polars", reason="polars is not installed")
    for suffix in ("csv", "parquet", "npz"):
        write_answers(tmp_path / f"a.{suffix}", ANSWERS)
    table = pl.read_parquet(tmp_path / "a.parquet").to_dict(as_series=False)
    assert list(table) == HEAD
    assert table["kind class"] == ["dog", "cat"]
    assert table["size"] == pytest.approx([2.5, 1e-9])
    assert (tmp_path / "a.csv").read_text().splitlines()[0] == ",".join(HEAD)
    assert np.load(tmp_path / "a.npz")["kind"] == pytest.approx(OUTPUTS["kind"])
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv", ".parquet", ".npz"}


def test_samples_that_are_files_are_named(tmp_path: Path) -> None:
    named = ANSWERS._replace(files=["a/1.png", "b/2.png"])
    assert [row[0] for row in rows(named)] == ["file", "a/1.png", "b/2.png"]
    write_answers(tmp_path / "a.npz", named)
    assert np.load(tmp_path / "a.npz")["file"].tolist() == ["a/1.png", "b/2.png"]


def test_as_json() -> None:
    said = described(OUTPUTS, CLASSES, values=True)
    assert json.loads(json.dumps(said))["kind"]["classes"] == ["cat", "dog"]
    assert said["size"]["shape"][0] == 2
    assert "values" not in described(OUTPUTS, CLASSES, values=False)["size"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.xlsx", "is none of them"), ("a", "is none of them"), ("no/a.csv", "There is no folder")],
)
def test_what_cannot_be_written_is_said_before(tmp_path: Path, name: str, expected: str) -> None:
    with pytest.raises(ExecutorError, match=expected):
        check_writable(tmp_path / name)
    refused = CliRunner().invoke(
        main, ["predict", "run", "x.csv", "--output", str(tmp_path / name)]
    )
    assert (refused.exit_code, expected in refused.output) == (2, True)


def test_parquet_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kspec.executor.answers.find_spec", lambda _: None)
    with pytest.raises(ExecutorError, match=r"kspec\[parquet\]"):
        check_writable(tmp_path / "a.parquet")
