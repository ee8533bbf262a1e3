"""Scripts of Python 2, or with lines of IPython: refused, and read beside what is refused."""

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


@pytest.mark.parametrize("lines", ["print 'a %d' % (1,\n    2)", "x = = 1", "def f(:"])
def test_other_texts_are_refused_alone(lines: str) -> None:
    findings = kspec.lint_text(MODEL.format(lines), filename="train.py").findings
    assert [one.code for one in findings] == ["KS001"]


def test_print_functions_are_read_as_they_are() -> None:
    text = MODEL.format('print(1)\nprint\nprint = log\nx = {"print": print}')
    assert [one.code for one in kspec.lint_text(text, filename="a.py").findings] == ["KS303"]
