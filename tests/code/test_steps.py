"""Numbers of steps against the samples of data in batches, and data without an end."""

import pytest

import kspec

HEAD = """import keras
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow.keras.preprocessing.image import ImageDataGenerator

table = pd.read_csv("digits.csv")
pixels = table.drop(columns="digit").values.reshape(-1, 28, 28, 1) / 255
x, x_test, y, y_test = train_test_split(pixels, table["digit"], test_size=0.2)
images = ImageDataGenerator(rotation_range=10)
model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(9)])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
"""
FIT = (
    "model.fit(images.flow(x, y, batch_size=64), steps_per_epoch={}, epochs=3,\n"
    "          validation_data=images.flow(x_test, y_test), validation_steps={})\n"
)


@pytest.mark.parametrize(
    ("steps", "validation_steps", "lines"),
    [
        ("x.shape[0]", "len(x_test) // 32", [12]),
        ("x.shape[0] // 64", "x_test.shape[0]", [13]),
        ("x.shape[0] // 64", "x_test.shape[0] // 32", []),
        ("x_test.shape[0]", "10", []),
    ],
)
def test_steps_that_count_samples(steps: str, validation_steps: str, lines: list[int]) -> None:
    """Each step takes a batch, so that as many steps as samples are too many."""
    program = HEAD + FIT.format(steps, validation_steps)
    findings = kspec.lint_text(program, filename="train.py").to_dict()["findings"]
    assert [one["start"]["line"] for one in findings if one["code"] == "KS421"] == lines


def test_steps_that_count_the_files_of_a_folder() -> None:
    """An iterator of images counts its samples, and a step takes a batch of them."""
    fit = "data = images.flow_from_directory('a', (28, 28), 'grayscale')\n"
    fit += "model.fit(data, steps_per_epoch=data.samples{})"
    for division, codes in (("", ["KS421"]), (" // 32", [])):
        findings = kspec.lint_text(HEAD + fit.format(division), filename="train.py").to_dict()
        assert [one["code"] for one in findings["findings"] if one["code"] == "KS421"] == codes


ENDLESS = """import keras
import numpy as np
import tensorflow as tf

x, y = np.random.rand(90, 4), np.random.rand(90)
def batches(size):
    while True:
        for start in range(0, 90, size):
            yield x[start:start + size], y[start:start + size]
def once():
    for start in range(0, 90, 9):
        yield x[start:start + 9], y[start:start + 9]
data = tf.data.Dataset.from_tensor_slices((x, y)).batch(9)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
"""


@pytest.mark.parametrize(
    ("fit", "codes"),
    [
        ("batches(9), epochs=5", ["KS421"]),
        ("data.repeat(), epochs=5", ["KS421"]),
        ("data.shuffle(9).repeat().prefetch(1), epochs=5", ["KS421"]),
        ("data, validation_data=batches(9), epochs=5", ["KS421"]),
        ("batches(9), steps_per_epoch=10, epochs=5", []),
        ("once()", []),
        ("data.repeat(5)", []),
        ("data.repeat().take(90)", []),
        ("data, validation_data=data.repeat(), validation_steps=10", []),
        ("data, validation_data=batches(9), nb_val_samples=90", []),
        ("batches(9), samples_per_epoch=90, validation_data=batches(9)", ["KS421"]),
    ],
)
def test_data_without_an_end_needs_a_number_of_steps(fit: str, codes: list[str]) -> None:
    """Keras goes on with such data for ever where nothing ends an epoch."""
    findings = kspec.lint_text(f"{ENDLESS}model.fit({fit})", filename="train.py").to_dict()
    assert [one["code"] for one in findings["findings"] if one["code"] == "KS421"] == codes


OWN = """import keras
import numpy as np
from sklearn.utils import shuffle

x, y = np.load("x.npy"), np.load("y.npy")
rows, held_out = list(zip(x, y))[:-99], list(zip(x, y))[-99:]

def batches(samples, batch_size=16, train=True):
    count = len(samples)
    while {loop}:
        shuffle(samples)
        for start in range(0, count, batch_size):
            part = samples[start:start + batch_size]
            yield np.array([one[0] for one in part]), np.array([one[1] for one in part])

def single(samples):
    while True:
        for start in range(0, len(samples), 16):
            for one in samples[start:start + 16]:
                yield one[0][None], one[1][None]

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
training = {training}
model.fit(training, steps_per_epoch={steps}, epochs=2)
"""


@pytest.mark.parametrize(
    ("training", "steps", "loop", "is_found"),
    [
        ("batches(rows)", "len(rows)", "True", True),
        ("batches(rows, batch_size=32)", "len(rows)", "1", True),
        ("batches(samples=rows)\ncount = len(rows)", "count", "True", True),
        ("batches(rows)", "len(rows) // 16", "True", False),
        ("batches(rows, 1)", "len(rows)", "True", False),
        ("batches(rows, int(input()))", "len(rows)", "True", False),
        ("batches(rows)", "len(held_out)", "True", False),
        ("single(rows)", "len(rows)", "True", False),
    ],
)
def test_samples_of_an_own_generator(
    training: str, steps: str, loop: str, *, is_found: bool
) -> None:
    program = OWN.format(training=training, steps=steps, loop=loop)
    report = kspec.lint_text(program, filename="train.py")
    assert ("KS421" in [one.code for one in report.findings]) is is_found
