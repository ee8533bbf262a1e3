"""Compiles that another one replaces before the model is trained."""

import pytest

import kspec

HEAD = """import keras
import numpy as np

x, y = np.random.rand(90, 4), np.random.randint(0, 2, 90)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "binary_crossentropy")
"""
RIGHT = 'model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))'


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{RIGHT}\nmodel.fit(x, y)", []),
        (f"model.fit(x, y)\n{RIGHT}\nmodel.fit(x, y)", [6]),
        (f"model.train_on_batch(x, y)\n{RIGHT}\nmodel.fit(x, y)", [6]),
        (f"if len(input()):\n    {RIGHT}\n    model.fit(x, y)\nmodel.fit(x, y)", [6]),
        (RIGHT, [6]),
    ],
)
def test_the_loss_of_a_compile_is_judged_where_it_trains(code: str, expected: list[int]) -> None:
    findings = kspec.lint_text(HEAD + code, filename="a.py").to_dict()["findings"]
    assert [one["start"]["line"] for one in findings if one["code"] == "KS305"] == expected
