"""Inputs that once broke the linter or passed in silence; each is an error now."""

import json
from typing import Any

import pytest

from kspec.linter.engine import lint_document
from kspec.linter.fixing import fixed
from kspec.linter.report import Checked
from kspec.source.document import Document
from kspec.source.parsing import parse_text
from tests.fuzz.holds import lint_holds
from tests.fuzz.inputs import CORPUS, Input

BEYOND_FLOATS = 10**400


def spec(layers: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"inputs": {"a": {"shape": [4]}, "b": {"shape": [4]}}, "layers": layers, **more}


def is_error(value: object) -> None:
    assert not lint_holds(Input("model.json", json.dumps(value).encode())).ok


@pytest.mark.parametrize(
    "target_range", [[0, BEYOND_FLOATS], [-BEYOND_FLOATS, 1], {"dense": [0, BEYOND_FLOATS]}]
)
@pytest.mark.parametrize("loss", ["mse", "binary_crossentropy"])
def test_a_range_that_no_float_can_hold(target_range: object, loss: str) -> None:
    head = {"type": "Dense", "units": 1, "activation": "tanh", "inputs": ["a"]}
    is_error(spec([head], compile={"loss": loss}, data={"target_range": target_range}))


def test_a_learning_rate_that_no_float_can_hold() -> None:
    optimizer = {"type": "Adam", "learning_rate": BEYOND_FLOATS}
    head = {"type": "Dense", "units": 1, "inputs": ["a"]}
    is_error(spec([head], compile={"loss": "mse", "optimizer": optimizer}))


@pytest.mark.parametrize("axes", [[], [1], [1, 1, 1]])
def test_a_dot_over_too_few_or_too_many_axes(axes: list[int]) -> None:
    is_error(spec([{"type": "Dot", "axes": axes, "inputs": ["a", "b"]}]))


def test_an_archive_that_is_cut_off_does_not_pass() -> None:
    report = lint_holds(Input("model.keras", b"PK\x03\x04"))
    assert [finding.code for finding in report.findings] == ["KS704"]


FLAWS = ("\\", '"', "\\p", "\n", "\u202e", "größe")


@pytest.mark.parametrize("flaw", FLAWS, ids=ascii)
@pytest.mark.parametrize("name", ["any.json", "any.yaml"])
def test_a_fix_that_names_an_odd_layer_mends_the_file(flaw: str, name: str) -> None:
    """Names from another part of the file are written as JSON, or as YAML, where a fix repeats
    them.
    """
    layer = "encoder" + flaw
    dense = {"type": "Dense", "units": 2}
    broken = spec([{**dense, "name": layer, "inputs": "a"}, {**dense, "inputs": "encodre" + flaw}])
    document = parse_text(json.dumps(broken, indent=1), name)
    mended = fixed(_linted(document), _linted, unsafe=False)
    assert mended.fixed == 1
    value: Any = mended.document.value
    assert value["layers"][1]["inputs"] == layer


def _linted(document: Document) -> Checked:
    return Checked.of(lint_document(document))


@pytest.mark.parametrize("call", [-5, 7, 10**30])
def test_a_circle_behind_a_call_that_is_not_there(call: int) -> None:
    model = json.loads((CORPUS / "residual.json").read_text("utf-8"))
    config = model["config"]
    config["output_layers"][1] = call
    first = config["layers"][1]["inbound_nodes"][0]["args"][0]
    first["config"]["keras_history"] = ["add", call, 0]
    is_error(model)


@pytest.mark.parametrize("shape", [[None, False], [True, 4], [None, 0], [0, 4]])
@pytest.mark.parametrize("built", [True, False])
def test_a_stated_input_shape_of_nothing(shape: list[object], built: bool) -> None:  # noqa: FBT001 - drawn
    """Keras takes them as sizes, and loads the model."""
    dense: dict[str, Any] = {
        "module": "keras.layers",
        "class_name": "Dense",
        "config": {"name": "d", "units": 2},
    }
    config: dict[str, Any] = {"name": "n", "layers": [{**dense, "registered_name": None}]}
    model = {"module": "keras", "class_name": "Sequential", "config": config}
    where = {"build_config": {"input_shape": shape}} if built else {}
    config |= {} if built else {"build_input_shape": shape}
    value = {**model, **where, "registered_name": None}
    found = lint_holds(Input("model.json", json.dumps(value).encode())).findings
    errors = [one.code for one in found if one.severity == "error"]
    assert not errors


@pytest.mark.parametrize("token", ["E1", "-e+5", ".e1", "+E0", "E_1"])
def test_an_exponent_is_no_number(token: str) -> None:
    assert not lint_holds(Input("model.json", f'{{"a": {token}}}'.encode())).ok


@pytest.mark.parametrize("kind", ["BinaryAccuracy", "BinaryIoU"])
def test_a_threshold_that_no_float_can_hold(kind: str) -> None:
    loss = {"type": "BinaryCrossentropy", "from_logits": True}
    head = {"type": "Dense", "units": 1, "inputs": ["a"]}
    metric = {"type": kind, "threshold": BEYOND_FLOATS}
    value = spec([head], compile={"loss": loss, "optimizer": "sgd", "metrics": [metric]})
    found = lint_holds(Input("model.json", json.dumps(value).encode())).findings
    assert "KS309" in {one.code for one in found}


@pytest.mark.parametrize("text", ['"]"', ' "a}b" ', '"[{"'])
def test_a_text_alone_that_holds_brackets(text: str) -> None:
    assert not lint_holds(Input("model.json", text.encode())).ok


def test_a_field_that_steers_a_terminal_in_a_file_of_one_line() -> None:
    value = spec([{"type": "Dense", "units": 1, "inputs": ["a"]}], **{"com\u202epile": {}})
    value["name"] = "n" * 200
    is_error(value)
    assert len(json.dumps(value)) > 240
    lint_holds(Input("model.json", json.dumps(value, ensure_ascii=False).encode()))


@pytest.mark.parametrize("shape", [[], [None], [None, 5]])
def test_an_input_that_lacks_axes(shape: list[int | None]) -> None:
    for name in ("AugMix", "LSTM"):
        first = [{"type": "ReLU"}, {"type": name, "units": 2} if name == "LSTM" else {"type": name}]
        layers = [*first, {"type": "Dense", "units": 1}]
        is_error({"inputs": {"x": {"batch_shape": shape}}, "layers": layers})
