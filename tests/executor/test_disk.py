"""A disk that takes no more: a sentence, what exists is kept, and the run goes on later."""

import resource
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import kspec
from kspec.executor.errors import RunError
from kspec.executor.listener import SILENT, Listener
from kspec.executor.start import resume

pytestmark = pytest.mark.contract

SPEC = {
    "kspec": 1,
    "inputs": {"shape": [30]},
    "layers": [
        {"type": "Dense", "units": 300, "activation": "relu"},
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
    ],
    "compile": {"loss": "binary_crossentropy", "optimizer": "adam", "run_eagerly": True},
    "data": {"source": "sklearn:breast_cancer"},
    "fit": {"epochs": 4, "validation_split": 0.2},
}
LITTLE = 30_000


class Full(Listener):
    """Lets no file grow beyond a few bytes once the first epoch is done."""

    def epoch(self, number: int, values: Mapping[str, float], *, best: bool, of: int) -> None:
        del number, values, best, of
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE, hard))


@pytest.fixture(autouse=True)
def room_again() -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.slow
def test_a_full_disk_loses_no_whole_epoch(tmp_path: Path) -> None:
    whole = kspec.fit(SPEC, run_dir=tmp_path / "whole").history
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    run = tmp_path / "run"
    with pytest.raises(RunError, match=r"Cannot write .*: File too large.*--resume"):
        kspec.fit(SPEC, run_dir=run, listener=Full())
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert {"best.keras", "state.npz", "history.json"} <= {path.name for path in run.iterdir()}
    assert not list(run.glob(".tmp*"))
    assert resume(run, SILENT).history == whole


def test_a_directory_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"Cannot make .*file/run"):
        kspec.fit(SPEC, run_dir=tmp_path / "file" / "run")


def test_a_checkpoint_of_the_spec_is_written_whole(tmp_path: Path) -> None:
    import keras

    names = ("own.keras", "own.weights.h5")
    saved = [
        {"type": "ModelCheckpoint", "filepath": name, "save_weights_only": name.endswith(".h5")}
        for name in names
    ]
    spec = {**SPEC, "fit": {"epochs": 1, "validation_split": 0.2, "callbacks": saved}}
    run = kspec.fit(spec, run_dir=tmp_path / "run")
    assert not list(run.path.glob(".tmp*"))
    assert keras.saving.load_model(run.path / "own.keras").count_params() == 9601
    run.model.load_weights(run.path / "own.weights.h5")
