"""Data that comes in batches, looked at by its first ones."""

from typing import Any

import numpy as np
import pytest

import kspec
from tests.linter.live import CLASSES, LABELS, X, dense, found

pytestmark = pytest.mark.contract


def as_dataset(x: Any, y: Any) -> Any:
    import tensorflow as tf

    return tf.data.Dataset.from_tensor_slices((x, y)).batch(8)


def as_sequence(x: Any, y: Any) -> Any:
    import keras

    class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras is not typed
        def __len__(self) -> int:
            return 7

        def __getitem__(self, index: int) -> Any:
            part = slice(index * 8, index * 8 + 8)
            return {"inputs": x[part]}, y[part], np.ones(8)

    return Batches()


@pytest.mark.parametrize("batches", [as_dataset, as_sequence])
def test_batches_are_arrays(batches: Any) -> None:
    model = dense(3, "softmax", CLASSES)
    assert kspec.check(model, batches(X, LABELS)).findings == []
    assert kspec.lint(model, data=batches(X, LABELS)).findings == []
    assert found(model, batches(X, LABELS + 1)) == ["KS604"]
    assert found(model, batches(X[:, :3], LABELS)) == ["KS603"]


def test_nothing_is_counted_in_a_part() -> None:
    """Sorted labels, one value so far, few samples: the rest may be other."""
    for labels in (np.zeros(60, int), np.sort(LABELS)):
        data = as_dataset(X, labels)
        model = dense(3, "softmax", CLASSES)
        assert kspec.check(model, data, batch_size=50, validation_data=data).findings == []
    assert kspec.check(dense(1), as_dataset(X, np.ones(60))).findings == []


def test_batches_of_different_lengths() -> None:
    import tensorflow as tf
    from keras import Input, Sequential, layers

    texts = tf.ragged.constant([[1] * length for length in range(1, 25)])
    data = tf.data.Dataset.from_tensor_slices((texts, np.arange(24) % 2))
    data = data.map(lambda x, y: (x, y)).padded_batch(4, ([None], []))
    stack = [Input((None,)), layers.Embedding(2, 4), layers.GlobalAveragePooling1D()]
    model = Sequential([*stack, layers.Dense(1, activation="sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    assert kspec.check(model, data).findings == []


def test_samples_that_are_not_batched(capsys: pytest.CaptureFixture[str]) -> None:
    import tensorflow as tf

    data = tf.data.Dataset.from_tensor_slices((X, LABELS))
    assert kspec.check(dense(3, "softmax", CLASSES), data).findings == []
    assert "no batches of them: call .batch(32) on it" in capsys.readouterr().err


def test_a_callback_looks_before_the_first_batch() -> None:
    model, data = dense(3, "softmax", CLASSES), as_dataset(X, LABELS * 2)
    with pytest.raises(kspec.CheckError, match="KS604"):
        model.fit(data, shuffle=False, verbose=0, callbacks=[kspec.Check(data)])


def test_arrays_of_different_lengths_are_what_keras_refuses() -> None:
    model = dense(3, "softmax", CLASSES)
    assert found(model, X, LABELS[:50]) == ["KS603"]
    with pytest.raises(ValueError, match="cardinality"):
        model.fit(X, LABELS[:50], verbose=0)


def test_weighed_samples_are_balanced() -> None:
    rare = (np.arange(600) % 60 == 0).astype(int)
    x, model = np.linspace(-1, 1, 2400).reshape(600, 4), dense(1, "sigmoid", "binary_crossentropy")
    assert [one.code for one in kspec.check(model, x, rare).findings] == ["KS606"]
    assert kspec.check(model, x, rare, sample_weight=1 + 58 * rare).findings == []
