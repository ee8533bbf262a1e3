"""Images and targets of which one part is scaled, and another is not."""

import pytest

from tests.code.read import codes_of

HEAD = """import cv2
import glob
import keras
import numpy as np

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train.reshape(-1, 784), x_test.reshape(-1, 784)
unit = x_train / 255.0
noisy = np.clip(unit + 0.3 * np.random.normal(size=unit.shape), 0, 1)
noisy_test = np.clip(x_test / 255.0 + 0.3 * np.random.normal(size=x_test.shape), 0, 1)
model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(784, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("model.fit(noisy, unit, validation_data=(noisy_test, x_test))", ["KS614"]),
        ("model.fit(noisy, unit)\nmodel.evaluate(noisy_test, x_test)", ["KS614"]),
        ("model.fit(noisy, unit, validation_data=(noisy_test, x_test / 255))", []),
        ("model.fit(noisy, unit, validation_data=(noisy_test, x_test / 200))", []),
    ],
)
def test_targets_have_one_scale(code: str, expected: list[str]) -> None:
    assert codes_of(HEAD + code, {"KS614"}) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("np.concatenate([images[:500], drawn])", ["KS601"]),
        ("np.vstack((images / 255.0, images))", ["KS601"]),
        ("np.concatenate([images / 255.0, drawn])", []),
        ("np.concatenate([images, masks], axis=-1)", []),
        ("np.concatenate([images, masks])", []),
        ("np.concatenate([images, np.zeros((9, 28, 28))])", []),
    ],
)
def test_images_that_are_joined_have_one_scale(code: str, expected: list[str]) -> None:
    images = "images = x_train.reshape(-1, 28, 28)\nmasks = (images > 99).astype('float32')\n"
    images += (
        "drawn = np.array([cv2.resize(cv2.imread(p), (28, 28)) / 255.0 for p in ['a', 'b']])\n"
    )
    assert codes_of(f"{HEAD}{images}both = {code}\nprint(both)", {"KS601"}) == expected


CAMERA = """model.fit(unit, x_train / 255.0)
camera = cv2.VideoCapture(0)
while True:
    ok, frame = camera.read()
    if not ok:
        break
    small = cv2.resize(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), (28, 28))
    print(model.predict({}))
"""


@pytest.mark.parametrize(
    ("image", "expected"),
    [("small.reshape(1, 784)", ["KS614"]), ("small.reshape(1, 784) / 255.0", [])],
)
def test_images_of_a_camera_are_bytes(image: str, expected: list[str]) -> None:
    assert codes_of(HEAD + CAMERA.format(image), {"KS614"}) == expected


LABELS = """import keras
import numpy as np
from sklearn.model_selection import train_test_split
x = np.load("x.npy")
y = np.zeros(len(x))
for i in range(len(x)):
    {}
a, b, c, d = train_test_split(x, y)
model = keras.Sequential([keras.Input((9,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(a, c)
"""


@pytest.mark.parametrize(
    ("step", "expected"), [("label = x[i, 0] > 3", ["KS608"]), ("y[i] = x[i, 0] > 3", [])]
)
def test_a_part_of_one_value_is_all_the_same(step: str, expected: list[str]) -> None:
    assert codes_of(LABELS.format(step), {"KS608"}) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("[['7'] * 784]", ["KS612"]),
        ("[[7, 'red', *[0] * 782]]", ["KS612"]),
        ("[['7'] * 784], dtype=float", []),
        ("[[7] * 784]", []),
    ],
)
def test_a_model_of_numbers_takes_no_texts(rows: str, expected: list[str]) -> None:
    code = f"model.fit(x_train, unit)\nmodel.predict(np.array({rows}))"
    assert codes_of(HEAD + code, {"KS612"}) == expected
