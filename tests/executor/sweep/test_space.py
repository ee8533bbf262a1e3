"""Draws of a trial, and the spec that they make."""

import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kspec.executor.errors import ExecutorError
from kspec.executor.sweep.ray_worker import connect
from kspec.executor.sweep.space import Sampling, draw, grid, with_values
from kspec.executor.sweep.study import (
    Aim,
    enqueue_grid,
    give_back,
    open_study,
    put_back,
    storage_of,
)
from kspec.spec.training.sweep import Swept


class First:
    """A trial that draws the first of all values."""

    def suggest_categorical(self, name: str, choices: list[Any]) -> Any:
        del name
        return choices[0]

    def suggest_int(self, name: str, low: int, high: int, *, step: int, log: bool) -> int:
        del name, high, step, log
        return low

    def suggest_float(self, name: str, low: float, high: float, **how: object) -> float:
        del name, high, how
        return low


def swept(**fields: Any) -> Swept:
    return Swept.model_validate(fields)


def test_each_place_draws_of_its_own() -> None:
    space = {
        "/a": swept(choices=["relu", "tanh"]),
        "/b": swept(min=2, max=8, step=2),
        "/c": swept(min=0.5, max=1.0),
    }
    values = draw(First(), space)
    assert values == {"/a": "relu", "/b": 2, "/c": 0.5}
    assert isinstance(values["/b"], int)


def test_what_depends_on_another_is_drawn_after_it_or_not_at_all() -> None:
    space = {
        "/rate": swept(min=0.1, max=0.5, when={"/kind": "Dropout"}),
        "/kind": swept(choices=["Dense", "Dropout"]),
        "/units": swept(min=1, max=2, when={"/kind": ["Dense", "Other"]}),
    }
    assert draw(First(), space) == {"/kind": "Dense", "/units": 1}


def test_the_spec_of_a_trial_has_the_values_and_no_sweep() -> None:
    spec = {"layers": [{"units": 1}], "compile": {"loss": "mse"}, "sweep": {"/layers/0/units": {}}}
    drawn = with_values(spec, {"/layers/0/units": 8, "/compile/loss": "mae"})
    assert drawn == {"layers": [{"units": 8}], "compile": {"loss": "mae"}}
    assert spec["layers"] == [{"units": 1}]


def test_a_grid_has_all_steps_and_needs_them() -> None:
    space = {"/a": swept(choices=["x", "y"]), "/b": swept(min=2, max=8, step=3)}
    assert grid(space) == {"/a": [0, 1], "/b": [2, 5, 8]}
    with pytest.raises(ValueError, match='"/c" has no steps'):
        grid({"/c": swept(min=0.5, max=1.0)})


def test_a_study_that_goes_on_tries_the_same(tmp_path: Path) -> None:
    pytest.importorskip("optuna", reason="Optuna is not installed")
    aim, how = Aim("val_loss", "min"), Sampling("swept")
    space = {"/units": Swept(choices=[8, 16]), "/rate": Swept(min=0.1, max=0.5)}
    open_study(storage_of(tmp_path, None), aim, space, how)
    open_study(storage_of(tmp_path, None), aim, {**space, "/rate": Swept(min=0.1, max=0.9)}, how)
    with pytest.raises(ExecutorError, match=r'has tried \[8, 16\] for "/units", and not \[8, 32\]'):
        open_study(
            storage_of(tmp_path, None), aim, {**space, "/units": Swept(choices=[8, 32])}, how
        )
    with pytest.raises(ExecutorError, match='has tried "numbers" for "/rate"'):
        open_study(storage_of(tmp_path, None), aim, {**space, "/rate": Swept(choices=[0.1])}, how)


def grid_study(tmp_path: Path) -> tuple[Any, dict[str, Swept]]:
    """A study with a grid of two points, and its space."""
    pytest.importorskip("optuna", reason="Optuna is not installed")
    space = {"/units": Swept(choices=[8, 16])}
    how = Sampling("swept", "grid")
    study = open_study(storage_of(tmp_path, None), Aim("val_loss", "min"), space, how)
    assert enqueue_grid(study, space, how.seed, 9) == 2
    return study, space


def test_the_points_of_a_grid_are_drawn_once_each(tmp_path: Path) -> None:
    study, space = grid_study(tmp_path)
    drawn = [draw(study.ask(), space)["/units"] for _ in range(2)]
    assert sorted(drawn) == [8, 16]
    assert enqueue_grid(study, space, 0, 9) == 2  # a sweep that goes on
    with pytest.raises(ValueError, match="the whole grid is done"):
        draw(study.ask(), space)


def test_a_trial_of_a_grid_that_is_drawn_again_has_a_value(tmp_path: Path) -> None:
    study, space = grid_study(tmp_path)
    lost = study.ask()
    drawn = draw(lost, space)
    draw(study.ask(), space)
    give_back(study, lost.number)
    again = study.ask()
    assert draw(again, space) == drawn
    study.tell(again.number, 0.5)
    assert study.best_value == 0.5


def test_a_sweep_that_was_killed_as_it_drew_loses_no_point(tmp_path: Path) -> None:
    study, space = grid_study(tmp_path)
    study.ask()  # killed before the trial had an owner
    assert put_back(study, shared=True) == 0  # another machine may be about to draw
    assert put_back(study, shared=False) == 1
    half = study.ask().number
    study.enqueue_trial(study.trials[half].system_attrs["fixed_params"])  # killed as it gave back
    give_back(study, half)
    assert sorted(draw(study.ask(), space)["/units"] for _ in range(2)) == [8, 16]


def test_two_machines_may_begin_a_study_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    optuna = pytest.importorskip("optuna", reason="Optuna is not installed")
    storages: Any = optuna.storages
    tables = iter([ValueError("table studies already exists")])

    class Racing(storages.RDBStorage):  # type: ignore[misc]  # Optuna is no dependency of tests
        def __init__(self, *arguments: Any) -> None:
            if error := next(tables, None):
                raise error
            super().__init__(*arguments)

    monkeypatch.setattr(storages, "RDBStorage", Racing)
    monkeypatch.setattr("kspec.executor.sweep.study.time.sleep", lambda _: None)
    url = storage_of(tmp_path, None)
    study = open_study(url, Aim("loss", "min"), {"/a": swept(choices=[1])}, Sampling("swept"))
    assert study.study_name == "swept"


@pytest.mark.parametrize("sampler", ["tpe", "random"])
def test_machines_that_share_a_study_draw_other_values(tmp_path: Path, sampler: str) -> None:
    pytest.importorskip("optuna", reason="Optuna is not installed")
    space = {"/rate": Swept(min=0.0, max=1.0)}

    def drawn(folder: Path, machines: int) -> list[Any]:
        opened = (storage_of(folder, None), Aim("loss", "min"), space, Sampling("s", sampler))
        studies = [open_study(*opened) for _ in range(machines)]
        return [draw(studies[at % machines].ask(), space)["/rate"] for at in range(4)]

    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    one, two = drawn(folders[0], 1), drawn(folders[1], 2)
    assert len({*one}) == 4
    assert one == two


def test_a_missing_driver_of_a_database_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("optuna", reason="Optuna is not installed")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    url = "postgresql+psycopg://user:secret@host/db"
    with pytest.raises(ExecutorError) as caught:
        open_study(url, Aim("val_loss", "min"), {}, Sampling("swept"))
    assert str(caught.value) == (
        "The storage postgresql+psycopg://user:***@host/db needs its driver psycopg: "
        "pip install psycopg."
    )


def test_the_launcher_without_ray_or_its_cluster_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ExecutorError, match=r"pip install 'kspec\[ray\]'"):
        connect()
    monkeypatch.setitem(
        sys.modules, "ray", SimpleNamespace(exceptions=SimpleNamespace(RayError=OSError))
    )
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        address = "{}:{}".format(*unheard.getsockname())
        monkeypatch.setenv("RAY_ADDRESS", address)
        with pytest.raises(ExecutorError, match=f"at {address} cannot be used: .*refused"):
            connect()
