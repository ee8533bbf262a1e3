"""Saved models of run directories: checked before Keras loads them, since the directory may be from
others, and not every version of Keras refuses harmful files.
"""

from pathlib import Path
from typing import Any

from kspec.analysis.model import Analysis
from kspec.executor.custom import Allowed, check_config, custom_objects
from kspec.executor.errors import ExecutorError, RunError
from kspec.source.parsing import read_document


def load_saved(path: Path, analysis: Analysis, allowed: Allowed, *, compiled: bool = True) -> Any:
    """Load the model of a file, with the custom objects of the spec.

    Raises `RunError` for a file that is damaged, holds code or names an object that is not allowed.
    """
    import keras

    document = read_document(path)
    if document.problems:
        raise RunError(f"{path} is not loaded: {document.problems[0].message}")
    try:
        check_config(document.value, allowed)
    except ExecutorError as error:
        raise RunError(f"{path} is not loaded: {error}") from error
    objects = custom_objects(analysis, allowed)
    try:
        return keras.saving.load_model(path, objects, compile=compiled)
    except Exception as error:  # whatever Keras and h5py raise over a damaged file
        reason = str(error).partition("\n")[0]
        raise RunError(f"{path} cannot be loaded: {reason}") from error
