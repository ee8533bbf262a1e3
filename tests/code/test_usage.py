"""Uses of objects in a program: findings, and silence."""

import json

import pytest

import kspec
from kspec.linter.selection import Choice, Selection

HEAD = """import numpy as np
import keras
from keras import layers
from keras.callbacks import EarlyStopping, ModelCheckpoint
from sklearn.preprocessing import MinMaxScaler, StandardScaler

model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy")
"""
FAMILY = ("KS212", "KS309", "KS611", "KS83", "KS84", "KS85")
CODES = {entry.code for entry in Selection([Choice(select=FAMILY)]).rules}


def said(code: str, name: str = "train.py") -> list[str]:
    """The codes of this family that are found, each with its line."""
    report = kspec.lint_text(code, filename=name).to_dict()
    return [
        f"{one['code']}:{one['start']['line']}"
        for one in report["findings"]
        if one["code"] in CODES
    ]


FAULTS = {
    "generator of Keras 2": ("def run(b):\n    model.fit_generator(b, epochs=3)", "KS840:10"),
    "classes of Keras 2": ("print(model.predict_classes(np.zeros((9, 4))))", "KS840:9"),
    "old name in a history": (
        (
            "model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])\n"
            "def run(x, y):\n    h = model.fit(x, y)\n    print(h.history['acc'])"
        ),
        "KS841:12",
    ),
    "history without validation": (
        "def run(x, y):\n    print(model.fit(x, y).history['val_loss'])",
        "KS841:10",
    ),
    "history of a generator": (
        (
            "model.compile('adam', 'binary_crossentropy', metrics=['acc'])\n"
            "def run(b, v):\n    h = model.fit(b, validation_data=v)\n"
            "    return h.history['val_accuracy']"
        ),
        "KS841:12",
    ),
    "labels in a list": ("model.fit(np.zeros((2, 4)), [0, 1])", "KS842:9"),
    "rows in lists": ("rows = [[1, 2, 3, 4]]\nmodel.fit(rows, np.zeros(1))", "KS842:10"),
    "optimizer": ("opt = keras.optimizers.Adam(0.1)\nmodel.fit(np.zeros((9, 4)), y)", "KS831:9"),
    "output of a layer": (
        "i = keras.Input((4,))\nd = layers.Dropout(0.2)(i)\nkeras.Model(i, layers.Dense(1)(i))",
        "KS831:10",
    ),
    "list of callbacks": (
        "stop = EarlyStopping()\nhooks = [stop]\nmodel.fit(np.zeros((9, 4)), y)",
        "KS831:10",
    ),
    "in a function": (
        "def run(x, y):\n    stop = EarlyStopping()\n    model.fit(x, y)\nstop = 1\nprint(stop)",
        "KS831:10",
    ),
    "scaler through values": (
        (
            "s = StandardScaler()\nx_train = s.fit_transform(x_train.values)\n"
            "x_test = s.fit_transform(x_test.values)"
        ),
        "KS834:11",
    ),
    "a scaler for each": (
        "sc_X = MinMaxScaler()\nsc_X.fit(X_train)\nsc_X.transform(a)\nMinMaxScaler().fit(X_test)",
        "KS834:12",
    ),
    "checkpoint of the best": (
        (
            "def run(x, y, x_test, y_test):\n    hooks = [ModelCheckpoint('a.keras', "
            "save_best_only=True)]\n    model.fit(x, y, validation_data=(x_test, y_test), "
            "callbacks=hooks)\n    model.load_weights(a)\n    model.evaluate(x_test, y_test)"
        ),
        "KS835:11",
    ),
    "no compile at all": (
        (
            "other = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\ndel model\n"
            "other.fit(np.load('x.npy'), np.load('y.npy'))"
        ),
        "KS833:11",
    ),
    "a scaler for the part that a split holds out": (
        (
            "from sklearn.model_selection import train_test_split\n"
            "a, b = train_test_split(np.load('x.npy'))\n"
            "a = StandardScaler().fit_transform(a)\nb = StandardScaler().fit_transform(b)"
        ),
        "KS834:12",
    ),
    "a threshold for classes": (
        (
            "model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation='softmax')])\n"
            "p = model.predict(np.load('x.npy'))\np = p > 0.5"
        ),
        "KS844:11",
    ),
    "rounded probabilities": (
        (
            "model = keras.Sequential([layers.Dense(3), layers.Activation('softmax')])\n"
            "print(np.rint(model.predict(np.load('x.npy'))))"
        ),
        "KS844:10",
    ),
    "argmax of a threshold": (
        (
            "model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation='softmax')])\n"
            "p = model.predict(np.load('x.npy')) > 0.5\nprint(np.argmax(p, axis=1))"
        ),
        "KS844:11",
    ),
    "a threshold for scores": (
        (
            "loss = keras.losses.BinaryCrossentropy(from_logits=True)\n"
            "m = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\nm.compile('adam', loss)\n"
            "print(m.predict(np.load('x.npy')) > 0.5)"
        ),
        "KS309:12",
    ),
    "outputs that are compared with labels": (
        "p = model.predict(np.load('x.npy'))\nprint(np.mean(p == np.random.randint(0, 3, 9)))",
        "KS856:10",
    ),
    "a layer in the place of add": ("model.add = layers.Dropout(0.2)", "KS845:9"),
    "samples for features": (
        (
            "x = np.load('x.npy')\nm = keras.Sequential([layers.Dense(1, input_dim=len(x))])\n"
            "m.compile('adam', 'mse')\nm.fit(x, np.load('y.npy'))"
        ),
        "KS212:10",
    ),
    "a layer in a copy of the list": (
        "model.layers.append(layers.Dropout(0.2))\nmodel.layers[0].trainable = False",
        "KS848:9",
    ),
    "a layer taken off a copy of the list": ("def f():\n    model.layers.pop()", "KS848:10"),
    "a layer that is not called": (
        "i = keras.Input((4,))\nx = layers.Dense(3)\nprint(layers.Dense(1)(x))",
        "KS846:11",
    ),
    "a base that is thawed too late": (
        (
            "def run(x, y):\n    model.layers[0].trainable = False\n    model.fit(x, y)\n"
            "    model.layers[0].trainable = True\n    model.fit(x, y)"
        ),
        "KS843:13",
    ),
    "argmax as a method": (
        "p = model.predict(np.load('x.npy'))\nprint(p.argmax(axis=-1))",
        "KS836:10",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_at_its_line(name: str) -> None:
    code, place = FAULTS[name]
    assert said(HEAD + code) == [place]


RIGHT = {
    "a patience that never runs out": (
        "hooks, rounds = [keras.callbacks.EarlyStopping(patience=9)], 4\n"
        "model.fit(a, b, validation_data=(x_test, y_test), epochs=rounds, callbacks=hooks)\n"
        "model.evaluate(x_test, y_test)"
    ),
    "classes that are compared with labels": (
        "p = model.predict(np.load('x.npy')) > 0.5\nprint(np.mean(p == y_test))"
    ),
    "outputs that are compared with their own": (
        "p = model.predict(np.load('x.npy'))\nprint(p == p.max(axis=1), p == p[0], p == 1)"
    ),
    "a threshold for the sigmoid of scores": (
        "loss = keras.losses.BinaryCrossentropy(from_logits=True)\n"
        "m = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\nm.compile('adam', loss)\n"
        "print(keras.ops.sigmoid(m.predict(np.load('x.npy'))) > 0.5)"
    ),
    "a layer for a star import": "from b import *\nf.g([keras.Input((4,)), layers.Dense(3)])",
    "a history under its own names": (
        "model.compile('adam', 'binary_crossentropy', metrics=['acc'])\n"
        "h = model.fit(a, b, validation_split=0.1)\nprint(h.history['val_acc'])"
    ),
    "a history that is looked at first": (
        "model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])\n"
        "h = model.fit(a, b)\nkey = 'acc' if 'acc' in h.history else 'accuracy'\n"
        "print(h.history['acc'])"
    ),
    "a method of its own": (
        "class Net:\n    def predict_classes(self, x): return x\nNet().predict_classes(3)"
    ),
    "a list of arrays": "model.fit([np.zeros((3, 4))], [np.zeros(3)])",
    "a callback in a list": "es = EarlyStopping()\nmodel.fit(a, b, callbacks=[es])",
    "a callback that is given by place": (
        "stop = EarlyStopping()\nhooks = [stop]\nmodel.fit(a, b, 32, 5, 0, hooks)"
    ),
    "a loss that is used in a function": (
        "loss_fn = keras.losses.MeanSquaredError()\ndef f(a, b): return loss_fn(a, b)\n"
        "model.fit(a, b)"
    ),
    "names that are read unseen": "opt = keras.optimizers.Adam()\nmodel.fit(**globals()['a'])",
    "no training": "",
    "a name that is not wanted": "_ = EarlyStopping()\nmodel.fit(a, b)",
    "a layer that is used between": (
        "i = keras.Input((4,))\nx = layers.Dense(3)(i)\ny = layers.Dense(2)(x)\n"
        "x = layers.Dense(3)(i)\nm = keras.Model(i, [x, y])"
    ),
    "a layer that is replaced under a condition": (
        "i = keras.Input((4,))\nx = layers.Dense(3)(i)\nif deep:\n    x = layers.Dense(3)(x)\n"
        "m = keras.Model(i, x)"
    ),
    "transformed test data": (
        "s = StandardScaler()\nx_train = s.fit_transform(x_train)\nx_test = s.transform(x_test)"
    ),
    "all data": "s = MinMaxScaler()\nx = s.fit_transform(x)\ny = s.fit_transform(y)",
    "test data alone": "s = MinMaxScaler()\nx = s.fit_transform(x_test)\nprint(x)",
    "something else that fits": "model.fit(x_train, y)\nmodel.fit(x_test, y)",
    "validation data of its own": (
        "def run(x, y, x_val, y_val, x_test):\n    model.fit(x, y, validation_data=(x_val, y_val), "
        "callbacks=[EarlyStopping()])\n    model.evaluate(x_test)"
    ),
    "test data without a choice": (
        "def run(x, y, x_test, y_test):\n    model.fit(x, y, validation_data=(x_test, y_test))\n"
        "    model.evaluate(x_test, y_test)"
    ),
    "early stopping by the training loss": (
        "def run(x, y, x_test, y_test):\n    model.fit(x, y, validation_data=(x_test, y_test), "
        "callbacks=[EarlyStopping(monitor='loss')])\n    model.evaluate(x_test, y_test)"
    ),
    "argmax over the samples": "best = np.argmax(model.predict(np.load('x.npy')))",
    "argmax of something else": "best = np.argmax(np.load('x.npy'), axis=1)",
    "a model that is compiled elsewhere": (
        "other = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\nprepare(other)\n"
        "other.fit(np.load('x.npy'), np.load('y.npy'))"
    ),
    "a loss on what is not known": (
        "loss_fn = keras.losses.BinaryCrossentropy(from_logits=flag)\nloss_fn(y, model(x))"
    ),
    "a quotient that nothing reads": "share = x / total\nmodel.fit(x, y)",
    "a list of layers of its own": (
        "class Stack:\n    def __init__(self):\n        self.layers = []\n"
        "        self.layers.append(layers.Dense(3))\ns = Stack()\ns.layers.pop()"
    ),
    "an array of floats": "x = np.zeros((3, 4))\nx /= 255",
    "whole numbers in place": "x = np.zeros((3, 4), dtype='uint8')\nx //= 2\nx *= 2",
    "a threshold for two classes": (
        "model = keras.Sequential([keras.Input((4,)), layers.Dense(2, activation='softmax')])\n"
        "p = model.predict(np.load('x.npy')) > 0.5\nprint(np.argmax(p, axis=1))"
    ),
    "a threshold for one class of several": (
        "model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation='softmax')])\n"
        "p = model.predict(np.load('x.npy'))[:, 1] > 0.5"
    ),
    "several labels at once": (
        "model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation='sigmoid')])\n"
        "p = model.predict(np.load('x.npy')) > 0.5"
    ),
    "scaled data that is saved": (
        "def run(x, y):\n    s = StandardScaler()\n    scaled = s.fit_transform(x)\n"
        "    np.save('x.npy', scaled)\n    model.fit(x, y)"
    ),
    "a base that is thawed and compiled": (
        "def run(x, y):\n    model.layers[0].trainable = False\n    model.fit(x, y)\n"
        "    model.layers[0].trainable = True\n    model.compile('adam', 'mse')\n"
        "    model.fit(x, y)"
    ),
    "a base that is frozen before the first training": (
        "def run(x, y):\n    model.layers[0].trainable = False\n    model.fit(x, y)\n"
        "    model.fit(x, y)"
    ),
    "another scaler for the targets of a split": (
        "from sklearn.model_selection import train_test_split\n"
        "a, b, c, d = train_test_split(np.load('x.npy'), np.load('y.npy'))\ns = StandardScaler()\n"
        "a = s.fit_transform(a)\nb = s.transform(b)\nc = StandardScaler().fit_transform(c)"
    ),
    "a loss that fits": (
        "loss_fn = keras.losses.BinaryCrossentropy()\np = model(x)\nloss_fn(y, p)"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_or_not_certain_is_passed_over(name: str) -> None:
    assert said(HEAD + RIGHT[name]) == []


def test_a_generator_that_does_not_shuffle_keeps_its_order() -> None:
    code = (
        "from keras.preprocessing.image import ImageDataGenerator\n"
        "g = ImageDataGenerator().flow_from_directory('test'{})\n"
        "p = model.predict(g)\nprint(g.classes)\n"
    )
    assert said(HEAD + code.format("")) == ["KS838:11"]
    assert said(HEAD + code.format(", shuffle=False")) == []
    assert said(HEAD + code.format(", **options")) == []
    assert said(HEAD + code.format("").replace("print(g.classes)", "")) == []


def test_what_a_cell_that_is_passed_over_may_use_is_no_fault() -> None:
    sources = [HEAD, "stop = EarlyStopping()\nmodel.fit(a, b)\n"]
    broken = "print 'now'\nmodel.fit(a, b, callbacks=[stop]\n"
    cells = [{"cell_type": "code", "source": text} for text in sources]
    assert said(json.dumps({"cells": cells}), "a.ipynb") == ["KS831:1"]
    cells.append({"cell_type": "code", "source": broken})
    assert said(json.dumps({"cells": cells}), "a.ipynb") == []


def test_a_history_without_validation_has_no_name_of_it() -> None:
    code = "model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])\n"
    code += "h = model.fit(a, b)\nprint(h.history['val_acc'])"
    report = kspec.lint_text(HEAD + code, filename="train.py")
    messages = [one.message for one in report.findings if one.code == "KS841"]
    assert messages == ["The history has no 'val_acc': this training has no validation"]


def test_the_name_of_a_history_is_mended_in_the_quotes_of_the_code() -> None:
    code = "model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])\n"
    code += 'h = model.fit(a, b)\nprint(h.history["acc"])\n'
    report = kspec.lint_text(HEAD + code, filename="train.py")
    (fix,) = [one.fix for one in report.findings if one.code == "KS841"]
    assert fix is not None
    assert [edit.text for edit in fix.edits] == ['"accuracy"']
