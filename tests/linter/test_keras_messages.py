"""Messages of Keras and the rules that explain them: pieces of messages, and Keras's own."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from kspec.cli.main import main
from kspec.linter.keras_messages import PHRASES, rules_about
from kspec.linter.rules.index import RULES

if TYPE_CHECKING:
    from collections.abc import Callable


def codes(message: str) -> list[str]:
    return [entry.code for entry in rules_about(message)]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("logits and labels must have the same shape", "KS304"),
        (
            "`logits` and `labels` must have the same shape, received ((None, 3) vs (None, 1)).",
            "KS307",
        ),
        ("expected ndim=3, found ndim=2", "KS201"),
        ("Computed output size would be zero", "KS203"),
        ("Could not interpret loss identifier: msee", "KS106"),
        ("No gradients provided", "KS409"),
        ("ValueError: Argument(s) not recognized: {'lr': 0.001}", "KS102"),
        ("'Sequential' object has no attribute 'predict_classes'", "KS840"),
        ("KeyError: 'val_acc'", "KS841"),
        ("ValueError: A KerasTensor cannot be used as input to a TensorFlow function.", "KS853"),
        ("loss: nan", "KS801"),
        ("Received a label value of 7 which is outside the valid range of [0, 3).", "KS604"),
        ("AttributeError: module 'keras' has no attribute 'engine'", "KS839"),
        ("cannot import name 'Adam' from 'keras.layers'", "KS839"),
        ("Unrecognized data type: x=[1, 2, 3] (of type <class 'list'>)", "KS842"),
        ("Dimensions must be equal, but are 2 and 3 for '{{node compile_loss/mse/sub}}'", "KS304"),
        ("Early stopping conditioned on metric `val_acc` which is not available", "KS403"),
    ],
)
def test_a_piece_of_a_message_is_enough(message: str, code: str) -> None:
    assert code in codes(message)


@pytest.mark.parametrize("message", ["", "loss", "CUDA out of memory", "No module named 'keras'"])
def test_other_messages_are_not_explained(message: str) -> None:
    assert codes(message) == []


def test_every_phrase_finds_its_rules() -> None:
    known = {entry.code for entry in RULES}
    for phrase, named in PHRASES:
        assert known.issuperset(named.split())
        assert codes(phrase)[: len(named.split())] == named.split(), phrase


def test_the_command_lists_the_rules() -> None:
    result = CliRunner().invoke(main, ["rule", "logits and labels must have the same shape"])
    assert result.exit_code == 0
    assert "KS307  error    label-encoding-mismatch" in result.output
    assert "kspec rule KS304" in result.output


def test_the_command_says_that_no_rule_explains_it() -> None:
    result = CliRunner().invoke(main, ["rule", "CUDA out of memory"])
    assert result.exit_code == 1
    assert "No rule explains" in result.output


@pytest.mark.contract
def test_messages_of_the_installed_keras_are_explained() -> None:
    keras = pytest.importorskip("keras")
    layers = keras.layers

    def fit(loss: str, y: np.ndarray, *stack: object, x: np.ndarray | None = None) -> None:
        model = keras.Sequential([keras.Input((4,)), *stack])
        model.compile("sgd", loss)
        model.fit(np.zeros((8, 4)) if x is None else x, y, verbose=0)

    one = np.zeros((8, 1))
    provoked: list[tuple[str, Callable[[], object]]] = [
        ("KS307", lambda: fit("categorical_crossentropy", one, layers.Dense(3))),
        ("KS603", lambda: fit("mse", one, layers.Dense(1), x=np.zeros((8, 5)))),
        ("KS604", lambda: fit("sparse_categorical_crossentropy", one + 7, layers.Dense(3))),
        ("KS106", lambda: fit("msee", one, layers.Dense(1))),
        ("KS201", lambda: layers.LSTM(3)(keras.Input((4,)))),
        ("KS203", lambda: layers.Conv2D(3, 5)(keras.Input((3, 3, 1)))),
        ("KS202", lambda: layers.Concatenate(1)([keras.Input((4, 4)), keras.Input((5, 3))])),
        ("KS202", lambda: layers.Add()([keras.Input((4,)), keras.Input((5,))])),
        ("KS204", lambda: layers.Reshape((5,))(keras.Input((4,)))),
        ("KS105", lambda: layers.Dense(-3)),
        ("KS102", lambda: layers.Dense(3, unit=4)),
        ("KS103", layers.Dense),
        ("KS213", lambda: layers.Conv2D(3, 3, groups=2)(keras.Input((8, 8, 3)))),
        ("KS208", lambda: keras.Model(keras.Input((4,)), layers.Dense(1)(keras.Input((4,))))),
        ("KS612", lambda: fit("mse", one, layers.Dense(1), x=np.array([["a"] * 4] * 8))),
    ]
    for code, cause in provoked:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever Keras raises
            cause()
        assert code in codes(str(caught.value)), str(caught.value)


def test_an_attribute_that_no_model_had_is_not_explained() -> None:
    assert codes("'Sequential' object has no attribute 'shape_of_it'") == []
