"""Classes of Keras that the executor's own inherit from: Keras is not typed, which is said here."""

import keras


class Callback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is not typed
    """Callback of a training."""


class PyDataset(keras.utils.PyDataset):  # type: ignore[misc]  # Keras is not typed
    """Data that gives each batch by its number."""
