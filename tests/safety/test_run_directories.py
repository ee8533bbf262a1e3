"""Run directories that somebody has tampered with: passed over in a folder, and one sentence where
they are named; nothing in them is run or waited for.
"""

import json
import os
import platform
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from kspec.analysis.model import Analysis
from kspec.cli.main import main
from kspec.executor.checkpoint import Checkpoint, load, restore_callbacks
from kspec.executor.custom import Allowed
from kspec.executor.directory import RunDirectory, state_of
from kspec.executor.errors import RunError
from kspec.executor.history import History
from kspec.executor.paths import check_links
from kspec.executor.run import Run
from kspec.executor.saved_model import load_saved
from kspec.spec.parse import parse
from tests.executor.test_runs import keep
from tests.outputs.schemas import held_to
from tests.safety import attacks
from tests.safety.test_advisories import link, with_member

DAMAGED: dict[str, tuple[str, bytes]] = {
    "nothing": ("run.json", b""),
    "deep": ("spec.json", b"[" * 100_000),
    "digits": ("history.json", b"9" * 5_000),
    "no UTF-8": ("environment.json", b'{"started": "\xff"}'),
    "a list": ("run.json", b"[]"),
    "a test of texts": ("run.json", b'{"test": {"loss": "low"}}'),
    "a test beyond floats": ("run.json", b'{"test": {"loss": 1%s}}' % (b"0" * 400)),
    "symptoms of texts": ("run.json", b'{"diagnosis": ["KS801"]}'),
    "a state that is no text": ("run.json", b'{"state": [1]}'),
    "no state": ("run.json", b"{}"),
    "epochs that are true": ("run.json", b'{"state": "done", "epochs": true}'),
    "classes of numbers": ("run.json", b'{"state": "done", "classes": {"a": [1]}}'),
    "a best of texts": ("run.json", b'{"state": "done", "best": {"loss": "low"}}'),
    "started at a number": ("environment.json", b'{"started": 1}'),
    "epochs of texts": ("history.json", b'{"epochs": ["x"]}'),
    "a value beyond floats": (
        "history.json",
        b'{"monitor": "a", "better": "min", "initial_loss": null, "epochs": [{"a": 1%s}]}'
        % (b"0" * 400),
    ),
}


def runs(*arguments: object) -> Result:
    ran = CliRunner(env={"KSPEC_DEBUG": "1"}).invoke(main, ["runs", *map(str, arguments)])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran


@pytest.mark.parametrize(("name", "data"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_run_is_passed_over_or_refused(name: str, data: bytes, tmp_path: Path) -> None:
    keep(tmp_path / "sound", 0.5)
    (keep(tmp_path / "damaged", 0.5) / name).write_bytes(data)
    listed = runs(tmp_path)
    assert listed.exit_code == 0
    assert "sound" in listed.stdout
    assert "damaged  " not in listed.stdout
    refused = runs(tmp_path / "damaged", tmp_path / "sound")
    assert refused.exit_code == 2
    assert "damaged" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_what_is_wrong_with_a_damaged_run_is_said(tmp_path: Path) -> None:
    keep(tmp_path / "sound", 0.5)
    run = keep(tmp_path / "damaged", 0.5, diagnosis=[{"code": 1}])
    listed = runs(tmp_path, "--output-format", "json")
    assert 'run.json is damaged: its "diagnosis/0/code" is not what kspec writes' in listed.stderr
    (one,) = held_to("runs", json.loads(listed.stdout))["runs"]
    assert one["path"].endswith("sound")
    said = {"state": "done", "unheard of": 1, "version": 1}
    (run / "run.json").write_text(json.dumps(said), "utf-8")
    held_to("runs", json.loads(runs(run, "--output-format", "json").stdout))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    run = keep(tmp_path / "run", 0.5)
    (run / "spec.json").unlink()
    os.mkfifo(run / "spec.json")
    assert "it is no plain file" in runs(run).stderr


@pytest.mark.parametrize("pid", ["1", None, True, -1, 0, 10**30, [1]])
def test_a_process_of_any_number(pid: Any) -> None:
    ended = {"state": "running", "host": platform.node(), "pid": pid}
    assert state_of(ended) in {"running", "broken off"}


def test_a_number_that_is_not_finite_is_a_text(tmp_path: Path) -> None:
    """Python would write `NaN`, which is no JSON."""
    history = History("val_loss", "min")
    history.add({"val_loss": 1.0, "auc": float("nan")})
    run = Run(tmp_path, None, history, "", [], test={"loss": float("inf")})
    ended = run.to_dict()
    assert ended["best"] == {"val_loss": 1.0, "auc": "nan"}
    assert ended["test"] == {"loss": "inf"}
    kept = keep(tmp_path / "run", 0.5, float("nan"), **dict[str, Any](ended, auc=float("nan")))
    shown = runs(kept, keep(tmp_path / "other", 0.5), "--output-format", "json").stdout
    json.loads(shown, parse_constant=pytest.fail)
    assert "test loss     inf" in runs(kept, tmp_path / "other").stdout


SPLITS: dict[str, Any] = {
    "no object": [],
    "rows of texts": {"train": ["x"], "method": "shuffled", "seed": 0},
    "no rows": {"train": [], "method": "shuffled", "seed": 0},
    "a row twice": {"train": [0, 0], "method": "shuffled", "seed": 0},
    "a row that is none": {"train": [0, 10**18], "method": "shuffled", "seed": 0},
    "a negative row": {"train": [0, -1], "method": "shuffled", "seed": 0},
    "rows of rows": {"train": [[0]], "method": "shuffled", "seed": 0},
    "no method": {"train": [0], "seed": 0},
    "a seed beyond everything": {"train": [0], "method": "shuffled", "seed": 1e999},
}


@pytest.mark.parametrize("kept", SPLITS.values(), ids=SPLITS)
def test_a_damaged_split_is_refused(kept: Any, tmp_path: Path) -> None:
    (tmp_path / "split.json").write_text(json.dumps(kept), "utf-8")
    with pytest.raises(RunError, match="damaged"):
        RunDirectory(tmp_path).read_split()


@pytest.mark.parametrize("value", [[], {}, {"seed": "x"}, {"seed": None}])
def test_a_record_has_its_fields(value: Any, tmp_path: Path) -> None:
    (tmp_path / "environment.json").write_text(json.dumps(value), "utf-8")
    with pytest.raises(RunError, match="damaged"):
        RunDirectory(tmp_path).read_record("environment.json", seed=int)


@pytest.mark.parametrize("seed", [-1, 2**32, 10**400])
def test_a_seed_that_is_none(seed: int, tmp_path: Path) -> None:
    value = {"seed": seed, "plain": False, "data": {}}
    (tmp_path / "environment.json").write_text(json.dumps(value), "utf-8")
    with pytest.raises(RunError, match="is no seed"):
        RunDirectory(tmp_path).read_surroundings()


METAS: dict[str, Any] = {
    "nothing": {},
    "no history": {"history": None, "callbacks": [], "stopped": False},
    "no monitor": {"history": {"epochs": []}, "callbacks": [], "stopped": False},
    "callbacks of numbers": {
        "history": History("loss", "min").to_dict(),
        "callbacks": [1],
        "stopped": False,
    },
}


@pytest.mark.parametrize("meta", METAS.values(), ids=METAS)
def test_a_damaged_state_is_refused(meta: Any, tmp_path: Path) -> None:
    np.savez(tmp_path / "state.npz", meta=np.array(json.dumps(meta)))
    with pytest.raises(RunError, match="cannot be read"):
        load(tmp_path / "state.npz")


def test_a_state_of_pickles_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "state.npz", meta=np.array([Bomb()], object))
    with pytest.raises(RunError, match="allow_pickle"):
        load(tmp_path / "state.npz")


def test_a_state_changes_no_argument_of_a_callback() -> None:
    """Files of a callback come from the spec, which was checked."""
    callback = Checkpointing("own.keras")
    state = Checkpoint({}, History("loss", "min"), [{"filepath": "/etc/x", "best": 1.0}])
    restore_callbacks(state, [callback])
    assert (callback.filepath, callback.best) == ("own.keras", 1.0)
    with pytest.raises(RunError, match="other callbacks"):
        restore_callbacks(state, [])


def test_no_file_of_a_run_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("kept", "utf-8")
    run = tmp_path / "run"
    run.mkdir()
    for name in ("run.json", ".tmp-run.json", ".tmp-history.csv"):
        (run / name).symlink_to(outside)
    RunDirectory(run).write("run.json", {})
    RunDirectory(run).write_history(History("loss", "min"))
    assert outside.read_text("utf-8") == "kept"
    assert json.loads((run / "run.json").read_text("utf-8")) == {}


def test_a_state_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "state.npz")
    with pytest.raises(RunError, match="it is no plain file"):
        load(tmp_path / "state.npz")


def test_a_link_out_of_a_run_is_found_where_it_stands(tmp_path: Path) -> None:
    run, outside = tmp_path / "run", tmp_path / "outside"
    outside.mkdir()
    (run / "deep").mkdir(parents=True)
    (run / "own").symlink_to(run / "deep")
    check_links(run, Allowed())
    link = run / "deep" / "logs"
    for target in ("../../outside", str(outside), "../../none.csv", "/dev/zero"):
        link.symlink_to(target)
        with pytest.raises(RunError, match="deep/logs leads out of the run directory"):
            check_links(run, Allowed())
        link.unlink()
    link.symlink_to(outside)
    check_links(run, Allowed(paths=(outside,)))


TRAINED: dict[str, Any] = {
    "inputs": {"shape": [1]},
    "layers": [{"type": "Dense", "units": 1}],
    "compile": {"loss": "mse", "optimizer": "sgd", "run_eagerly": True},
    "data": {"source": "t.csv", "target": "b"},
    "fit": {"epochs": 1, "callbacks": [{"type": "CSVLogger", "filename": "logs/log.csv"}]},
}


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.mark.contract
def test_a_run_that_was_changed_leads_nowhere_else(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside"
    home.mkdir()
    outside.mkdir()
    table = "\n".join(["a,b", *(f"{n},{n}" for n in range(20))])
    (home / "t.csv").write_text(table, "utf-8")
    (outside / "t.csv").write_text(table, "utf-8")
    (home / "spec.json").write_text(json.dumps(TRAINED), "utf-8")
    run = home / "run"
    assert command("train", home / "spec.json", "--run-dir", run).exit_code == 0
    assert command("train", "--resume", run, "--epochs", "2").exit_code == 0
    assert command("evaluate", run).exit_code == 0

    (run / "logs" / "log.csv").rename(outside / "log.csv")
    (run / "logs").rmdir()
    (run / "logs").symlink_to(outside)
    logged = (outside / "log.csv").read_text("utf-8")
    refused = command("train", "--resume", run, "--epochs", "3")
    assert (refused.exit_code, refused.output.count("\n")) == (2, 1)
    assert "logs leads out of the run directory" in refused.output
    assert (outside / "log.csv").read_text("utf-8") == logged
    more = ("train", "--resume", run, "--epochs", "3", "--allow-path", outside)
    assert command(*more).exit_code == 0
    (run / "logs").unlink()

    (run / "linked.csv").symlink_to(outside / "t.csv")
    spec = json.loads((run / "spec.json").read_text("utf-8"))
    for source in (str(outside / "t.csv"), "../../outside/t.csv", "linked.csv"):
        spec["data"]["source"] = source
        (run / "spec.json").write_text(json.dumps(spec), "utf-8")
        for asked in (("evaluate", run), ("train", "--resume", run, "--epochs", "4")):
            refused = command(*asked)
            assert (refused.exit_code, refused.output.count("\n")) == (2, 1)
            assert "leads out of the" in refused.output
        assert command("evaluate", run, "--allow-path", outside).exit_code == 0


HOSTILE = {
    name: data for name, (_, data, _) in attacks.files().items() if name.endswith("archive")
} | {
    "a class of somebody": attacks.archive(attacks.model(attacks.layer("evil", "Layer"))),
    "a link": with_member(link()),
    "nothing": b"",
    "no archive": b"PK\x03\x04",
    "JSON": b"{}",
}


@pytest.mark.one_in(3)
@pytest.mark.contract
@pytest.mark.parametrize("name", HOSTILE)
def test_a_model_that_harms_is_not_given_to_keras(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    spec = parse({"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 2}]}).spec
    assert spec is not None
    path = tmp_path / "best.keras"
    keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]).save(path)
    assert load_saved(path, Analysis.of(spec), Allowed()).count_params() == 10
    path.write_bytes(HOSTILE[name])
    monkeypatch.setattr("keras.saving.load_model", pytest.fail)
    with pytest.raises(RunError, match=r"best\.keras is not loaded"):
        load_saved(path, Analysis.of(spec), Allowed())


class Bomb:
    def __reduce__(self) -> Any:
        return pytest.fail, ("a pickle was loaded",)


class Checkpointing:
    def __init__(self, filepath: str) -> None:
        self.filepath = filepath
        self.best = 0.0
