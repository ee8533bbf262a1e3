"""The backend that Keras will be imported with, known before it is."""

import json
import os
from importlib.util import find_spec
from pathlib import Path

from kspec.executor.errors import ExecutorError

EXTRAS = {"tensorflow": "train", "jax": "train-jax", "torch": "train-torch"}
"""The extra of kspec that brings a backend."""


def wanted_backend() -> str:
    """Name of the backend: ``KERAS_BACKEND``, else Keras's configuration file, else TensorFlow."""
    named = os.environ.get("KERAS_BACKEND")
    return named or _configured() or "tensorflow"


def check_installed() -> None:
    """Raise `ExecutorError` where Keras or its backend is missing, or the backend cannot train."""
    backend = wanted_backend()
    if backend not in EXTRAS:
        raise ExecutorError(
            f"Keras's backend {backend} does not train: set KERAS_BACKEND to "
            f"tensorflow, jax or torch."
        )
    missing = [name for name in ("keras", backend) if find_spec(name) is None]
    if not missing:
        return
    there = [name for name in EXTRAS if name != backend and find_spec(name) is not None]
    hint = f" {there[0]} is installed: KERAS_BACKEND={there[0]} trains on it." if there else ""
    raise ExecutorError(
        f"Training needs {' and '.join(missing)}: pip install 'kspec[{EXTRAS[backend]}]'.{hint}"
    )


def _configured() -> str | None:
    folder = os.environ.get("KERAS_HOME") or Path("~/.keras").expanduser()
    try:
        config = json.loads((Path(folder) / "keras.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    named = config.get("backend") if isinstance(config, dict) else None
    return named if isinstance(named, str) else None
