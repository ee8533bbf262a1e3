"""Dictionaries of arrays against the names of a model's inputs and outputs."""

import pytest

from tests.code.read import codes_of, specs_of

HEAD = """import numpy as np
from keras import Input, Model, layers

age = Input((1,), name="age")
tests = Input((3,), name="tests")
joined = layers.concatenate([age, tests])
ill = layers.Dense(1, activation="sigmoid", name="ill")(joined)
days = layers.Dense(1, name="days")(joined)
model = Model([age, tests], [ill, days])
model.compile("adam", loss={"ill": "binary_crossentropy", "days": "mse"})
one, three = np.zeros((8, 1)), np.zeros((8, 3))
right = {"age": one, "tests": three}
targets = {"ill": one, "days": one}
"""


@pytest.mark.parametrize(
    "code",
    [
        'model.fit({"age": one, "test": three}, targets)',
        'model.predict({"Age": one, "tests": three})',
        'model.fit(right, {"ill": one, "day": one})',
        'model.evaluate(right, {"ill": one, "days": one, "weeks": one})',
        'stack = Model(age, layers.Dense(1)(age))\nstack.predict({"years": one})',
        (
            'single = Model(age, layers.Dense(1, name="a")(age))\n'
            'single.fit(one, {"a": one, "b": one})'
        ),
        'x = {}\nx["age"], x["test"] = one, three\nmodel.fit(x, targets)',
        'x = {name: one for name in ("age", "test")}\nmodel.fit(x, targets)',
        "x = dict(age=one, test=three)\nmodel.fit(x, targets)",
    ],
)
def test_other_names_are_found(code: str) -> None:
    assert codes_of(HEAD + code, {"KS603"}) == ["KS603"]


@pytest.mark.parametrize(
    "code",
    [
        "model.fit(right, targets)",
        'model.fit({**right, "ward": one}, targets)',
        'model.predict({"tests": three, "age": one})',
        "model.fit([one, three], [one, one])",
        'x = {name: one for name in open("names.txt")}\nmodel.fit(x, targets)',
        'named = Model({"a": age, "b": tests}, ill)\nnamed.predict({"a": one, "b": three})',
        'model.compile("adam", loss=["mse", None])\nmodel.fit(right, {"ill": one})',
        "free = Model(Input((1,)), Input((1,)))\nfree.predict(right)",
    ],
)
def test_names_that_keras_takes_are_passed_over(code: str) -> None:
    assert codes_of(HEAD + code, {"KS603"}) == []


def test_outputs_by_name_of_a_call() -> None:
    code = """
base = Model([age, tests], {"z": ill, "a": joined})
made = base([age, tests])
Model([age, tests], layers.Dense(2)(made["a"]))
Model([age, tests], layers.Dense(2)(made["z"]))
"""
    first, last = (spec["layers"] for spec in specs_of(HEAD + code)[-2:])
    assert first[1] == {"type": "Dense", "units": 2, "name": "dense", "inputs": "functional_1"}
    assert last[1]["inputs"] == {"tensor": "functional_1", "output": 1}
