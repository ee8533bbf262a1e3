"""Imports that kspec reports as removed from Keras 3."""

import importlib

import pytest

from kspec.code.keras.objects import REGISTRIES
from kspec.code.usage.removed_imports import KEPT_BY_TENSORFLOW, MODULES, NAMES, home_of

pytestmark = pytest.mark.contract

GONE = [*MODULES, *(f"{module}.{name}" for module, name in NAMES)]


def has(name: str) -> bool:
    module, _, last = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ImportError:
        try:
            return hasattr(importlib.import_module(module), last)
        except ImportError:
            return False
    return True


def test_keras_has_none_of_it() -> None:
    assert [name for name in GONE if has(name)] == []


def test_tensorflow_has_what_is_left_to_it_and_no_more() -> None:
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    assert {name for name in GONE if has(f"tensorflow.{name}")} == KEPT_BY_TENSORFLOW


SECTIONS = ("keras", "keras.activations", "keras.models", *(f"keras.{one}" for one in REGISTRIES))


@pytest.mark.parametrize("module", SECTIONS)
def test_keras_has_no_class_in_the_module_that_is_said_to_lack_it(module: str) -> None:
    names = {name for kinds in REGISTRIES.values() for name in kinds.names()}
    lacking = [name for name in names if home_of(name, module) is not None]
    assert len(lacking) > 100
    assert [name for name in lacking if has(f"{module}.{name}")] == []
