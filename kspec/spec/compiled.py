"""Compiled part of pydantic-core, alone: the validator and its error.

``import pydantic_core`` also runs five thousand lines of types of schemas, which only type checkers
read: a quarter of the time of a cold ``kspec lint``. The extension module needs none of them, so it
is loaded by itself, under its own name, where a later import of the package finds it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from pydantic_core import SchemaValidator, ValidationError

__all__ = ["SchemaValidator", "ValidationError"]

NAME = "pydantic_core._pydantic_core"


def _extension() -> ModuleType:
    package = PathFinder.find_spec("pydantic_core")
    spec = package and PathFinder.find_spec(NAME, package.submodule_search_locations)
    if NAME in sys.modules or not spec or spec.loader is None:
        return import_module(NAME)
    module = sys.modules[NAME] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if not TYPE_CHECKING:
    SchemaValidator = _extension().SchemaValidator
    ValidationError = _extension().ValidationError
