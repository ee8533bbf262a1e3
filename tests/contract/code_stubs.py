"""Data sets that scripts load, made up in the shapes and dtypes of the real ones, and small."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np

ROWS = 2000
"""Samples of a part, in the place of tens of thousands."""
TEXTS = 300


def images(rows: int, shape: tuple[int, ...], classes: int, column: tuple[int, ...]) -> Any:
    """Pixels from 0 to 255, and labels of all classes."""
    x = np.random.default_rng(0).integers(0, 256, (rows, *shape), dtype="uint8")
    x.flat[:2] = 0, 255
    y = (np.arange(rows) % classes).astype("uint8" if classes != 100 else "int64")
    return x, y.reshape(rows, *column)


def texts(num_words: int | None, classes: int) -> Any:
    """Lists of word numbers in several lengths."""
    rng = np.random.default_rng(0)
    most = num_words or 80_000
    x = np.empty(TEXTS, dtype=object)
    x[:] = [rng.integers(1, most, 20 + row).tolist() for row in range(TEXTS)]
    return x, np.arange(TEXTS) % classes


def houses(dtype: str, features: int, limits: tuple[float, float]) -> Any:
    """Features of one magnitude, and prices between two ends."""
    rng = np.random.default_rng(0)
    low, high = limits
    x = rng.uniform(-100, 700, (400, features)).astype(dtype)
    return x, rng.uniform(low, high, 400).astype(dtype)


def load_images(shape: tuple[int, ...], classes: int, column: tuple[int, ...] = ()) -> Any:
    def load_data(label_mode: str = "fine") -> Any:
        count = 20 if label_mode == "coarse" else classes
        x, y = images(ROWS, shape, count, column)
        y = y.astype("int64") if classes == 100 else y
        return (x, y), (x[: ROWS // 5].copy(), y[: ROWS // 5].copy())

    return load_data


def load_texts(classes: int) -> Any:
    def load_data(*_: Any, num_words: int | None = None, **__: Any) -> Any:
        return texts(num_words, classes), texts(num_words, classes)

    return load_data


def load_houses(dtype: str, features: int, limits: tuple[float, float]) -> Any:
    def load_data(*_: Any, **__: Any) -> Any:
        return houses(dtype, features, limits), houses(dtype, features, limits)

    return load_data


LOADERS = {
    "mnist": load_images((28, 28), 10),
    "fashion_mnist": load_images((28, 28), 10),
    "cifar10": load_images((32, 32, 3), 10, (1,)),
    "cifar100": load_images((32, 32, 3), 100, (1,)),
    "imdb": load_texts(2),
    "reuters": load_texts(46),
    "boston_housing": load_houses("float64", 13, (5, 50)),
    "california_housing": load_houses("float32", 8, (14999, 500001)),
}


def get_file(fname: str = "", *_: Any, **__: Any) -> str:
    """Stub of the download of a file, of which only the name is used."""
    return fname


def fetch_california_housing(*, return_X_y: bool = False, **_: Any) -> Any:  # noqa: N803 - scikit-learn's name
    from sklearn.utils import Bunch

    x, y = houses("float64", 8, (0.15, 5.0))
    return (x, y) if return_X_y else Bunch(data=x, target=y)


def fetch_openml(*_: Any, return_X_y: bool = False, **__: Any) -> Any:  # noqa: N803 - scikit-learn's name
    from sklearn.utils import Bunch

    x, y = images(12_000, (784,), 10, ())
    data, target = x.astype("int64"), y.astype(str).astype(object)
    return (data, target) if return_X_y else Bunch(data=data, target=target)


def tfds_load(
    name: str,
    split: Any = None,
    *,
    as_supervised: bool = False,
    with_info: bool = False,
    **_: Any,
) -> Any:
    """Stub of `tensorflow_datasets.load` with a few samples."""
    import tensorflow as tf

    shapes = {"rock_paper_scissors": (300, 300, 3), "tf_flowers": (240, 320, 3)}
    x, y = images(8, shapes.get(name, (28, 28, 1)), 3, ())
    data = tf.data.Dataset.from_tensor_slices((x, y.astype("int64")))
    if not as_supervised:
        data = data.map(lambda image, label: {"image": image, "label": label})
    found: Any = data
    if isinstance(split, list | tuple):
        found = tuple(data for _ in split)
    elif split is None:
        found = {"train": data, "test": data}
    return (found, None) if with_info else found


@contextmanager
def stubbed() -> Iterator[None]:
    """Scripts load what is made up here, and no weights."""
    import keras
    import sklearn.datasets
    from keras.src.utils import file_utils

    tfds = ModuleType("tensorflow_datasets")
    tfds.__dict__["load"] = tfds_load
    with ExitStack() as stack:
        for name, load in LOADERS.items():
            stack.enter_context(patch.object(getattr(keras.datasets, name), "load_data", load))
        for fetch in (fetch_california_housing, fetch_openml):
            stack.enter_context(patch.object(sklearn.datasets, fetch.__name__, fetch))
        stack.enter_context(patch.object(file_utils, "get_file", get_file))
        stack.enter_context(patch.object(keras.Model, "load_weights", lambda *_, **__: None))
        stack.enter_context(patch.dict(sys.modules, {"tensorflow_datasets": tfds}))
        yield
