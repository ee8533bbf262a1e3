"""Building of a compiled Keras model from a spec."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kspec.analysis.model import Analysis
from kspec.data.model_io import model_io
from kspec.executor.custom import NOTHING, Allowed, custom_objects, split_name
from kspec.executor.errors import ExecutorError
from kspec.executor.policy import computing_in
from kspec.spec.dialects.keras_writer import object_config
from kspec.spec.model import ModelSpec
from kspec.spec.named import Custom
from kspec.spec.spec_object import SpecObject
from kspec.spec.training.structures import with_written

Reader = Callable[[dict[str, Any]], Any]
"""Function of Keras that makes an object of a kind from its config."""


def build(analysis: Analysis, allowed: Allowed = NOTHING) -> Any:
    """Build the model, compiled when the spec has ``compile``.

    Raises `ExecutorError` for a custom class that is not ``allowed``, and for errors of Keras or
    such a class.
    """
    import keras

    objects = custom_objects(analysis, allowed)
    spec = analysis.known_spec
    check_texts(analysis)
    with computing_in(spec), keras.saving.custom_object_scope(objects):
        try:
            model = keras.models.model_from_json(json.dumps(analysis.keras_config))
        except (TypeError, ValueError) as error:
            raise ExecutorError(f"Keras refuses the network: {error}") from error
        except Exception as error:
            if not objects:
                raise
            raise ExecutorError(
                f"A custom class fails while the network is made: {type(error).__name__}: {error}. "
                "kspec check-layer says more about a layer."
            ) from error
        if spec.compile is not None:
            model.compile(**compile_arguments(spec, objects))
    return model


def check_texts(analysis: Analysis) -> None:
    """Raises `ExecutorError` for inputs of texts on a backend whose tensors hold none."""
    from kspec.executor.backends.current import current

    texts = [name for name, port in model_io(analysis).inputs.items() if port.dtype == "string"]
    if texts and not current().takes_texts:
        raise ExecutorError(
            f'"{texts[0]}" takes texts, which Keras computes with on TensorFlow alone: set '
            "KERAS_BACKEND=tensorflow, or number the texts in the data."
        )


def compile_arguments(spec: ModelSpec, objects: Mapping[str, Any]) -> dict[str, Any]:
    """The keyword arguments of ``model.compile``; strings stay strings, since Keras names its
    logs after them. ``objects`` are those outside Keras, by name.
    """
    import keras

    readers: Mapping[str, Reader] = {
        "optimizer": keras.optimizers.deserialize,
        "loss": keras.losses.deserialize,
        "metrics": keras.metrics.deserialize,
        "weighted_metrics": keras.metrics.deserialize,
    }
    return {
        name: with_written(read, written, partial(_built, make=readers.get(name), objects=objects))
        for name, written, read in spec.stated_compile
    }


def _built(read: Any, written: Any, *, make: Reader | None, objects: Mapping[str, Any]) -> Any:
    if isinstance(read, Custom):
        return made_custom(written, read, objects)
    if isinstance(written, str):
        return written
    return make(object_config(read)) if isinstance(read, SpecObject) and make is not None else read


def made_custom(written: Any, read: Custom, objects: Mapping[str, Any]) -> Any:
    """An object of the user's own class with the fields that are written, or their function."""
    value = objects[split_name(read).name]
    if not isinstance(value, type):
        return value
    fields = written if isinstance(written, dict) else {}
    fields = fields.get("config", {}) if "class_name" in fields else fields
    arguments = {key: value for key, value in fields.items() if key not in {"type", "lint"}}
    try:
        return value(**arguments)
    except Exception as error:
        raise ExecutorError(
            f"{read.name} cannot be made: {type(error).__name__}: {error}."
        ) from error
