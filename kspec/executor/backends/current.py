"""The backend that Keras has been imported with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kspec.executor.errors import ExecutorError

if TYPE_CHECKING:
    from kspec.executor.backends.backend import Backend


@cache
def current() -> Backend:
    """Keras's backend; raises `ExecutorError` for one that cannot train."""
    import keras

    name = keras.backend.backend()
    if name == "tensorflow":
        from kspec.executor.backends.tensorflow import TensorFlow

        return TensorFlow()
    if name == "jax":
        from kspec.executor.backends.jax import Jax

        return Jax()
    if name == "torch":
        from kspec.executor.backends.torch import Torch

        return Torch()
    raise ExecutorError(f"Keras's backend {name} does not train: set KERAS_BACKEND to another.")
