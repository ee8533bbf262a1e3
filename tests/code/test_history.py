"""Reads of what trainings give: histories, logs of callbacks, results of evaluate."""

import pytest

import kspec
from tests.code.read import codes_of
from tests.code.test_usage import said

HEAD = """import keras
import numpy as np
import pandas as pd
from keras import layers

x, y = np.random.rand(90, 4), np.random.randint(0, 2, 90)
model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
"""
CHART = "import matplotlib.pyplot as plt\n"
WRAPPED = (
    "from keras.wrappers.scikit_learn import KerasClassifier\ndef build():\n    return model\n"
)
WRAPPED += "h = KerasClassifier(build, epochs=9{}).fit(x, y)\nprint(h.history['val_loss'])"
LOGS = "class Stop(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
FAULTS = {
    "a history as an argument": (
        "def show(history):\n    print(history.history['acc'])\nshow(model.fit(x, y))",
        ["KS841:10"],
    ),
    "a history of a branch": (
        (
            "def show(history):\n    print(history.history['acc'])\n"
            "if x.any():\n    history = model.fit(x, y)\nshow(history)"
        ),
        ["KS841:10"],
    ),
    "a history that is a callback": (
        (
            "h = keras.callbacks.History()\nmodel.fit(x, y, callbacks=[h])\n"
            "print(h.history['loss'], h.history['val_loss'])"
        ),
        ["KS841:11"],
    ),
    "a part of a history by a name": (
        "model.fit(x, y)\nseen = model.history.history\nprint(seen['val_loss'])",
        ["KS841:11"],
    ),
    "a history of the wrapper for scikit-learn": (WRAPPED.format(""), ["KS841:13"]),
    "a table of a history": (
        "h = model.fit(x, y)\npd.DataFrame(h.history)[['loss', 'val_loss']].plot()",
        ["KS841:10"],
    ),
    "a history that a function returns": (
        (
            "def train(net):\n    return net.fit(x, y)\n"
            "def show(history, name):\n    print(history.history[name])\nshow(train(model), 'acc')"
        ),
        ["KS841:12"],
    ),
    "a history of a method": (
        (
            "class Net:\n    def train(self):\n        self.seen = model.fit(x, y)\n"
            "        return self.seen\nnet = Net()\nh = net.train()\n"
            "print(h.history['accuracy'], net.seen.history['val_loss'])"
        ),
        ["KS841:15"],
    ),
    "histories of a list": (
        "seen = [model.fit(x, y) for _ in range(3)]\nfor h in seen:\n    print(h.history['acc'])",
        ["KS841:11"],
    ),
    "a misspelt name": (
        "h = model.fit(x, y, validation_split=0.1)\nprint(h.history['val_los'])",
        ["KS841:10"],
    ),
    "logs that are compared": (
        (
            f"{LOGS}        if logs.get('acc') > 0.9:\n            print(epoch)\n"
            "model.fit(x, y, callbacks=[Stop()])"
        ),
        ["KS841:11"],
    ),
    "logs of a lambda": (
        (
            "from keras.callbacks import LambdaCallback\n"
            "show = LambdaCallback(on_epoch_end=lambda epoch, logs: print(logs['acc']))\n"
            "model.fit(x, y, callbacks=[show])"
        ),
        ["KS841:10"],
    ),
    "an evaluation without metrics in two names": (
        (
            "net = keras.Sequential([layers.Dense(1)])\nnet.compile('adam', 'mse')\nnet.fit(x, y)\n"
            "a, b = net.evaluate(x, y)"
        ),
        ["KS850:12"],
    ),
    "an item of an evaluation": (
        "model.fit(x, y)\nscore = model.evaluate(x, y)\nprint(score[0], score[1], score[2])",
        ["KS850:11"],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_not_there_is_found_where_it_is_read(name: str) -> None:
    code, places = FAULTS[name]
    assert said(HEAD + code) == places


RIGHT = {
    "a callback of two trainings": (
        "h = keras.callbacks.History()\nmodel.fit(x, y, callbacks=[h], validation_split=0.1)\n"
        "model.fit(x, y, callbacks=[h])\nprint(h.history['val_loss'], h.history['accuracy'])"
    ),
    "a validation that a wrapper gives": WRAPPED.format(", validation_split=0.1"),
    "a wrapper that is its own result": (
        WRAPPED.format("").replace("keras.wrappers.scikit_learn", "scikeras.wrappers")
    ),
    "logs that may lack a name": (
        f"{LOGS}        print(logs.get('acc'))\nmodel.fit(x, y, callbacks=[Stop()])"
    ),
    "logs of a class of its own": (
        "class Log:\n    def on_epoch_end(self, epoch, logs):\n        print(logs['acc'])\n"
        "model.fit(x, y)"
    ),
    "logs of a model that is not known": (
        f"{LOGS}        print(logs['acc'])\nother = load()\nother.fit(x, y, callbacks=[Stop()])"
    ),
    "logs of one training of two": (
        f"{LOGS}        print(logs['val_loss'])\nmodel.fit(x, y)\n"
        "model.fit(x, y, validation_split=0.1, callbacks=[Stop()])"
    ),
    "a function for two histories": (
        "def show(history):\n    print(history.history['loss'])\n    return history\n"
        "show(model.fit(x, y))\nh = show(model.fit(x, y, validation_split=0.1))\n"
        "print(h.history['val_loss'])"
    ),
    "a history with a curve of its own": (
        "h = model.fit(x, y)\nt = pd.DataFrame(h.history)\nt['epoch'] = h.epoch\n"
        "print(t['epoch'], t['accuracy'].max(), h.history['loss'][-1])"
    ),
    "names that callbacks log": (
        f"{LOGS}        logs['losses'] = 1\nh = model.fit(x, y, callbacks=[Stop()])\n"
        "print(h.history['losses'], h.history['lr'], h.history['learning_rate'])"
    ),
    "a dictionary": "def show(history):\n    print(history['acc'])\nshow({'acc': 1})",
    "an evaluation with a metric": (
        "model.fit(x, y)\na, b = model.evaluate(x, y)\nprint(model.evaluate(x, y)[1])"
    ),
    "an evaluation by name": (
        "model.compile('adam', 'mse')\nr = model.evaluate(x, y, return_dict=True)\nprint(r['loss'])"
    ),
    "the evaluation of something else": "a, b = judge.evaluate(x, y)",
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_may_be_there_is_passed_over(name: str) -> None:
    assert said(HEAD + RIGHT[name]) == []


WATCHED = """import keras


class Score(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        {}


def dice(true, pred):
    return keras.ops.sum(true * pred)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse", metrics=[{}])
model.fit(x, y, callbacks=[Score(), keras.callbacks.EarlyStopping("val_f1")])
"""


@pytest.mark.parametrize(
    ("step", "metric", "expected"),
    [
        ("logs['val_f1'] = f1(x, y)", "'mae'", []),
        ("logs['val_f1'] = f1(x, y)", "dice", []),
        ("logs[name] = f1(x, y)", "'mae'", []),
        ("logs.update(score(x, y))", "'mae'", []),
        ("logs['val_f2'] = f2(x, y)", "'mae'", ["KS403"]),
        ("print(logs['loss'])", "'mae'", ["KS403"]),
        ("print(logs['loss'])", "dice", ["KS403"]),
    ],
)
def test_a_callback_may_log_what_another_watches(
    step: str, metric: str, expected: list[str]
) -> None:
    assert codes_of(WATCHED.format(step, metric), {"KS403"}) == expected


NAMED = """import functools
import keras


def dice(true, pred):
    return keras.ops.sum(true * pred)


def measured(metric):
    @functools.wraps(metric)
    def wrapper(true, pred):
        return metric(true, pred)

    return wrapper


def named(name):
    def metric(true, pred):
        return true

    metric.__name__ = name
    return metric


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse", metrics=[{}])
model.fit(x, y, epochs=9, callbacks=[keras.callbacks.EarlyStopping("{}")])
"""


@pytest.mark.parametrize(
    ("metric", "monitor", "expected"),
    [
        ("dice", "dice", []),
        ("measured(dice)", "dice", []),
        ("measured(dice)", "wrapper", ["KS403"]),
        ("measured(other)", "wrapper", []),
        ("named('myScore')", "my_score", []),
        ("named('myScore')", "metric", ["KS403"]),
        ("named(other)", "metric", []),
        ("lambda true, pred: pred", "acc", ["KS403"]),
    ],
)
def test_a_function_is_logged_by_its_own_name(
    metric: str, monitor: str, expected: list[str]
) -> None:
    assert codes_of(NAMED.format(metric, monitor), {"KS403"}) == expected


@pytest.mark.parametrize(
    ("best", "severity"), [("", "warning"), (", save_best_only=True", "error")]
)
def test_a_checkpoint_of_each_epoch_needs_no_value(best: str, severity: str) -> None:
    program = (
        "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('adam', 'mse')\n"
        f"keep = keras.callbacks.ModelCheckpoint('a.keras', monitor='val_loss'{best})\n"
        "model.fit(a, b, epochs=9, callbacks=[keep])\n"
    )
    findings = kspec.lint_text(program, filename="a.py").findings
    assert [(one.code, one.severity) for one in findings if one.code == "KS403"] == [
        ("KS403", severity)
    ]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("val_loss = h.history['loss']", ["KS863"]),
        ("train_acc = h.history['val_accuracy']", ["KS863"]),
        ("plt.plot(h.history['accuracy'], 'b', label='Validation accuracy')", ["KS863"]),
        ("plt.plot(epochs, h.history['loss'], label='Validation loss')", ["KS863"]),
        ("plt.plot(h.history['val_loss'], label='Training loss')", ["KS863"]),
        ("seen = h.history\nplt.plot(seen['loss'], label='val_loss')", ["KS863"]),
        (f"{CHART}plt.plot(h.history['loss'])\nplt.ylabel('Validation loss')", ["KS863"]),
        (
            (
                f"{CHART}every = []\nfor i in range(3):\n    loss = h.history['loss']\n"
                "    every.append(loss)\nmean = [sum(x[i] for x in every) for i in range(9)]\n"
                "plt.plot(range(9), mean)\nplt.title('Validation loss')"
            ),
            ["KS863"],
        ),
        (f"{CHART}plt.plot(h.history['val_loss'])\nplt.ylabel('Validation loss')", []),
        (
            (
                f"{CHART}plt.plot(h.history['loss'])\nplt.show()\n"
                "plt.plot(h.history['val_loss'])\nplt.ylabel('Validation loss')"
            ),
            [],
        ),
        (
            (
                f"{CHART}plt.plot(h.history['loss'])\nplt.plot(h.history['val_loss'])\n"
                "plt.title('Validation loss')"
            ),
            [],
        ),
        (
            (
                f"{CHART}gap = [a - b for a, b in zip(h.history['val_loss'], h.history['loss'])]\n"
                "plt.plot(gap)\nplt.title('Validation loss')"
            ),
            [],
        ),
        ("loss_val = h.history['loss']", []),
        ("val_loss = h.history['val_loss']", []),
        ("val_loss = min(h.history['loss'])", []),
        ("plt.plot(h.history['loss'], label='Training and validation loss')", []),
        ("plt.plot(h.history['loss'], label='validation on the same data')", []),
        ("plt.plot(h.history['loss'], label=name)", []),
        ("h = other.train(model)\nval_loss = h.history['loss']", []),
    ],
)
def test_names_and_labels_say_what_a_history_is_of(step: str, expected: list[str]) -> None:
    fit = "h = model.fit(x, y, validation_split=0.1)\n"
    assert codes_of(f"{HEAD}import other\n{fit}{step}\n", {"KS863"}) == expected


def test_a_training_without_validation_logs_one_loss() -> None:
    assert codes_of(f"{HEAD}h = model.fit(x, y)\nval_loss = h.history['loss']\n", {"KS863"}) == []


@pytest.mark.parametrize("metric", ["mse", "mae", "no_metric"])
def test_a_metric_without_brackets_is_reported_once(metric: str) -> None:
    code = WATCHED.replace("metrics=[{}]", f'metrics="{metric}"').replace("val_f1", f"val_{metric}")
    fit = "x, y, validation_split=0.1, "
    assert codes_of(code.format("pass").replace("x, y, ", fit)) == ["KS104"]
