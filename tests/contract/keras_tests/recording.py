"""Writes down what Keras's own tests make and call: a plugin of pytest for their run.

``-p tests.contract.keras_tests.recording`` with the file to write in ``KERAS_CASES``. What takes
long and gives no case (training, saving, exporting) is left out of the run, so that a test may
fail here that passes with Keras alone; what it made until then counts.
"""

import inspect
import json
import os
import pickle
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial, wraps
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.src.api_export import get_name_from_symbol
from keras.src.ops.operation import Operation
from keras.src.testing.test_case import TestCase

from tests.contract.keras_tests.case import Case, Given

KINDS = (
    *("losses", "metrics", "optimizers", "initializers", "regularizers", "constraints"),
    *("callbacks", "optimizers.schedules"),
)
LARGEST = 1_000_000
"""Largest number of values of a tensor that are stored."""


class Recorder:
    """The cases so far, each once, and what the test at hand has made."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}
        self.left_out: dict[str, int] = {}
        self.given: dict[int, tuple[Any, Any]] = {}
        self.models: list[Any] = []
        self.depth = 0
        self.source = ""

    def add(self, of: str, make: Callable[[], tuple[Any, ...]]) -> None:
        """Keep a case, or count why it cannot be written down."""
        try:
            with self.inside():
                entry, *call = make()
                entry = json.loads(json.dumps(entry))
        except Exception as error:  # noqa: BLE001 - a value of any kind may stand in a test
            reason = f"{of}: {type(error).__name__}"
            self.left_out[reason] = self.left_out.get(reason, 0) + 1
            return
        case = Case(self.source, of, entry, *call)
        self.cases.setdefault(case.key, case)

    @contextmanager
    def inside(self) -> Iterator[bool]:
        """Whether the test itself makes the call, and not Keras on its behalf."""
        self.depth += 1
        try:
            yield self.depth == 1
        finally:
            self.depth -= 1


HERE = Recorder()


def configured(cls: type, args: Any, kwargs: Any) -> dict[str, Any]:
    """The arguments that an object is made with, in Keras's notation, by their names."""
    bound = inspect.signature(cls.__init__).bind(None, *args, **kwargs).arguments  # type: ignore[misc]
    names = list(bound)[1:]
    fields = {key: bound[key] for key in names if key != "kwargs"} | bound.get("kwargs", {})
    return {key: keras.saving.serialize_keras_object(item) for key, item in fields.items()}


def entry_of(cls: type, args: Any, kwargs: Any) -> dict[str, Any]:
    """The notation of an object by what it is made with."""
    public = get_name_from_symbol(cls)
    module = public.rpartition(".")[0] if public else cls.__module__
    config = configured(cls, args, kwargs)
    return {"module": module, "class_name": cls.__name__, "config": config}


def described(layer: Any) -> dict[str, Any]:
    """The notation of a layer as the test made it, or as it is where it has changed since."""
    if not isinstance(layer, keras.layers.Layer):
        return dict(keras.saving.serialize_keras_object(layer))
    made = HERE.given.get(id(layer))
    if made is None or getattr(layer, "quantization_mode", None):
        entry = dict(keras.saving.serialize_keras_object(layer))
        entry.pop("build_config", None)
        return entry
    entry = dict(made[1])
    if layer.trainable != entry["config"].get("trainable", True):
        entry["config"] = {**entry["config"], "trainable": layer.trainable}
    return entry


def argument(value: Any) -> Any:
    """An argument of a call: tensors become `Given`, all else is written as Keras does."""
    if isinstance(value, keras.KerasTensor):
        return Given(tuple(value.shape), value.dtype, bool(value.sparse))
    if isinstance(value, tf.SparseTensor):
        return Given(tuple(value.shape), value.dtype.name, True)  # noqa: FBT003 - a field
    if isinstance(value, np.ndarray | tf.Tensor | keras.Variable):
        array = np.array(value)
        text = array.dtype.kind in "USO"
        kept = array if array.size <= LARGEST else None
        return Given(array.shape, "string" if text else str(array.dtype), values=kept)
    if isinstance(value, list | tuple):
        return type(value)(argument(item) for item in value)
    if isinstance(value, dict):
        return {key: argument(item) for key, item in value.items()}
    return keras.saving.serialize_keras_object(value)


def call_of(layer: Any, args: Any, kwargs: Any) -> tuple[Any, ...]:
    """A case of a call; a list of plain values in the place of the inputs is a tensor."""
    if args and isinstance(layer, keras.layers.Layer) and isinstance(args[0], list):
        leaves = keras.tree.flatten(args[0])
        if leaves and all(isinstance(leaf, int | float | str) for leaf in leaves):
            args = (np.array(args[0]), *args[1:])
    return described(layer), tuple(map(argument, args)), {k: argument(v) for k, v in kwargs.items()}


def record_calls(cls: type) -> None:
    """Record each call that a test itself makes of a layer or an operation."""
    original = cls.__call__

    @wraps(original)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        with HERE.inside() as outermost:
            layer = isinstance(self, keras.layers.Layer)
            if outermost and not isinstance(self, keras.Model):
                HERE.add("layer" if layer else "operation", lambda: call_of(self, args, kwargs))
            return original(self, *args, **kwargs)

    cls.__call__ = call  # type: ignore[method-assign]


def record_made() -> None:
    """Record the arguments of each layer, and of each object of the other kinds."""
    original = Operation.__new__

    def new(cls: type, *args: Any, **kwargs: Any) -> Any:
        made = original(cls, *args, **kwargs)
        if isinstance(made, keras.Model):
            HERE.models.append(made)
        elif isinstance(made, keras.layers.Layer):
            with suppress(Exception):
                HERE.given[id(made)] = (made, entry_of(cls, args, kwargs))
            if not HERE.depth:
                HERE.add("made", lambda: (entry_of(cls, args, kwargs),))
        return made

    Operation.__new__ = new
    for kind in KINDS:
        module = keras
        for part in kind.split("."):
            module = getattr(module, part)
        for cls in {item for item in vars(module).values() if inspect.isclass(item)}:
            _record_init(cls)


def _record_init(cls: type) -> None:
    original = cls.__init__  # type: ignore[misc]

    @wraps(original)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        with HERE.inside() as outermost:
            if outermost and type(self) is cls:
                HERE.add("object", lambda: (entry_of(cls, args, kwargs),))
            original(self, *args, **kwargs)

    cls.__init__ = init  # type: ignore[misc]


def record_functions() -> None:
    """Call each function of ``keras.ops`` symbolically too, which makes its operation."""
    for name, function in vars(keras.ops).items():
        home = inspect.getmodule(function)
        if inspect.isfunction(function) and getattr(home, name, None) is function:
            setattr(home, name, _symbolic_too(function))


def _symbolic_too(function: Any) -> Any:
    @wraps(function)
    def both(*args: Any, **kwargs: Any) -> Any:
        if not HERE.depth and not isinstance(args[0] if args else None, keras.KerasTensor):
            with suppress(Exception):
                function(*keras.tree.map_structure(_symbol, args), **kwargs)
        return function(*args, **kwargs)

    return both


def _symbol(value: Any) -> Any:
    if isinstance(value, np.ndarray | tf.Tensor):
        return keras.KerasTensor(value.shape, keras.backend.standardize_dtype(value.dtype))
    return value


def shorten() -> None:
    """Leave out what takes long: a test of a layer by Keras's recipe is its one call."""

    def run_layer_test(  # noqa: PLR0913, PLR0917 - Keras's own
        _self: Any,
        layer_cls: Any,
        init_kwargs: Any,
        input_shape: Any = None,
        input_dtype: Any = None,
        input_sparse: bool = False,  # noqa: FBT001, FBT002 - Keras's own
        input_ragged: bool = False,  # noqa: FBT001, FBT002 - Keras's own
        input_data: Any = None,
        call_kwargs: Any = None,
        **_rest: Any,
    ) -> None:
        layer = layer_cls(**(init_kwargs or {}))
        if input_ragged or (input_data is None and input_shape is None):
            return
        if input_data is None:
            dtype = input_dtype or keras.src.tree.map_shape_structure(
                lambda _: "float32", input_shape
            )
            input_data = keras.src.testing.test_case.create_keras_tensors(
                input_shape, dtype, input_sparse, input_ragged
            )
        given = input_data if isinstance(input_data, dict) else {}
        layer(*(() if given else (input_data,)), **given, **(call_kwargs or {}))

    TestCase.run_layer_test = run_layer_test

    def fit(self: Any, x: Any = None, y: Any = None, *_args: Any, **_kwargs: Any) -> Any:
        HERE.add("fit", lambda: (json.loads(self.to_json()), (argument(x), argument(y))))
        return keras.callbacks.History()

    keras.Model.fit = fit
    for name in ("save", "export", "evaluate", "predict", "train_on_batch", "test_on_batch"):
        setattr(keras.Model, name, lambda *_args, **_kwargs: None)


def _skip_if_backend(name: str, reason: str) -> Any:
    return pytest.mark.skipif(name == keras.backend.backend(), reason=reason)


def pytest_configure() -> None:
    absent = types.ModuleType("conftest")  # not in the wheel; some tests take this mark from it
    absent.skip_if_backend = _skip_if_backend  # type: ignore[attr-defined]
    sys.modules["conftest"] = absent
    shorten()
    record_functions()
    record_made()
    record_calls(Operation)
    record_calls(keras.layers.Layer)


def pytest_runtest_setup(item: pytest.Item) -> None:
    source = str(item.path).partition("keras/src/")[2]
    if source != HERE.source:
        save()
    HERE.source = source


def pytest_runtest_teardown() -> None:
    for model in HERE.models:
        if getattr(model, "built", False) and type(model).__module__.startswith("keras.src.models"):
            HERE.add("model", partial(_network, model))
    HERE.models.clear()
    HERE.given.clear()
    HERE.depth = 0


def _network(model: Any) -> tuple[dict[str, Any]]:
    """The notation of a model, without what it is trained with."""
    entry = json.loads(model.to_json())
    return ({key: entry[key] for key in entry if key != "compile_config"},)


def pytest_sessionfinish() -> None:
    save()


def save() -> None:
    """Write what there is: a later file of tests may end the process."""
    with Path(os.environ["KERAS_CASES"]).open("wb") as file:
        pickle.dump((list(HERE.cases.values()), HERE.left_out), file)
