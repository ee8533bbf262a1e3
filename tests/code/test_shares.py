"""Labels nearly all of which are of one class, where the code fixes how many there are."""

import pytest

from tests.code.read import codes_of

HEAD = """
import keras
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(1)
x = np.random.randn(1000, 4)


def net(units=1, activation="sigmoid", loss="binary_crossentropy", metrics=("accuracy",)):
    head = keras.layers.Dense(units, activation=activation)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu"), head])
    model.compile(loss=loss, metrics=list(metrics))
    return model


"""
RARE = {
    "joined": "np.concatenate([np.zeros(960), np.ones(40)])",
    "a list": "np.array([0] * 960 + [1] * 40)",
    "repeated": "np.repeat([0, 1], [960, 40])",
    "a column": "np.hstack([np.zeros(960), np.ones(40)]).astype(int).reshape(-1, 1)",
    "below a share": "(np.random.rand(1000) < 0.03).astype('float32')",
    "above a share": "(rng.uniform(0, 100, 1000) > 97).astype(int)",
    "chosen": "np.random.choice([0, 1], 1000, p=[0.97, 0.03])",
    "chosen of a number": "rng.choice(2, size=1000, p=[0.03, 0.97])",
    "binomial": "np.random.binomial(1, 0.02, 1000)",
    "by a condition": "np.where(np.random.random(1000) < 0.02, 1, 0)",
    "compared": "(np.random.choice(3, 1000, p=[0.5, 0.48, 0.02]) == 2).astype(int)",
}
BALANCED = {
    "joined": "np.concatenate([np.zeros(940), np.ones(60)])",
    "drawn": "(np.random.rand(1000) < 0.3).astype(int)",
    "of unknown shares": "(np.random.randn(1000) > 3).astype(int)",
    "by a number that is not known": "(np.random.rand(1000) < float(input())).astype(int)",
    "few": "np.concatenate([np.zeros(960), np.ones(40)])[-80:]",
    "chosen by a mask": "np.repeat([0, 1], [960, 40])[np.random.rand(1000) < 0.5]",
}


@pytest.mark.parametrize("labels", RARE.values(), ids=RARE)
def test_rare_labels_are_found(labels: str) -> None:
    assert codes_of(f"{HEAD}net().fit(x, {labels})", {"KS606"}) == ["KS606"]


@pytest.mark.parametrize("labels", BALANCED.values(), ids=BALANCED)
def test_other_labels_are_silent(labels: str) -> None:
    assert codes_of(f"{HEAD}net().fit(x, {labels})", {"KS606"}) == []


LATER = {
    "written in a slice": "y = np.zeros(1000)\ny[:30] = 1\nnet().fit(x, y)",
    "written in a column": "y = np.zeros((1000, 1))\ny[970:] = 1\nnet().fit(x, y)",
    "written by a mask": "y = np.zeros(1000)\ny[np.random.rand(1000) < 0.02] = 1\nnet().fit(x, y)",
    "in another order": (
        "y = np.repeat([0, 1], [960, 40])\np = rng.permutation(1000)\nnet().fit(x[p], y[p])"
    ),
    "a slice of drawn ones": (
        "y = (np.random.rand(1000) < 0.03).astype(int)\nnet().fit(x[:800], y[:800])"
    ),
    "one-hot rows": (
        "y = keras.utils.to_categorical(np.repeat([0, 1], [960, 40]), 2)\n"
        "net(2, 'softmax', 'categorical_crossentropy').fit(x, y)"
    ),
    "split": (
        "y = np.repeat([0, 1], [960, 40])\n"
        "x_train, x_test, y_train, y_test = train_test_split(x, y, stratify=y)\n"
        "net().fit(x_train, y_train, validation_data=(x_test, y_test))"
    ),
    "a column of a table": (
        "table = pd.DataFrame(x, columns=list('abcd'))\n"
        "table['rare'] = (np.random.rand(1000) < 0.03).astype(int)\n"
        "net().fit(table[list('abcd')], table['rare'])"
    ),
    "a set that is made": "net().fit(*make_classification(1000, 4, weights=[0.98]))",
}
RIGHT = {
    "weighed": "net().fit(x, y, class_weight={0: 1, 1: 25})",
    "weighed by sample": "net().fit(x, y, sample_weight=np.where(y == 1, 25.0, 1.0))",
    "measured by class": "net(metrics=('accuracy', keras.metrics.Recall())).fit(x, y)",
    "a loss that weighs": "net(loss='binary_focal_crossentropy').fit(x, y)",
    "a quantity": "net(loss='mse').fit(x, y)",
    "the last ones": "net().fit(x[800:], y[800:])",
    "written again": "y[:500] = 1\nnet().fit(x, y)",
    "every second one": "y = np.zeros(1000)\ny[::2] = 1\nnet().fit(x, y)",
}


@pytest.mark.parametrize("code", LATER.values(), ids=LATER)
def test_shares_stay_through_steps(code: str) -> None:
    assert codes_of(HEAD + code, {"KS606"}) == ["KS606"]


@pytest.mark.parametrize("code", RIGHT.values(), ids=RIGHT)
def test_right_programs_are_silent(code: str) -> None:
    labels = "y = np.concatenate([np.zeros(960), np.ones(40)])\n"
    assert codes_of(HEAD + labels + code, {"KS606"}) == []


OF_CLASSES = """
(images, names), _ = keras.datasets.{}.load_data()
many, few = images[{}][:900], images[{}][:{}]
y = np.concatenate([np.ones(len(many)), np.zeros(len(few))])
net().fit(np.random.rand(len(y), 4), y)
"""


@pytest.mark.parametrize(
    ("name", "many", "few", "count", "expected"),
    [
        ("mnist", "names == 3", "np.where(names == 8)[0]", 20, ["KS606"]),
        ("cifar10", "names.ravel() == 3", "np.where(names == 8)[0]", 20, ["KS606"]),
        ("cifar10", "names.ravel() == 3", "names.ravel() == 8", 900, []),
        ("mnist", "names[:999] == 3", "names == 8", 20, []),
        ("mnist", "names == digit", "names == 8", 20, []),
    ],
)
def test_the_images_of_a_class_are_counted(
    name: str, many: str, few: str, count: int, expected: list[str]
) -> None:
    assert codes_of(HEAD + OF_CLASSES.format(name, many, few, count), {"KS606"}) == expected
