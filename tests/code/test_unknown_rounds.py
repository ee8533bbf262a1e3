"""Loops with nobody knows how many rounds: what their lists hold, and what a round leaves."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.programs import names_after
from tests.code.read import codes_of, specs_of

HEAD = """
import numpy as np
import keras
from elsewhere import load, stream
"""
SERIES = """
from sklearn.preprocessing import MinMaxScaler
series = MinMaxScaler().fit_transform(load().reshape(-1, 1))
"""


def shape_of(program: str) -> tuple[object, ...]:
    """The shape of ``x`` at the end, None for each size that is unknown."""
    shape = names_after(HEAD + program)["x"].shape
    return tuple(None if isinstance(size, Unknown) else size for size in shape)


WINDOWS = {
    "the end is the start and more": (
        """
steps = 12
x = []
for i in range(len(series) - steps):
    x.append(series[i:i + steps, 0])
""",
        (None, 12),
    ),
    "the start is less than the end": (
        """
steps = 12
x = []
for i in range(steps, len(series)):
    x.append(series[i - steps:i])
""",
        (None, 12, 1),
    ),
    "both ends are sums": (
        """
def pairs(rows, back, ahead):
    found, goals = [], []
    for i in range(len(rows)):
        if i + back + ahead < len(rows):
            found.append(rows[i:(i + back), 0])
            goals.append(rows[(i + back):(i + back + ahead), 0])
    return np.array(found), np.array(goals)
_, x = pairs(series, 20, 3)
""",
        (None, 3),
    ),
    "a comprehension": (
        "x = [series[i:i + 5] for i in range(len(series) - 5)]",
        (None, 5, 1),
    ),
    "a function and a default": (
        """
def cut(rows, back=7):
    kept = []
    for k in range(len(rows) - back - 1):
        part = rows[k:(k + back), 0]
        kept.append(part)
    return np.array(kept)
x = cut(series)
x = np.reshape(x, (x.shape[0], 1, x.shape[1]))
""",
        (None, 1, 7),
    ),
    "more rounds than are read": (
        """
x = []
for i in range(60, 90000):
    x.append(series[i - 60:i, 0])
""",
        (None, 60),
    ),
}


@pytest.mark.parametrize("case", WINDOWS)
def test_windows_are_as_long_as_the_ends_of_a_slice_are_apart(case: str) -> None:
    program, shape = WINDOWS[case]
    assert shape_of(f"{SERIES}{program}\nx = np.array(x)") == shape


LISTS = {
    "images of one size": (
        """
import cv2, glob
x = []
for name in glob.glob("*.png"):
    x.append(cv2.resize(cv2.imread(name), (64, 48)))
""",
        (None, 48, 64, 3),
    ),
    "pairs that are shuffled": (
        """
import random
rows = []
for name in stream():
    rows.append([np.zeros((4, 4)), 1])
random.shuffle(rows)
x = []
for picture, label in rows:
    x.append(picture)
""",
        (None, 4, 4),
    ),
    "rows of an array": (
        "x = [row * 2 for row in np.zeros((len(stream()), 9))]",
        (None, 9),
    ),
    "zipped": (
        """
a, b = [], []
for one in stream():
    a.append(np.ones(3))
    b.append(0)
x = [left for left, right in zip(a, b)]
""",
        (None, 3),
    ),
    "numbered": (
        """
a, x = [], []
for one in stream():
    a.append(np.ones(3))
for place, row in enumerate(a):
    x.append(row)
""",
        (None, 3),
    ),
}


@pytest.mark.parametrize("case", LISTS)
def test_lists_say_what_each_of_their_items_is_like(case: str) -> None:
    program, shape = LISTS[case]
    assert shape_of(f"{program}\nx = np.array(x)") == shape


def test_what_a_branch_writes_into_an_array_leaves_its_shape() -> None:
    program = (
        "x = np.empty((31, 2, 5))\nfor i in range(31):\n    if stream():\n        x[i] = load()"
    )
    assert shape_of(program) == (31, 2, 5)


def test_an_array_that_a_branch_makes_anew_keeps_what_both_share() -> None:
    program = "x = np.zeros((9, 4, 4))\nif load():\n    x = np.ones((9, 8, 4)) / 2"
    found = names_after(HEAD + program)["x"]
    assert (found.shape[0], found.shape[2], found.dtype) == (9, 4, "float64")
    assert isinstance(found.shape[1], Unknown)
    assert (found.limits.low, found.limits.high) == (0, 0.5)


CARRIED = {
    "a count": (
        "units = 8\nk = 0\nfor row in stream():\n    k += 1\n    if k > 5:\n        units = 64"
    ),
    "a list that grows": (
        "units = 8\nseen = []\nfor row in stream():\n    seen.append(row)\n"
        "    if len(seen) == 3:\n        units = 64"
    ),
    "an attribute": (
        "class A:\n    k = 1\na = A()\na.k = 1\nunits = 8\nfor row in stream():\n    a.k *= 2\n"
        "    if a.k == 4:\n        units = 64"
    ),
}


@pytest.mark.parametrize("case", CARRIED)
def test_a_later_round_may_do_what_the_first_does_not(case: str) -> None:
    build = "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(units)])"
    (spec,) = specs_of(f"{HEAD}{CARRIED[case]}\n{build}")
    assert isinstance(spec["layers"][0]["units"], Unknown)


def test_a_list_that_only_later_rounds_fill_is_not_empty() -> None:
    program = (
        "rows, x = [], []\nfor value in stream():\n    rows.append(value)\n"
        "    if len(rows) == 10:\n        x.append(list(rows))\n        rows = []\n"
        "x = np.array(x)"
    )
    assert names_after(HEAD + program)["x"].shape is None


def test_a_list_that_a_value_of_an_array_chooses_is_not_empty() -> None:
    program = "x = {0: [], 1: []}\nfor label in np.arange(9) % 2:\n    x[label].append(3)\n"
    assert names_after(f"{HEAD}{program}x = np.array(x[1])")["x"].shape is None


def test_limits_that_grow_from_round_to_round_are_not_known() -> None:
    program = "x = np.ones(4)\nfor value in stream():\n    x = x * 2"
    found = names_after(HEAD + program)["x"]
    assert (found.shape, found.limits) == ((4,), None)


def test_a_model_in_such_a_loop_is_read_once() -> None:
    program = (
        "for part in stream():\n    model = keras.Sequential([keras.Input((3,))])\n"
        "    model.add(keras.layers.Dense(2))\n    model.compile('adam', 'mse')\n"
        "    model.fit(load(), load(), epochs=3)"
    )
    (spec,) = specs_of(HEAD + program)
    assert (len(spec["layers"]), spec["fit"]) == (1, {"epochs": 3})


VIEWS = {
    "a slice": ("x = np.zeros((4, 2))\ny = x[:2]\nx[0] = 7", "y"),
    "what is sliced": ("x = np.zeros((4, 2))\ny = x[:2]\ny[0] = 7", "x"),
    "turned": ("x = np.zeros((4, 2))\ny = x.T\nx += 3", "y"),
    "in another shape": ("x = np.zeros((4, 2))\ny = x.reshape(8)\nx += 3", "y"),
}


@pytest.mark.parametrize("case", VIEWS)
def test_what_is_written_into_an_array_shows_in_its_views(case: str) -> None:
    program, name = VIEWS[case]
    assert names_after(HEAD + program)[name].limits is None


def test_copies_keep_their_limits() -> None:
    program = (
        "x = np.zeros((4, 2))\na = x[:2].astype('float32')\nb = x[2:].astype('float32')\na += 3"
    )
    names = names_after(HEAD + program)
    assert (names["a"].limits.high, names["b"].limits.high) == (3, 0)


def test_an_unknown_comprehension_leaves_a_branch_as_it_was() -> None:
    program = "a = 1\nif load():\n    a = 2\n    x = [v for v in stream()]\n"
    assert isinstance(names_after(HEAD + program)["a"], Unknown)


def test_items_are_taken_out_of_a_list() -> None:
    names = names_after("a = [3, 4, 5, 6, 7]\na.remove(4)\ndel a[0], a[-2:]\n")
    assert names["a"].items == (5,)
    assert names_after("import sys\na = [3, 4]\ndel a[len(sys.argv)]\n")["a"].rest is not None


TRUTHS = {
    "an attribute of a table": "import pandas as pd\nt = pd.read_csv('a.csv')\nknown = t.empty",
    "an array": "known = np.zeros(1)",
}


@pytest.mark.parametrize("case", TRUTHS)
def test_what_only_a_run_can_say_decides_nothing(case: str) -> None:
    names = names_after(f"{HEAD}{TRUTHS[case]}\nx = 8 if known else 16")
    assert isinstance(names["x"], Unknown)


def test_methods_that_others_call_are_read_through_them() -> None:
    program = """
class Net:
    def build(self, steps):
        self.model = keras.Sequential([keras.Input((steps, 1)), keras.layers.LSTM(4)])
        self.model.compile("adam", "mse")

    def train(self, rows):
        if not len(rows):
            return None
        self.build(30)
        self.model.fit(load(), load(), epochs=2)
"""
    (spec,) = specs_of(HEAD + program)
    assert (spec["inputs"], spec["fit"]) == ({"shape": [30, 1]}, {"epochs": 2})


BY_UNKNOWN_KEY = {
    "a method of an item": "lists[key].append(1)",
    "a method of a named item": "named[key].append(1)",
    "an item of an item": "lists[key][0] = 1",
    "a list added in place": "lists[key] += [1]",
    "an item that is reached by a call": "lists[int(key)].append(1)",
}


@pytest.mark.parametrize("statement", BY_UNKNOWN_KEY.values(), ids=BY_UNKNOWN_KEY.keys())
def test_each_item_may_be_the_one_that_an_unknown_key_takes(statement: str) -> None:
    program = f"""
import random
key = random.choice(open('keys'))
lists = [[0], [2]]
named = {{0: [0], 1: [2]}}
{statement}
x = len({statement[:5]}[1])
"""
    assert isinstance(names_after(program)["x"], Unknown)


def test_a_known_key_takes_one_item() -> None:
    names = names_after("x = [[0], [2]]\nx[len(x) - 1].append(3)\ny = len(x[0])\nz = x[1][1]")
    assert (names["y"], names["z"]) == (1, 3)


@pytest.mark.parametrize(
    "body",
    ["    x += [at] * len(load(one))\n", "    for _ in range(at):\n        x += [at] * load()\n"],
)
def test_items_of_a_loop_are_none_of_a_list_that_it_makes_longer(body: str) -> None:
    program = f"x = []\nfor at, one in enumerate(load()):\n{body}x = np.array(x)\n"
    assert names_after(HEAD + program)["x"].rank in {1, None}


def test_items_of_a_loop_are_none_of_what_it_yields() -> None:
    program = """
def twice(many):
    for at, one in enumerate(many):
        yield at
        yield at
x = np.array(list(twice(load())))
"""
    assert names_after(HEAD + program)["x"].shape is None


REPLAY = """import random
import keras
import numpy as np
class Agent:
    def __init__(self):
        self.model = keras.Sequential()
    def replay(self):
        for state, target in random.sample(self.memory, 32):
            if target:
                best = np.amax(self.model.predict(state)[0])
            self.model.evaluate(state, target)
            self.model.fit(state, target)
agent = Agent()
for _ in range(10):
    while waiting:
        state = np.reshape(state, [1, 4])
        if len(agent.memory) > 9:
            agent.replay()
"""


def test_targets_of_an_earlier_round_may_be_unknown() -> None:
    """Data that a model was trained on in a round of two loops is not known in the next one."""
    assert codes_of(REPLAY, {"KS307", "KS833"}) == ["KS833"]
