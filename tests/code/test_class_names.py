"""Names of classes that are looked up by the number of a class."""

import pytest

from tests.code.read import codes_of

PROGRAM = """import keras
import numpy as np
(x, y), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
names = {}
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Rescaling(1 / 255)])
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(10, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y)
scores = model.predict(x_test)
print({})
"""
LOOKS = ["names[np.argmax(scores[0])]", "[names[y_test[i]] for i in range(9)]"]
NINE, TEN = [f"a{place}" for place in range(9)], [f"a{place}" for place in range(10)]
LACKING = [NINE, tuple(NINE), dict(enumerate(TEN, 1))]
WHOLE = [TEN, tuple(TEN), dict(enumerate(TEN)), {str(place): "a" for place in range(9)}]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("names", LACKING, ids=str)
def test_a_class_without_a_name_is_found(names: object, look: str) -> None:
    assert codes_of(PROGRAM.format(names, look)) == ["KS604"]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("names", [*WHOLE, "read_names()"], ids=str)
def test_names_of_all_classes_are_right(names: object, look: str) -> None:
    assert codes_of(PROGRAM.format(names, look)) == []


def test_the_number_of_a_part_of_the_classes_is_unknown() -> None:
    look = "names[y[np.where(y < 2)[0]][0]]"
    assert codes_of(PROGRAM.format(TEN[:2], look)) == []
