"""Loops and calls with more steps than are read: what is known of them is what Python gives."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.programs import names_after, values_of
from tests.code.read import models_of

LONG = """
n = 40
m = range(99)
def work():
    for b in range(n):
        for c in range(n):
            w = c * 2 + 1 - 1 + 3 * 4
"""
"""A function of which a few calls are more than is read."""


def nested(*, each: str = "pass", last: str = "pass") -> str:
    """Three loops, of which the outer one is cut in its first rounds: statements of the second and
    of the first one.
    """
    return f"""
for a in range(3):
    part = []
    for b in range(n):
        w = []
        for c in range(n):
            w.append(c * 2 + 1 - 1 + 3 * 4)
        {each}
    {last}
"""


CUT = {
    "labels": f"y = []\n{nested(each='y.append(a)')}x = [max(y), len(y), len(set(y)), y[-1]]",
    "a list that later rounds fill": (
        f"y = []\n{nested(last='if a == 2: y.append(1)')}x = [len(y), y == []]"
    ),
    "a name that later rounds bind": f"u = 8\n{nested(last='if a == 2: u = 64')}x = [u]",
    "items of a list": f"y = [0] * 120\n{nested(each='y[a * n + b] = a')}x = [max(y), y[119]]",
    "items in front": f"y = [7]\n{nested(each='y.insert(0, a)')}x = [y[0], y[1], len(y)]",
    "items that are taken": (
        f"y = list(range(200))\n{nested(each='y.pop()')}x = [y[-1], len(y), max(y)]"
    ),
    "a list that is emptied": f"y = [1]\n{nested(last='if a == 2: y.clear()')}x = [len(y)]",
    "a list in a list": (
        f"y = []\n{nested(each='if b == 0: y.append(part)', last='part.append(1)')}"
        "x = [len(y[0]), len(y[-1])]"
    ),
    "a list that is extended": (
        f"y = []\n{nested(each='part.append(a)', last='y.extend(part)')}x = [max(y), len(y)]"
    ),
    "a dictionary": f"d = {{}}\n{nested(last='d[a] = b')}x = [len(d), max(d), d.get(2)]",
    "counts": f"d = {{0: 0, 2: 0}}\n{nested(each='if a: d[2] += 1')}x = [d[2], len(d)]",
    "a set": f"y = set()\n{nested(each='y.add(a)')}x = [len(y), max(y)]",
    "a break": f"u = 1\n{nested(last='if a == 2: break')}else:\n    u = 2\nx = [u]",
    "a generator": (
        f"def g():{nested(each='yield a')}".replace("\n", "\n    ").rstrip()
        + "\ny = list(g())\nx = [max(y), len(y)]"
    ),
    "a return": (
        f"def f():{nested(each='if a == 2: return 1')}".replace("\n", "\n    ")
        + "return 2\nx = [f()]"
    ),
    "while": """
y, a = [], 0
while len(y) < 5000:
    y.append(0 if a < 4000 else 1)
    a += 1
x = [max(y), len(y), a]
""",
    "while, in a later round": """
y, z, a = [], [], 0
while len(y) < 5000:
    y.append(0)
    if len(y) > 4900:
        z.append(1)
x = [len(z), z == []]
""",
    "a list that its loop makes longer": """
y, z = [0], []
for a in y:
    if a < 3:
        y.append(a + 1)
    else:
        z.append(a)
x = [len(z), len(y), y[-1]]
""",
    "while in while": """
y, a = [], 0
while a < 3:
    b = 0
    while b < n:
        c = 0
        while c < n:
            c += 1
            w = c * 2 + 1
        y.append(a)
        b += 1
    a += 1
x = [max(y), len(y), a]
""",
    "a comprehension": "y = [a for a in range(3) for b in m for c in m]\nx = [y[9]]",
    "arguments of a call": """
def fill(y, d):
    for _ in (1, 2, 3, 4, 5, 6, 7, 8, 9):
        work()
    work(), work(), work(), work(), work()
    y.append(3)
    d["a"] = 4
y, d = [], {}
fill(y, d)
x = [len(y), len(d)]
""",
    "arguments of a deep call": """
def fill(k, y):
    if k:
        fill(k - 1, y)
    y.append(k // 60)
y = []
fill(100, y)
x = [max(y), len(y), y[0]]
""",
}


@pytest.mark.parametrize("case", CUT)
def test_what_is_known_after_a_cut_is_what_python_gives(case: str) -> None:
    found = names_after(LONG + CUT[case])["x"].items
    pairs = list(zip(found, values_of(LONG + CUT[case])["x"], strict=True))
    assert [one for one, _ in pairs if isinstance(one, Unknown)]
    assert [pair for pair in pairs if not isinstance(pair[0], Unknown) and pair[0] != pair[1]] == []


def test_classes_of_labels_of_a_cut_loop_are_unknown() -> None:
    program = f"from keras.utils import to_categorical\ny = []\n{nested(each='y.append(a)')}"
    found = names_after(f"{LONG}{program}\nx = to_categorical(y)")["x"]
    assert found.shape is None or isinstance(found.shape[-1], Unknown)


def test_a_loop_that_is_not_cut_gives_all_its_items() -> None:
    program = "y = []\nfor a in range(3):\n    for b in range(20):\n        y.append(a)\n"
    assert names_after(program)["y"].items == tuple(a for a in range(3) for _ in range(20))


def test_a_model_that_a_cut_loop_leaves_is_incomplete() -> None:
    text = f"""import keras
{LONG}
for i in range(60):
    print(i)
    for j in range(10):
        model = keras.Sequential()
        model.add(keras.layers.Dense(2, input_shape=(3,)))
        model.add(keras.layers.Dense(2))
        work()
        model.add(keras.layers.Dense(2))
        model.compile("sgd", "mse")
"""
    whole = [one.document.value for one in models_of(text) if one.complete]
    assert whole
    assert all(isinstance(spec, dict) and len(spec["layers"]) == 3 for spec in whole)
