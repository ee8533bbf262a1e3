"""All of Keras's own tools for data that is followed: importing this registers it."""

from kspec.code.data import directories, keras_sets, labels, numpy_library, pictures, texts

__all__ = ["directories", "keras_sets", "labels", "numpy_library", "pictures", "texts"]
