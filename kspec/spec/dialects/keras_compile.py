"""Compiled models in Keras's notation: the network, and its ``compile_config``."""

from typing import Any

from kspec.spec.dialects.keras_writer import spec_config, value_config
from kspec.spec.model import ModelSpec
from kspec.spec.training.structures import with_written


def model_config(spec: ModelSpec) -> dict[str, Any]:
    """Content of ``model.to_json()``; Keras compiles the model when it loads this.

    Raises `ValueError` for a layer that kspec does not know.
    """
    compiled = {
        name: with_written(read, written, _leaf) for name, written, read in spec.stated_compile
    }
    return {**spec_config(spec), **({"compile_config": compiled} if compiled else {})}


def _leaf(read: object, written: Any) -> object:
    """Keep a string as it is, since Keras names its logs after it; keep Keras's notation too."""
    of_keras = isinstance(written, str) or (isinstance(written, dict) and "class_name" in written)
    return written if of_keras else value_config(read)
