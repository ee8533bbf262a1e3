"""Shapes and parameters beside the layers."""

import pytest

from kspec.lsp.hints import hints
from kspec.lsp.lens import lenses
from kspec.lsp.symbols import folds, symbols
from tests.lsp.texts import GOOD, view_of


def test_each_layer_has_its_shape_and_parameters_at_the_end_of_its_line() -> None:
    found = {hint.position.line: hint.label for hint in hints(view_of(GOOD), "both")}
    assert found == {
        1: "→ (None, 8, 8, 1)",
        3: "→ (None, 6, 6, 4)  40 params",
        4: "→ (None, 144)",
        5: "→ (None, 10)  1,450 params",
    }
    line = GOOD.splitlines()[3]
    assert hints(view_of(GOOD), "both")[1].position.character == len(line)


def test_the_setting_turns_counts_and_hints_off() -> None:
    assert hints(view_of(GOOD), "shapes")[1].label == "→ (None, 6, 6, 4)"
    assert hints(view_of(GOOD), "off") == []


def test_layers_on_one_line_have_their_hints_behind_them() -> None:
    text = '{"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 2}, {"type": "ReLU"}]}'
    found = [(hint.position.character, hint.label) for hint in hints(view_of(text), "both")]
    assert found == [
        (text.index("}, ") + 1, "→ (None, 4)"),
        (text.index("}, {") + 1, "→ (None, 2)  10 params"),
        (text.index("}]}") + 1, "→ (None, 2)"),
    ]


def test_a_layer_over_several_lines_has_its_hint_beside_its_type() -> None:
    text = GOOD.replace('{"type": "Flatten"}', '{\n      "type": "Flatten"\n    }')
    assert {hint.position.line for hint in hints(view_of(text), "both")} == {1, 3, 5, 7}


def test_only_the_part_that_is_seen_is_answered() -> None:
    view = view_of(GOOD)
    start = GOOD.index('{"type": "Flatten"')
    assert [hint.position.line for hint in hints(view, "both", start, start + 30)] == [4]


@pytest.mark.parametrize("text", [GOOD, GOOD.replace("}, ", "},\n"), GOOD.replace("\n", " ")])
def test_hints_of_parts_are_those_of_the_whole(text: str) -> None:
    view = view_of(text)
    whole = hints(view, "both")
    for size in (1, 7, 50):
        parts = [hints(view, "both", at, at + size - 1) for at in range(0, len(text) + 1, size)]
        assert [hint for part in parts for hint in part] == whole
    assert whole


def test_a_layer_that_is_called_twice_has_both_shapes() -> None:
    text = """{
  "inputs": {"a": {"shape": [4]}, "b": {"shape": [4]}},
  "layers": [
    {"type": "Dense", "name": "shared", "units": 3, "inputs": "a"},
    {"layer": "shared", "inputs": "b"},
    {"type": "Add", "inputs": ["shared", {"layer": "shared", "call": 1}]}
  ]
}
"""
    found = {hint.position.line: hint.label for hint in hints(view_of(text), "both")}
    assert found[3] == "→ (None, 3)  15 params"
    assert found[4] == "→ (None, 3)"


def test_nothing_is_claimed_of_what_keras_refuses() -> None:
    text = GOOD.replace('"kernel_size": 3', '"kernel_size": 9')
    assert [hint.position.line for hint in hints(view_of(text), "both")] == [1]


def test_of_an_invalid_layer_is_shown_what_holds_all_the_same() -> None:
    text = GOOD.replace('"kernel_size": 3', '"kernel_size": "x"')
    shown = [(hint.position.line, hint.label) for hint in hints(view_of(text), "shapes")]
    assert shown[1:] == [
        (3, "→ (None, ?, ?, ?)"),
        (4, "→ (None, ?)"),
        (5, "→ (None, 10)"),
    ]


def test_the_lens_has_the_totals() -> None:
    (lens,) = lenses(view_of(GOOD))
    assert lens.command is not None
    size = "1,490 parameters (5.82 KiB), activations 1.41 KiB per sample, 2,736 MACs"
    assert lens.command.title == size


def test_the_outline_has_layers_and_sections() -> None:
    found = [(symbol.name, symbol.detail) for symbol in symbols(view_of(GOOD))]
    assert found == [
        ("input_layer", "InputLayer (None, 8, 8, 1)"),
        ("conv", "Conv2D (None, 6, 6, 4)"),
        ("flatten", "Flatten (None, 144)"),
        ("head", "Dense (None, 10)"),
        ("compile", ""),
        ("fit", ""),
    ]


def test_what_takes_more_than_a_line_is_folded() -> None:
    assert [(fold.start_line, fold.end_line) for fold in folds(view_of(GOOD))] == [(2, 6)]
