"""Epochs and validations of so many batches, as Keras has them on data without end."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.given import FitData, read_given
from kspec.data.sources import Parts
from kspec.executor.errors import ExecutorError
from kspec.executor.listener import SILENT
from kspec.executor.prepare import prepare
from kspec.executor.settings import settings_of
from kspec.executor.start import resume

pytestmark = pytest.mark.contract

RNG = np.random.default_rng(0)
X = RNG.normal(size=(75, 4)).astype("float32")
Y = (X.sum(axis=1) > 0).astype("float32").reshape(-1, 1)
HELD_OUT = (X[:30] + 0.5, 1 - Y[:30])
SPEC: dict[str, Any] = {
    "kspec": 1,
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
    "compile": {"loss": "binary_crossentropy", "optimizer": "sgd", "metrics": ["accuracy"]},
    "fit": {"batch_size": 8, "epochs": 4, "shuffle": False},
}


def spec(**fit: Any) -> dict[str, Any]:
    return SPEC | {"fit": SPEC["fit"] | fit}


@pytest.mark.parametrize("steps", [5, 4, 12], ids=["divides", "goes on", "more than a pass"])
@pytest.mark.slow
def test_an_epoch_is_of_so_many_steps(tmp_path: Path, steps: int) -> None:
    import keras
    import tensorflow as tf

    fit = {"steps_per_epoch": steps, "validation_steps": 2, "validation_batch_size": 7}
    run = kspec.fit(spec(**fit), X, Y, validation_data=HELD_OUT, run_dir=tmp_path / "run")
    keras.utils.set_random_seed(0)
    model = kspec.build(spec())
    data = tf.data.Dataset.from_tensor_slices((X, Y)).batch(8).repeat()
    expected = model.fit(data, validation_data=HELD_OUT, epochs=4, shuffle=False, verbose=0, **fit)
    assert set(run.history) == set(expected.history)
    for name, values in expected.history.items():
        assert run.history[name] == pytest.approx(values, rel=1e-5), name


def test_a_validation_of_some_steps_sees_samples_of_every_class() -> None:
    described = kspec.load(spec(validation_steps=1, validation_split=0.4))
    ordered = np.argsort(Y[:, 0], kind="stable")
    raw, _ = read_given(Analysis.of(described), FitData(X[ordered], Y[ordered]), "x")
    prepared = prepare(Analysis.of(described), settings_of(described), Parts(raw))
    assert prepared.validation is not None
    assert set(prepared.validation.y["dense"][:8].ravel()) == {0.0, 1.0}


def test_every_pass_has_each_sample_once() -> None:
    from kspec.executor.epoch_order import EpochOrder

    order, seen = EpochOrder(10, 4, seed=1, steps=2), []
    for order.epoch in range(6):
        samples, bounds = order.plan()
        seen += [samples[start:stop] for start, stop in bounds]
    assert [len(batch) for batch in seen] == [4, 4, 2] * 4
    passes = [np.concatenate(seen[at : at + 3]).tolist() for at in range(0, 12, 3)]
    assert [sorted(one) for one in passes] == [list(range(10))] * 4
    assert passes[0] != passes[1]


@pytest.mark.slow
def test_a_run_goes_on_in_the_middle_of_a_pass(tmp_path: Path) -> None:
    described = spec(shuffle=True, steps_per_epoch=4, batch_size=32) | {
        "inputs": {"shape": [30]},
        "data": {"source": "sklearn:breast_cancer"},
    }
    whole = kspec.fit(described, run_dir=tmp_path / "whole")
    kspec.fit(described, run_dir=tmp_path / "parts", epochs=2)
    assert resume(tmp_path / "parts", SILENT, epochs=4).history == whole.history


def test_a_first_epoch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExecutorError, match=r'"initial_epoch" is 2.*--resume'):
        kspec.fit(spec(initial_epoch=2), X, Y, run_dir=tmp_path / "run")


def test_what_does_not_divide_is_noted() -> None:
    def notes(steps: int) -> str:
        loaded = kspec.load(spec(steps_per_epoch=steps, validation_split=0.0))
        train, _ = read_given(Analysis.of(loaded), FitData(X, Y), "the data")
        return " ".join(prepare(Analysis.of(loaded), settings_of(loaded), Parts(train, None)).notes)

    assert "an epoch is 4 steps of a pass of 10" in notes(4)
    assert "an epoch is" not in notes(5)
