"""Programs that would run for ever or fill the memory: read at once, unknown where it matters."""

import sys

import pytest

from kspec.code.reading import read_program
from kspec.spec.unknown import Unknown
from tests.code.read import layers_of, specs_of

HEAD = "import keras\nimport itertools\nfrom keras import layers\n"
TAIL = "\nmodel = keras.Sequential([layers.Dense(n)])\n"
UNKNOWN = {
    "a loop over a billion": "n = 0\nfor i in range(10**9):\n    n += 1\n",
    "a loop without an end": "n = 0\nwhile True:\n    n += 1\n",
    "loops inside loops": (
        "n = 0\nfor i in range(1000):\n  for j in range(1000):\n    for k in range(1000):\n"
        "      n += 1\n"
    ),
    "recursion": "def f(x):\n    return f(x + 1)\nn = f(0)\n",
    "branching recursion": (
        "def f(x):\n    return 1 if x < 2 else f(x - 1) + f(x - 2)\nn = f(60)\n"
    ),
    "recursion in loops of unknown length": (
        "import sys\ndef f(w):\n    for i in range(len(w)):\n        f(w[i:])\n        f(w[:i])\n"
        "for j in range(3):\n    for w in sys.stdin:\n        f(w)\nn = len(sys.argv)\n"
    ),
    "a function of itself": "f = lambda g: g(g)\nn = f(f)\n",
    "a property of itself": (
        "class A:\n    @property\n    def x(self):\n        return self.x\nn = A().x\n"
    ),
    "a constructor of itself": (
        "class A:\n    def __init__(self):\n        self.a = A()\nn = A().a.a\n"
    ),
    "a long text": "n = 'a' * 10**9\n",
    "a long list": "n = [0] * 10**9\n",
    "a text that doubles": "n = 'ab'\nfor i in range(100):\n    n = n + n\n",
    "a list that doubles": "n = [1]\nfor i in range(100):\n    n = n + n\n",
    "a list that extends itself": "n = [1]\nfor i in range(100):\n    n.extend(n)\n",
    "a tuple that doubles": "n = (1,)\nfor i in range(100):\n    n = n + n\n",
    "tuples in tuples": "n = (1,)\nfor i in range(1000):\n    n = (n, n)\n",
    "lists in lists": "n = [1]\nfor i in range(1000):\n    n = [n, n]\n",
    "a list in itself": "n = [1]\nn.append(n)\n",
    "a dictionary in itself": "n = {}\nn['n'] = n\n",
    "a power": "n = 2 ** 10**9\n",
    "a power of a power": "n = 10 ** 10 ** 10\n",
    "a shift": "n = 1 << 10**9\n",
    "squares of squares": "n = 3\nfor i in range(1000):\n    n = n * n\n",
    "a comprehension": "n = [i for i in range(10**8)]\n",
    "a double comprehension": "n = sum(i * j for i in range(10**4) for j in range(10**4))\n",
    "a sum": "n = sum(range(10**9))\n",
    "a loop over more numbers than Python counts": "n = 0\nfor i in range(10**30):\n    n += i\n",
    "the length of such a range": "n = len(range(10**30))\n",
    "a list of a range": "n = list(range(10**9))\n",
    "a sorted range": "n = sorted(range(10**8))\n",
    "rows of columns": "n = list(zip(*[range(3000)] * 3000))\n",
    "combinations": "n = list(itertools.product(range(1000), repeat=5))\n",
    "an endless generator": "def g():\n    while True:\n        yield 1\nn = list(g())\n",
    "a wide format": "n = '%1000000000d' % 3\n",
    "a wide f-string": "n = f'{3:1000000000d}'\n",
    "a wide format method": "n = '{:1000000000d}'.format(3)\n",
    "a padded text": "n = 'a'.ljust(10**9)\n",
    "a text that is replaced": (
        "n = 'a' * 1000\nfor i in range(20):\n    n = n.replace('a', 'aa')\n"
    ),
}
NOT_PYTHON = {
    "nested brackets": "n = " + "(" * 100_000 + ")" * 100_000 + "\n",
    "a long chain of terms": "n = " + "+".join(["1"] * 100_000) + "\n",
    "a chain of attributes": "n = keras" + ".a" * 100_000 + "\n",
    "a chain of calls": "n = f" + "()" * 50_000 + "\n",
    "a null": "n = 3\0\n",
}
ENDLESS_MODELS = {
    "a stack in itself": "m = keras.Sequential()\nm.add(m)\nn = 1\n",
    "stacks in each other": (
        "a = keras.Sequential()\nb = keras.Sequential()\na.add(b)\nb.add(a)\nn = 1\n"
    ),
    "a million layers": (
        "m = keras.Sequential()\nfor i in range(10**6):\n    m.add(layers.Dense(3))\nn = 3\n"
    ),
    "layers on layers": (
        "x = keras.Input((3,))\nfor i in range(500):\n    x = layers.add([x, x])\n"
        "m = keras.Model(x, x)\nn = 3\n"
    ),
    "a class of itself": "class A(A):\n    pass\nn = 3\n",
    "a decorator of itself": "def d(f):\n    return d(f)\n@d\ndef g():\n    pass\nn = 3\n",
    "branches in branches": (
        "".join("  " * depth + f"if a{depth}:\n" for depth in range(60))
        + "  " * 60
        + "b = 3\nn = 4\n"
    ),
    "a thousand branches": "".join(f"if a{i}:\n    b{i} = 1\n" for i in range(1000)) + "n = 3\n",
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_is_too_much_is_unknown(case: str) -> None:
    (layer,) = layers_of(HEAD + UNKNOWN[case] + TAIL)
    units = layer["units"]
    nested = isinstance(units, list | dict) and len(units) <= 2
    assert isinstance(units, Unknown) or nested


@pytest.mark.parametrize("case", NOT_PYTHON)
def test_what_cannot_be_parsed_is_said(case: str) -> None:
    program = read_program(HEAD + NOT_PYTHON[case] + TAIL, "train.py")
    (problem,) = program.document.problems
    assert problem.kind == "invalid_syntax"
    assert program.models == ()


@pytest.mark.parametrize("case", ENDLESS_MODELS)
def test_models_without_an_end_leave_the_next_one_alone(case: str) -> None:
    *_, last = specs_of(HEAD + ENDLESS_MODELS[case] + TAIL)
    (layer,) = last["layers"]
    assert layer["type"] == "Dense"
    assert isinstance(layer["units"], int)


@pytest.mark.parametrize(
    "case", ["branching recursion", "loops inside loops", "a thousand branches"]
)
def test_the_steps_are_bounded(case: str) -> None:
    """Events of the interpreter are counted, so that no clock decides."""
    calls = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal calls
        del frame, arg
        calls += event == "call"

    text = HEAD + {**UNKNOWN, **ENDLESS_MODELS}[case] + TAIL
    sys.setprofile(count)
    try:
        read_program(text, "train.py")
    finally:
        sys.setprofile(None)
    assert calls < 2_000_000
