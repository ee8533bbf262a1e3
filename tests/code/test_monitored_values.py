"""Monitored values of which Keras cannot tell whether more or less is better."""

import pytest

import kspec
from tests.linter.test_python_fixes import changed

HEAD = """import keras
from keras import Input, Model, Sequential, layers
from keras.callbacks import EarlyStopping, ModelCheckpoint

def dice(true, predicted):
    return keras.ops.mean(true * predicted)
def one(*metrics):
    model = Sequential([Input((4,)), layers.Dense(1)])
    model.compile("adam", "mse", metrics=[*metrics])
    return model
def two():
    start = Input((4,))
    ends = [layers.Dense(1, name="age")(start), layers.Dense(1, name="size")(start)]
    model = Model(start, ends)
    model.compile("adam", ["mse", "mse"], metrics=[["mae"], ["mae"]])
    return model
"""
FIT = "{}.fit(x, y, validation_split=0.1, callbacks=[{}])"
FAULTS = (
    FIT.format("one(dice)", "EarlyStopping('val_dice')"),
    FIT.format("two()", "EarlyStopping('val_age_loss')"),
    FIT.format("two()", "ModelCheckpoint('a.keras', 'val_size_mae', save_best_only=True)"),
    FIT.format("two()", "EarlyStopping('val_age_mae', mode='max')"),
    FIT.format("two()", "ModelCheckpoint('a.keras', 'size_mae', mode='max', save_best_only=True)"),
)
RIGHT = (
    FIT.format("one(dice)", "EarlyStopping('val_dice', mode='max')"),
    FIT.format("one(dice)", "EarlyStopping('val_loss')"),
    FIT.format("one(dice, 'mae')", "EarlyStopping('val_mae')"),
    FIT.format("two()", "EarlyStopping('val_loss')"),
    FIT.format("two()", "EarlyStopping('val_age_loss', mode='min')"),
    FIT.format("two()", "EarlyStopping('val_age_mae', mode='min')"),
    FIT.format("two()", "ModelCheckpoint('a.keras', 'val_size_mae')"),
)


def codes(line: str) -> list[str]:
    findings = kspec.lint_text(HEAD + line, filename="train.py").to_dict()["findings"]
    return [one["code"] for one in findings]


@pytest.mark.parametrize("line", FAULTS)
def test_values_without_a_direction_are_reported(line: str) -> None:
    """Keras raises at the end of the first epoch: it finds no metric that has a direction."""
    assert codes(line) == ["KS410"]


def test_a_loss_is_better_low() -> None:
    """The fix gives a value that ends in a loss its mode."""
    [line] = changed(HEAD + FAULTS[1])
    assert "EarlyStopping('val_age_loss', mode=\"min\")" in line


@pytest.mark.parametrize("line", RIGHT)
def test_values_with_a_direction_are_right(line: str) -> None:
    """A mode says the direction, and the loss and the metrics of Keras have one."""
    assert codes(line) == []
