"""Real runs on tiny data, in this process."""

import gc
import json
import sys
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.executor.errors import ExecutorError, RunError

pytestmark = pytest.mark.contract

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 4))
Y = (X.sum(axis=1) > 0).astype(int)


def spec(*layers: dict[str, Any], loss: str = "binary_crossentropy", **fit: Any) -> dict[str, Any]:
    return {
        "kspec": 1,
        "name": "tiny",
        "inputs": {"shape": [4]},
        "layers": list(layers) or [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
        "compile": {
            "run_eagerly": True,  # a graph takes longer to trace than these runs to train
            "loss": loss,
            "optimizer": {"type": "Adam", "learning_rate": 0.1},
            "metrics": ["accuracy"],
        },
        "fit": {"epochs": 3, "validation_split": 0.25, **fit},
    }


def codes(run: Any) -> list[str]:
    return [symptom.code for symptom in run.diagnosis]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A run of eight epochs, for all who look at one that is as it should be."""
    return kspec.fit(spec(epochs=8), X, Y, run_dir=tmp_path_factory.mktemp("usual"))


def test_a_run_keeps_everything(usual: Any) -> None:
    run = usual
    names = {path.name for path in run.path.iterdir()}
    assert names == {
        "best.keras",
        "environment.json",
        "history.csv",
        "history.json",
        "last.keras",
        "report.html",
        "run.json",
        "spec.json",
        "split.json",
        "state.npz",
    }
    assert 'class="net"' in (run.path / "report.html").read_text()
    assert set(run.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert [len(values) for values in run.history.values()] == [8] * 4
    kept = json.loads((run.path / "history.json").read_text())
    assert [epoch["val_loss"] for epoch in kept["epochs"]] == run.history["val_loss"]
    assert len((run.path / "history.csv").read_text().splitlines()) == 9
    ended = json.loads((run.path / "run.json").read_text())
    assert (ended["state"], ended["best_epoch"]) == ("done", run.best_epoch)
    split = json.loads((run.path / "split.json").read_text())
    assert (len(split["train"]), len(split["validation"])) == (90, 30)


def test_the_model_has_the_weights_of_the_best_epoch(usual: Any) -> None:
    import keras

    run = usual
    held_out = json.loads((run.path / "split.json").read_text())["validation"]
    x, y = X[held_out].astype("float32"), Y[held_out].reshape(-1, 1)
    best = min(run.history["val_loss"])
    assert run.model.evaluate(x, y, verbose=0)[0] == pytest.approx(best, rel=1e-4)
    saved = keras.saving.load_model(run.path / "best.keras")
    assert saved.evaluate(x, y, verbose=0)[0] == pytest.approx(best, rel=1e-4)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_run(usual: Any, tmp_path: Path) -> None:
    same = kspec.fit(spec(epochs=8, seed=0), X, Y, run_dir=tmp_path / "a")
    other = kspec.fit(spec(epochs=8, seed=4), X, Y, run_dir=tmp_path / "b")
    assert usual.history == same.history
    assert usual.history != other.history


def test_normalization_sees_the_training_part_only(tmp_path: Path) -> None:
    layers: list[dict[str, Any]] = [
        {"type": "Normalization"},
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
    ]
    x = X.copy()
    run = kspec.fit(spec(*layers), x, Y, run_dir=tmp_path / "run")
    train = json.loads((run.path / "split.json").read_text())["train"]
    learned = np.asarray(run.model.layers[0].mean).ravel()
    assert learned == pytest.approx(x[train].mean(axis=0), abs=1e-5)
    assert learned != pytest.approx(x.mean(axis=0), abs=1e-5)


@pytest.mark.tensorflow
def test_texts_get_a_vocabulary(tmp_path: Path) -> None:
    words = np.array(["good film", "bad film", "good plot", "bad plot"] * 10)
    layers: list[dict[str, Any]] = [
        {
            "type": "TextVectorization",
            "output_mode": "multi_hot",
            "max_tokens": 9,
            "pad_to_max_tokens": True,
        },
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
    ]
    text = spec(*layers) | {"inputs": {"shape": [], "dtype": "string"}}
    run = kspec.fit(text, words, np.tile([1, 0], 20), run_dir=tmp_path / "run")
    assert set(run.model.layers[0].get_vocabulary()) >= {"good", "bad", "film", "plot"}


def test_what_is_not_finite_ends_the_run_and_is_explained(tmp_path: Path) -> None:
    broken = spec({"type": "Dense", "units": 1}, loss="mse", epochs=20)
    broken["compile"] |= {"optimizer": {"type": "SGD", "learning_rate": 1e6}, "metrics": []}
    run = kspec.fit(broken, X, Y, run_dir=tmp_path / "run")
    assert run.failed
    assert codes(run) == ["KS801"]
    assert len(run.history["loss"]) < 20
    assert json.loads((run.path / "run.json").read_text())["state"] == "failed"


@pytest.mark.slow
def test_overfitting_is_named_with_its_epoch(tmp_path: Path) -> None:
    layers = [
        {"type": "Dense", "units": 64, "activation": "relu"},
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
    ]
    noise = RNG.integers(0, 2, 120)
    run = kspec.fit(spec(*layers, epochs=25), X, noise, run_dir=tmp_path / "run")
    symptom = next(symptom for symptom in run.diagnosis if symptom.code == "KS804")
    assert symptom.epoch == run.best_epoch


def test_inputs_without_scale_show_in_the_first_loss(tmp_path: Path) -> None:
    run = kspec.fit(spec(), X * 1000, Y, run_dir=tmp_path / "run")
    assert "KS802" in codes(run)


@pytest.mark.slow
def test_duplicates_across_the_split_are_named(tmp_path: Path) -> None:
    x, y = np.repeat(X[:30], 4, axis=0), np.repeat(Y[:30], 4)
    assert "KS809" in codes(kspec.fit(spec(), x, y, run_dir=tmp_path / "run"))


def test_a_healthy_run_has_nothing_to_say(usual: Any) -> None:
    assert codes(usual) == []


@pytest.mark.slow
def test_early_stopping_is_said(tmp_path: Path) -> None:
    stop = {"type": "EarlyStopping", "monitor": "val_accuracy", "patience": 2}
    run = kspec.fit(spec(epochs=60, callbacks=[stop]), X, Y, run_dir=tmp_path / "run")
    assert "val_accuracy had not improved for 2 epochs" in run.ended
    best = run.history["val_accuracy"][(run.best_epoch or 0) - 1]
    assert best == max(run.history["val_accuracy"])


@pytest.mark.slow
def test_two_inputs_and_two_outputs(tmp_path: Path) -> None:
    branched = {
        "inputs": {"a": {"shape": [4]}, "b": {"shape": [4]}},
        "layers": [
            {"type": "Concatenate", "name": "both", "inputs": ["a", "b"]},
            {"type": "Dense", "name": "sign", "inputs": ["both"], "units": 1},
            {"type": "Dense", "name": "size", "inputs": ["both"], "units": 1},
        ],
        "outputs": ["sign", "size"],
        "compile": {"optimizer": "adam", "loss": {"sign": "mse", "size": "mae"}},
        "fit": {"epochs": 2},
    }
    x, y = {"b": X, "a": -X}, {"size": X[:, 0], "sign": Y}
    run = kspec.fit(branched, x, y, run_dir=tmp_path / "run")
    assert {"loss", "sign_loss", "size_loss", "val_size_loss"} <= set(run.history)
    page = (run.path / "report.html").read_text(encoding="utf-8")
    assert "Residuals on what was held out: size</h2>" in page
    curves = page.partition("<h2>Curves</h2>")[2].partition("<h2>")[0]
    assert curves.count("<figure") == 3  # the loss, and one of each output
    assert "96 samples" in page


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:When providing `inputs` as a dict")
@pytest.mark.parametrize("taken", [["b", "a"], {"right": "b", "left": "a"}], ids=str)
def test_inputs_in_a_list_or_a_mapping_are_given_by_their_names(taken: Any, tmp_path: Path) -> None:
    join = {"type": "Concatenate", "inputs": ["a", "b"]}
    hidden = {"type": "Dense", "units": 4, "activation": "relu"}
    document = spec(join, hidden, {"type": "Dense", "units": 1, "activation": "sigmoid"})
    document["inputs"] = {"a": {"shape": [1]}, "b": {"shape": [3]}}
    document["input_layers"] = taken
    run = kspec.fit(document, {"a": X[:, :1], "b": X[:, 1:]}, Y, run_dir=tmp_path)
    assert len(run.history["loss"]) == 3


@pytest.mark.slow
def test_validation_data_is_taken_as_it_is(tmp_path: Path) -> None:
    pair = (X[:10], Y[:10])
    run = kspec.fit(spec(), X[10:], Y[10:], validation_data=pair, run_dir=tmp_path / "run")
    assert json.loads((run.path / "split.json").read_text())["validation"] is None
    assert "val_loss" in run.history


def test_a_faulty_spec_is_refused(tmp_path: Path) -> None:
    faulty = spec({"type": "Dense", "units": 0})
    with pytest.raises(kspec.SpecError, match="units"):
        kspec.fit(faulty, X, Y, run_dir=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_custom_class_is_refused_and_never_imported(tmp_path: Path) -> None:
    foreign = spec({"type": "antigravity:Layer"}, *spec()["layers"])
    with pytest.raises(ExecutorError, match="imports no code"):
        kspec.fit(foreign, X, Y, run_dir=tmp_path / "run")
    assert "antigravity" not in sys.modules


def test_nothing_to_minimize_is_refused(tmp_path: Path) -> None:
    bare = {key: value for key, value in spec().items() if key != "compile"}
    with pytest.raises(ExecutorError, match="what to minimize"):
        kspec.fit(bare, X, Y, run_dir=tmp_path / "run")


def test_a_run_never_writes_over_another(tmp_path: Path) -> None:
    run = tmp_path / "a run"
    run.mkdir()
    (run / "old").write_text("mine")
    with pytest.raises(RunError, match=r"not empty: give a new --run-dir, or --resume '.*a run'"):
        kspec.fit(spec(), X, Y, run_dir=run)


@pytest.mark.slow
def test_a_schedule_sets_the_rate_of_every_epoch(tmp_path: Path) -> None:
    decay = {"type": "ExponentialDecay", "initial_learning_rate": 0.1, "decay_steps": 1}
    callback = {"type": "LearningRateScheduler", "schedule": {**decay, "decay_rate": 0.5}}
    run = kspec.fit(spec(callbacks=[callback]), X, Y, run_dir=tmp_path / "run")
    rates = next(values for name, values in run.history.items() if name in {"lr", "learning_rate"})
    assert rates == pytest.approx([0.1, 0.05, 0.025])


def test_a_schedule_that_is_none_is_refused(tmp_path: Path) -> None:
    callback = {"type": "LearningRateScheduler", "schedule": {"type": "NoSuchDecay"}}
    with pytest.raises(ExecutorError, match="schedule"):
        kspec.fit(spec(callbacks=[callback]), X, Y, run_dir=tmp_path / "run")


@pytest.mark.slow
def test_a_metric_with_a_value_for_each_class_is_their_mean(tmp_path: Path) -> None:
    layers = [{"type": "Dense", "units": 2, "activation": "softmax"}]
    one = spec(*layers, loss="categorical_crossentropy")
    one["compile"]["metrics"] = [{"type": "F1Score"}]
    run = kspec.fit(one, X, np.eye(2)[Y], run_dir=tmp_path / "run")
    each = run.model.evaluate(X, np.eye(2)[Y], verbose=0, return_dict=True)["f1_score"]
    assert each.shape == (2,)
    assert all(0 < value <= 1 for value in run.history["val_f1_score"])


@pytest.mark.slow
def test_a_mixed_policy_scales_the_loss_and_is_left_again(tmp_path: Path) -> None:
    import keras

    from kspec.executor.evaluation import Finished

    run = kspec.fit(
        {**spec(epochs=1), "dtype_policy": "mixed_float16"}, X, Y, run_dir=tmp_path / "run"
    )
    assert type(run.model.optimizer).__name__ == "LossScaleOptimizer"
    assert run.model.layers[-1].compute_dtype == "float16"
    assert keras.config.dtype_policy().name == "float32"
    again = Finished.at(run.path).model()  # the scale stands beside the weights: nothing is skipped
    assert len(again.optimizer.variables) == len(run.model.optimizer.variables)


def test_weights_that_numpy_has_no_dtype_for_are_kept(tmp_path: Path) -> None:
    from kspec.executor.checkpoint import load, restore_model, save
    from kspec.executor.history import History

    def model() -> Any:
        return kspec.build({**spec(), "dtype_policy": "bfloat16", "lint": {"ignore": ["KS416"]}})

    one, other = model(), model()
    one.optimizer.build(one.trainable_variables)
    save(tmp_path / "state.npz", one, [], History("loss", "min"), stopped=False)
    restore_model(load(tmp_path / "state.npz"), other)
    for left, right in zip(one.get_weights(), other.get_weights(), strict=True):
        assert left.dtype == right.dtype == "bfloat16"
        assert (left == right).all()


@pytest.mark.slow
def test_a_model_that_nobody_holds_is_freed(tmp_path: Path) -> None:
    """TensorFlow holds on to graphs and what they call, which must not be the model."""
    run = kspec.fit(spec(epochs=1), X, Y, run_dir=tmp_path / "run")
    model = weakref.ref(run.model)
    del run
    gc.collect()
    assert model() is None
