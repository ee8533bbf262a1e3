"""Recognition of texts: a spec or a Keras model, some other document, or the path of a file."""

import os
import re
from pathlib import Path

BY_NAME = r"(\.kspec\.(json|jsonc|ya?ml)|(^|/)model\.(json|jsonc|ya?ml)|\.keras)$"
"""Names of files that are specs with any content; the pre-commit hook has the same."""

LOOKED_AT = 2**18
"""Bytes or characters at the start of a text that decide whether it may be a spec."""
BYTE_ORDER_MARK = "\ufeff"
"""Begins a text that Windows programs wrote."""
_HINT = r"""(?m)["'](layers|kspec|class_name|model)["']\s*:|^(layers|kspec|model)\s*:"""
_TYPE = r"""\b(?:type|class_name)["']?\s*:\s*["']?(\w+)"""
_OTHERS = r"(?:[\w.]+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*)*"
_KERAS = rf"(?:from[ \t]+|import[ \t]+{_OTHERS})(?:tf_keras|keras_core|keras|tensorflow)\b"
_IMPORT = rf"(?m)^(?:{BYTE_ORDER_MARK})?[ \t]*{_KERAS}"
_IN_CELL = rf"(?:\\n|\")[ \t]*{_KERAS}"
_CELL_IMPORT = r"(?:\\n|\")([ \t]*(?:from|import)[ \t][^\"\\]*)"
_NO_CODE = r"\ufeff?\s*[\[{]"
_NO_CODE_BYTES = rb"(?:\xef\xbb\xbf)?\s*[\[{]|PK\x03\x04"
_SUFFIX = r"(?i)\.(json|jsonc|ya?ml|keras|pyw?|ipynb|toml|txt)$"
_BEGINS_TEXT = r"""\s*($|[\[{"#&!|>]|//\s|/\*|---|%YAML)"""
_TEXT_WITHIN = r"""[\x00-\x1f"{}]|:(\s|$)"""
_LONGEST_NAME = 255
"""Characters of a file's name, on the file systems that there are."""


def is_spec_name(name: str) -> bool:
    """Whether a file of this name is a spec or a Keras model with any content."""
    return re.search(BY_NAME, name) is not None


def may_be_spec(start: str | bytes) -> bool:
    """Whether the start of a text has a key of specs or of Keras models."""
    if isinstance(start, bytes):
        return re.search(_HINT.encode(), start) is not None
    return re.search(_HINT, start) is not None


def looks_like_spec(text: str | bytes, name: str = "") -> bool:
    """Whether a text, or the bytes of a file, are a spec or a Keras model, and not another document
    in the same notation. The name gives at most the format.

    A text that does not parse counts where its start names a layer of Keras.
    """
    if not may_be_spec(text[:LOOKED_AT]):
        return False
    from kspec.source.parsing import parse_bytes, parse_text

    document = parse_text(text, name) if isinstance(text, str) else parse_bytes(text, name)
    if document.parsed:
        return _is_model(document.value)
    return any(_is_layer(word) for word in re.findall(_TYPE, document.text[:LOOKED_AT]))


def imports_keras(text: str | bytes, *, notebook: bool = False) -> bool:
    """Whether the text of a script, or of the file of a notebook, has a line that imports Keras."""
    pattern = _IN_CELL if notebook else _IMPORT
    if isinstance(text, bytes):
        return b"keras" in text and re.search(pattern.encode(), text) is not None
    return "keras" in text and re.search(pattern, text) is not None


def uses_keras(text: str | bytes, folder: Path | None, *, notebook: bool = False) -> bool:
    """Whether a script, the file of a notebook, or a module in its folder imports Keras."""
    if imports_keras(text, notebook=notebook):
        return True
    if folder is None:
        return False
    from kspec.code.local_imports import local_imports

    code = text if isinstance(text, str) else text.decode("utf-8", "replace")
    if notebook:
        code = "\n".join(re.findall(_CELL_IMPORT, code))
    return any(_file_imports_keras(one.file) for one in local_imports(code, folder))


def _file_imports_keras(path: Path) -> bool:
    try:
        return imports_keras(path.read_bytes())
    except OSError:
        return False


def code_without_name(text: str | bytes) -> str | None:
    """Format of a text without a suffix: ``python`` where it imports Keras, ``notebook`` for the
    file of one; None for no code.
    """
    if isinstance(text, str):
        is_json, has_format = re.match(_NO_CODE, text) is not None, '"nbformat"' in text
    else:
        is_json, has_format = re.match(_NO_CODE_BYTES, text) is not None, b'"nbformat"' in text
    if is_json:
        return "notebook" if has_format else None
    return "python" if imports_keras(text) else None


def is_text(source: str) -> bool:
    """Whether a string is the text of a document, and not the path of a file.

    A path that exists is one. Any other is one where it looks like it: on one line, without
    characters of documents, and no part longer than a file's name can be.
    """
    if os.path.exists(source):  # noqa: PTH110 - answers False for what no path can be
        return False
    if re.match(_BEGINS_TEXT, source):
        return True
    if max(map(len, source.replace("\\", "/").split("/"))) > _LONGEST_NAME:
        return True
    is_named = re.search(_SUFFIX, source) is not None and "\n" not in source
    return not is_named and re.search(_TEXT_WITHIN, source) is not None


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
