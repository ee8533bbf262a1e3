"""Trackers: what they are told, and that none of them costs a run."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.executor.directory import RunDirectory
from kspec.executor.errors import ExecutorError
from kspec.executor.listener import Listener
from kspec.executor.trackers import tracking
from kspec.executor.trackers.tracker import Beginning, Tracker

pytestmark = [pytest.mark.contract, pytest.mark.one_in(2)]

X = np.random.default_rng(0).normal(size=(60, 3)).astype("float32")
Y = (X[:, 0] > 0).astype(int)
SPEC: dict[str, Any] = {
    "kspec": 1,
    "name": "tiny",
    "inputs": {"shape": [3]},
    "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
    "compile": {"loss": "binary_crossentropy", "optimizer": "adam", "run_eagerly": True},
    "fit": {"epochs": 2, "validation_split": 0.2},
}


class Notes(Listener):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


class Seen(Tracker):
    def __init__(self, fails: str = "") -> None:
        self.fails = fails
        self.heard: list[Any] = []

    def _hear(self, name: str, heard: object) -> None:
        self.heard.append(heard)
        if name == self.fails:
            raise ConnectionError("the server is down\nin many lines")

    def begin(self, run: Beginning) -> str:
        self._hear("begin", run)
        return "its name"

    def epoch(self, number: int, values: Mapping[str, float]) -> None:
        self._hear("epoch", (number, sorted(values)))

    def end(self, run: Any) -> None:
        self._hear("end", run.ended)


def tracked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracker: Seen
) -> tuple[Any, list[str]]:
    module = type("Module", (), {"TensorBoard": lambda: tracker})
    monkeypatch.setattr(tracking, "import_module", lambda _: module)
    monkeypatch.setattr(tracking, "find_spec", lambda _: True)
    notes = Notes()
    run = kspec.fit(SPEC, X, Y, run_dir=tmp_path / "run", trackers=["tensorboard"], listener=notes)
    return run, [note for note in notes.notes if "tensorboard" in note]


def test_a_tracker_hears_of_settings_epochs_and_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Seen()
    _, notes = tracked(tmp_path, monkeypatch, seen)
    beginning, *rest = seen.heard
    assert (beginning.name, beginning.parameters["fit.epochs"]) == ("tiny", 2)
    assert rest == [(1, ["loss", "val_loss"]), (2, ["loss", "val_loss"]), "all 2 epochs done"]
    assert notes == []
    kept = json.loads((tmp_path / "run" / "trackers.json").read_text("utf-8"))
    assert kept == {"tensorboard": "its name"}


@pytest.mark.one_in(99)
@pytest.mark.parametrize(("fails", "heard"), [("begin", 1), ("epoch", 2), ("end", 4)])
def test_a_tracker_that_is_down_costs_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str, heard: int
) -> None:
    seen = Seen(fails)
    run, notes = tracked(tmp_path, monkeypatch, seen)
    assert len(seen.heard) == heard  # it is not asked again
    assert run.ended == "all 2 epochs done"
    assert (run.path / "best.keras").exists()
    assert notes == [
        "tensorboard fails, and the run goes on without it: ConnectionError: the server is down"
    ]


def test_the_trials_of_a_sweep_belong_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Seen()
    module = type("Module", (), {"TensorBoard": lambda: seen})
    monkeypatch.setattr(tracking, "import_module", lambda _: module)
    names = tracking.track_sweep(tmp_path, "tiny", ["tensorboard"], pytest.fail)
    assert names == {"tensorboard": tmp_path.name}
    directory = RunDirectory.new(tmp_path / "trial-0000", "tiny")
    directory.write("spec.json", SPEC)
    tracking.Tracking(Notes(), ["tensorboard"], names).begin(directory, "tiny")
    (beginning,) = seen.heard
    assert beginning.sweep == tmp_path.name


def test_a_tracker_that_is_down_costs_no_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Down(Seen):
        def begin_sweep(self, name: str, folder: Path) -> str:
            raise ConnectionError("the server is down")

    monkeypatch.setattr(tracking, "import_module", lambda _: type("M", (), {"MLflow": Down}))
    notes: list[str] = []
    assert tracking.track_sweep(tmp_path, "tiny", ["mlflow"], notes.append) == {}
    assert notes == [
        "mlflow fails, and the sweep goes on without it: ConnectionError: the server is down"
    ]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of MLflow's database on its own library
def test_mlflow_nests_trials_in_a_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mlflow = pytest.importorskip("mlflow", reason="MLflow is not installed")
    monkeypatch.chdir(tmp_path)
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path / 'mlflow.db'}")
    folder = tmp_path / "swept"
    folder.mkdir()
    names = tracking.track_sweep(folder, "tiny", ["mlflow"], pytest.fail)
    directory = RunDirectory.new(folder / "trial-0000", "tiny")
    directory.write("spec.json", SPEC)
    tracking.Tracking(Notes(), ["mlflow"], names).begin(directory, "tiny")
    mlflow.end_run()
    trial = mlflow.search_runs(
        experiment_names=["tiny"],
        filter_string=f"tags.mlflow.parentRunId = '{names['mlflow']}'",
        output_format="list",
    )
    assert [one.info.run_name for one in trial] == ["trial-0000"]


def test_what_is_missing_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "find_spec", lambda _: None)
    with pytest.raises(ExecutorError, match=r"with wandb, .* pip install 'kspec\[wandb\]'"):
        tracking.check_trackers(["wandb"])
    with pytest.raises(ExecutorError, match='"comet" is no tracker'):
        tracking.check_trackers(["comet"])


@pytest.mark.slow
def test_tensorboard_reads_the_curves(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard", reason="TensorBoard is not installed")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    run = kspec.fit(SPEC, X, Y, run_dir=tmp_path / "run", trackers=["tensorboard"])
    for part, name in (("train", "loss"), ("validation", "val_loss")):
        events = EventAccumulator(str(run.path / "tensorboard" / part))
        events.Reload()
        values = [event.value for event in events.Scalars("epoch_loss")]
        assert values == pytest.approx(run.history[name])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of MLflow's database on its own library
def test_mlflow_keeps_settings_values_and_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = pytest.importorskip("mlflow", reason="MLflow is not installed")
    monkeypatch.chdir(tmp_path)
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path / 'mlflow.db'}")
    run = kspec.fit(SPEC, X, Y, run_dir=tmp_path / "run", trackers=["mlflow"])
    (kept,) = mlflow.search_runs(experiment_names=["tiny"], output_format="list")
    assert (kept.info.status, kept.data.params["fit.epochs"]) == ("FINISHED", "2")
    assert kept.data.params["layers.0.units"] == "1"
    assert kept.data.metrics["val_loss"] == pytest.approx(run.history["val_loss"][-1])
    names = {one.path for one in mlflow.artifacts.list_artifacts(run_id=kept.info.run_id)}
    assert names == {"best.keras", "report.html", "spec.json", "findings.md"}


@pytest.mark.slow
def test_a_server_of_mlflow_that_is_down_costs_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = pytest.importorskip("mlflow", reason="MLflow is not installed")
    monkeypatch.chdir(tmp_path)
    mlflow.set_tracking_uri("http://127.0.0.1:9")
    notes = Notes()
    run = kspec.fit(SPEC, X, Y, run_dir=tmp_path / "run", trackers=["mlflow"], listener=notes)
    assert run.ended == "all 2 epochs done"
    assert any(note.startswith("mlflow fails, and the run goes on") for note in notes.notes)


@pytest.mark.slow
def test_wandb_keeps_a_run_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("wandb", reason="Weights & Biases is not installed")
    monkeypatch.setenv("WANDB_MODE", "offline")
    run = kspec.fit(SPEC, X, Y, run_dir=tmp_path / "run", trackers=["wandb"])
    assert list((run.path / "wandb").glob("offline-run-*/*.wandb"))
