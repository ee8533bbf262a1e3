"""Which files in a folder are specs or Keras models: by their names, or by what they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BY_NAME = re.compile(r"(\.kspec\.(json|jsonc|ya?ml)|(^|/)model\.(json|jsonc|ya?ml)|\.keras)$")
"""The names that are specs whatever they hold; the pre-commit hook has the same."""

SUFFIXES = (".json", ".jsonc", ".yaml", ".yml")
_LOOKED_AT = 2**18
_HINT = re.compile(
    rb"""(?m)["'](layers|kspec|class_name|model)["']\s*:|^(layers|kspec|model)\s*:"""
)
_TYPE = re.compile(r"""\b(?:type|class_name)["']?\s*:\s*["']?(\w+)""")


def is_spec_file(path: Path) -> bool:
    """Whether a file that was found in a folder is to be linted; False where it cannot be read."""
    if BY_NAME.search(path.as_posix()):
        return True
    return path.suffix.lower() in SUFFIXES and _holds_spec(path)


def _holds_spec(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            hinted = _HINT.search(file.read(_LOOKED_AT)) is not None
        if not hinted:
            return False
        from kspec.source.document import read_document

        document = read_document(path)
    except OSError:
        return False
    if document.parsed:
        return _is_model(document.value)
    return any(_is_layer(word) for word in _TYPE.findall(document.text[:_LOOKED_AT]))


def _is_model(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    if "class_name" in value:
        return isinstance(value.get("config"), dict) and _is_layer(value["class_name"])
    layers = value.get("layers")
    if isinstance(layers, list) and any(
        isinstance(layer, dict) and _is_layer(layer.get("type", layer.get("class_name")))
        for layer in layers
    ):
        return True
    model = value.get("model")
    if isinstance(model, dict):
        return _is_model(model)
    return value.get("kspec") == 1 and ("layers" in value or "model" in value)


def _is_layer(word: object) -> bool:
    from kspec.spec.index import CLASSES

    return word in {"Functional", "Model"} or word in CLASSES["layer"]
