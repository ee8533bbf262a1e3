"""Live Keras models: linted with their data, checked before training, and what Keras itself says
of each error.
"""

import json
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.linter.engine import span_of
from kspec.source.outline import pointer
from tests.linter.live import CLASSES, LABELS, X, dense, found

pytestmark = pytest.mark.contract


def test_right_model_and_data_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    report = kspec.check(dense(3, "softmax", CLASSES), X, LABELS, validation_split=0.2)
    assert report.ok
    assert report.findings == []
    assert capsys.readouterr() == ("", "")


def test_findings_are_printed_and_raised(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(
        kspec.CheckError, match=r"^KS604: The labels go from 1 to 3 \(3 in row"
    ) as e:
        kspec.check(dense(3, "softmax", CLASSES), X, LABELS + 1)
    assert isinstance(e.value, ValueError)
    out, err = capsys.readouterr()
    assert out == ""
    assert "KS604 label-out-of-range" in err


def test_lint_takes_a_live_model() -> None:
    report = kspec.lint(dense(3, "softmax"), data=(X, np.eye(3)[LABELS]), task="regression")
    assert [one.code for one in report.findings] == ["KS314"]


def test_a_finding_shows_what_was_said_of_the_layer() -> None:
    report = kspec.lint(dense(1, "softmax"), task="binary_classification")
    ((document, finding),) = report.pairs()
    line = document.text.splitlines()[document.position(span_of(finding, document)[0]).line - 1]
    said = {"type": "Dense", "name": finding.layer, "units": 1, "activation": "softmax"}
    assert json.dumps(said) in line


def test_facts_of_arrays_reach_the_rules_on_heads() -> None:
    report = kspec.lint(dense(2, "softmax", CLASSES), data=(X, LABELS))
    (one,) = report.findings
    assert one.code == "KS304"
    assert pointer(one.path) == "/layers/0/units"


def test_arguments_of_fit_are_looked_at() -> None:
    model = dense(1, "sigmoid", "binary_crossentropy")
    y = (LABELS > 0).astype(int)
    report = kspec.check(model, X, y, batch_size=500)
    assert [(one.code, pointer(one.path)) for one in report.findings] == [
        ("KS405", "/fit/batch_size")
    ]
    late = kspec.check(model, X, y, epochs=2, initial_epoch=3, steps_per_epoch=1)
    assert [one.code for one in late.findings] == ["KS420"]
    rare = (np.arange(600) % 60 == 0).astype(int)
    x = np.linspace(-1, 1, 2400).reshape(600, 4)
    assert [one.code for one in kspec.check(model, x, rare).findings] == ["KS606"]
    assert kspec.check(model, x, rare, class_weight={0: 1.0, 1: 59.0}).findings == []


def test_callback_stops_before_the_first_batch() -> None:
    model = dense(3, "softmax", CLASSES)
    before = [array.copy() for array in model.get_weights()]
    wrong = LABELS * 2
    with pytest.raises(kspec.CheckError, match="KS604"):
        model.fit(X, wrong, verbose=0, callbacks=[kspec.Check(X, wrong)])
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    model.fit(X, LABELS, verbose=0, callbacks=[kspec.Check(X, LABELS), kspec.Check()])


def test_data_gives_a_model_the_shape_that_it_does_not_say() -> None:
    import keras

    model = keras.Sequential([keras.layers.Dense(2, "softmax")])
    model.compile("adam", CLASSES)
    with pytest.raises(kspec.CheckError, match="KS304"):
        model.fit(X, LABELS, verbose=0, callbacks=[kspec.Check(X, LABELS)])


@pytest.mark.slow
@pytest.mark.parametrize("before", [[], ["Identity"]])
def test_a_stack_without_an_input_takes_text_where_its_first_layer_does(before: list[str]) -> None:
    import keras
    import tensorflow as tf

    layers = [getattr(keras.layers, name)() for name in before]
    layers.append(keras.layers.StringLookup(vocabulary=["red"], output_mode="multi_hot"))
    model = keras.Sequential([*layers, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    words, targets = tf.constant([["red"], ["blue"]] * 10), np.linspace(0, 1, 20)
    with pytest.raises(kspec.CheckError, match="KS612") if before else nullcontext():
        kspec.check(model, words, targets)
    refused = pytest.raises(tf.errors.UnimplementedError, match="Cast string to float")
    with refused if before else nullcontext():
        model.fit(words, targets, verbose=0)


def test_own_code_in_a_live_model_is_no_finding() -> None:
    import keras

    class Own(keras.layers.Layer):  # type: ignore[misc]
        def call(self, x: Any) -> Any:
            return x

    layers = [keras.Input((4,)), Own(), keras.layers.Lambda(lambda x: x * 2)]
    layers.append(keras.layers.Dense(4, activation=lambda x: x * x))
    model = keras.Sequential([*layers, keras.layers.Dense(1)])
    model.compile("adam", "mse")
    assert kspec.check(model, X, X.sum(axis=1)).findings == []


def test_a_split_that_leaves_nothing_to_train_on() -> None:
    few, answers = X[:10], X[:10].sum(axis=1)
    model = dense(1, "linear", "mse")
    for split, raises in ((0.9, True), (0.89, False)):
        with pytest.raises(ValueError, match="not sufficient") if raises else nullcontext():
            model.fit(few, answers, validation_split=split, verbose=0)
        with pytest.raises(kspec.CheckError, match="KS420") if raises else nullcontext():
            kspec.check(model, few, answers, validation_split=split)


def test_the_latest_of_a_series_are_rightly_held_out() -> None:
    import keras

    grown = np.cumsum(np.random.default_rng(0).random(200)) / 100
    windows = np.stack([grown[start : start + 9] for start in range(190)])
    for x, expected in ((windows[..., None], []), (windows, ["KS610"])):
        model = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Flatten()])
        model.add(keras.layers.Dense(1))
        model.compile("sgd", "mse")
        report = kspec.check(model, x, grown[9:199], validation_split=0.2)
        assert [one.code for one in report.findings] == expected


def test_data_that_is_no_array_does_not_stop_a_program(
    capsys: pytest.CaptureFixture[str],
) -> None:
    batches = (pair for pair in [(X, LABELS)])
    assert kspec.check(dense(3, "softmax", CLASSES), batches).findings == []
    assert "A generator is used up by looking into it" in capsys.readouterr().err
    assert next(batches)[0] is X
    assert kspec.check(dense(3, "softmax", CLASSES), X, LABELS, batches).findings == []
    assert "A generator is used up" in capsys.readouterr().err
    assert found(dense(1, "softmax", CLASSES), 3.5) == ["KS303"]
    with pytest.raises(TypeError, match="and not into float: give it some samples as arrays"):
        kspec.lint(dense(3, "softmax", CLASSES), data=(3.5,))
    with pytest.raises(TypeError, match="int as JSON"):
        kspec.check(3)


def test_tensors_and_lists_are_arrays() -> None:
    import keras

    model = dense(3, "softmax", CLASSES)
    assert kspec.check(model, keras.ops.convert_to_tensor(X), LABELS.tolist()).findings == []


def convolutional(kind: str) -> Any:
    import keras
    from keras import layers

    inputs = keras.Input((8, 8, 1))
    stack = [
        layers.Conv2D(2, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(1),
    ]
    model = keras.Sequential([inputs, *stack])
    if kind == "functional":
        x = inputs
        for layer in stack:
            x = layer(x)
        model = keras.Model(inputs, x)
    model.compile("sgd", "mse")
    return model


@pytest.mark.one_in(5)
@pytest.mark.parametrize("kind", ["sequential", "functional"])
@pytest.mark.parametrize("shape", [(8, 8), (8, 8, 1), (9, 9, 1), (9, 9), (8, 8, 3), (64,)])
def test_shapes_that_keras_refuses_are_errors_and_only_those(
    shape: tuple[int, ...], kind: str
) -> None:
    model = convolutional(kind)
    x = np.linspace(-1, 1, 12 * int(np.prod(shape))).reshape(12, *shape)
    y = np.linspace(0, 1, 12)
    report = kspec.lint(model, data=(x, y))
    try:
        model.fit(x, y, verbose=0)
    except ValueError:
        assert [one.code for one in report.findings] == ["KS603"]
        assert not report.ok
    else:
        assert report.ok


def token_model() -> Any:
    import keras
    from keras import layers

    stack = [layers.Embedding(10, 2), layers.Flatten(), layers.Dense(1)]
    model = keras.Sequential([keras.Input((3,), dtype="int32"), *stack])
    model.compile("sgd", "mse")
    return model


@pytest.mark.parametrize(
    ("make", "x", "y", "code"),
    [
        (lambda: dense(3, "softmax", CLASSES), X, LABELS + 1, "KS604"),
        (lambda: dense(3, "softmax", CLASSES), X, LABELS - 1, "KS604"),
        (token_model, np.arange(180).reshape(60, 3) % 11, X[:, 0], "KS611"),
        (lambda: dense(1), X.astype(str), X[:, 0], "KS612"),
        (lambda: dense(1), X.astype(object), X[:, 0], "KS612"),
        (lambda: dense(1), X, X[:, 0].astype(str), "KS612"),
        (lambda: dense(1, size=5), X, X[:, 0], "KS603"),
    ],
)
def test_claimed_errors_are_what_keras_refuses(make: Any, x: Any, y: Any, code: str) -> None:
    model = make()
    assert found(model, x, y) == [code]
    with pytest.raises(Exception, match=r"\w"):
        model.fit(x, y, verbose=0)


def test_not_a_number_makes_the_weights_so_in_silence() -> None:
    model, x = dense(1), X.copy()
    x[7, 2] = np.nan
    assert found(model, x, X[:, 0]) == ["KS605"]
    model.fit(x, X[:, 0], verbose=0)
    assert np.isnan(model.get_weights()[0]).any()


def test_scaled_labels_are_all_class_0_to_keras() -> None:
    model = dense(3, "softmax", CLASSES)
    assert found(model, X, LABELS / 3) == ["KS604"]
    one = model.evaluate(X, LABELS / 3, verbose=0)
    assert one == pytest.approx(model.evaluate(X, LABELS * 0, verbose=0))


def test_an_operation_may_be_given_infinity() -> None:
    import keras

    inputs = keras.Input((8, 8, 4))
    padded = keras.ops.pad(inputs, [[0, 0], [1, 1], [1, 1], [0, 0]], constant_values=-np.inf)
    clipped = keras.ops.clip(keras.layers.MaxPooling2D(3, 2)(padded), 0, np.inf)
    model = keras.Model(inputs, keras.layers.GlobalAveragePooling2D()(clipped))
    assert "-Infinity" in model.to_json()
    assert kspec.lint(model).findings == []
    assert kspec.lint(model.to_json()).findings == []
    keras.models.model_from_json(model.to_json())
    model = keras.Sequential([keras.Input((4,)), keras.layers.Rescaling(float("nan"))])
    assert [one.code for one in kspec.lint(model).findings] == ["KS003"]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["<U5", "S5", "object", "tensor"])
def test_fit_takes_no_texts_in_numpys_own_dtype(form: str) -> None:
    import keras
    import tensorflow as tf

    words = np.array(["a b", "c", "a", "d"] * 4)
    x = tf.constant(words) if form == "tensor" else words.astype(form)
    y = np.arange(16) % 2
    inputs = keras.Input((), dtype="string", name="words")
    encoded = keras.layers.StringLookup(vocabulary=["a", "c"], output_mode="one_hot")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(encoded))
    model.compile("sgd", "binary_crossentropy")
    refused = form in {"<U5", "S5"}
    with pytest.raises(kspec.CheckError, match="KS612") if refused else nullcontext():
        kspec.check(model, x, y)
    with pytest.raises(ValueError, match="Invalid dtype") if refused else nullcontext():
        model.fit(x, y, verbose=0)
    assert kspec.lint(model, data=(x, y)).ok
