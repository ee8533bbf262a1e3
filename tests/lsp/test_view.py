"""Answers during edits, from the last text with a network."""

import pytest

from kspec.lsp.hints import hints
from kspec.lsp.store import Store, Text
from tests.lsp.texts import GOOD, JSON, YAML, offered, view_of

CONV = '{"type": "Conv2D", "name": "conv", "filters": 4, "kernel_size": 3, "activation": "relu"}'
EDITS = {
    "a half-typed key": ('"filters": 4, ', '"filters": 4, "pad|'),
    "an open string": ('"activation": "softmax"}', '"activation": "soft|}'),
    "a missing comma": ('{"type": "Flatten"},', '{"type": "Flatten", |} '),
    "a comma too many": ('"softmax"}', '"softmax", |}'),
    "a pasted layer without its end": (
        '{"type": "Flatten"},',
        '{"type": "Flatten"}, {"type": "Dense", |',
    ),
    "a layer that is begun": ('{"type": "Flatten"},', '{"type": "Flatten"}, {"|'),
    "a value that is missing": ('"activation": "softmax"', '"activation": |'),
    "a list that is open": ('["accuracy"]', '["accuracy", "|'),
    "a bracket that is gone": ('{"loss": "sparse_', '"loss": {"|'),
    "a whole section that is begun": ('"fit":', '"data": {"|\n  "fit":'),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_hints_and_completion_survive_what_people_write(edit: tuple[str, str]) -> None:
    old, new = edit
    marked = GOOD.replace(old, new, 1)
    view = view_of(marked.replace("|", "", 1), before=GOOD)
    assert len(hints(view, "both")) >= 3
    assert offered(marked, before=GOOD)


PLAIN = """inputs: {shape: [8, 8, 1]}
layers:
  - {type: Conv2D, name: conv, filters: 4, kernel_size: 3, activation: relu}
  - type: Flatten
  - type: Dense
    units: 10
    activation: softmax
compile:
  loss: sparse_categorical_crossentropy
  metrics: [accuracy]
fit:
  callbacks:
    - {type: EarlyStopping, monitor: val_loss}
"""
WRITTEN = {
    "a half-typed key": ("    units: 10\n", "    units: 10\n    act|\n"),
    "a key without its colon": ("    units: 10\n", "    units: 10\n    use_bias|\n"),
    "a value that is missing": ("activation: softmax", "activation: |"),
    "a list that is open": ("[accuracy]", "[accuracy, |"),
    "an open string": ("activation: softmax", 'activation: "soft|'),
    "a brace that is open": ("  - type: Flatten\n", "  - type: Flatten\n  - {type: |\n"),
    "a layer that is begun": ("  - type: Flatten\n", "  - type: Flatten\n  - |\n"),
    "an indent that is short": ("    units: 10\n", "    units: 10\n   |\n"),
    "a section that is begun": ("fit:\n", "data:\n  |\nfit:\n"),
    "a tab": ("    units: 10\n", "    units: 10\n\t|\n"),
}


@pytest.mark.parametrize("edit", WRITTEN.values(), ids=WRITTEN)
def test_hints_and_completion_survive_in_yaml(edit: tuple[str, str]) -> None:
    old, new = edit
    marked = PLAIN.replace(old, new, 1)
    view = view_of(marked.replace("|", "", 1), YAML, before=PLAIN)
    assert len(hints(view, "both")) >= 3
    assert offered(marked, YAML, before=PLAIN)


def test_hints_move_with_the_lines_that_are_written_above() -> None:
    broken = GOOD.replace('"inputs"', '"name": "digits\n\n  "inputs"')
    lines = [hint.position.line for hint in hints(view_of(broken, before=GOOD), "both")]
    assert lines == [line + 2 for line in range(1, 6) if line != 2]


@pytest.mark.parametrize("begun", ['{"type": "Conv2D", "pad', '{"type": "Den', "{"])
def test_hints_stay_with_their_lines_where_one_that_begins_alike_is_written(begun: str) -> None:
    old = '    {"type": "Dense", "name"'
    assert old in GOOD
    broken = GOOD.replace(old, f"    {begun}\n{old}")
    lines = {hint.position.line: hint.label for hint in hints(view_of(broken, before=GOOD), "both")}
    assert lines == {
        1: "→ (None, 8, 8, 1)",
        3: "→ (None, 6, 6, 4)  40 params",
        4: "→ (None, 144)",
        6: "→ (None, 10)  1,450 params",
    }


def test_a_layer_that_is_written_over_has_no_hint() -> None:
    broken = GOOD.replace(CONV + ',\n    {"type": "Flatten"}', '{"type": ')
    labels = [hint.label for hint in hints(view_of(broken, before=GOOD), "both")]
    assert labels == ["→ (None, 8, 8, 1)", "→ (None, 10)  1,450 params"]


def test_a_version_is_linted_once() -> None:
    store = Store("utf-32")
    first = store.snapshot(Text(JSON, 1, GOOD))
    assert store.snapshot(Text(JSON, 1, GOOD)) is first
    assert store.snapshot(Text(JSON, 2, GOOD + " ")) is not first


@pytest.mark.parametrize(
    "text", ['{"name": "pkg", "version": "1"}', '{"layers": ["base", "top"]}', "[1, 2]", "a: ["]
)
def test_nothing_is_said_of_other_documents(text: str) -> None:
    for name in ("package.json", "settings.json", "compose.yaml"):
        view = view_of(text, f"file:///nowhere/{name}")
        assert view.models == ()


def test_a_spec_stays_one_while_it_is_broken() -> None:
    uri = "file:///nowhere/net.json"
    view = view_of('{"inputs": ', uri, before=GOOD)
    assert [finding.code for finding in view.now.findings] == ["KS001"]
    assert view_of('{"inputs": ', uri).models == ()


def test_yaml_is_known_too() -> None:
    good = "inputs: {shape: [4]}\nlayers:\n  - type: Dense\n    units: 3\n"
    assert [hint.label for hint in hints(view_of(good, YAML), "shapes")] == [
        "→ (None, 4)",
        "→ (None, 3)",
    ]
