"""All of TensorFlow that is followed: importing this registers it."""

from kspec.code.data import dataset, numpy_library, tensors

__all__ = ["dataset", "numpy_library", "tensors"]
