"""From a spec to a compiled Keras model."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kspec.executor.errors import ExecutorError
from kspec.spec.described import Described
from kspec.spec.dialects.keras_writer import object_config, spec_config
from kspec.spec.training.compile import Compile

if TYPE_CHECKING:
    from kspec.spec.model import ModelSpec


def build(spec: ModelSpec) -> Any:
    """The model, compiled when the spec says with what. Raises `ExecutorError` for a custom class,
    and for what Keras refuses to make.
    """
    import keras

    check_classes(spec)
    try:
        model = keras.models.model_from_json(json.dumps(spec_config(spec)))
    except (TypeError, ValueError) as error:
        raise ExecutorError(f"Keras refuses the network: {error}") from error
    if spec.compile is not None:
        model.compile(**compile_arguments(spec))
    return model


def check_classes(spec: ModelSpec) -> None:
    """Refuse a class outside Keras: training never imports code that a file names."""
    for node in spec.network.nodes.values():
        if node.layer is None:
            raise ExecutorError(
                f'"{node.name}" is a custom class ({node.class_name}), and kspec imports no code '
                "that a spec names: it can be linted, and not trained."
            )


def compile_arguments(spec: ModelSpec) -> dict[str, Any]:
    """The keyword arguments of ``model.compile``; strings stay strings, since Keras names its
    logs after them.
    """
    import keras

    written = at_path(spec.document, spec.path("compile"))
    settings = spec.compile
    arguments: dict[str, Any] = {}
    readers: Mapping[str, Callable[[dict[str, Any]], Any]] = {
        "optimizer": keras.optimizers.deserialize,
        "loss": keras.losses.deserialize,
        "metrics": keras.metrics.deserialize,
        "weighted_metrics": keras.metrics.deserialize,
    }
    for name in Compile.model_fields:
        if name in written:
            value = getattr(settings, name)
            arguments[name] = _made(written[name], value, readers.get(name))
    return arguments


def _made(written: Any, read: Any, make: Callable[[dict[str, Any]], Any] | None) -> Any:
    if isinstance(written, str):
        return written
    if isinstance(read, Described) and make is not None:
        return make(object_config(read))
    if isinstance(read, list):
        return [_made(text, item, make) for text, item in zip(written, read, strict=True)]
    if isinstance(read, Mapping):
        return {key: _made(written[key], item, make) for key, item in read.items()}
    return read


def at_path(document: Any, path: tuple[str | int, ...]) -> Any:
    """The value at a path of a document, an empty mapping where there is none."""
    for key in path:
        try:
            document = document[key]
        except (KeyError, IndexError, TypeError):
            return {}
    return document
