"""Hover texts of positions."""

import pytest
from lsprotocol import types

from kspec.lsp.hover import hover
from tests.lsp.texts import GOOD, SINGLE, view_of


def said(text: str, word: str) -> str:
    found = hover(view_of(text), text.index(word) + 1)
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ('"Conv2D"', ["**conv** `Conv2D`", "(None, 8, 8, 1) → (None, 6, 6, 4)", "float32"]),
        ('"Conv2D"', ["40 parameters (160 B)", "- `kernel` (3, 3, 1, 4)", "- `bias` (4,)"]),
        ('"filters"', ["**filters**: an integer greater than 0, required", "channels"]),
        ('"monitor"', ['**monitor**: a string, default `"val_loss"`']),
        ('"sparse_', ["**SparseCategoricalCrossentropy** (loss)", "integer targets"]),
        ('"accuracy"', ["metrics"]),
        ('"EarlyStopping"', ["**EarlyStopping** (callback)", "`patience`"]),
        ('"compile"', ["training configuration"]),
    ],
)
def test_a_place_is_explained(word: str, parts: list[str]) -> None:
    text = said(GOOD, word)
    assert [part for part in parts if part not in text] == []


def test_a_finding_brings_the_page_of_its_rule() -> None:
    text = said(SINGLE, '"softmax"')
    assert "**KS303** softmax-single-unit" in text


def test_a_rule_that_is_silenced_is_explained() -> None:
    text = SINGLE.replace('"softmax"', '"softmax", "lint": {"ignore": ["softmax-single-unit"]}')
    assert "**KS303**" in said(text, "softmax-single")


def test_nothing_is_said_where_there_is_nothing() -> None:
    assert hover(view_of(GOOD), len(GOOD)) is None
    assert hover(view_of('{"a": 1}', "file:///nowhere/x.json"), 3) is None
