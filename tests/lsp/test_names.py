"""Definition, references and other names for layers."""

import pytest

from kspec.linter.fixes import applied
from kspec.lsp.names import Layer, RenameError, layer_at, renamed, span
from kspec.lsp.snapshot import Model
from tests.lsp.texts import GOOD, YAML, view_of

WIRED = """{
  "inputs": {"left": {"shape": [4]}, "right": {"shape": [4]}},
  "layers": [
    {"type": "Dense", "name": "shared", "units": 3, "inputs": "left"},
    {"layer": "shared", "inputs": "right"},
    {"type": "Concatenate", "name": "both", "inputs": ["shared", {"layer": "shared", "call": 1}]},
    {"type": "Dense", "name": "price", "units": 1},
    {"type": "Dense", "name": "kind", "units": 3, "inputs": "both", "activation": "softmax"}
  ],
  "outputs": ["price", "kind"],
  "task": {"price": "regression", "kind": "multiclass_classification"},
  "compile": {
    "loss": {"price": "mse", "kind": "categorical_crossentropy"},
    "loss_weights": {"price": 1.0, "kind": 2.0},
    "metrics": {"price": ["mae"]}
  }
}
"""


def found_at(text: str, word: str) -> tuple[Model, Layer]:
    (model,) = view_of(text).models
    found = layer_at(model, text.index(word) + 1)
    assert found is not None
    return model, found[0]


def mentions(text: str, word: str) -> list[int]:
    model, layer = found_at(text, word)
    return sorted(span(model, one).start for one in layer.mentions)


def every(text: str, word: str) -> list[int]:
    return [at + 1 for at in range(len(text)) if text.startswith(f'"{word}"', at)]


@pytest.mark.parametrize("name", ["shared", "both", "price", "kind", "left", "right"])
def test_every_mention_of_a_name_is_known(name: str) -> None:
    assert view_of(WIRED).models[0].spec is not None
    assert mentions(WIRED, f'"{name}"') == every(WIRED, name)


@pytest.mark.parametrize("name", ["shared", "both", "price", "kind", "left"])
def test_another_name_changes_nothing_else(name: str) -> None:
    model, layer = found_at(WIRED, f'"{name}"')
    before = [finding.code for finding in view_of(WIRED).now.findings]
    after = view_of(applied(WIRED, renamed(model, layer, "other")))
    assert after.models[0].spec is not None
    assert [finding.code for finding in after.now.findings] == before
    assert name not in [place.node.name for place in after.models[0].places]
    assert "other" in [place.node.name for place in after.models[0].places]


def test_a_layer_without_a_name_gets_one() -> None:
    model, layer = found_at(GOOD, '"Flatten"')
    assert layer.declaration is None
    assert '{"type": "Flatten", "name": "flat"}' in applied(GOOD, renamed(model, layer, "flat"))


def test_yaml_keeps_its_layout() -> None:
    text = "inputs: {shape: [4]}\nlayers:\n  - type: Dense\n    name: a\n    units: 3\noutputs: a\n"
    (model,) = view_of(text, YAML).models
    found = layer_at(model, text.index("name: a") + 6)
    assert found is not None
    new = applied(text, renamed(model, found[0], "b"))
    assert new == text.replace("name: a", "name: b").replace("outputs: a", "outputs: b")


@pytest.mark.parametrize("new", ["kind", "", " ", "a/b"])
def test_a_name_that_is_taken_or_none_is_refused(new: str) -> None:
    model, layer = found_at(WIRED, '"price"')
    with pytest.raises(RenameError):
        renamed(model, layer, new)
