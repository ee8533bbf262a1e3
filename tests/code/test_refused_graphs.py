"""Functional models that Keras refuses: layers of one name, inputs that are not listed."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
from keras import layers
a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
"""
NAMED = 'x = layers.Dense(4, name="x")({})\n'
REFUSED = {
    "one name in a row": (f"{NAMED.format('a')}{NAMED.format('x')}keras.Model(a, x)", ["KS107"]),
    "one name in a loop": (
        f"x = a\nfor i in range(3):\n    {NAMED.format('x')}keras.Model(a, x)",
        ["KS107"],
    ),
    "an input that is not listed": ("keras.Model(a, layers.add([a, b]))", ["KS208"]),
    "an input bound anew": (
        'o = layers.add([a, b])\nb = keras.Input((4,), name="c")\nkeras.Model([a, b], o)',
        ["KS208"],
    ),
}
RIGHT = {
    "one layer called twice": (
        'd = layers.Dense(4, name="x")\nkeras.Model([a, b], layers.add([d(a), d(b)]))'
    ),
    "one name in two models": f"{NAMED.format('a')}keras.Model(a, x)\n" * 2,
    "a part of a model": f"{NAMED.format('layers.add([a, b])')}keras.Model([a, b], x)\n"
    "y = layers.Dense(1)(x)\nkeras.Model(x, y)",
    "a refusal that is caught": (
        "try:\n    keras.Model(a, layers.add([a, b]))\nexcept ValueError:\n    pass"
    ),
    "a function from elsewhere": (
        "from elsewhere import f\nkeras.Model(a, layers.Dense(1)(f(a, b)))"
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_keras_refuses_is_found(case: str) -> None:
    code, expected = REFUSED[case]
    assert codes_of(HEAD + code, {"KS107", "KS208"}) == expected


@pytest.mark.parametrize("case", RIGHT)
def test_what_keras_takes_is_passed_over(case: str) -> None:
    assert codes_of(HEAD + RIGHT[case], {"KS107", "KS208"}) == []
