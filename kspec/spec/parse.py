"""From a document's value to a spec, in whichever dialect it is written."""

from __future__ import annotations

from kspec.spec.dialects import native
from kspec.spec.model import Reading
from kspec.spec.named import type_word
from kspec.spec.problem import Problem


def parse(value: object) -> Reading:
    """The spec and all problems; a value that is neither dialect is one problem
    (``not_a_model``).
    """
    reading = _read(value)
    if reading.spec is not None:
        reading.spec.read_from(value)
    return reading


def _read(value: object) -> Reading:
    if not isinstance(value, dict):
        message = f"A model is an object, and this document is {type_word(value)}"
        return Reading(None, [Problem("not_a_model", (), message)])
    if "class_name" in value or ("config" in value and "layers" not in value):
        from kspec.spec.dialects import keras_config

        return keras_config.read(value)
    if native.is_native(value):
        return native.read(value)
    found = ", ".join(f'"{key}"' for key in list(value)[:5]) or "nothing"
    return Reading(
        None,
        [
            Problem(
                "not_a_model",
                (),
                f"This is neither a kspec spec nor a Keras model: it has {found}",
                help='A spec has "inputs" and "layers"; a Keras file, "class_name" and "config".',
            )
        ],
    )
