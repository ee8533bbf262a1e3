"""Keras's word on cases: ``python -m tests.contract.keras_tests.keras_word CASES WORDS``.

Reads cases and writes a word for each as it goes, since some inputs end the process.
"""

import copy
import json
import pickle
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras.src.saving.serialization_lib import _retrieve_class_or_fn

from tests.contract.keras_tests.case import Case, Given, replaced
from tests.contract.keras_tests.words import Output, Word, row
from tests.contract.refusal import refusal
from tests.contract.test_keras_files import by_keras

LARGEST = 3_000_000
"""Largest number of values in an input that is tried."""
BATCH, UNKNOWN = 7, 9
"""The sizes in the place of what is not known: none that another dimension has by chance."""


class RefusedError(Exception):
    """Keras raises, at a stage."""

    def __init__(self, stage: str, cause: BaseException) -> None:
        super().__init__(f"{type(cause).__name__}: {cause}"[:600])
        self.stage = stage


@contextmanager
def at(stage: str) -> Iterator[None]:
    """Names the stage of what is raised inside."""
    try:
        yield
    except Exception as error:
        raise RefusedError(stage, error) from error


def word(case: Case, *, traced: bool) -> Word:
    """Outcome of a case in Keras."""
    if any(np.prod([size or UNKNOWN for size in x.shape]) > LARGEST for x in case.tensors):
        return Word("too large")
    try:
        if case.of in {"made", "object"}:
            with at("construction"):
                _made(case)
            return Word()
        if case.of == "fit":
            return _of_fit(case)
        return _of_model(case) if case.of == "model" else _of_call(case, traced=traced)
    except RefusedError as error:
        return Word(error.stage, str(error))


def _made(case: Case) -> Any:
    """Create an object by its constructor, as the test does; `from_config` of some classes needs
    more.
    """
    entry = copy.deepcopy(case.entry)
    if case.of == "operation":
        return keras.saving.deserialize_keras_object(entry)
    place = (case.name, entry.get("registered_name"), entry["module"])
    cls = _retrieve_class_or_fn(*place, obj_type="class", full_config=entry)
    return cls(**_read(entry["config"]))


def _of_call(case: Case, *, traced: bool) -> Word:
    with at("construction"):
        layer = _made(case)
    with at("call"):
        inputs = [
            keras.Input(batch_shape=x.shape, dtype=x.dtype, sparse=x.sparse) for x in case.tensors
        ]
        args, kwargs = replaced((case.args, case.kwargs), lambda _, number: inputs[number])
        outputs = keras.tree.flatten(layer(*_read(args), **_read(kwargs)))
    try:
        notation = json.dumps(case.keras_notation())
    except TypeError:
        return Word("no notation")
    try:
        model = keras.Model(inputs, outputs)
    except ValueError as error:
        refused = _fails(keras.models.model_from_json, notation)
        return Word("call" if refused else "only from a file", str(error))
    if not inputs or not outputs:
        return Word("no tensors")
    counts = [
        sum(weight.value.shape.num_elements() for weight in getattr(layer, kind, ()))
        for kind in ("trainable_weights", "non_trainable_weights")
    ]
    shapes, dtypes = [x.shape for x in outputs], [x.dtype for x in outputs]
    rows = (row("", shapes, dtypes, *counts),)
    batch = [_batch(x) for x in case.tensors]
    if hasattr(layer, "adapt") and _fails(partial(_run, model), batch):
        # A spec has no word for what a layer has seen.
        unadapted = _fails(layer.adapt, batch[0])
        if unadapted and not layer.get_config().get("vocabulary"):
            return Word("not adapted")
    try:
        real, message = _run(model, batch), ""
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its refusal
        real, message = (), f"{type(error).__name__}: {error}"[:600]
    graph = _fails(tf.function(partial(model, training=True)), batch) if traced or message else None
    if message:
        plain = [_batch(x._replace(values=None)) for x in case.tensors]
        stage = "values" if not _fails(partial(_run, model), plain) else "batch"
        return Word(stage, message, rows, traced=graph)
    refused = _fails(keras.models.model_from_json, notation)
    return Word("load" if refused else "", refused or "", rows, real, graph)


def _read(argument: Any) -> Any:
    """An argument of a call, with the objects that it holds in Keras's notation."""
    if isinstance(argument, dict):
        if "class_name" in argument and (
            "module" in argument
            or argument["class_name"] in {"__tensor__", "__numpy__", "__slice__"}
        ):
            return keras.saving.deserialize_keras_object(argument)
        return {key: _read(item) for key, item in argument.items()}
    if isinstance(argument, list | tuple):
        return type(argument)([_read(item) for item in argument])
    return argument


def _of_model(case: Case) -> Word:
    with at("construction"):
        model = keras.models.model_from_json(json.dumps(case.entry))
    graph = getattr(model, "_functional", model)
    if graph is None:
        return Word("not built")
    with at("batch"):
        structure = keras.tree.map_structure(
            lambda x: _batch(Given(tuple(x.shape), x.dtype, x.sparse)), graph.input
        )
        model(structure, training=True)
    return Word(rows=tuple(row(*one) for one in by_keras(model)[0]))


def _of_fit(case: Case) -> Word:
    with at("construction"):
        model = keras.models.model_from_json(json.dumps(case.entry))
    with at("batch"):
        x, y = replaced(case.args, lambda given, _: _batch(given))
        model.fit(x, y, batch_size=min(len(part) for part in keras.tree.flatten(x)), verbose=0)
    return Word()


def _run(model: Any, batch: list[Any]) -> tuple[Output, ...]:
    found = keras.tree.flatten(model(batch, training=True))
    return tuple((tuple(x.shape), keras.backend.standardize_dtype(x.dtype)) for x in found)


def _fails(function: Any, *args: Any) -> str | None:
    said = refusal(function, *args)
    return said and said[:600]


def _batch(x: Given) -> Any:
    """Real values: those of the test, or ones that every layer can take."""
    sizes = [
        size if size is not None else UNKNOWN if axis else BATCH
        for axis, size in enumerate(x.shape)
    ]
    if x.values is not None:
        values = x.values.astype(str) if x.dtype == "string" else x.values
    elif x.dtype == "string":
        values = np.full(sizes, "a")
    elif x.dtype.startswith(("int", "uint", "bool")):
        values = np.ones(sizes, x.dtype)
    else:
        values = np.random.default_rng(0).uniform(size=sizes)
    tensor = tf.cast(values, x.dtype) if x.dtype != "string" else tf.constant(values)
    return tf.sparse.from_dense(tensor) if x.sparse else tensor


def main(cases: Path, words: Path, *, traced: bool) -> None:
    warnings.simplefilter("ignore")
    with words.open("ab") as file:
        for number, (key, case) in enumerate(pickle.loads(cases.read_bytes())):  # noqa: S301 - written by this tool
            if number % 200 == 0:
                keras.backend.clear_session()
            pickle.dump((key, None), file)
            file.flush()
            pickle.dump((key, word(case, traced=traced)), file)
            file.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), traced="traced" in sys.argv)
