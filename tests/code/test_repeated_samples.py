"""Samples that come several times before a split, so that the test has copies of the training."""

import pytest

from tests.code.read import codes_of

HEAD = """
import keras
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

x, y = np.random.rand(1000, 4), (np.random.rand(1000) < 0.2).astype(int)
rare = np.where(y == 1)[0]
table = pd.read_csv("a.csv")
few, many = table[table.paid == 1], table[table["paid"] == 0]
keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
"""
REPEATED = {
    "rows at places": (
        "a, b = np.concatenate([x, x[rare]]), np.concatenate([y, y[rare]])\ntrain_test_split(a, b)"
    ),
    "rows of a mask, twice": (
        "more, labels = x[y == 1], y[y == 1]\n"
        "a, b = np.vstack((x, more, more)), np.hstack((y, labels, labels))\ntrain_test_split(a, b)"
    ),
    "repeated": "train_test_split(np.repeat(x, 2, axis=0), np.repeat(y, 2))",
    "tiled": "train_test_split(np.tile(x, (2, 1)), np.tile(y, 2))",
    "places drawn again": (
        "places = np.append(np.where(y == 0)[0], np.random.choice(rare, 600, replace=True))\n"
        "train_test_split(x[places], y[places])"
    ),
    "places repeated": (
        "places = np.concatenate([np.where(y == 0)[0], np.repeat(rare, 3)])\n"
        "np.random.shuffle(places)\ntrain_test_split(x[places], y[places])"
    ),
    "more places than samples": (
        "places = np.random.randint(0, 1000, 1500)\ntrain_test_split(x[places], y[places])"
    ),
    "of a class, with new labels": (
        "from sklearn.utils import resample\na = np.concatenate([resample(x), x + 9])\n"
        "train_test_split(a, np.repeat([0, 1], [1000, 1000]))"
    ),
    "in another order": (
        "a, b = np.repeat(x, 2, axis=0), np.repeat(y, 2)\np = np.random.permutation(2000)\n"
        "train_test_split(a[p], b[p])"
    ),
    "of a table, drawn again": (
        "both = pd.concat([many, few.sample(len(many), replace=True)])\n"
        "train_test_split(both.drop('paid', axis=1), both['paid'])"
    ),
    "of a table, joined": (
        "both = pd.concat([table, few]).sample(frac=1)\ntrain, test = train_test_split(both)"
    ),
    "of a file": (
        "a = np.loadtxt('a.csv')\na = np.concatenate([a, a[a[:, 0] > 9]])\ntrain_test_split(a)"
    ),
}
ONCE = {
    "two parts": "train_test_split(np.concatenate([x[rare], x[y == 0]]))",
    "all pairs": (
        "users, films = np.repeat(np.arange(9), 5), np.tile(np.arange(5), 9)\n"
        "train_test_split(users, films, np.random.rand(45))"
    ),
    "new targets": "train_test_split(np.repeat(x, 2, axis=0), np.random.rand(2000))",
    "with noise": (
        "a = np.concatenate([x, x[rare] + np.random.randn(200, 4)])\ntrain_test_split(a)"
    ),
    "channels": "train_test_split(np.repeat(x[..., None], 3, axis=-1), y)",
    "parts of a table": "train_test_split(pd.concat([many, few]))",
    "fewer of a table": "train_test_split(pd.concat([many.sample(len(few)), few]))",
    "without the copies": "train_test_split(pd.concat([table, few]).drop_duplicates())",
    "after the split": (
        "a, b, c, d = train_test_split(x, y)\na = np.concatenate([a, a[c == 1]])\n"
        "c = np.concatenate([c, c[c == 1]])"
    ),
    "some samples": (
        "from sklearn.utils import resample\n"
        "train_test_split(*resample(x, y, replace=False, n_samples=90))"
    ),
    "in order": "train_test_split(np.repeat(x, 2, axis=0), np.repeat(y, 2), shuffle=False)",
    "items of one list": (
        "parts = [np.load(name) for name in open('names')]\n"
        "train_test_split(np.concatenate([parts[0], parts[1]]))"
    ),
}


@pytest.mark.parametrize("code", REPEATED.values(), ids=REPEATED)
def test_copies_of_samples_are_found_at_the_split(code: str) -> None:
    assert codes_of(HEAD + code, {"KS615"}) == ["KS615"]


@pytest.mark.parametrize("code", ONCE.values(), ids=ONCE)
def test_samples_that_come_once_are_silent(code: str) -> None:
    assert codes_of(HEAD + code, {"KS615"}) == []
