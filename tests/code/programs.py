"""Programs that are read, and what their names hold then."""

import ast
from contextlib import suppress
from pathlib import Path
from typing import Any

from kspec.code.budget import OutOfStepsError
from kspec.code.builtin_functions import bind_builtins
from kspec.code.data.context import FOLDER, INVOKE, ITEMS, SAVED
from kspec.code.keras.events import Log
from kspec.code.reading import ProgramReader
from kspec.spec.unknown import Unknown

WINE = """import pandas as pd
import keras
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wine.csv")
x_train, x_test, y_train, y_test = train_test_split(df.drop(columns="y").values, df.y.values)
scaler = StandardScaler()
model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
model.compile("adam", "mse")
"""
"""A table that is split, a scaler that is not used yet, and a model to train on it."""


def names_after(program: str, folder: Path | None = None) -> dict[str, Any]:
    """The values of a program's names when it has been read to its end."""
    reader = ProgramReader(Log(), folder, {})
    bind_builtins(reader)
    INVOKE.set(reader.invoke)
    ITEMS.set(reader.items)
    SAVED.set({})
    token = FOLDER.set(folder)
    try:
        with suppress(OutOfStepsError):
            reader.execute(ast.parse(program).body)
    finally:
        FOLDER.reset(token)
    return reader.module.state


def shape_of_sample(program: str) -> tuple[object, ...] | None:
    """The shape of one sample of ``x``, None for a size that is unknown."""
    shape = getattr(names_after(program)["x"], "shape", None)
    sizes = [None if isinstance(size, Unknown) else size for size in (shape or ())[1:]]
    return None if shape is None else tuple(sizes)


def values_of(program: str) -> dict[str, Any]:
    """The values of a program's names when Python has run it."""
    values: dict[str, Any] = {"__name__": "__main__"}
    exec(program, values)  # noqa: S102 - the programs are those of these tests
    return values
