"""Parser of documents: a value in either dialect to a spec."""

from kspec.spec.dialects import native
from kspec.spec.dialects.keras_object import is_of_keras
from kspec.spec.model import Reading


def parse(value: object) -> Reading:
    """The spec and all problems; a value that is neither dialect is one problem
    (``not_a_model``).
    """
    reading = _read(value)
    if reading.spec is not None:
        reading.spec.read_from(value)
    return reading


def _read(value: object) -> Reading:
    if isinstance(value, dict):
        if is_of_keras(value):
            from kspec.spec.dialects import keras_config

            return keras_config.read(value)
        if native.is_native(value):
            return native.read(value)
    from kspec.spec.dialects.foreign import not_a_model

    return Reading(None, [not_a_model(value)])
