"""Differences between versions of Keras: `python -m tests.contract.versions > 3.8.json`.

Writes down the classes, arguments, defaults and names of the Keras that Python finds, and reads
models that it makes; exits with 1 where kspec reads one amiss. For another Keras than the installed
one, `pip install --no-deps --target FOLDER keras==3.8.0` and `PYTHONPATH=FOLDER`. With the files of
several versions, oldest first, it prints the table of `docs/versions.md`.
"""

import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

KINDS = (
    *("layers", "losses", "metrics", "optimizers", "initializers", "regularizers"),
    *("constraints", "callbacks", "activations"),
)
Surface = dict[str, dict[str, str] | None]
"""The defaults of a class's arguments, as texts, by their names; None for a name that stands for
no class.
"""


def surface() -> Surface:
    """Every public class with its arguments, and every name of a function, by kind."""
    import keras

    found: Surface = {}
    for kind in KINDS:
        module = getattr(keras, kind)
        for name in dir(module):
            value = getattr(module, name)
            if inspect.isclass(value):
                if value.__name__ != name and hasattr(module, value.__name__):
                    continue  # another name of a class
                found[name] = dict(_arguments(value))
            elif inspect.isfunction(value):
                found[f'"{name}"'] = None
    return found


def _arguments(cls: type) -> list[tuple[str, str]]:
    """Arguments of a class and of its bases, as keyword arguments are passed on."""
    found: dict[str, str] = {}
    for base in inspect.getmro(cls):
        made = vars(base).get("__init__")
        if made is None or base is object:
            continue
        taken = inspect.signature(made).parameters.values()
        for one in taken:
            if one.kind not in {one.VAR_KEYWORD, one.VAR_POSITIONAL} and one.name not in {
                "self",
                "name",
            }:
                plain = isinstance(one.default, str | int | float | bool | tuple | None)
                default = repr(one.default) if plain else "..."
                found.setdefault(one.name, "" if one.default is one.empty else default)
        if not any(one.kind is one.VAR_KEYWORD for one in taken):
            break
    return sorted(found.items())


def models() -> list[Any]:
    """Small models of several kinds."""
    import keras

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
    """Differences of kspec for files that this Keras writes: findings, shapes, counts."""
    from kspec.analysis.summary import summarize
    from kspec.linter.engine import lint_document
    from kspec.source.parsing import parse_text

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


def rows(written: list[dict[str, Any]]) -> list[str]:
    """The table: what each version has that the one before it lacks, and what it changes."""
    said = []
    for old, new in zip([None, *written], written, strict=False):
        read = "; ".join(new["misread"]) or "alike"
        told = ["the oldest"] if old is None else differences(old["surface"], new["surface"])
        said.append(f"| {new['version']} | {read} | {'; '.join(told) or 'nothing'} |")
    return said


def differences(old: Surface, new: Surface) -> list[str]:
    """New, removed and changed names, in words."""
    told = []
    for words, names in (("new", new.keys() - old.keys()), ("gone", old.keys() - new.keys())):
        if names:
            told.append(
                f"{words}: {', '.join(sorted(names, key=lambda name: name.strip(chr(34))))}"
            )
    changes: dict[str, list[str]] = {}
    for name in sorted(old.keys() & new.keys()):
        before, after = old[name] or {}, new[name] or {}
        for argument in sorted(before.keys() | after.keys()):
            change = _change(argument, before.get(argument), after.get(argument))
            if change is not None:
                changes.setdefault(change, []).append(name)
    return told + [f"{change} of {', '.join(names)}" for change, names in changes.items()]


def _change(argument: str, before: str | None, after: str | None) -> str | None:
    if before is None:
        return f"new `{argument}`"
    if after is None:
        return f"no more `{argument}`"
    if before == after:
        return None
    return f"`{argument}` is {after or 'required'}, was {before or 'required'},"


def main(files: list[Path]) -> int:
    """Write down this Keras, or print the table of several; returns the exit code."""
    if files:
        written = [json.loads(file.read_text("utf-8")) for file in files]
        sys.stdout.write("\n".join(rows(written)) + "\n")
        return 0
    import keras

    amiss = misread()
    said = {"version": keras.__version__, "misread": amiss, "surface": surface()}
    sys.stdout.write(json.dumps(said, indent=1) + "\n")
    return int(bool(amiss))


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
