"""Modules and variables with their usual names, where the text does not bind them in its order."""

import pytest

from tests.code.programs import shape_of_sample
from tests.code.read import codes_of


def test_modules_have_their_usual_names() -> None:
    assert shape_of_sample("x = np.zeros((9, 4))") == (4,)
    assert shape_of_sample("x = tf.zeros((9, 2, 3))") == (2, 3)
    assert shape_of_sample("x = pd.read_csv('a.csv')[['a', 'b']].values") == (2,)


def test_names_of_the_program_come_first() -> None:
    assert shape_of_sample("from elsewhere import np\nx = np.zeros((9, 4))") is None
    assert shape_of_sample("def f(np):\n    return np.zeros((9, 4))\nx = f(other)") is None


MODEL = "model = keras.Sequential([keras.layers.Dense(1)])\n"
USED = "model.fit(np.zeros((9, 4)), np.ones(9), callbacks=[callbacks.EarlyStopping()])\n"


@pytest.mark.parametrize(
    ("imports", "count"),
    [
        ("import keras\n", 2),
        ("from tensorflow.keras import callbacks\nimport numpy\n", 2),
        ("import keras\nimport numpy as np\nfrom keras import callbacks\n", 0),
        ("import keras.layers\nnp = __import__('numpy')\n", 0),
        ("import keras\nfrom other import *\n", 0),
        ("import other\n", 0),
    ],
)
def test_a_module_that_nothing_imports_is_reported(imports: str, count: int) -> None:
    assert codes_of(f"{imports}{MODEL}{USED}", {"KS821"}) == ["KS821"] * count


WINDOW = """import keras
import numpy as np
import tkinter as tk
model = None
def start():
    global model
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense({})])
    model.compile("adam", "mse")
    model.fit(np.random.rand(90, 4), np.random.rand(90, {}))
def classify():
    print(np.argmax(model.predict(np.random.rand(1, 4))[0]))
root = tk.Tk()
tk.Button(root, text="Train", command=start).pack()
tk.Button(root, text="Classify", command=classify).pack()
"""


@pytest.mark.parametrize(("units", "codes"), [(1, ["KS836"]), (3, [])])
def test_functions_of_a_window_share_what_one_of_them_makes(units: int, codes: list[str]) -> None:
    assert codes_of(WINDOW.format(units, units)) == codes
