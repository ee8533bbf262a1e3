"""Readings of programs, for tests."""

from collections.abc import Container
from textwrap import dedent
from typing import Any

import kspec
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


def codes_of(text: str, among: Container[str] | None = None) -> list[str]:
    """The codes of the findings in a program, or of those among some."""
    codes = [one.code for one in kspec.lint_text(text, filename="a.py").findings]
    return codes if among is None else [code for code in codes if code in among]
