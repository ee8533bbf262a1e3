"""Data sets that have a name: those that come with scikit-learn, and those that Keras has
downloaded before.
"""

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from kspec.data.errors import DataError
from kspec.data.model_io import ModelIO
from kspec.data.samples import Raw
from kspec.spec.training.data import Data

SKLEARN = ("breast_cancer", "diabetes", "digits", "iris", "wine")
KERAS = {
    "boston_housing": "boston_housing.npz",
    "california_housing": "california_housing.npz",
    "cifar10": "cifar-10-batches-py*",
    "cifar100": "cifar-100-python*",
    "fashion_mnist": "fashion-mnist/train-labels-idx1-ubyte.gz",
    "imdb": "imdb.npz",
    "mnist": "mnist.npz",
    "reuters": "reuters.npz",
}
"""File of each data set in the cache of Keras."""
PARTS = ("train", "test")


def read(source: str, facts: Data, io: ModelIO) -> Raw:
    """The data set of ``sklearn:NAME``, ``keras:NAME`` (its training part) or ``keras:NAME/test``;
    features as they come, targets as numbers.

    Raises `DataError` for an unknown name, and for one of Keras that is not on this machine: kspec
    downloads nothing.
    """
    del facts  # a set of these has one array of features, and one of targets
    scheme, _, name = source.partition(":")
    return _sklearn(name, source) if scheme == "sklearn" else _keras(name, source, io)


def _sklearn(name: str, origin: str) -> Raw:
    if name not in SKLEARN:
        raise DataError(
            f'scikit-learn has no data set "{name}" for kspec; it has: {", ".join(SKLEARN)}.'
        )
    if find_spec("sklearn") is None:
        raise DataError(f'"{origin}" needs scikit-learn: pip install scikit-learn.')
    bunch = getattr(import_module("sklearn.datasets"), f"load_{name}")()
    columns = tuple(map(str, getattr(bunch, "feature_names", ())))
    return Raw({"": bunch.data}, {"": bunch.target}, origin, columns)


def _keras(chosen: str, origin: str, io: ModelIO) -> Raw:
    name, _, part = chosen.partition("/")
    if name not in KERAS or (part or "train") not in PARTS:
        raise DataError(
            f'Keras has no data set "{chosen}"; it has: {", ".join(KERAS)}, '
            'each with "/test" for its other part.'
        )
    cache = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "datasets"
    if next(cache.glob(KERAS[name]), None) is None:
        raise DataError(
            f'"{origin}" is not on this machine (no {KERAS[name]} in {cache}), and kspec downloads '
            f"nothing: call keras.datasets.{name}.load_data() once where there is a network."
        )
    try:
        loaded = import_module(f"keras.datasets.{name}").load_data()
    except (
        Exception
    ) as error:  # a damaged file makes Keras ask the network, which fails in many ways
        raise DataError(f'"{origin}" cannot be read from {cache}: {error}.') from error
    x, y = loaded[PARTS.index(part or "train")]
    return Raw({"": _even(x, io)}, {"": y}, origin)


def _even(x: Any, io: ModelIO) -> Any:
    """Sequences of different lengths cut or filled to the input's length, as Keras does it."""
    shape = next(iter(io.inputs.values())).shape
    if x.dtype != object:
        return x
    length = (shape[0] if shape else None) or max(map(len, x), default=0)
    even = np.zeros((len(x), length), "int32")
    for row, sequence in zip(even, x, strict=True):
        kept = sequence[-length:]
        row[length - len(kept) :] = kept
    return even
