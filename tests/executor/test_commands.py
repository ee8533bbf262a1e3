"""`train`, `evaluate`, `predict` and `runs`, called as on the command line."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from kspec.cli.main import main
from tests.outputs.schemas import held_to

pytestmark = pytest.mark.contract

CSV = "\n".join(["u,v,kind", *(f"{n % 7},{n % 5},{'odd' if n % 2 else 'even'}" for n in range(60))])
SPEC = {
    "kspec": 1,
    "name": "tiny",
    "inputs": {"shape": [2]},
    "layers": [{"type": "Dense", "name": "head", "units": 2, "activation": "softmax"}],
    "compile": {
        "loss": "sparse_categorical_crossentropy",
        "optimizer": "adam",
        "metrics": ["accuracy"],
        "run_eagerly": True,
    },
    "data": {"source": "t.csv", "target": "kind", "target_encoding": "integer", "classes": 2},
    "fit": {"epochs": 2, "validation_split": 0.2},
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    (tmp_path / "t.csv").write_text(CSV, encoding="utf-8")
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(SPEC), encoding="utf-8")
    return path


def test_a_run_is_trained_scored_used_and_listed(spec: Path, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    trained = run("train", spec, "--run-dir", runs / "one")
    assert trained.exit_code == 0, trained.output
    assert "48 samples to train on, 12 held out (shuffled and stratified" in trained.output
    assert " 2/2 " in trained.output
    assert f"run directory: {runs / 'one'}" in trained.output
    scored = run("evaluate", runs / "one", "--output-format", "json")
    best = held_to("run", json.loads((runs / "one" / "run.json").read_text()))["best"]
    held_to("history", json.loads((runs / "one" / "history.json").read_text()))
    held_to("runs", json.loads(run("runs", runs, "--output-format", "json").stdout))
    assert held_to("evaluate", json.loads(scored.output))["values"]["loss"] == pytest.approx(
        best["val_loss"], rel=1e-4
    )
    without_target = tmp_path / "new.csv"
    without_target.write_text("u,v\n1,2\n3,4\n", encoding="utf-8")
    used = run("predict", runs / "one", without_target, "--output", tmp_path / "out.csv")
    assert used.exit_code == 0, used.output
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines[0] == "kind[even],kind[odd],kind class"
    assert {line.split(",")[2] for line in lines[1:]} <= {"even", "odd"}
    assert run("predict", runs / "one", without_target, "--output", tmp_path / "o.npz").stdout == ""
    assert np.load(tmp_path / "o.npz")["head"].shape == (2, 2)
    for options in ((), ("--output", tmp_path / "p.csv")):
        told = run("predict", runs / "one", without_target, *options, "--output-format", "json")
        said = held_to("predict", json.loads(told.stdout))
        assert ("values" in said["outputs"]["head"]) is not bool(options)
    assert "done  best epoch" in run("runs", runs).output


def test_how_a_run_ended_as_json(spec: Path, tmp_path: Path) -> None:
    ended = run("train", spec, "--run-dir", tmp_path / "run", "--output-format", "json")
    said = held_to("train", json.loads(ended.stdout))
    assert (said["run"], said["state"], said["epochs"]) == (str(tmp_path / "run"), "done", 2)
    assert " 2/2 " in ended.stderr


def test_errors_of_the_spec_are_shown_and_nothing_is_trained(spec: Path, tmp_path: Path) -> None:
    spec.write_text(json.dumps(SPEC | {"layers": [{"type": "Dense"}]}), encoding="utf-8")
    refused = run("train", spec, "--run-dir", tmp_path / "run")
    assert refused.exit_code == 1
    assert "units" in refused.output
    assert not (tmp_path / "run").exists()


def test_bad_data_is_one_sentence_and_exit_code_2(spec: Path, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(CSV + "\n1,,odd\n", encoding="utf-8")
    refused = run("train", spec, "--run-dir", tmp_path / "run")
    assert refused.exit_code == 2
    assert 't.csv:62: column "v" is empty' in refused.output
    assert "Traceback" not in refused.output


@pytest.mark.tensorflow
@pytest.mark.parametrize("existing", [True, False])
def test_nothing_is_left_of_a_run_that_never_began(
    spec: Path, tmp_path: Path, *, existing: bool
) -> None:
    folder = tmp_path / "runs" / "one"
    if existing:
        folder.mkdir(parents=True)
    refused = run("train", spec, "--run-dir", folder, "--distribute", "mirrored")
    assert refused.exit_code == 2
    assert "There is 1 CPU to train on, and 2 are asked for" in refused.output
    assert not existing or not list(folder.iterdir())
    assert (tmp_path / "runs").exists() is existing


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("train",), "Give either PATH"),
        (("train", "none.json"), "none.json"),
        (("train", "--resume", "none"), "is no run directory"),
        (("evaluate", "none"), "is no run directory"),
        (("predict", "none", "x.npz"), "is no run directory"),
    ],
)
def test_what_is_not_there_is_said(arguments: tuple[str, ...], expected: str) -> None:
    refused = run(*arguments)
    assert refused.exit_code != 0
    assert expected in refused.output


@pytest.mark.slow
def test_arrays_given_from_python_cannot_be_resumed(tmp_path: Path) -> None:
    import kspec

    bare = {key: value for key, value in SPEC.items() if key != "data"}
    x, y = np.zeros((20, 2)), np.tile([0, 1], 10)
    kspec.fit(bare, x, y, run_dir=tmp_path / "run")
    refused = run("train", "--resume", tmp_path / "run", "--epochs", "5")
    assert refused.exit_code == 2
    assert "from Python" in refused.output


@pytest.mark.slow
def test_more_epochs_go_on_and_changed_data_does_not(spec: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    assert run("train", spec, "--run-dir", folder).exit_code == 0
    assert "is done" in run("train", "--resume", folder).output
    more = run("train", "--resume", folder, "--epochs", "4")
    assert more.exit_code == 0, more.output
    assert len(json.loads((folder / "history.json").read_text())["epochs"]) == 4
    (tmp_path / "t.csv").write_text(CSV.replace("6,4", "5,4"), encoding="utf-8")
    assert "has changed" in run("train", "--resume", folder, "--epochs", "6").output


@pytest.mark.slow
def test_the_log_of_a_run_that_goes_on_has_one_header(spec: Path, tmp_path: Path) -> None:
    written = json.loads(spec.read_text())
    written["fit"]["callbacks"] = [{"type": "CSVLogger", "filename": "log.csv"}]
    spec.write_text(json.dumps(written))
    folder = tmp_path / "run"
    epochs = written["fit"]["epochs"]
    assert run("train", spec, "--run-dir", folder).exit_code == 0
    assert run("train", "--resume", folder, "--epochs", str(epochs + 1)).exit_code == 0
    lines = (folder / "log.csv").read_text().splitlines()
    firsts = [line.partition(",")[0] for line in lines]
    assert firsts == ["epoch", *map(str, range(epochs + 1))]
