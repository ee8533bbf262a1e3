"""Code of which not all values are known: every question about it has an answer, or a sentence."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from kspec.analysis.drawing.digest import TIMES
from kspec.service import answers
from kspec.service.check import check
from kspec.service.errors import NotConvertibleError
from kspec.service.models import Model, model_of, network_of, networks_of
from kspec.service.options import DEFAULTS

SCRIPTS = Path(__file__).parents[1] / "fixtures" / "scripts"
OPEN = """import sys
import keras
from keras import layers

size = int(sys.argv[1])
first = keras.Sequential([layers.Dense(size, activation=sys.argv[2]), layers.Dense(0)])
second = keras.Sequential([
    keras.Input((size, size, 3)),
    layers.Conv2D(size, (size, 3), kernel_initializer=keras.initializers.Constant(size)),
    layers.Flatten(),
    layers.Dense(10),
])
second.compile("adam", loss=sys.argv[3])
"""
NEW = OPEN.replace('"adam"', '"sgd"').replace("Dense(10)", "Dense(20)")


def open_models() -> list[Model]:
    return networks_of(model_of(OPEN, "train.py"))


def test_the_words_of_the_code_stand_in_the_picture() -> None:
    first, second = (answers.plot(model) for model in open_models())
    assert ">size, ?</tspan>" in first
    assert f">size, size{TIMES}3</tspan>" in second


def test_it_is_compared() -> None:
    options = DEFAULTS._replace(model="second")
    compared = answers.diff(
        network_of(OPEN, "old.py", options), network_of(NEW, "new.py", options)
    ).to_dict()
    assert [one["name"] for one in compared["layers"] if one["fields"]] == ["dense_2"]
    assert answers.diff(network_of(OPEN, "a.py", options), network_of(OPEN, "b.py", options)).same


def test_it_is_written_with_null() -> None:
    _, second = open_models()
    layers = json.loads(answers.convert(second, "native"))["layers"]
    assert (layers[0]["filters"], layers[0]["kernel_size"]) == (None, [None, 3])
    with pytest.raises(NotConvertibleError, match="the code does not fix all of its values"):
        answers.convert(second, "python")


def scripts() -> Iterator[ParameterSet]:
    for number, path in enumerate(sorted(SCRIPTS.rglob("*.py"))):
        yield pytest.param(path, id=path.stem, marks=[pytest.mark.slow] * bool(number % 8))


@pytest.mark.parametrize("path", list(scripts()))
def test_every_script_is_drawn_sized_and_compared_with_itself(path: Path) -> None:
    text = path.read_text("utf-8")
    shown = check(text, path.name)
    models = networks_of(model_of(text, path.name))
    assert len(shown["models"]) == len(models)
    assert all(answers.diff(model, model).same for model in models)
    layers = chain.from_iterable(model["layers"] for model in shown["models"])
    lines = text.count("\n") + 1
    assert all(1 <= layer["start"]["line"] <= lines for layer in layers)
