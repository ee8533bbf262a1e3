"""Networks that are broken on purpose are named, and healthy ones are not."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.trained import Evidence
from kspec.executor.diagnosis import diagnose
from kspec.executor.history import History

pytestmark = pytest.mark.contract

RNG = np.random.default_rng(0)
X = RNG.normal(size=(160, 6)).astype("float32")
Y = (X[:, 0] + X[:, 1] > 0).astype(int)
HEAD = {"type": "Dense", "name": "head", "units": 1, "activation": "sigmoid"}


def hidden(**fields: Any) -> dict[str, Any]:
    return {"type": "Dense", "name": "hidden", "units": 16, "activation": "relu", **fields}


def symptoms(
    folder: Path, *layers: dict[str, Any], optimizer: object = "adam", **options: Any
) -> dict[str, str]:
    spec = {
        "kspec": 1,
        "inputs": {"shape": [6]},
        "layers": [*layers, HEAD],
        "compile": {"loss": "binary_crossentropy", "optimizer": optimizer, "run_eagerly": True},
        "fit": {"epochs": 3, "validation_split": 0.25},
    }
    run = kspec.fit(spec, X, Y, run_dir=folder / "run", **options)
    return {symptom.code: symptom.message for symptom in run.diagnosis}


def test_dead_units_are_counted(tmp_path: Path) -> None:
    dead = hidden(bias_initializer={"type": "Constant", "value": -100.0})
    assert '16 of the 16 units of "hidden"' in symptoms(tmp_path, dead)["KS806"]


@pytest.mark.slow
def test_a_gradient_that_vanishes_is_named_with_its_layer(tmp_path: Path) -> None:
    deep = [hidden(name=f"hidden{at}", activation="sigmoid") for at in range(14)]
    found = symptoms(tmp_path, *deep)
    assert '/hidden0/kernel" is' in found["KS807"]


@pytest.mark.slow
@pytest.mark.tensorflow
def test_a_gradient_that_explodes_is_named(tmp_path: Path) -> None:
    large = {"type": "Rescaling", "scale": 1e8}
    found = symptoms(tmp_path, large, hidden(), optimizer={"type": "SGD", "learning_rate": 1e-30})
    assert "KS807" in found
    assert "KS803" not in found  # nobody has asked


@pytest.mark.slow
def test_one_batch_that_is_not_learned_is_found_on_request(tmp_path: Path) -> None:
    lazy = {"type": "SGD", "learning_rate": 1e-6}
    found = symptoms(tmp_path, hidden(), optimizer=lazy, diagnose=True)
    assert "Trained on 32 samples alone" in found["KS803"]


@pytest.mark.slow
def test_a_healthy_network_has_none(tmp_path: Path) -> None:
    layers = [{"type": "BatchNormalization"}, hidden(), {"type": "Dropout", "rate": 0.1}]
    found = symptoms(tmp_path, *layers, diagnose=True)
    assert set(found) & {"KS803", "KS806", "KS807"} == set()


@pytest.mark.slow
def test_the_keys_of_an_attention_need_no_gradient_for_their_bias(tmp_path: Path) -> None:
    attention = {"type": "MultiHeadAttention", "inputs": ["steps", "steps"]}
    found = symptoms(
        tmp_path,
        {"type": "Reshape", "target_shape": [6, 1], "name": "steps"},
        {**attention, "num_heads": 2, "key_dim": 4},
        {"type": "Flatten"},
    )
    assert "KS807" not in found


def told(evidence: Evidence, *rows: tuple[float, float, float]) -> set[str]:
    """The codes for epochs of loss, val_loss and val_accuracy."""
    history = History("val_loss", "min")
    for loss, held_out, accuracy in rows:
        history.add({"loss": loss, "val_loss": held_out, "val_accuracy": accuracy})
    return {symptom.code for symptom in diagnose(history, evidence)}


FLAT = [(0.7, 0.7, 0.51)] * 2 + [(0.6, 0.7, 0.51)]


def test_a_class_that_is_all_there_is_is_no_chance() -> None:
    fair = Evidence(commonest_class=0.5, held_out=100)
    assert told(fair, *FLAT) == {"KS808"}
    assert told(fair, *FLAT[:2]) == set()  # ended too early to tell
    assert told(fair, *FLAT, (0.6, 0.6, 0.5)) == set()  # still learning
    assert told(fair._replace(commonest_class=1.0), *FLAT) == set()
    assert told(fair._replace(held_out=10), *FLAT) == set()


def test_a_seldom_class_may_be_told_without_being_named() -> None:
    seldom = Evidence(commonest_class=0.94, shares_loss=0.23, held_out=100)
    better, as_good = [(0.2, 0.19, 0.94)] * 2, [(0.24, 0.23, 0.94)] * 2
    assert told(seldom, *better, (0.18, 0.19, 0.94)) == set()
    assert told(seldom, *as_good, (0.22, 0.23, 0.94)) == {"KS808"}


def test_a_cause_is_told_without_what_follows_from_it() -> None:
    stuck = [(0.7, 0.7, 0.5)] * 3
    fair = Evidence(commonest_class=0.5, held_out=100)
    assert told(fair, *stuck) == {"KS805"}
    from kspec.analysis.trained import Dead, Inspection

    dead = Inspection(dead=(Dead("hidden", 8, 8),))
    assert told(fair._replace(inspection=dead), *stuck) == {"KS806"}


def test_a_first_loss_without_weights_is_not_compared_with_weighed_ones() -> None:
    history = History("val_loss", "min")
    history.initial = 1.0
    for loss in (2.0, 1.5, 1.2):
        history.add({"loss": loss})
    assert {one.code for one in diagnose(history, Evidence())} == {"KS805"}
    assert diagnose(history, Evidence(weighted=True)) == []


def test_a_loss_near_nothing_may_double() -> None:
    down = [(0.7 * 0.5**epoch, 0.6 * 0.5**epoch, 0.99) for epoch in range(8)]
    noise = [(0.005, 0.009, 1.0), (0.004, 0.005, 1.0), (0.003, 0.0094, 1.0)]
    assert "KS804" not in told(Evidence(), *down, *noise)
    rising = [(0.005, 0.2, 0.9), (0.004, 0.25, 0.9), (0.003, 0.3, 0.9)]
    assert "KS804" in told(Evidence(), *down, *rising)


def test_one_bad_epoch_at_the_end_is_no_overfitting() -> None:
    settled = [(0.7, 0.7, 0.6), (0.5, 0.4, 0.8), (0.4, 0.41, 0.8), (0.35, 0.4, 0.8)]
    assert "KS804" not in told(Evidence(), *settled, (0.3, 0.41, 0.8), (0.25, 0.6, 0.8))


def test_training_that_counts_more_or_still_falls_is_no_easy_validation() -> None:
    settled = [(0.9, 0.4, 0.9), (0.88, 0.4, 0.9), (0.87, 0.3, 0.9)]
    assert told(Evidence(), *settled) == {"KS809"}
    assert told(Evidence(weighted=True), *settled) == set()
    assert told(Evidence(noisy=True), *settled) == set()
    swinging = [(0.9, 0.95, 0.9), (0.88, 0.91, 0.9), (0.87, 0.3, 0.9)]
    assert told(Evidence(), *swinging) == set()
    falling = [(2.0, 0.8, 0.9), (1.0, 0.2, 0.9)]
    assert told(Evidence(), *falling) == set()
    assert told(Evidence(), falling[0]) == set()
    assert told(Evidence(), *falling, (0.3, 0.25, 0.9)) == set()


def test_a_validation_that_jumps_is_no_overfitting() -> None:
    jumping = [2.25, 1.89, 1.05, 0.81, 1.45, 0.55, 0.53, 0.8, 0.69, 1.41, 1.06]
    rising = [2.25, 1.89, 1.05, 0.81, 0.55, 0.53, 0.62, 0.75, 0.86, 1.01, 1.1]
    for held_out, codes in ((jumping, set()), (rising, {"KS804"})):
        rows = [(1 / (at + 1), value, 0.9) for at, value in enumerate(held_out)]
        assert told(Evidence(), *rows) == codes


def test_what_is_there_already_is_not_advised() -> None:
    history = History("val_loss", "min")
    for at in range(6):
        history.add({"loss": 1 / (at + 1), "val_loss": 0.5 + at})
    (plain,), (stopped,) = (
        diagnose(history, Evidence(stops_early=stops, noisy=True)) for stops in (False, True)
    )
    assert plain.code == stopped.code == "KS804"
    assert "EarlyStopping" in plain.help
    assert "EarlyStopping" not in stopped.help


def test_a_loss_below_nothing_is_no_easy_validation() -> None:
    sinking = [(-0.5, -0.9, 0.9), (-0.51, -1.0, 0.9), (-0.52, -1.04, 0.9)]
    assert told(Evidence(), *sinking) == set()


def test_a_normalization_that_lags_behind_is_no_overfitting() -> None:
    from kspec.analysis.trained import Inspection

    rising = [(1 / (at + 1), 0.8 + at, 0.9) for at in range(6)]
    assert told(Evidence(inspection=Inspection(loss=0.2)), *rising) == {"KS804"}
    assert told(Evidence(inspection=Inspection(loss=5.0)), *rising) == set()


def test_a_gradient_is_as_large_as_its_targets() -> None:
    from kspec.analysis.trained import Gradient, Inspection

    learning = [(1 / (at + 1), 1 / (at + 1), 0.9) for at in range(3)]
    steep = Inspection(gradients=(Gradient("kernel", 1e9, 0.3),), loss=2e9, guess=3e9)
    assert told(Evidence(inspection=steep), *learning) == set()
    assert told(Evidence(inspection=steep._replace(loss=1e12)), *learning) == {"KS807"}
    assert told(Evidence(inspection=steep._replace(guess=None)), *learning) == {"KS807"}
    assert told(Evidence(inspection=steep._replace(loss=float("nan"))), *learning) == {"KS807"}
