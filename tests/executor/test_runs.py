"""Runs are listed and compared by what their directories hold, without Keras."""

import json
import os
import platform
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kspec
from kspec.cli.main import main
from kspec.executor.better import direction
from kspec.executor.callbacks import monitor_of
from kspec.executor.comparison import differences, lines
from kspec.executor.history import History
from kspec.executor.stored_runs import read_runs
from kspec.executor.text_curves import text_curves


def keep(path: Path, *losses: float, state: str = "done", rate: float = 0.1, **more: Any) -> Path:
    """A run directory with so many epochs."""
    path.mkdir(parents=True)
    history = History("val_loss", "min")
    for loss in losses:
        history.add(
            {"loss": loss / 2, "accuracy": 1 - loss, "val_loss": loss, "val_accuracy": loss}
        )
    spec = {"kspec": 1, "layers": [{"type": "Dense", "units": 1}], "compile": {"rate": rate}}
    files = {
        "run.json": {"version": 1, "state": state, **more},
        "spec.json": spec,
        "environment.json": {"seed": 0, "started": f"2026-01-0{len(losses)}"},
        "history.json": history.to_dict(),
    }
    for name, value in files.items():
        (path / name).write_text(json.dumps(value), encoding="utf-8")
    return path


def runs(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["runs", *map(str, arguments)])


def test_runs_of_a_folder_are_listed_by_their_start(tmp_path: Path) -> None:
    keep(tmp_path / "a", 0.5, 0.25)
    keep(tmp_path / "longer", 0.75, state="failed")
    (tmp_path / "other").mkdir()
    listed = runs(tmp_path).output.splitlines()
    assert listed == [
        f"{tmp_path}/longer  failed  best epoch 1 of 1: val_loss 0.7500, val_accuracy 0.7500",
        f"{tmp_path}/a       done    best epoch 2 of 2: val_loss 0.2500, val_accuracy 0.2500",
    ]


def test_runs_are_compared_side_by_side(tmp_path: Path) -> None:
    symptom = {"code": "KS804", "message": "..."}
    one = keep(tmp_path / "one", 0.5, 0.25, test={"loss": 0.3}, diagnosis=[symptom])
    two = keep(tmp_path / "two", 0.5, 0.4, 0.6, rate=0.01)
    shown = runs(one, two).output
    assert f"A  {one}\nB  {two}\n" in shown
    assert "val_loss\n" in shown
    table = {line.split("  ")[0]: line.split()[-3:] for line in shown.splitlines() if line}
    assert table["best epoch"] == ["2", "of", "3"]
    assert "val_loss      0.25 *  0.4\n" in shown
    assert "val_accuracy  0.25    0.4 *\n" in shown
    assert "test loss     0.3     -\n" in shown
    assert "shows         KS804   -\n" in shown
    assert "compile.rate  0.1     0.01\n" in shown


def test_what_is_equal_is_no_difference(tmp_path: Path) -> None:
    same = read_runs([keep(tmp_path / "one", 0.5), keep(tmp_path / "two", 0.5)], pytest.fail)
    assert differences(same) == {}
    assert all(line.best == () for line in lines(same))


def test_a_page_is_written(tmp_path: Path) -> None:
    keep(tmp_path / "runs" / "one", 0.5, 0.25)
    keep(tmp_path / "runs" / "<two>", 0.5, float("nan"), 0.3)
    assert runs(tmp_path / "runs", "--output", tmp_path / "c.html").exit_code == 0
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert page.count("<figure") == 2  # the loss and the accuracy
    assert "&lt;two&gt;" in page
    assert "<two>" not in page
    assert runs(tmp_path / "runs", "--output", "c.png").exit_code == 2


def test_as_json(tmp_path: Path) -> None:
    one, two = keep(tmp_path / "one", 0.5), keep(tmp_path / "two", 0.4, rate=0.3)
    said = json.loads(runs(one, two, "--output-format", "json").stdout)
    assert said["differences"] == {"compile.rate": [0.1, 0.3]}
    assert [run["history"][0]["val_loss"] for run in said["runs"]] == [0.5, 0.4]


def test_a_run_whose_process_is_gone_was_broken_off(tmp_path: Path) -> None:
    here: Any = {"state": "running", "host": platform.node()}
    keep(tmp_path / "gone", 0.5, pid=2**22 + 1, **here)  # more than a process has for a number
    keep(tmp_path / "here", 0.5, pid=os.getpid(), **here)
    keep(tmp_path / "away", 0.5, pid=2**22 + 1, state="running", host="elsewhere")
    states = {run.path.name: run.state for run in read_runs([tmp_path], pytest.fail)}
    assert states == {"gone": "broken off", "here": "running", "away": "running"}


def test_a_run_killed_in_its_first_epoch_has_no_values(tmp_path: Path) -> None:
    one = keep(tmp_path / "one", state="running", host="elsewhere")
    (one / "history.json").unlink()
    assert runs(one).output == f"{one}  running\n"
    assert runs(one, one).exit_code == 0
    assert runs(one, "--output", tmp_path / "c.html").exit_code == 0


@pytest.mark.parametrize("text", ["[]", "{}", '{"epochs": [{"loss": []}]}', "{"])
def test_a_damaged_history_is_one_sentence(tmp_path: Path, text: str) -> None:
    one = keep(tmp_path / "one", 0.5)
    (one / "history.json").write_text(text, encoding="utf-8")
    refused = runs(one)
    assert (refused.exit_code, "Traceback" in refused.output) == (2, False)
    assert "history.json" in refused.output
    listed = runs(tmp_path)
    assert listed.stderr.startswith("note: ")
    assert "history.json" in listed.stderr
    assert listed.stderr.endswith(f"No runs in {tmp_path}.\n")


@pytest.mark.parametrize(
    ("name", "better"),
    [("val_loss", "min"), ("val_head_auc", "max"), ("kind_loss", "min"), ("own", "min")],
)
def test_which_way_is_better(name: str, better: str) -> None:
    assert direction(None, name) == better


def test_a_metric_with_a_name_of_its_own_is_better_as_its_class_says() -> None:
    spec = kspec.load(
        {
            "inputs": {"shape": [2]},
            "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
            "compile": {"loss": "binary_crossentropy", "metrics": [{"type": "AUC", "name": "roc"}]},
            "fit": {"callbacks": [{"type": "EarlyStopping", "monitor": "val_roc"}]},
        }
    )
    assert monitor_of(spec, validated=True) == ("val_roc", "max")
    assert direction(spec, "val_roc") == "max"


def test_curves_are_letters_and_meet_in_a_star() -> None:
    falling, rising, none = [1.0, 0.0], [0.0, 1.0], [float("nan")] * 2
    drawn = list(text_curves("loss", {"A": falling, "B": rising, "C": none, "D": rising}))
    assert drawn[1].startswith("         1 |A")
    assert drawn[10].startswith("         0 |*")
    assert any("*" in line for line in drawn)
    assert not any("C" in line for line in drawn)
    assert list(text_curves("loss", {})) == []
