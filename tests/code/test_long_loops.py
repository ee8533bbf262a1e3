"""Arrays and lists that long loops, generators and single items fill, and features of sounds."""

from itertools import count

import pytest

from tests.code.test_filled_arrays import array, end_of

LONG = {
    "rows of zeros": (
        "x = np.zeros((60000, 2))\nfor i in range(60000):\n    x[i] = np.random.randint(0, 3, 2)",
        (60000, 2),
        (0, 2),
    ),
    "a list of rows": (
        "x = []\nfor i in range(60000):\n    x.append(np.random.randint(0, 3, 2))",
        (None, 2),
        (0, 2),
    ),
    "pieces of a text": (
        """
text, x, of = "abc" * 900, [], {"a": 0, "b": 1, "c": 2}
for i in range(len(text) - 5):
    x.append([of[c] for c in text[i:i + 5]])
""",
        (None, 5),
        (0, 2),
    ),
    "a number that grows": (
        "n, x = 0, []\nfor i in range(60000):\n    n += i % 3\n    x.append([n, n])",
        (None, 2),
        None,
    ),
}


@pytest.mark.parametrize(("program", "shape", "limits"), LONG.values(), ids=LONG)
def test_a_long_loop_fills_as_one_of_unknown_length(
    program: str, shape: tuple[int | None, ...], limits: tuple[int, int] | None
) -> None:
    x = array(end_of(program)["x"])
    assert x.shape is not None
    assert tuple(size if isinstance(size, int) else None for size in x.shape) == shape
    assert (x.limits and x.limits[:2]) == (limits and pytest.approx(limits))


def test_a_generator_that_fills_one_array_again_yields_it() -> None:
    program = """
def batches(files):
    x, y = np.zeros((4, 8, 8, 3)), np.zeros((4, 2))
    while True:
        for i in range(4):
            x[i] = resize(imread(files[i]), (8, 8))
            y[i] = [1, 0] if files[i] == "a" else [0, 1]
        yield x, y
x, y = next(batches(names()))
"""
    names = end_of(program)
    assert (names["x"].shape, names["x"].limits[:2]) == ((4, 8, 8, 3), (0, 255))
    assert (names["y"].shape, names["y"].limits[:2]) == ((4, 2), (0, 1))


def test_a_number_at_an_unknown_place_of_a_list_leaves_its_length() -> None:
    program = "x = []\nfor name in names():\n    row = [0] * 5\n    row[{}] = {}\n    x.append(row)"
    x = array(end_of(program.format("int(name[0])", 1))["x"])
    assert x.shape is not None
    assert (x.shape[1:], x.limits) == ((5,), (0, 1, False))
    assert array(end_of(program.format("name[0]", "name"))["x"]).shape is None


def test_a_function_that_is_mapped_over_names_gives_its_results() -> None:
    program = "x = np.array(list(map(lambda name: resize(imread(name), (8, 8)), names())))"
    x = end_of(program)["x"]
    assert (x.shape[1:], x.limits[:2]) == ((8, 8, 3), (0, 255))


CHAINS = {
    "of three names": "d['k'] = b - 1\n    a, b = b, a + 1\n    y.append(d['k'])",
    "through a list": "y.append(z[0])\n    z[i % 2] = len(y)",
    "behind a condition": "y.append(a)\n    if b - 1 > y[-1]: a = min(i, 5)\n    b = len(y)",
    "through two lists": "z[i % 2] = len(y)\n    a, b = b, z[0]\n    y.append(a + 1)",
}


@pytest.mark.parametrize("body", CHAINS.values(), ids=CHAINS)
def test_what_several_rounds_pass_on_has_no_limits(body: str) -> None:
    start = "a, b, y, z, d = 0, 1, [0], [0, 0], {'k': 0}\nfor i in range(9000):\n"
    assert array(end_of(f"{start}    {body}")["y"]).limits is None


def test_names_of_the_module_are_older_than_the_first_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kspec.code.journal._NUMBERS", count())
    x = array(end_of("x = np.zeros((60000, 2))\nfor i in range(60000):\n    x[i] = 1")["x"])
    assert x.limits is not None
    assert x.limits[:2] == (0, 1)
