"""Models of the user's own class: what can be known of them without a look into their code."""

from typing import Any

import numpy as np
import pytest

import kspec
from tests.linter.live import LABELS, X, found

pytestmark = pytest.mark.contract


def test_an_own_class_made_of_inputs_and_outputs_is_read() -> None:
    """Layers of such a class are those of any functional model, with another ``train_step``."""
    import keras

    class Trained(keras.Model):  # type: ignore[misc]  # Keras is not typed
        def train_step(self, data: Any) -> Any:
            return super().train_step(data)

    start = keras.Input((4,))
    model = Trained(start, keras.layers.Dense(1, activation="softmax")(start))
    model.compile(optimizer="sgd", loss="binary_crossentropy")
    assert [finding.code for finding in kspec.lint(model).findings] == ["KS303"]


def own_model(**settings: Any) -> Any:
    """A subclass of Keras's model with three scores of each row, and dropout."""
    import keras

    class Own(keras.Model):  # type: ignore[misc]  # Keras is not typed
        def __init__(self) -> None:
            super().__init__()
            self.scores = keras.layers.Dense(3)
            self.drop = keras.layers.Dropout(0.5)

        def call(self, x: Any, training: Any = None) -> Any:
            return self.drop(self.scores(x), training=training)

    keras.utils.set_random_seed(0)
    model = Own()
    model.compile(**settings)
    return model


def test_a_model_of_keras_that_it_cannot_write_is_one_of_unknown_layers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    import keras

    class Held(keras.layers.Layer):  # type: ignore[misc]  # Keras is not typed
        def __init__(self, held: object) -> None:
            super().__init__()
            self.inner = keras.layers.Dense(4)

        def call(self, x: Any) -> Any:
            return self.inner(x)

    start = keras.Input((4,))
    head = keras.layers.Dense(1)
    graph = keras.Model(start, head(Held(object())(start)))
    stack = [Held(object()), keras.layers.Dense(1)]
    for model in (graph, keras.Sequential([start, *stack]), keras.Sequential(stack)):
        model.compile("sgd", "mse")
        assert kspec.check(model, X, X.sum(axis=1)).findings == []
        assert "so kspec cannot read it" in capsys.readouterr().err
    assert [one.code for one in kspec.check(graph, X, X[:, :2] * 2).findings] == ["KS312"]


def class_scores() -> Any:
    import keras

    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def test_of_a_subclass_of_the_model_all_but_its_layers_is_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    model = own_model(optimizer="adam", loss=class_scores(), metrics=["accuracy"])
    assert kspec.check(model, X, LABELS, epochs=2).findings == []
    assert "Own is a subclass of keras.Model: what its layers do" in capsys.readouterr().err
    with pytest.raises(kspec.CheckError, match="KS604: The labels go from 0 to 4"):
        model.fit(X, LABELS * 2, verbose=0, callbacks=[kspec.Check(X, LABELS * 2)])
    model = own_model(optimizer="adam", loss="mse")
    assert found(model, X, LABELS) == ["KS304"]
    with pytest.raises(TypeError, match=r"Own is a subclass of keras\.Model"):
        kspec.lint(model)


def test_a_check_changes_nothing_of_the_training_of_a_subclass() -> None:
    trained = []
    for checked in (False, True):
        model = own_model(optimizer="adam", loss=class_scores(), run_eagerly=True)
        if checked:
            kspec.check(model, X, LABELS)
        model.fit(X, LABELS, verbose=0)
        trained.append(model.get_weights())
    np.testing.assert_array_equal(trained[0][0], trained[1][0])


def test_several_inputs_and_outputs_of_a_subclass() -> None:
    import keras

    class Two(keras.Model):  # type: ignore[misc]  # Keras is not typed
        def __init__(self) -> None:
            super().__init__()
            self.scores = keras.layers.Dense(3)

        def call(self, x: Any) -> Any:
            return {"a": self.scores(x["p"]), "b": self.scores(x["q"])}

    model = Two()
    model.compile("adam", {"a": class_scores(), "b": "mse"})
    x = {"p": X, "q": X}
    assert kspec.check(model, x, {"a": LABELS, "b": X[:, :3]}).findings == []
    assert found(model, x, {"a": LABELS * 2, "b": X[:, :3]}) == ["KS604"]
    assert found(model, x, {"a": LABELS, "b": X}) == ["KS304"]


def test_a_training_step_of_its_own_is_not_judged_by_the_loss() -> None:
    import keras

    class Adversary(keras.Model):  # type: ignore[misc]  # Keras is not typed
        def train_step(self, data: Any) -> Any:
            raise NotImplementedError

        def call(self, x: Any) -> Any:
            return x

    model = Adversary()
    model.compile("adam", "categorical_crossentropy")
    assert kspec.check(model, X, LABELS).findings == []
    model.compile(keras.optimizers.Adam(50.0), "mse")
    assert [one.code for one in kspec.check(model, X).findings] == ["KS402"]


def test_code_that_fails_without_data_is_no_ones_fault() -> None:
    import keras

    class Picky(keras.Model):  # type: ignore[misc]  # Keras is not typed
        def call(self, x: Any) -> Any:
            return x if x[0, 0] > 0 else -x

    model = Picky()
    model.compile("adam", "mse", metrics=["mae"])
    assert kspec.check(model, X, X).findings == []
    assert found(model, X * np.nan, X) == ["KS605"]


def test_only_models_of_ones_own_class_train_without_a_loss() -> None:
    import keras

    class Own(keras.Model):  # type: ignore[misc]  # Keras is not typed
        def train_step(self, data: Any) -> Any:
            return {"loss": 0.0}

    start = keras.Input((4,))
    end = keras.layers.Dense(1)(start)
    own, plain = Own(start, end), keras.Model(start, end)
    own.compile("adam")
    plain.compile("adam")
    report = kspec.check(own, X, epochs=2)
    assert report.findings == []
    assert found(plain, X, LABELS, epochs=2) == ["KS419"]
    with pytest.raises(ValueError, match="No loss to compute"):
        plain.fit(X, LABELS, epochs=2, verbose=0)
