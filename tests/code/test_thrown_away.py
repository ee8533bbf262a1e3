"""Objects that a statement makes and throws away, and models and folds that nothing uses."""

import json

import pytest

import kspec
from tests.code.read import codes_of
from tests.code.test_usage import HEAD

LATER = "import numpy as np\nfrom sklearn.model_selection import KFold\nfolds = KFold(3)\n"
FOLD = "for train, test in folds.split(x):\n    model = build()\n    model.fit({}, y)"
FAULTS = [
    "layers.Dropout(0.5)\nmodel.fit(x, y)",
    "i = keras.Input((4,))\nh = layers.Dense(4)(i)\nlayers.Dropout(0.5)(h)\nmodel.fit(x, y)",
    "keras.callbacks.EarlyStopping(patience=3)\nmodel.fit(x, y)",
    "def run():\n    keras.optimizers.Adam(0.01)\n    model.fit(x, y)\nrun()",
    (
        "net = keras.Sequential()\nnet.add(layers.Dense(3))\nnet = keras.Sequential()\n"
        "net.add(layers.Dense(2))\nnet.compile('adam', 'mse')\nnet.fit(x, y)"
    ),
    LATER + FOLD.format("x"),
    f"{LATER}for n, (a, b) in enumerate(folds.split(x), 1):\n    print(n)\n    model.fit(x, y)",
]
RIGHT = [
    "import pytest\nwith pytest.raises(ValueError):\n    layers.Dropout(2)\nmodel.fit(x, y)",
    "try:\n    layers.Dropout(2)\nexcept ValueError:\n    pass\nmodel.fit(x, y)",
    "def test_of_rates():\n    layers.Dropout(0.2)\nmodel.fit(x, y)",
    "layer = layers.Dense(4)\nlayer(x)\nmodel.fit(x, y)",
    (
        "net = keras.Sequential()\nnet.add(layers.Dense(3))\nnet.summary()\n"
        "net = keras.Sequential()\nnet.add(layers.Dense(2))\nnet.compile('adam', 'mse')\n"
        "net.fit(x, y)"
    ),
    (
        "net = keras.Sequential()\nnets.append(net)\nnet.add(layers.Dense(3))\n"
        "net = keras.Sequential()\nnet.add(layers.Dense(2))\nnet.compile('adam', 'mse')\n"
        "net.fit(x, y)"
    ),
    LATER + FOLD.format("x[train]"),
    LATER + FOLD.format("*part(x, y, train)"),
    f"{LATER}for train, test in folds.split(x):\n    print(train)\nmodel.fit(x, y)",
    f"{LATER}for fold in folds.split(x):\n    model.fit(x[fold[0]], y[fold[0]])",
]


@pytest.mark.parametrize("code", FAULTS)
def test_what_a_program_makes_for_nothing_is_found(code: str) -> None:
    assert codes_of(HEAD + code, {"KS831"}) == ["KS831"]


@pytest.mark.parametrize("code", RIGHT)
def test_what_may_be_used_is_passed_over(code: str) -> None:
    assert codes_of(HEAD + code, {"KS831"}) == []


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("layers.Dense(3)(x)", []),
        ("layers.Dense(3)(x)\nprint(x)", ["KS831"]),
        ("layers.Dense(3)", ["KS831"]),
    ],
)
def test_a_cell_may_show_an_output(cell: str, codes: list[str]) -> None:
    cells = [{"cell_type": "code", "source": one} for one in (HEAD, cell, "model.fit(x, y)")]
    text = json.dumps({"cells": cells})
    report = kspec.lint_text(text, filename="a.ipynb", settings={"select": ["KS831"]})
    assert [one.code for one in report.findings] == codes
