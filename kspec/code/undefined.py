"""Classes of Keras and modules that a program uses and neither imports nor defines."""

import ast
from collections.abc import Mapping

from kspec.code.keras.exports import exports_of
from kspec.code.names import MAY_BIND
from kspec.code.source import Source
from kspec.named_tuple import NamedTuple

SECTIONS = ("layers", "models", "optimizers", "callbacks", "regularizers", "initializers")
_UNSEEN = frozenset(("exec", "globals", "__import__"))
_MODULES = {
    **{name: f"from keras import {name}" for name in SECTIONS},
    "K": "from keras import backend as K",
    "keras": "import keras",
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "tf": "import tensorflow as tf",
}
"""The imports that nearly all programs have for these names."""


class Missing(NamedTuple):
    """Import that a program lacks: of what, its statement, and the first place that needs it."""

    dotted: str
    statement: str
    place: ast.Name


def undefined_names(source: Source) -> Mapping[str, Missing]:
    """The import of each such name; none where names come from unknown code."""
    imported = source.imports.names
    bound = {alias.asname or alias.name for one in source.of(ast.ImportFrom) for alias in one.names}
    unseen = "*" in bound or not _UNSEEN.isdisjoint(source.reads)
    if unseen or MAY_BIND.search(source.places.text):
        return {}
    if not any(name.startswith(("keras", "tensorflow")) for name in imported.values()):
        return {}
    missing: dict[str, Missing] = {}
    for name, nodes in source.reads.items():
        if name in bound or name in imported or source.is_bound(name):
            continue
        uses = [one for one in nodes if isinstance(source.parents[one], ast.Attribute)]
        calls = [one for one in nodes if getattr(source.parents[one], "func", None) is one]
        home = next((one for one in SECTIONS if name in exports_of(f"keras.{one}")), None)
        if name in _MODULES and uses:
            module = _MODULES[name].removeprefix("import ").replace("from keras import ", "keras.")
            missing[name] = Missing(module.partition(" as ")[0], _MODULES[name], uses[0])
        elif home is not None and calls and name[0].isupper():
            statement = f"from keras.{home} import {name}"
            missing[name] = Missing(f"keras.{home}.{name}", statement, calls[0])
    return missing
