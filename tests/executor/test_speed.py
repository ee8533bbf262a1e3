"""Speedups of training are chosen as documented, and change no value."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.executor.listener import SILENT
from kspec.executor.run_options import RunOptions
from kspec.executor.settings import settings_of
from kspec.executor.speed import Speed, plain_speed, speed_of

pytestmark = pytest.mark.contract

RNG = np.random.default_rng(0)
X = RNG.normal(size=(100, 6, 4)).astype("float32")
Y = (X.sum(axis=(1, 2)) > 0).astype("float32").reshape(-1, 1)
HEAD = {"type": "Dense", "units": 1, "activation": "sigmoid"}
FLAT = {"type": "Flatten"}
LSTM = {"type": "LSTM", "units": 3}
CONV = {"type": "Conv1D", "filters": 4, "kernel_size": 3}
DROPOUT = {"type": "Dropout", "rate": 0.5}


def spec(*layers: dict[str, Any], compiled: dict[str, Any] | None = None, **fit: Any) -> Any:
    return kspec.load(
        {
            "kspec": 1,
            "inputs": {"shape": [6, 4]},
            "layers": [*layers, HEAD],
            "compile": {"loss": "binary_crossentropy", "metrics": ["accuracy"], **(compiled or {})},
            "fit": {"batch_size": 8, "epochs": 3, "shuffle": False, **fit},
        }
    )


def chosen(described: Any, forward: float = 1e-4, samples: int = 10_000) -> Speed:
    return speed_of(Analysis.of(described), settings_of(described), samples, forward)


@pytest.mark.parametrize(
    ("forward", "samples", "epochs", "steps"),
    [
        (1e-4, 10_000, 3, 64),
        (0.01, 10_000, 3, 16),
        (10, 10_000, 3, 1),
        (1e-4, 100, 40, 13),
        (1e-4, 100, 3, 1),  # so few steps are over before a loop is traced
    ],
)
def test_an_execution_takes_half_a_second_and_no_more_than_an_epoch(
    forward: float, samples: int, epochs: int, steps: int
) -> None:
    assert chosen(spec(FLAT, epochs=epochs), forward, samples).steps == steps


def test_a_callback_that_acts_within_an_epoch_is_called_for_every_batch() -> None:
    logged = spec(FLAT, callbacks=[{"type": "TensorBoard", "update_freq": 10}])
    assert chosen(logged).steps == 1
    by_epoch = spec(FLAT, callbacks=[{"type": "TensorBoard"}])
    assert chosen(by_epoch).steps == 64


@pytest.mark.parametrize("batches", [3, [1, 2], "1,2"])
def test_so_is_one_that_looks_at_some_batches(batches: object) -> None:
    profiled = spec(FLAT, callbacks=[{"type": "TensorBoard", "profile_batch": batches}])
    assert chosen(profiled).steps == 1


def test_what_the_spec_says_is_kept() -> None:
    said = spec(LSTM, compiled={"steps_per_execution": 3, "jit_compile": False})
    assert chosen(said)[:2] == (3, False)
    assert chosen(said).words(3) == ""
    assert chosen(spec(FLAT)).words() == (
        "for speed: 64 batches in one execution (--plain turns it off)"
    )
    assert plain_speed(said, settings_of(said)) == (3, False, 8)
    assert chosen(spec(FLAT, compiled={"run_eagerly": True})).steps == 1


@pytest.mark.contract
@pytest.mark.parametrize(
    ("layers", "jit"),
    [
        ([LSTM], True),
        ([{"type": "Bidirectional", "layer": LSTM}], True),
        ([{**LSTM, "return_sequences": True}, {**LSTM, "units": 65}], False),
        ([CONV, LSTM], False),
        ([FLAT], False),
    ],
)
def test_xla_is_for_narrow_recurrent_networks_that_train_for_long(
    layers: Any, *, jit: bool
) -> None:
    assert chosen(spec(*layers), samples=23_000).jit is jit
    assert not chosen(spec(*layers), samples=22_000).jit  # less than 50,000 steps of time


def train(described: Any, folder: Path, options: RunOptions) -> Any:
    from kspec.data.given import FitData, read_given
    from kspec.data.sources import Parts
    from kspec.executor.prepare import prepare
    from kspec.executor.start import start

    analysis = Analysis.of(described)
    parts = Parts(
        read_given(analysis, FitData(X[:80], Y[:80]), "the data")[0],
        read_given(analysis, FitData(X[80:], Y[80:]), "the validation data")[0],
    )
    prepared = prepare(analysis, settings_of(described), parts)
    return start(prepared, folder, folder / "run", SILENT, options)


def by_hand(described: Any) -> dict[str, list[float]]:
    import keras

    keras.utils.set_random_seed(0)
    model = kspec.build(described)
    done = model.fit(
        X[:80], Y[:80], batch_size=8, epochs=3, shuffle=False, verbose=0,
        validation_data=(X[80:], Y[80:]),
    )  # fmt: skip
    history: dict[str, list[float]] = done.history
    return history


@pytest.mark.contract
@pytest.mark.one_in(3)
@pytest.mark.parametrize("layers", [[FLAT, DROPOUT], [CONV, FLAT], [LSTM]])
def test_the_history_is_that_of_keras(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layers: Any
) -> None:
    monkeypatch.setattr("kspec.executor.speed.WORTHWHILE", 0)
    described = spec(*layers)
    expected = by_hand(described)
    assert train(described, tmp_path / "plain", RunOptions(plain=True)).history == expected
    fast = train(described, tmp_path / "fast", RunOptions()).history
    assert fast["loss"] == expected["loss"]
    assert fast["val_loss"] == pytest.approx(expected["val_loss"], rel=1e-5)


@pytest.mark.contract
@pytest.mark.slow
def test_xla_only_rounds_in_another_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kspec.executor.speed.XLA_STEPS", 600)
    described = spec(LSTM, epochs=10)
    assert chosen(described, samples=80).jit
    fast = train(described, tmp_path, RunOptions()).history["loss"]
    expected = train(described, tmp_path / "plain", RunOptions(plain=True)).history["loss"]
    assert fast == pytest.approx(expected, rel=1e-3)


@pytest.mark.contract
def test_a_slow_network_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from kspec.executor import first_batch

    model = kspec.build(
        {
            "inputs": {"shape": [4]},
            "layers": [{"type": "Dense", "units": 1}],
            "compile": {"loss": "mse"},
        }
    )
    passes: list[object] = []
    call = type(model).__call__

    def counted(self: object, *given: object, **more: object) -> object:
        passes.extend([given] if self is model else [])
        return call(self, *given, **more)

    monkeypatch.setattr(type(model), "__call__", counted)
    arrays = (np.ones((8, 4), "float32"), np.ones((8, 1), "float32"))
    for slow, expected in ((1e9, 2), (0.0, 1)):
        monkeypatch.setattr(first_batch, "SLOW", slow)
        passes.clear()
        first_batch.look(model, arrays, 8)
        assert len(passes) == expected
