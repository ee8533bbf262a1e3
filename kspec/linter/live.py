"""Documents of live Keras models, in Keras's own notation."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from warnings import catch_warnings, simplefilter

from kspec.linter.rules.index import RuleEntry
from kspec.linter.selection import DEFAULT
from kspec.source.document import Document
from kspec.source.parsing import parse_text
from kspec.spec.dialects.layout import laid_out
from kspec.spec.dialects.native_writer import native_document
from kspec.spec.parse import parse

ABOUT_FILES = frozenset(("safety",))
CUSTOM = frozenset(("opaque_layer", "unresolved_custom"))
RULES = tuple(
    entry
    for entry in DEFAULT.rules
    if entry.family not in ABOUT_FILES and not CUSTOM.intersection(entry.reports)
)
"""Rules on models in memory, whose code is the caller's own, and whose classes are known."""
OF_LOSS = frozenset(("no-loss",))
OF_INPUTS = frozenset(("input-shape-differs-from-data",))
"""The rules on which array is for which input."""
OF_FILES = frozenset(("unknown-input-shape",))
"""Rules on facts that only a file lacks: a live model gets them from the first batch of a `fit`."""


def rules_on(model: object, *, has_inputs: bool = True) -> tuple[RuleEntry, ...]:
    """The rules for a live model; one of the caller's own class may make its loss itself, and have
    no inputs that are known.
    """
    own = type(model).__module__.partition(".")[0] != "keras"
    silent = OF_FILES | (OF_LOSS if own else frozenset())
    silent |= frozenset() if has_inputs else OF_INPUTS
    return tuple(entry for entry in RULES if entry.name not in silent)


def model_config(model: Any) -> dict[str, Any]:  # noqa: ANN401 - a keras.Model, which this floor does not know
    """Content of ``model.to_json()``.

    Raises `TypeError` for a model whose layers are in Python code, or that Keras cannot write.
    """
    name = type(model).__name__
    try:
        with catch_warnings(), _without_tensorflow():
            simplefilter(
                "ignore"
            )  # warnings about functions without a name, which may not be read again
            config = json.loads(model.to_json())
    except Exception as error:
        reason = str(error).strip().partition("\n")[0]
        message = f"Keras cannot write {name} as JSON, so kspec cannot read it: {reason}"
        raise TypeError(message) from error
    if not isinstance(config, dict) or "layers" not in (config.get("config") or {}):
        message = (
            f"{name} is a subclass of keras.Model: what its layers do is in its Python code, and "
            "kspec reads Sequential and functional models"
        )
        raise TypeError(message)
    return _as_keras_own(config)


@contextmanager
def _without_tensorflow() -> Iterator[None]:
    """Keep Keras on another backend from importing TensorFlow (seconds) to test each value for its
    types; before that import, no value has one.
    """
    lazy: Any = getattr(sys.modules.get("keras.src.utils.module_utils"), "tensorflow", None)
    if "tensorflow" in sys.modules or getattr(lazy, "_available", True) is not None:
        yield
        return
    lazy._available = False  # noqa: SLF001 - Keras has no public way to say it
    try:
        yield
    finally:
        lazy._available = None  # noqa: SLF001 - as above


def _as_keras_own(config: dict[str, Any]) -> dict[str, Any]:
    """Convert a model of the user's own class that was made of inputs and outputs, or of a list of
    layers (its ``train_step`` differs), to one of Keras's: its layers are the same.
    """
    if config.get("class_name") in {"Sequential", "Functional"}:
        return config
    graph = "input_layers" in config["config"]
    own = ("keras.src.models.functional", "Functional") if graph else ("keras", "Sequential")
    return {**config, "module": own[0], "class_name": own[1], "registered_name": None}


def live_document(model: object, fit: Mapping[str, Any] | None = None) -> Document:
    """The document of a live model, with the arguments of the ``fit`` that it is to go through.

    Raises `TypeError` as `model_config` does.
    """
    return document_of(model_config(model), type(model).__name__, fit)


def document_of(
    config: Mapping[str, Any], name: str, fit: Mapping[str, Any] | None = None
) -> Document:
    """Document of a model from Keras's notation.

    The document is a native spec where one can express the model: findings then point at the
    caller's arguments of a layer, and not at one of the many lines that Keras adds.
    """
    own = _native(config)
    if fit:
        arguments = json.loads(json.dumps(dict(fit), default=float))
        own = {**({"kspec": 1, "model": config} if own is None else own), "fit": arguments}
    text = laid_out(config if own is None else own)
    document = parse_text(text, f"<{name}>", "json")
    document.caller = document.name
    return document


def _native(config: Mapping[str, Any]) -> Mapping[str, Any] | None:
    reading = parse(config)
    if reading.spec is None or reading.problems:
        return None
    try:
        return native_document(reading.spec)
    except ValueError:
        return None
