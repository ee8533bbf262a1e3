"""Readings of programs, for tests."""

from textwrap import dedent
from typing import Any

from kspec.code.program import ModelDocument
from kspec.code.reading import read_program


def models_of(text: str) -> list[ModelDocument]:
    """The models of a program."""
    return list(read_program(dedent(text), "train.py").models)


def specs_of(text: str) -> list[dict[str, Any]]:
    """The native specs of all models of a program."""
    found = []
    for model in models_of(text):
        assert isinstance(model.document.value, dict)
        found.append(model.document.value)
    return found


def layers_of(text: str) -> list[dict[str, Any]]:
    """The layers of the only model of a program."""
    (spec,) = specs_of(text)
    layers: list[dict[str, Any]] = spec["layers"]
    return layers
