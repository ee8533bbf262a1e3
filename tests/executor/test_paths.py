"""A spec reads within its project and writes within its run, unless more is allowed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import kspec
from kspec.cli.main import main
from kspec.data.errors import DataError
from kspec.data.place import project_of
from kspec.executor.custom import NOTHING, Allowed
from kspec.executor.directory import RunDirectory
from kspec.executor.errors import ExecutorError
from kspec.executor.paths import check_read, check_written

SPEC: dict[str, Any] = {
    "kspec": 1,
    "inputs": {"shape": [3]},
    "layers": [{"type": "Dense", "units": 1}],
    "compile": {"loss": "mse", "optimizer": "adam", "run_eagerly": True},
    "fit": {"epochs": 1},
}


def with_callback(**callback: Any) -> Any:
    return kspec.load(SPEC | {"fit": {"epochs": 1, "callbacks": [callback]}})


def with_data(**data: Any) -> Any:
    return kspec.load(SPEC | {"inputs": {"shape": [4]}, "data": data})


@pytest.mark.parametrize("path", ["own.keras", "deep/er/own.keras", "a/../own.keras"])
def test_files_of_callbacks_stand_in_the_run(path: str) -> None:
    check_written(with_callback(type="ModelCheckpoint", filepath=path), NOTHING)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/elsewhere/own.keras", "--allow-path /elsewhere"),
        ("../own.keras", "leads out of the run directory"),
        ("a/../../own.keras", "leads out of the run directory"),
        ("best.keras", "which kspec writes itself"),
        ("./a/../last.keras", "which kspec writes itself"),
    ],
)
def test_no_callback_writes_elsewhere_or_over_the_run(path: str, expected: str) -> None:
    with pytest.raises(ExecutorError, match=expected):
        check_written(with_callback(type="ModelCheckpoint", filepath=path), NOTHING)


POINT = f"{{epoch.__doc__[{str(int.__doc__).index('.')}]}}"


@pytest.mark.parametrize(
    "path",
    [
        f"{POINT}{POINT}/{POINT}{POINT}/own.keras",
        "{epoch!s:.<2.0}/own.keras",
        "{epoch:c}own.keras",
        "{epoch:/>9}.keras",
        "{loss:0999999999}.keras",
        "{.keras",
    ],
)
def test_a_placeholder_is_the_epoch_or_a_value(path: str) -> None:
    """Keras fills them in by `str.format`, which reaches into what it is given."""
    spec = with_callback(type="ModelCheckpoint", filepath=path)
    with pytest.raises(ExecutorError, match="more than the epoch or a value"):
        check_written(spec, NOTHING)


@pytest.mark.parametrize(
    "path", ["{epoch}.keras", "{epoch:02d}-{val_loss:.2f}.keras", "{epoch:03d}/{val_loss:.3e}.h5"]
)
def test_usual_placeholders_are_taken(path: str) -> None:
    check_written(with_callback(type="ModelCheckpoint", filepath=path), NOTHING)


@pytest.mark.parametrize(
    ("allowed", "sends"),
    [
        ((), "http://localhost:9000"),
        (("http://localhost:9000",), "http://localhost:9001"),
        (("http://localhost:9000",), "https://localhost:9000"),
        (("http://localhost",), "http://localhost.example"),
    ],
)
def test_values_are_sent_only_where_it_is_allowed(allowed: tuple[str, ...], sends: str) -> None:
    spec = with_callback(type="RemoteMonitor", root=sends)
    with pytest.raises(ExecutorError, match=f"--allow-address {sends}"):
        check_written(spec, Allowed(addresses=allowed))


def test_the_path_of_an_address_may_change_its_server() -> None:
    spec = with_callback(type="RemoteMonitor", path="@example.com/")
    with pytest.raises(ExecutorError, match=r"--allow-address http://localhost:9000@example\.com,"):
        check_written(spec, Allowed(addresses=("http://localhost:9000",)))


def test_an_allowed_address_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kspec.executor.paths.find_spec", lambda name: name == "requests")
    spec = with_callback(type="RemoteMonitor")
    check_written(spec, Allowed(addresses=("http://localhost:9000/",)))
    monkeypatch.setattr("kspec.executor.paths.find_spec", lambda _: None)
    with pytest.raises(ExecutorError, match="pip install requests"):
        check_written(spec, Allowed(addresses=("http://localhost:9000/",)))


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a\\..\\b", "C:x", "x" * 300, ""])
def test_a_run_stands_in_runs_whatever_its_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lint finds such names; settings may silence that."""
    monkeypatch.chdir(tmp_path)
    made = RunDirectory.new(None, name).path
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]
    assert made.parent == Path("runs")


def test_lint_tells_what_leads_out() -> None:
    callbacks = [
        {"type": "RemoteMonitor", "root": "http://10.0.0.1"},
        {"type": "TensorBoard", "log_dir": "C:\\logs"},
        {"type": "ModelCheckpoint", "filepath": "a/../../x.keras"},
        {"type": "ModelCheckpoint", "filepath": f"{POINT}{POINT}/x.keras"},
        {"type": "ModelCheckpoint", "filepath": "a/../{epoch:02d}.keras"},
        {"type": "BackupAndRestore", "backup_dir": "/tmp/backup"},  # noqa: S108 - not used
    ]
    report = kspec.lint(SPEC | {"fit": {"epochs": 1, "callbacks": callbacks}})
    told = [one for one in report.findings if one.code == "KS705"]
    assert [one.path[2:] for one in told] == [
        (0,),
        (1, "log_dir"),
        (2, "filepath"),
        (3, "filepath"),
    ]


def test_a_log_cannot_take_the_place_of_the_history() -> None:
    with pytest.raises(ExecutorError, match="itself"):
        check_written(with_callback(type="CSVLogger", filename="history.csv"), NOTHING)


def test_a_folder_is_allowed_by_name(tmp_path: Path) -> None:
    callback = with_callback(type="ModelCheckpoint", filepath=str(tmp_path / "own.keras"))
    check_written(callback, Allowed(paths=(tmp_path,)))
    with pytest.raises(ExecutorError):
        check_written(callback, Allowed(paths=(tmp_path / "other",)))


def test_a_project_is_where_its_root_is(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert project_of(tmp_path / "a" / "b") == tmp_path.resolve()


@pytest.mark.parametrize("name", ["source", "validation", "test"])
def test_data_is_read_within_the_project(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "project" / "specs"
    folder.mkdir(parents=True)
    inside = {"source": "sklearn:iris", name: "../data.npz"}
    with pytest.raises(DataError, match=f'"{name}": "../data.npz".*leads out of the project'):
        check_read(with_data(**inside), folder, NOTHING)
    check_read(with_data(**inside), folder, Allowed(paths=(tmp_path / "project",)))
    (tmp_path / "project" / "pyproject.toml").touch()
    check_read(with_data(**inside), folder, NOTHING)


def test_a_link_leads_where_it_points(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "secret.npz").touch()
    (tmp_path / "project" / "data.npz").symlink_to(tmp_path / "secret.npz")
    with pytest.raises(DataError, match="leads out"):
        check_read(with_data(source="data.npz"), tmp_path / "project", NOTHING)


def test_a_callback_that_is_not_installed_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kspec.executor.paths.find_spec", lambda _: None)
    with pytest.raises(ExecutorError, match="pip install tensorboard"):
        check_written(with_callback(type="TensorBoard"), NOTHING)
    with pytest.raises(ExecutorError, match="pip install orbax-checkpoint"):
        check_written(with_callback(type="OrbaxCheckpoint", directory="saved"), NOTHING)


def train(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["train", *map(str, arguments)])


@pytest.mark.contract
def test_from_the_command_line_and_from_python(tmp_path: Path) -> None:
    project, data = tmp_path / "project", tmp_path / "data"
    for folder in (project, data):
        folder.mkdir()
    x = np.random.default_rng(0).normal(size=(40, 3)).astype("float32")
    np.savez(data / "d.npz", x=x, y=x.sum(axis=1))
    path = project / "spec.json"
    path.write_text(json.dumps(SPEC | {"data": {"source": "../data/d.npz"}}), encoding="utf-8")
    refused = train(path, "--run-dir", tmp_path / "one")
    assert (refused.exit_code, (tmp_path / "one").exists()) == (2, False)
    assert f"allow it with --allow-path {data}" in refused.output
    with pytest.raises(DataError, match="allow_path"):
        kspec.fit(path, run_dir=tmp_path / "two")
    assert train(path, "--run-dir", tmp_path / "three", "--data", data / "d.npz").exit_code == 0
    allowed = train(path, "--run-dir", tmp_path / "four", "--allow-path", data)
    assert allowed.exit_code == 0, allowed.output
