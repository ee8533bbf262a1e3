"""Values that code may have changed or given which the reader does not see."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.read import codes_of, layers_of, specs_of

HEAD = """
import keras
from keras.layers import Dense
from elsewhere import change, key, part, run
"""
END = "model = keras.Sequential([Dense({units})])\n"
CHANGED = {
    "a dictionary given away": ("c = {'n': 3}\nchange(c)", "c['n']"),
    "one inside of another": ("c = {'a': {'n': 3}}\nchange(c)", "c['a']['n']"),
    "a list given away": ("c = [3]\nchange(c)", "c[0]"),
    "an object given away": ("class C: pass\nc = C()\nc.n = 3\nchange(c)", "c.n"),
    "an update from elsewhere": ("c = {'n': 3}\nc.update(part)", "c['n']"),
    "a later part of a display": ("c = {'n': 3, **part}", "c['n']"),
    "keywords of a copy": ("c = dict({'n': 3}, **part)", "c['n']"),
    "a union": ("c = {'n': 3} | {**part}", "c['n']"),
    "a default for some key": ("c = {}\nc.setdefault(key, 3)", "c.get('n', 5)"),
    "some key popped": ("c = {'n': 3}\nc.pop(key)", "c.get('n', 5)"),
    "some key deleted": ("c = {'n': 3}\ndel c[key]", "c.get('n', 5)"),
}
KEPT = {
    "an earlier part of a display": ("c = {**part, 'n': 3}", "c['n']"),
    "a default that is there": ("c = {'n': 3}\nc.setdefault(key, 5)", "c['n']"),
    "a dictionary that is printed": ("import numpy\nc = {'n': 3}\nprint(c)", "c['n']"),
    "an update of a known key": ("c = {'n': 4}\nc.update({'n': 5}, n=3)", "c['n']"),
}
BUILDERS = {
    "given to a function": "best = run(build)",
    "a method of an unknown object": "run().build(8)",
    "wrapped": "from scikeras.wrappers import KerasClassifier\nc = KerasClassifier(build, n=8)",
    "searched": "from sklearn.model_selection import GridSearchCV\nGridSearchCV(0, {'n': [5, 8]})",
}
OUTPUTS = {
    "several outputs of a layer from elsewhere": (
        "e = change()(i)\nlayers.Concatenate()([e[0], *e[1:]])\n"
        "o = layers.Concatenate()([i] + e[1:])"
    ),
    "some outputs of a function": (
        "e = layers.Lambda(change)(i)\nf = layers.Lambda(change)(i)\n"
        "o = layers.Lambda(change)((e[:2], f[:1]))"
    ),
    "states of a stack of cells": (
        "two = [layers.LSTMCell(3), layers.LSTMCell(3)]\n"
        "s = layers.RNN(two, return_state=True)(i)\no = layers.RNN(two)(i, initial_state=s[1:])"
    ),
    "states of one cell": (
        "s = layers.RNN(layers.LSTMCell(3), return_state=True)(i)\n"
        "o = layers.LSTM(3)(i, initial_state=s[1:])"
    ),
    "states from elsewhere": "o = layers.LSTM(3)(i, initial_state=change(3))",
    "a list of states from elsewhere": (
        "o = layers.LSTM(3)(i, initial_state=[change(3) for _ in range(2)])"
    ),
    "a second call of an own layer": (
        "class Own(layers.Layer):\n    def call(self, x, mode):\n        return x\n"
        "own = Own()\no = own(layers.Lambda(change)(own(i, mode='a')), mode='b')"
    ),
    "a dictionary of inputs given away": "i = {'a': i}\no = change()(i)",
    "inputs in a list within a dictionary": (
        "k = keras.Input((5, 3))\n"
        "m = keras.Model({'a': i, 'b': [k]}, Dense(3)(layers.Add()([i, k])))\n"
        "m.compile('adam', 'mse')\nm.fit({'a': change(), 'b': [change()]}, change())\no = i"
    ),
    "outputs in a list within a list": (
        "m = keras.Model(i, [[Dense(3)(i)], {'a': Dense(3)(i)}])\n"
        "m.compile('adam', 'mse')\nm.fit(change(), [[change()], {'a': change()}])\no = i"
    ),
    "an input without a name": "i = keras.Input((5, 3), name='')\no = Dense(3)(i)",
}
BUILDER = "def build(n=3):\n    return keras.Sequential([Dense(n)])\n"


@pytest.mark.parametrize("case", CHANGED)
def test_unseen_code_may_have_changed_a_value(case: str) -> None:
    statements, units = CHANGED[case]
    (layer,) = layers_of(f"{HEAD}{statements}\n{END.format(units=units)}")
    assert isinstance(layer["units"], Unknown)


@pytest.mark.parametrize("case", KEPT)
def test_a_value_stays(case: str) -> None:
    statements, units = KEPT[case]
    assert layers_of(f"{HEAD}{statements}\n{END.format(units=units)}")[0]["units"] == 3


@pytest.mark.parametrize("case", BUILDERS)
def test_unseen_code_may_call_a_builder_with_other_arguments(case: str) -> None:
    (layer,) = layers_of(f"{HEAD}{BUILDER}{BUILDERS[case]}\n")
    assert isinstance(layer["units"], Unknown)


@pytest.mark.parametrize("end", ["", "run().build()\n", "build()\n"])
def test_a_builder_without_arguments_takes_its_defaults(end: str) -> None:
    assert layers_of(f"{HEAD}{BUILDER}{end}")[0]["units"] == 3


@pytest.mark.parametrize("end", ["", "A = Builder\n", "Builder().build()\n"])
def test_a_size_of_0_by_default_is_given_by_each_caller(end: str) -> None:
    text = "class Builder:\n    def __init__(self, words=0):\n        self.words = words\n"
    text += "    def build(self):\n        x = keras.Input((4,))\n"
    text += "        return keras.Model(x, Dense(self.words)(x))\n\n"
    assert ("KS105" in codes_of(HEAD + text + end)) is ("()" in end)


@pytest.mark.parametrize(("name", "units"), [("DenseOfNobody", 5), ("LSTM", 3)])
def test_the_import_of_an_absent_layer_ends_its_try(name: str, units: int) -> None:
    text = f"try:\n    from keras.layers import {name}\n    n = 3\nexcept ImportError:\n    n = 5\n"
    assert layers_of(f"{HEAD}{text}{END.format(units='n')}")[0]["units"] == units


def test_layers_before_unseen_code_stay_in_the_network() -> None:
    """A list of tensors that unseen code takes, and may change, was whole when it was given."""
    text = (
        "def build(join):\n    a = keras.Input((4,))\n"
        "    parts = [Dense(3)(a), Dense(5)(a)]\n    whole = join(parts)\n"
        "    return keras.Model(a, Dense(1)(whole))\n\nbuild(run().join)\n"
    )
    first, second, join, _ = layers_of(HEAD + text)
    assert (first["units"], second["units"]) == (3, 5)
    assert join["inputs"] == ["dense", "dense_1"]


STACK = """
class Stack(keras.Sequential):
    def __init__(self, layers):
        super().__init__(layers)

Stack({layers})
"""


def test_a_stack_of_unknown_layers_is_not_empty() -> None:
    (layer,) = layers_of(HEAD + STACK.format(layers="part"))
    assert isinstance(layer["type"], Unknown)


def test_an_unknown_stride_is_no_kernel() -> None:
    units = "model = keras.Sequential([keras.layers.Conv2D(4, key, run())])\n"
    assert isinstance(layers_of(HEAD + units)[0]["strides"], Unknown)


ATTRIBUTES = "class C: pass\nc = C()\nc.n = 3\n"


@pytest.mark.parametrize(
    ("statement", "units"),
    [
        ("setattr(c, key, 5)", "getattr(c, 'm', 3)"),
        ("change(c)", "getattr(c, 'm', 3)"),
        ("change(c)", "3 if not hasattr(c, 'm') else 5"),
        ("vars(c).update(part)", "c.n"),
    ],
)
def test_an_object_may_have_other_attributes(statement: str, units: str) -> None:
    (layer,) = layers_of(f"{HEAD}{ATTRIBUTES}{statement}\n{END.format(units=units)}")
    assert isinstance(layer["units"], Unknown)


def test_setattr_sets_the_flag_of_a_layer() -> None:
    end = "setattr(model.layers[0], 'trainable', False)\n"
    assert layers_of(HEAD + END.format(units=3) + end)[0]["trainable"] is False


@pytest.mark.parametrize("case", OUTPUTS)
def test_outputs_that_are_not_known_are_no_fault(case: str) -> None:
    text = f"from keras import layers\ni = keras.Input((5, 3))\n{OUTPUTS[case]}\n"
    assert codes_of(f"{HEAD}{text}m = keras.Model(i, o)\n") == []


def test_no_states_are_told_as_such() -> None:
    text = "i = keras.Input((5, 3))\no = keras.layers.LSTM(3)(i, initial_state=[])\n"
    assert codes_of(f"{HEAD}{text}m = keras.Model(i, o)\n") == ["KS202"]


def test_arguments_from_elsewhere_may_be_any() -> None:
    text = f"{HEAD}{END.format(units=3)}model.compile(**part)\nmodel.fit(key, key, **part)\n"
    (spec,) = specs_of(text)
    assert all(isinstance(spec["compile"][name], Unknown) for name in ("optimizer", "loss"))
    assert isinstance(spec["fit"]["epochs"], Unknown)
    assert "KS419" not in codes_of(text)
