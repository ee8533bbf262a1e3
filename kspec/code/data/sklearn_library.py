"""All of scikit-learn that is followed: importing this registers it."""

from kspec.code.data import bunches, estimators, numpy_library, pandas_library, splits
from kspec.code.data.transfer import transfer

__all__ = ["bunches", "estimators", "numpy_library", "pandas_library", "splits"]

transfer("sklearn.preprocessing.normalize", free=True)(estimators.normalized)
transfer("sklearn.preprocessing.scale", free=True)(estimators.standardized)
