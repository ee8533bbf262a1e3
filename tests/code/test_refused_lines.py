"""Scripts with lines that are no Python 3: refused, and read beside what is refused."""

import json

import pytest

import kspec
from tests.code.read import models_of

MODEL = """import keras
from keras.layers import Dense
{}
model = keras.Sequential([keras.Input((4,)), Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy")
"""
READ = [
    'print "a text"',
    "for i in range(3): print i",
    "try:\n    f()\nexcept IOError, error:\n    print error",
    "%matplotlib inline\n!ls",
    "This is how it is done",
    "x = = 1",
    "'''\nprint me\n'''\nprint 'me'",
]


@pytest.mark.parametrize("lines", READ)
def test_old_statements_hide_no_model(lines: str) -> None:
    text = MODEL.format(lines)
    findings = kspec.lint_text(text, filename="train.py").to_dict()["findings"]
    assert [one["code"] for one in findings] == ["KS001", "KS303"]
    line = text.split("\n")[findings[1]["start"]["line"] - 1]
    assert line.startswith("model = keras.Sequential")
    assert len(models_of(text)) == 1


@pytest.mark.parametrize(
    "lines", ["print 'a %d' % (1,\n    2)", "def f(:", "\tx = 1\n        y = 2"]
)
def test_other_texts_are_refused_alone(lines: str) -> None:
    findings = kspec.lint_text(MODEL.format(lines), filename="train.py").findings
    assert [one.code for one in findings] == ["KS001"]


@pytest.mark.parametrize(
    ("lines", "words", "opened"),
    [
        ("x = f((1, 2)", "'(' was never closed", []),
        ("x = [(\n  1, 2]", "closing parenthesis ']' does not match opening parenthesis '('", [3]),
        ("if x:\ny = 2", "expected an indented block after 'if' statement", [3]),
        ("print x", "Missing parentheses in call to 'print'. Did you mean print(...)?", []),
        ("x = 'abc", "unterminated string literal", []),
    ],
)
def test_the_words_of_python_are_whole(lines: str, words: str, opened: list[int]) -> None:
    (finding, *_) = kspec.lint_text(MODEL.format(lines), filename="a.py").to_dict()["findings"]
    assert finding["message"] == f"This is no Python 3: {words}"
    assert [one["start"]["line"] for one in finding["related"]] == opened


def test_names_of_a_refused_line_are_unknown() -> None:
    text = MODEL.format("units = = 1").replace("Dense(1", "Dense(units")
    assert "KS303" not in [one.code for one in kspec.lint_text(text, filename="a.py").findings]
    text = MODEL.format("x = 1") + "model.add(Dense(9)\nmodel.add(Dense(9, activation='none'))\n"
    assert "KS106" not in [one.code for one in kspec.lint_text(text, filename="a.py").findings]


def test_a_cell_is_read_beside_a_line_that_is_refused() -> None:
    cells = [
        "import keras\nnet = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])",
        "print 'trains'\nweights = {0: 1.0, ...}\nnet.compile('adam', 'mse')",
        "net.fit(x, y, validation_data=(x, y), class_weight=weights)",
    ]
    text = json.dumps({"cells": [{"cell_type": "code", "source": one} for one in cells]})
    findings = kspec.lint_text(text, filename="a.ipynb").findings
    assert [one.code for one in findings] == ["KS609"]


def test_print_functions_are_read_as_they_are() -> None:
    text = MODEL.format('print(1)\nprint\nprint = log\nx = {"print": print}')
    assert [one.code for one in kspec.lint_text(text, filename="a.py").findings] == ["KS303"]


@pytest.mark.parametrize("line", ["model.add(Dense(1", "model.add(Dense(1, activation='"])
def test_a_half_written_line_binds_nothing_anew(line: str) -> None:
    text = f"""import keras
from keras.layers import Dense
model = keras.Sequential()
model.add(keras.Input((4,)))
{line}
model.compile("adam", "mse")
model.fit(x, y)
"""
    findings = kspec.lint_text(text, filename="a.py").findings
    assert [one.code for one in findings] == ["KS001"]
