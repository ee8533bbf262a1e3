"""Constructs of Python, each as the size of one layer."""

import pytest

from kspec.source.outline import UNBOUND
from kspec.spec.unknown import Unknown
from tests.code.read import layers_of

KNOWN = {
    "a name": ("n = 64", 64),
    "a name that is bound again": ("n = 32\nn = 64", 64),
    "arithmetic": ("a = 8\nn = a * 2 ** 3 // 1", 64),
    "unpacking": ("a, (b, n) = 1, (2, 64)", 64),
    "starred unpacking": ("a, *b = 1, 2, 64\nn = b[-1]", 64),
    "a chain of names": ("n = m = 64", 64),
    "a conditional expression": ("n = 64 if True else 32", 64),
    "a known branch": ("big = 1\nif big > 0:\n    n = 64\nelse:\n    n = 32", 64),
    "arms that agree": ("if unknown():\n    n = 64\nelse:\n    n = 64", 64),
    "an arm that raises": ("n = 64\nif unknown():\n    n = 3\n    raise ValueError", 64),
    "and": ("n = True and 64", 64),
    "or": ("n = None or 64", 64),
    "a list": ("sizes = [16, 64]\nn = sizes[1]", 64),
    "a list that grows": ("sizes = []\nsizes.append(64)\nn = sizes[0]", 64),
    "a slice": ("sizes = [16, 32, 64][1:]\nn = sizes[-1]", 64),
    "a dictionary": ("config = {'n': 64}\nn = config['n']", 64),
    "a default of a dictionary": ("config = {}\nn = config.get('n', 64)", 64),
    "a dictionary that is set": ("config = {}\nconfig['n'] = 64\nn = config['n']", 64),
    "merged dictionaries": ("n = {**{'n': 3}, **dict(n=64)}['n']", 64),
    "a loop with a bar of progress": (
        (
            "from tqdm.notebook import tqdm, trange\nn = 0\nfor i in tqdm(range(4), total=4):\n"
            "    n += 8\nfor i in trange(4):\n    n += 8"
        ),
        64,
    ),
    "names of numpy by a star": ("from numpy import *\nn = zeros((3, 64)).shape[1]", 64),
    "names of Keras by a star": ("from keras import *\nn = layers.Dense(64).units", 64),
    "a star from a module of the program": (
        "from .models import *\nfrom layers import *\nn = layers.Dense(64).units",
        64,
    ),
    "the different labels of a set": (
        "from keras.datasets import mnist\n(x, y), _ = mnist.load_data()\nn = len(set(y)) + 54",
        64,
    ),
    "the greatest label of a set": (
        "from keras.datasets import mnist\n(x, y), _ = mnist.load_data()\nn = max(y) + 55",
        64,
    ),
    "a comprehension": ("n = [i * 32 for i in range(3) if i][1]", 64),
    "a comprehension of a dictionary": ("n = {k: v * 2 for k, v in [('n', 32)]}['n']", 64),
    "sum of a generator": ("n = sum(i for i in (32, 32))", 64),
    "a loop": ("n = 1\nfor i in range(6):\n    n *= 2", 64),
    "a loop that breaks": ("for n in [8, 64, 128]:\n    if n > 32:\n        break", 64),
    "a loop that goes on": (
        "n = 0\nfor i in [32, 5, 32]:\n    if i == 5: continue\n    n += i",
        64,
    ),
    "while": ("n = 1\nwhile n < 64:\n    n = n * 2", 64),
    "zip": ("for a, n in zip('ab', (32, 64)):\n    pass", 64),
    "enumerate": ("for i, x in enumerate([1, 2], 63):\n    n = i", 64),
    "len": ("n = len('x' * 64)", 64),
    "int": ("n = int(64.7)", 64),
    "max": ("n = max(3, 64)", 64),
    "a text": ("n = len(f'{7:02d}' + '-'.join(['a', 'b'])) + 59", 64),
    "a function": ("def f(x, y=2):\n    return x * y\nn = f(32)", 64),
    "a function by name": ("def f(*, x, **kw):\n    return x + kw['y']\nn = f(x=4, y=60)", 64),
    "starred arguments": ("def f(*a):\n    return a[1]\nn = f(*[3, 64])", 64),
    "a closure": ("def f(x):\n    def g(y):\n        return x * y\n    return g\nn = f(32)(2)", 64),
    "a lambda": ("n = (lambda x: x * 2)(32)", 64),
    "partial": ("from functools import partial\nn = partial(lambda x, y: x - y, 65)(1)", 64),
    "recursion": ("def f(x):\n    return 1 if x == 0 else 2 * f(x - 1)\nn = f(6)", 64),
    "several results": ("def f():\n    return 3, 64\n_, n = f()", 64),
    "a global": ("n = 3\ndef f():\n    global n\n    n = 64\nf()", 64),
    "a default of long ago": ("a = 64\ndef f(x=a):\n    return x\na = 3\nn = f()", 64),
    "an attribute": ("class C:\n    def __init__(self, n):\n        self.n = n\nn = C(64).n", 64),
    "an attribute that is set on settings": ("c = unknown().config\nc.n = 64\nn = c.n", 64),
    "an item that is deleted": ("a = [3, 4, 64]\ndel a[0]\na.remove(4)\nn = a[0]", 64),
    "an attribute of a class": ("class C:\n    n = 64\nn = C.n", 64),
    "a method": (
        "class C:\n    k = 2\n    def f(self, x):\n        return self.k * x\nn = C().f(32)",
        64,
    ),
    "a base class": (
        (
            "class A:\n    def __init__(self, n): self.n = n\n"
            "class B(A):\n    def __init__(self): super().__init__(64)\nn = B().n"
        ),
        64,
    ),
    "a property": (
        "class C:\n    @property\n    def n(self):\n        return 64\nn = C().n",
        64,
    ),
    "a data class": (
        (
            "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int\n    n: int = 64\n"
            "n = C(3).n"
        ),
        64,
    ),
    "a static method": ("class C:\n    @staticmethod\n    def f(): return 64\nn = C.f()", 64),
    "try": ("try:\n    n = 64\nexcept ImportError:\n    n = 3", 64),
    "with": ("with open('x') as f:\n    n = 64", 64),
    "the main guard": ("if __name__ == '__main__':\n    n = 64", 64),
    "an argument parser": (
        (
            "import argparse\np = argparse.ArgumentParser()\np.add_argument('-n', '--n-units', "
            "type=int, default=64)\nn = p.parse_args().n_units"
        ),
        64,
    ),
    "a walrus": ("if (n := 64) > 3:\n    pass", 64),
    "match": ("match 'a':\n    case 'b':\n        n = 3\n    case 'a':\n        n = 64", 64),
    "floor": ("import math\nn = math.floor(64.9)", 64),
    "an iterator": ("a = iter([3, 64, 5])\nnext(a)\nn = next(a)", 64),
    "an iterator that is used up": (
        "a = (i for i in [1, 2])\nlist(a)\nn = 64 + len(list(a))",
        64,
    ),
    "a generator": ("def g():\n    yield 3\n    yield 64\nn = list(g())[1]", 64),
    "a name of Python's": ("n = 3\ndef sum(a):\n    return 64\nn = sum([1])", 64),
    "what holds inside of a context manager": (
        (
            "from contextlib import contextmanager\nn = 3\n@contextmanager\ndef at(k):\n"
            "    global n\n    n, old = k, n\n    try:\n        yield k * 2\n"
            "    finally:\n        n = old\n"
            "with at(8) as twice:\n    m = n * twice\nn = m // 2"
        ),
        64,
    ),
    "what a context manager leaves behind": (
        (
            "from contextlib import contextmanager\nn = 3\n@contextmanager\ndef more():\n"
            "    global n\n    n += 1\n    yield\nwith more(), more():\n    pass\nn = n"
        ),
        5,
    ),
    "a container of its own": (
        (
            "class A:\n    def __init__(self):\n        self.d = {}\n    def __len__(self):\n"
            "        return len(self.d)\n    def __setitem__(self, k, v):\n        self.d[k] = v\n"
            "    def __delitem__(self, k):\n        del self.d[k]\na = A()\na[1] = 1\na[2] = 2\n"
            "del a[1]\nn = 0\nwhile a:\n    n += 64\n    del a[2]"
        ),
        64,
    ),
    "a decorator that is not known": ("n = 64\n@nowhere\ndef f():\n    pass", 64),
    "the name of a function": (
        (
            "d = {}\ndef register(f):\n    d[f.__name__] = f\n    return f\n@register\ndef g():\n"
            "    return 64\nn = d['g']()"
        ),
        64,
    ),
    "a path": (
        "from pathlib import Path\np = Path('a') / 'b64.keras'\nn = int(p.stem[1:])",
        64,
    ),
    "an enumeration": (
        "from enum import Enum\nclass E(Enum):\n    A = 1\n    B = 63\nn = sum(e.value for e in E)",
        64,
    ),
    "an array that is written out": (
        "import numpy as np\nn = int(np.array([[3, 4], [5, 64]])[1, -1])",
        64,
    ),
    "sums and products of an array": (
        "import numpy as np\na = np.array([3, 5])\nn = int((a * 2)[1] * 5 + (a + 1).sum()) + 4",
        64,
    ),
    "an array of names": (
        "import numpy as np\nn = [63, *np.array(['x', 'y'])].index('y') + 62",
        64,
    ),
    "the different values of an array": ("import numpy as np\nn = len(np.unique([4, 4, 7]))", 2),
    "pairs put in order by names": (
        "n = [v for _, v in sorted({'b': 64, 'a': lambda: 0}.items())][1]",
        64,
    ),
    "a set put in order": ("n = {'a': 3, 'b': 64}[sorted(list(set('ab')))[1]]", 64),
    "the size of a set": ("n = len(list({'relu', 'tanh'}))", 2),
}
LEFT_OPEN = {
    "the order of a set": ("sizes = {'a': 3, 'b': 64}\nn = sizes[list({'a', 'b'})[0]]", "n"),
    "an array that is shuffled": (
        "import numpy as np\na = np.array([3, 64])\nnp.random.shuffle(a)\nn = int(a[0])",
        "n",
    ),
    "an array that is sorted": (
        "import numpy as np\na = np.array([3, 64])\na.sort()\nn = int(a[0])",
        "n",
    ),
    "an array in other hands": (
        "import numpy as np\na = np.array([3, 64])\nunknown(a)\nn = int(a[0])",
        "n",
    ),
    "an array whose view is written": (
        "import numpy as np\na = np.array([3, 64])\nb = a[1:]\nb[0] = 5\nn = int(a[1])",
        "n",
    ),
    "an item of a set": ("sizes = {'a': 3, 'b': 64}\nn = sizes[{'a', 'b'}.pop()]", "n"),
    "a file": ("import json\nn = json.load(open('x'))['n']", "n"),
    "the environment": ("import os\nn = int(os.environ['N'])", "n"),
    "a module of one's own": ("from config import n", "n"),
    "arms that differ": ("if unknown():\n    n = 64\nelse:\n    n = 32", "n"),
    "an arm that changes it": ("n = 64\nif unknown():\n    n = 32", "n"),
    "a loop that nobody knows": ("n = 1\nfor i in unknown():\n    n += 1", "n"),
    "a list that somebody else has had": ("a = [64]\nunknown(a)\nn = a[0]", "n"),
    "a required argument": (
        (
            "import argparse\np = argparse.ArgumentParser()\np.add_argument('n', type=int)\n"
            "n = p.parse_args().n"
        ),
        "n",
    ),
    "random numbers": ("import random\nn = random.choice([32, 64])", "n"),
    "an early return": (
        "def f():\n    if unknown():\n        return 32\n    return 64\nn = f()",
        "n",
    ),
    "what a closure changes": (
        "n = 1\ndef f():\n    global n\n    n = 2\nif unknown():\n    f()",
        "n",
    ),
    "an index that nobody knows": ("n = [64, 32][unknown()]", "n"),
    "a key that nobody knows": ("d = {'a': 64}\nd[unknown()] = 3\nn = d['a']", "n"),
    "an operator on it": ("m = unknown()\nn = m * 2", "n"),
    "what is deleted": ("n = 64\ndel n", "n"),
    "a list that is shuffled": ("import random\na = [64, 3]\nrandom.shuffle(a)\nn = a[0]", "n"),
    "settings in other hands": (
        "c = unknown()\nc.n = 64\nunknown(c)\nn = c.n",
        "n",
    ),
    "an error": ("n = [1, 2][7]", "n"),
    "a name before another program runs": (f"n = 64\n{UNBOUND}()", "n"),
}


def size(code: str) -> object:
    program = (
        f"from keras import Sequential, layers\n{code}\nmodel = Sequential([layers.Dense(n)])\n"
    )
    (layer,) = layers_of(program)
    return layer["units"]


@pytest.mark.parametrize("case", KNOWN)
def test_known(case: str) -> None:
    code, expected = KNOWN[case]
    assert size(code) == expected


@pytest.mark.parametrize("case", LEFT_OPEN)
def test_unknown(case: str) -> None:
    code, name = LEFT_OPEN[case]
    found = size(code)
    assert isinstance(found, Unknown)
    assert str(found) == name
    assert found.reason
