"""Numbers of steps against the samples of data in batches, however many samples there are."""

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
