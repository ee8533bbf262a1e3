"""Fits of models that nothing compiles."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import other
(x, y), _ = keras.datasets.boston_housing.load_data()
def build():
    return keras.Sequential([keras.Input((13,)), keras.layers.Dense(1)])
"""
COMPILE = "model.compile('adam', 'mse')\n"
FIT = "model.fit(x, y)\n"
UNCOMPILED = {
    "in the module": f"model = build()\n{FIT}",
    "in a function": f"def train():\n    model = build()\n    {FIT}train()\n",
    "in a function that nothing calls": f"def train():\n    model = build()\n    {FIT}",
    "in a method": (
        "class Trainer:\n"
        "    def __init__(self):\n        self.model = build()\n"
        "    def train(self):\n        self.model.fit(x, y)\n"
    ),
    "where another is compiled": f"model = build()\n{COMPILE}net = build()\nnet.fit(x, y)\n",
    "beside a pattern": f"import re\npattern = re.compile('a')\nmodel = build()\n{FIT}",
}
COMPILED = {
    "before": f"model = build()\n{COMPILE}{FIT}",
    "in one case": f"model = build()\nif other.fresh():\n    {COMPILE}{FIT}",
    "by other code": f"model = build()\nother.prepare(model)\n{FIT}",
    "in a method": (
        "class Trainer:\n"
        "    def __init__(self):\n        self.model = build()\n"
        "    def prepare(self):\n        self.model.compile('adam', 'mse')\n"
        "    def train(self):\n        self.model.fit(x, y)\n"
    ),
    "by a function of unknown models": (
        f"def prepare(model):\n    {COMPILE}model = build()\nother.each(prepare)\n{FIT}"
    ),
    "in its own class": (
        "class Net(keras.Model):\n"
        "    def __init__(self):\n        super().__init__()\n"
        "        self.head = keras.layers.Dense(1)\n        self.compile('adam', 'mse')\n"
        "    def call(self, x):\n        return self.head(x)\n"
        f"model = Net()\n{FIT}"
    ),
    "in the file that it is loaded from": f"model = keras.saving.load_model('a.keras')\n{FIT}",
}


@pytest.mark.parametrize("name", UNCOMPILED)
def test_a_fit_without_a_compile_is_found(name: str) -> None:
    assert "KS833" in codes_of(HEAD + UNCOMPILED[name])


@pytest.mark.parametrize("name", COMPILED)
def test_a_compile_may_stand_elsewhere(name: str) -> None:
    assert "KS833" not in codes_of(HEAD + COMPILED[name])
