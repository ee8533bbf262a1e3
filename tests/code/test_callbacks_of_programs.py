"""Callbacks and training steps that a program defines."""

import pytest

import kspec

HEAD = """import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
"""
CLASS = "class Own(keras.callbacks.Callback):\n    "
CODES = {"KS826", "KS866"}


def said(code: str) -> list[str]:
    """The codes of these findings, each with its line below the head."""
    findings = kspec.lint_text(HEAD + code, filename="train.py").to_dict()["findings"]
    at = [(one["code"], one["start"]["line"] - HEAD.count("\n")) for one in findings]
    return [f"{code}:{line}" for code, line in at if code in CODES]


FAULTS = {
    "the epoch alone": (CLASS + "def on_epoch_end(self, epoch): print(epoch)", "KS866:2"),
    "the logs alone": (CLASS + "def on_epoch_end(self, logs): print(logs)", "KS866:2"),
    "no logs": (CLASS + "def on_train_begin(self): print(1)", "KS866:2"),
    "another event": (CLASS + "def on_epochs_end(self, epoch, logs): print(epoch)", "KS866:2"),
    "a callback that stops itself": (
        CLASS + "def on_epoch_end(self, epoch, logs=None): self.stop_training = True",
        "KS866:2",
    ),
    "a step that returns nothing": (
        "class Net(keras.Model):\n    def train_step(self, data):\n        print(data)",
        "KS826:2",
    ),
}
RIGHT = {
    "all arguments": CLASS + "def on_epoch_end(self, epoch, logs={}): print(epoch)",
    "logs by name": CLASS + "def on_train_batch_end(self, batch, **more): print(batch)",
    "any arguments": CLASS + "def on_epoch_end(self, *args): print(args)",
    "more with a default": CLASS + "def on_train_end(self, logs=None, more=1): print(more)",
    "a method that the program calls": (
        CLASS + "def on_epochs_end(self): print(1)\nOwn().on_epochs_end()"
    ),
    "a class of its own": "class Own:\n    def on_epoch_end(self): print(1)",
    "the model stops": (
        CLASS + "def on_epoch_end(self, epoch, logs=None): self.model.stop_training = True"
    ),
    "a flag that is read": (
        CLASS + "def on_epoch_end(self, epoch, logs=None): self.stop_training = True\n"
        "    def on_epoch_begin(self, epoch, logs=None): self.model.stop_training = "
        "self.stop_training"
    ),
    "a step that the program calls": (
        "class Net(keras.Model):\n    def train_step(self, data):\n        print(data)\n"
        "Net().train_step(1)"
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_at_its_line(name: str) -> None:
    code, place = FAULTS[name]
    assert said(code) == [place]


@pytest.mark.parametrize("name", RIGHT)
def test_what_keras_can_call_is_passed_over(name: str) -> None:
    assert said(RIGHT[name]) == []
