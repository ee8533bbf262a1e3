"""Arrays and labels that loops over files put together: their limits and sizes."""

from typing import Any

import pytest

from kspec.code.data.array import Array
from kspec.code.data.literal import array_of
from kspec.code.unknown_numbers import Index
from tests.code.programs import names_after

HEAD = """
import numpy as np
import pandas as pd
import tensorflow as tf
from cv2 import imread, resize
from elsewhere import names, table
"""
LABELS = {
    "by a dictionary": "of = {'a': 0, 'b': 1, 'c': 2}\ny = [of[name[0]] for name in names()]",
    "by a function": """
def of(name):
    if name[0] == "a":
        return 0
    elif name[0] == "b":
        return 1
    elif name[0] == "c":
        return 2
y = [of(name) for name in names()]
""",
    "in branches": """
y = []
for name in names():
    if name[0] == "a":
        y.append(0)
    elif name[0] == "b":
        y.append(1)
    else:
        y.append(2)
""",
    "by statements": """
y = []
for name in names():
    label = 0
    if name[0] == "a":
        label = 1
    elif name[0] == "b":
        label = 2
    y.append(label)
""",
    "by a place in a list": "y = [['a', 'b', 'c'].index(name[0]) for name in names()]",
    "each so many times": "a, b = names(), names()\ny = [0] * len(a) + [2] * len(b)",
    "extended": "y = [0] * len(names())\ny.extend([2] * len(names()))",
    "of unzipped pairs": """
pairs = []
for label in range(3):
    for name in names():
        pairs.append((resize(imread(name), (8, 8)), label))
x, y = zip(*pairs)
""",
    "of a column": "of = {'a': 0, 'b': 1, 'c': 2}\ny = table()[['k']]['k'].apply(lambda k: of[k])",
}


def end_of(program: str) -> dict[str, Any]:
    """The names after a program."""
    return names_after(HEAD + program)


def array(value: object) -> Array:
    """An array of a value of the program."""
    return array_of(value)


@pytest.mark.parametrize("program", LABELS.values(), ids=LABELS)
def test_labels_of_files_have_the_limits_of_all(program: str) -> None:
    y = array(end_of(program)["y"])
    assert (y.rank, y.whole) == (1, True)
    assert y.limits is not None
    assert y.limits[:2] == (0, 2)


COUNTED = {
    "one more": "if name: at += 1",
    "one more in a dictionary": "of['a'] += 1\n    at = of['a']",
    "one more in a list": "many[0] += 1\n    at = many[0]",
    "one more than the last": "y.append(y[-1] + 1)\n    at = y[-1]",
    "the number of names": "many.append(name)\n    at = many.index(name)",
    "the last but one": "at, many[1] = many[1], at + 1",
}


@pytest.mark.parametrize("body", COUNTED.values(), ids=COUNTED)
def test_what_a_loop_counts_has_no_limits(body: str) -> None:
    start = "at, y, of, many = 0, [0], {'a': 0}, [0, 0]\nfor name in names():\n"
    y = array(end_of(f"{start}    {body}\n    y.append(at)")["y"])
    assert y.limits is None


def test_a_mark_for_what_should_not_occur_is_no_label() -> None:
    program = "y = [1 if name[0] == 'a' else 0 if name[0] == 'b' else {} for name in names()]"
    assert array(end_of(program.format(-1))["y"]).limits is None
    pair = "y = [1 if name[0] == 'a' else -1 for name in names()]"
    assert array(end_of(pair)["y"]).limits is not None


IMAGE = "resize(imread(name), (8, 8))"
FILLED = {
    "zeros": f"np.zeros((len(names()), 8, 8, 3))\nfor i, name in names():\n    x[i] = {IMAGE}",
    "rows": f"np.ndarray((90, 8, 8, 3))\nfor i, name in names():\n    x[i, :] = {IMAGE}",
    "none": (
        f"np.empty((0, 8, 8, 3))\nfor name in names():\n    x = np.append(x, [{IMAGE}], axis=0)"
    ),
}


@pytest.mark.parametrize("program", FILLED.values(), ids=FILLED)
def test_an_array_that_is_filled_has_the_limits_of_its_rows(program: str) -> None:
    x = end_of(f"x = {program}")["x"]
    assert x.limits[:2] == (0, 255)
    assert x.shape[1:] == (8, 8, 3)


GROWING = {
    "itself": "x *= 2",
    "another": "x, z = z, x * 2",
    "a row": "x[0] = x[1] * 2\n    x[1] = x[0]",
    "a total": "x = x + np.ones(3)",
}


@pytest.mark.parametrize("body", GROWING.values(), ids=GROWING)
def test_an_array_that_grows_in_a_loop_has_no_limits(body: str) -> None:
    start = "x, z = np.ones((4, 3)), np.ones((4, 3))\nfor name in names():\n"
    assert end_of(f"{start}    {body}")["x"].limits is None


def test_rows_for_a_class_that_a_function_chooses_have_their_length() -> None:
    program = """
def of(name):
    if name[0] == "a":
        return [1, 0]
    elif name[0] == "b":
        return [0, 1]
y = np.array([of(name) for name in names()])
"""
    assert end_of(program)["y"].shape[1:] == (2,)


def test_a_result_that_may_be_none_by_its_words_is_not_known() -> None:
    numbers = "def of(n):\n    if n > 2: return 4\n    if n > 1: return 5\n    return None"
    assert not isinstance(end_of(f"{numbers}\nx = of(names())")["x"], Index | int)


NUMBERED = {
    "factorize": "y = pd.factorize(t['k'])[0]",
    "codes": "y = pd.Categorical(t['k']).codes",
    "cat": "y = t['k'].astype('category').cat.codes",
    "unique": "y = np.unique(t['k'].values, return_inverse=True)[1]",
}


@pytest.mark.parametrize("program", NUMBERED.values(), ids=NUMBERED)
def test_categories_have_numbers(program: str) -> None:
    y = end_of(f"t = pd.read_csv('t.csv')\n{program}")["y"]
    assert (y.rank, y.whole, y.encoding) == (1, True, "categories")


DECLARED = {
    "types": "(tf.float32, tf.int32), ((8, 8, 3), ())",
    "types alone": "(tf.float32, tf.int32)",
    "signature": (
        "output_signature=(tf.TensorSpec((None, None, 3), tf.float32), tf.TensorSpec((), tf.int32))"
    ),
}


@pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED)
def test_the_elements_of_a_generator_are_what_it_yields(declared: str) -> None:
    program = f"""
def images():
    for name in names():
        yield resize(imread(name), (8, 8)), 1
data = tf.data.Dataset.from_generator(images, {declared})
"""
    x, y = end_of(program)["data"].element
    assert (x.shape, x.dtype, x.limits[:2]) == ((8, 8, 3), "float32", (0, 255))
    assert (y.shape, y.dtype) == ((), "int32")


HALVED = "x = []\nfor name in names():\n    x.append(imread(name))\n"
SET_ANEW = {
    "by their place": (
        "for i in range(len(x)):\n    x[i] = resize(x[i], (8, 8))\n    x[i] = x[i] / 255"
    ),
    "beside their place": "for i, one in enumerate(x):\n    x[i] = resize(one / 255, (8, 8))",
    "in both arms": (
        "for i in range(len(x)):\n    if i % 2:\n        x[i] = resize(x[i] / 255, (8, 8))\n"
        "    else:\n        x[i] = resize(x[i], (8, 8)) / 255"
    ),
    "in a function": (
        "def halve(many):\n    for i in range(len(many)):\n"
        "        many[i] = resize(many[i], (8, 8)) / 255\nhalve(x)"
    ),
}


@pytest.mark.parametrize("loop", SET_ANEW.values(), ids=SET_ANEW)
def test_a_list_whose_items_are_all_set_anew_holds_the_new_ones(loop: str) -> None:
    x = array(end_of(f"{HALVED}other = x\n{loop}\nx = other")["x"])
    assert x.shape is not None
    assert (x.shape[1:], x.limits) == ((8, 8, 3), (0, 1, False))


def test_names_of_files_give_place_to_their_images() -> None:
    program = """
import os
x = os.listdir("images")[:100]
for i in range(len(x)):
    x[i] = resize(imread(x[i]), (8, 8))
x = np.stack(x)
"""
    x = end_of(program)["x"]
    assert (x.shape[1:], x.limits[:2]) == ((8, 8, 3), (0, 255))


SOME = {
    "one arm": "for i in range(len(x)):\n    if i % 2:\n        x[i] = x[i] / 255",
    "not after a continue": (
        "for i in range(len(x)):\n    if i % 2:\n        continue\n    x[i] = x[i] / 255"
    ),
    "another length": "for i in range(len(names())):\n    x[i] = x[i] / 255",
    "another item": "for i in range(len(x)):\n    x[i - 1] = x[i] / 255",
}


@pytest.mark.parametrize("loop", SOME.values(), ids=SOME)
def test_a_list_of_which_some_items_are_set_anew_is_not_known(loop: str) -> None:
    assert array(end_of(f"{HALVED}{loop}")["x"]).limits is None


def test_a_list_that_is_one_of_two_has_the_items_of_both() -> None:
    program = f"{HALVED}y = []\nfor name in names():\n    y.append(imread(name) / 2)\n"
    z = array(end_of(f"{program}z = x if names() else y")["z"])
    assert (z.rank, z.whole) == (4, False)


def test_a_list_takes_all_items_of_another() -> None:
    program = f"{HALVED}y = [1 for one in x]\npairs = list(zip(x, y))\nx[:], y[:] = zip(*pairs)"
    assert array(end_of(program)["x"]).rank == 4
    assert array(end_of(program)["y"]).limits == (1, 1, True)


def test_a_column_of_rows_with_images_holds_the_images() -> None:
    program = f"{HALVED}rows = np.array([[one, 1] for one in x], dtype=object)\n"
    assert array(end_of(f"{program}z = np.stack(rows[:, 0])")["z"]).rank == 4


def test_the_next_batch_of_a_generator_is_one_of_its_batches() -> None:
    program = """
from keras.preprocessing.image import ImageDataGenerator
flow = ImageDataGenerator().flow_from_directory("images", target_size=(8, 8))
"""
    for call in ("next(flow)", "flow.next()"):
        x, y = end_of(f"{program}pair = {call}")["pair"]
        assert (x.shape[1:], x.limits[:2], y.encoding) == ((8, 8, 3), (0, 255), "one_hot")


FILES = {
    "np.load('data/mnist.npz')['x_train']": (0, 255),
    "np.frombuffer(names(), np.uint8, offset=16).reshape(-1, 28, 28)": (0, 255),
    "np.frombuffer(names(), np.uint8, offset=8)": None,
}


@pytest.mark.parametrize("program", FILES)
def test_pixels_of_files_have_limits(program: str) -> None:
    x = end_of(f"import cv2\nx = {program}")["x"]
    assert (x.limits if x.limits is None else x.limits[:2]) == FILES[program]
