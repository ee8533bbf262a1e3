"""Completions at a cursor, also where the text does not parse."""

import pytest

from kspec.lsp.completion import completions, documented
from tests.lsp.texts import GOOD, JSON, YAML, offered, view_of

CONV = '{"kspec": 1, "layers": [{"type": "Conv2D"'


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        (CONV + ', "|"}]}', ["filters", "kernel_size"]),
        (CONV + ', "fil|"}]}', ["filters", "kernel_size"]),
        (CONV + ', "fil|', ["filters", "kernel_size"]),
        (CONV + ', "filters": 3, | "padding": "same"}]}', ["kernel_size", "activation"]),
        (CONV + ', "filters": 3 "|"}]}', ["kernel_size", "activation"]),
        (CONV + ', "padding": |}]}', ["same", "valid"]),
        (CONV + ', "padding": "|"}]}', ["same", "valid"]),
        (CONV + ', "use_bias": |}]}', ["false", "true"]),
        ('{"kspec": 1, "layers": [{|}]}', ["type", "call"]),
        ('{"kspec": 1, "layers": [{"type": "LSTM", "units": 4, "|"', ["activation"]),
    ],
)
def test_fields_and_values_of_a_layer(marked: str, first: list[str]) -> None:
    assert offered(marked)[: len(first)] == first


def test_a_field_that_is_there_is_not_offered_again() -> None:
    words = offered(CONV + ', |, "filters": 3, "padding": "same"}]}')
    assert "filters" not in words
    assert "padding" not in words
    assert "strides" in words


@pytest.mark.parametrize(
    ("marked", "word"),
    [
        ('{"kspec": 1, "layers": [{"type": "Con|"}]}', "Conv2D"),
        ('{"kspec": 1, "layers": [{"type": "Dense", "activation": "|', "softmax"),
        (CONV + ', "kernel_initializer": "|"}]}', "he_normal"),
        (CONV + ', "kernel_initializer": {"type": "|"}}]}', "HeNormal"),
        ('{"kspec": 1, "layers": [], "compile": {"loss": "|"}}', "binary_crossentropy"),
        ('{"kspec": 1, "layers": [], "compile": {"loss": {"a": "|"}}}', "binary_crossentropy"),
        ('{"kspec": 1, "layers": [], "compile": {"metrics": ["|"]}}', "accuracy"),
        ('{"kspec": 1, "layers": [], "compile": {"optimizer": "|"}}', "adam"),
        ('{"kspec": 1, "layers": [], "compile": {"optimizer": {"type": "Adam", "|', "beta_1"),
        (
            '{"layers": [], "compile": {"optimizer": {"type": "SGD", "learning_rate": {"type": "|',
            "CosineDecay",
        ),
        ('{"kspec": 1, "layers": [], "fit": {"callbacks": [{"type": "|', "EarlyStopping"),
        ('{"kspec": 1, "layers": [], "data": {"target_encoding": "|', "one_hot"),
        ('{"kspec": 1, "layers": [], "task": "|"}', "regression"),
        ('{"kspec": 1, "layers": [{"type": "Dense", "lint": {"ignore": ["|', "KS303"),
        ('{"kspec": 1, "layers": [], |}', "compile"),
        ('{"class_name": "Sequential", "config": {"layers": [{"class_name": "|', "Dense"),
        (
            '{"class_name": "Model", "config": {"layers": [{"class_name": "Dense", "config": {"|',
            "units",
        ),
    ],
)
def test_what_a_place_takes_is_offered(marked: str, word: str) -> None:
    assert word in offered(marked)


@pytest.mark.parametrize(
    ("marked", "word"),
    [
        ("inputs:\n  shape: [4]\nlayers:\n  - type: Den|", "Dense"),
        ("layers:\n  - type: Dense\n    |", "units"),
        ("layers:\n  - type: Dense\n    un|\n    use_bias: true\n  - type: Flatten", "units"),
        ("layers:\n  - {type: Dense, un|}\n", "units"),
        ("layers:\n- type: Dense\n  units: 3\n- type: Dense\n  activation: |\n", "relu"),
        ("layers:\n- type: Dense\n  units: 3\ncompile:\n  |", "loss"),
        ("layers:\n- type: Dense\n  units: 3\ncompile:\n  loss: |", "mse"),
        ("layers:\n- type: Dense\n  units: 3\n|", "compile"),
        ("layers:\n- |", "type"),
        ("layers: [\n  {type: Dense,\n   |", "units"),
        ("compile:\n  optimizer:\n    type: Adam\n    |\nlayers: []", "beta_1"),
    ],
)
def test_yaml_is_read_by_its_indentation(marked: str, word: str) -> None:
    assert word in offered(marked, YAML)


def test_names_of_the_model_itself_are_offered_while_it_does_not_parse() -> None:
    wired = GOOD.replace('"units": 10', '"inputs": "|", "units": 10').replace("]},", "]}", 1)
    assert offered(wired, before=GOOD)[:2] == ["conv", "flatten"]
    monitored = GOOD.replace('"val_loss"}', '"|')
    assert "val_accuracy" in offered(monitored, before=GOOD)


def test_a_whole_word_is_replaced_and_only_that() -> None:
    text = CONV + ', "pad"}]}'
    view = view_of(text)
    (item,) = [one for one in completions(view, text.index("pad") + 3) if one.label == "padding"]
    assert item.text_edit is not None
    assert item.text_edit.new_text == '"padding": '
    start = text.index('"pad"')
    assert view.positions.offset(item.text_edit.range.start) == start  # type: ignore[union-attr]
    assert view.positions.offset(item.text_edit.range.end) == start + 5  # type: ignore[union-attr]


def test_a_snippet_puts_the_cursor_where_the_value_goes() -> None:
    text = CONV + ', "'
    items = completions(view_of(text), len(text), snippets=True)
    (item,) = [one for one in items if one.label == "padding"]
    assert item.text_edit is not None
    assert item.text_edit.new_text == '"padding": "$1"'


def test_what_a_class_means_comes_when_it_is_asked_for() -> None:
    text = '{"kspec": 1, "layers": [{"type": "'
    (item,) = [one for one in completions(view_of(text), len(text)) if one.label == "Conv2D"]
    assert item.documentation is None
    assert "convolution" in str(documented(item).documentation)


def test_nothing_is_offered_outside_of_a_spec() -> None:
    assert offered("|", JSON) == []
