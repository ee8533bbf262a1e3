"""All of numpy that is followed: importing this registers it."""

from kspec.code.data import array_kind, creation, joining, numpy_functions, random_numbers

__all__ = ["array_kind", "creation", "joining", "numpy_functions", "random_numbers"]
