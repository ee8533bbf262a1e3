"""What another version of Keras lacks: `python -m tests.contract.versions`.

Compares what kspec describes with the Keras that Python finds; for another one than the installed,
`pip install --no-deps --target FOLDER keras==3.8.0` and `PYTHONPATH=FOLDER`. Prints a row of the
table in `docs/versions.md`, and exits with 1 where kspec reads a model of that Keras amiss.
"""

from __future__ import annotations

import inspect
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

from typing import Any

import keras

from kspec.analysis.summary import summarize
from kspec.lint.engine import lint_document
from kspec.source.document import parse_text
from kspec.spec import registry

KINDS = {
    "layers": registry.LAYERS,
    "losses": registry.LOSSES,
    "metrics": registry.METRICS,
    "optimizers": registry.OPTIMIZERS,
    "initializers": registry.INITIALIZERS,
    "regularizers": registry.REGULARIZERS,
    "constraints": registry.CONSTRAINTS,
    "callbacks": registry.CALLBACKS,
}
NOT_PUBLIC = {"CustomScaleLayer", "LayerScale", "Functional", "Model", "Sequential", "Optimizer"}
INHERITED = {
    *("name", "dtype", "trainable", "activity_regularizer", "autocast", "input_shape"),
    *("vocabulary_size", "has_input_vocabulary", "rms_scaling", "alpha"),
}
"""Arguments of every layer, and what some take out of their keyword arguments by hand."""


def missing() -> tuple[list[str], list[str]]:
    """Classes that kspec knows and this Keras does not, and arguments of the others."""
    classes, arguments = [], []
    for kind, known in KINDS.items():
        for name in sorted(known.names()):
            described, real = known.find(name), getattr(getattr(keras, kind), name, None)
            if described is None or described.__name__ != name or name in NOT_PUBLIC:
                continue
            if real is None:
                classes.append(name)
                continue
            taken = INHERITED.union(*map(_arguments, inspect.getmro(real)))
            fields = {field.alias or key for key, field in described.model_fields.items()}
            arguments += [f"{name}.{field}" for field in sorted(fields - taken)]
    return classes, arguments


def _arguments(real: type) -> set[str]:
    made = vars(real).get("__init__")
    return set() if made is None else set(inspect.signature(made).parameters)


def models() -> list[Any]:
    """Small models of several kinds."""
    layers = keras.layers
    image = keras.Input((8, 8, 3))
    conv = layers.Conv2D(4, 3, padding="same")(image)
    added = layers.Add()([layers.BatchNormalization()(conv), conv])
    pooled = layers.GlobalAveragePooling2D()(added)
    tokens = keras.Input((6,), dtype="int32")
    states = layers.Bidirectional(layers.LSTM(3))(layers.Embedding(9, 4, mask_zero=True)(tokens))
    inner = keras.Sequential([keras.Input((6,)), layers.Dense(2, "relu"), layers.Dropout(0.1)])
    pair = keras.Input((5, 8))
    attended = layers.LayerNormalization()(layers.MultiHeadAttention(2, 4)(pair, pair) + pair)
    made = [
        keras.Model(image, layers.Dense(3, activation="softmax")(pooled)),
        keras.Model(tokens, inner(states)),
        keras.Model(pair, attended),
    ]
    for model in made:
        model.compile("adam", "mse", metrics=["mae"])
    return made


def misread() -> list[str]:
    """What kspec says otherwise of files that this Keras writes: findings, shapes, counts."""
    found = []
    for model in models():
        linted = lint_document(parse_text(model.to_json(), f"{model.name}.json"))
        found += [one.message for one in linted.findings if one.severity == "error"]
        summary = linted.analysis and summarize(linted.analysis)
        told = summary.to_dict()["layers"] if summary else []
        real = {
            layer.name: (list(layer.output.shape), layer.count_params()) for layer in model.layers
        }
        for row in told:
            count = (row["trainable_params"] or 0) + (row["non_trainable_params"] or 0)
            if row["name"] in real and (row["output_shape"], count) != real[row["name"]]:
                found.append(f"{row['name']}: {row['output_shape']}, {count}")
    return found


def main() -> int:
    """Print the row; returns the exit code."""
    classes, arguments = missing()
    amiss = misread()
    by_field: dict[str, list[str]] = {}
    for argument in arguments:
        name, _, field = argument.partition(".")
        by_field.setdefault(field, []).append(name)
    columns = (
        keras.__version__,
        json.dumps(amiss) if amiss else "read alike",
        ", ".join(classes) or "none",
        "; ".join(f"`{field}` of {', '.join(names)}" for field, names in by_field.items())
        or "none",
    )
    sys.stdout.write(f"| {' | '.join(columns)} |\n")
    return int(bool(amiss))


if __name__ == "__main__":
    sys.exit(main())
