"""Python code of a stranger's spec: the calls that build the model, and its words as strings."""

import ast
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.linter.engine import lint_document
from kspec.source.parsing import parse_text
from kspec.spec.dialects.keras_writer import spec_config
from kspec.spec.dialects.native_writer import native_document
from kspec.spec.dialects.python_text import number, quoted
from kspec.spec.dialects.python_writer import python_code
from kspec.spec.model import ModelSpec

EVIL = (
    *('"); import os; ("', "x\\", "'''", '"""', "{__import__('os')}", "a\nimport os", "a b", "é"),
    *("print", "float", "slice", "keras", "layers", "model", "lambda", "None", "__builtins__"),
    *("x", "x_2", "x-2", "x_layer", "x_model", "", "1", "\u202e", "\u2028", "\x00", "\x7f"),
)
WORDS = st.sampled_from(EVIL) | st.text(max_size=8)
DENSE = {"type": "Dense", "units": 4}


def spec(document: object) -> ModelSpec:
    """The spec of a document, whatever lint finds in it."""
    analysis = lint_document(parse_text(json.dumps(document), "model.json")).analysis
    assert analysis is not None
    assert analysis.spec is not None
    return analysis.spec


def graph(names: list[str]) -> dict[str, Any]:
    """An input, a layer called twice, one inside a model of the same names, and a sum."""
    x, one, two, inner, last = names
    nested: dict[str, Any] = {
        "type": "Functional",
        "name": inner,
        "inputs": {x: {"shape": [4]}},
        "layers": [],
    }
    nested["layers"] = [{**DENSE, "name": one, "inputs": x}, {**DENSE, "name": two, "inputs": x}]
    loss = {"type": "MeanSquaredError", "name": two}
    return {
        "name": inner,
        "inputs": {x: {"shape": [4]}},
        "layers": [
            {**DENSE, "name": one, "inputs": x},
            {"layer": one, "name": "again", "inputs": one},
            {**DENSE, "name": two, "inputs": "again", "bias_initializer": {"type": "Zeros"}},
            {**nested, "outputs": [one, two], "call": {"inputs": two}},
            {"type": "Add", "name": last, "inputs": [two, x]},
        ],
        "outputs": {last: last},
        "compile": {"loss": {last: loss}, "metrics": [{"type": "AUC", "name": one}]},
    }


def check(code: str) -> ast.Module:
    """The module, where it makes and compiles a model and does nothing else."""
    assert not any(not char.isprintable() and char != "\n" for char in code)
    module = ast.parse(code)
    made: list[str] = []
    for statement in module.body[2:]:
        assert isinstance(statement, ast.Assign | ast.Expr)
        for node in ast.walk(statement.value):
            assert not isinstance(node, ast.JoinedStr | ast.Lambda | ast.NamedExpr | ast.BinOp)
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called in {"float", "slice", "model.compile", *made} or (
                    called.partition(".")[0] in {"keras", "layers"} and called.count(".")
                )
        if isinstance(statement, ast.Assign):
            made += [ast.unparse(target) for target in statement.targets]
    assert len(made) == len(set(made)), "a variable is written over"
    assert not {"keras", "layers", "float", "slice", "print"} & set(made)
    return module


@given(st.lists(WORDS, min_size=5, max_size=5, unique=True))
def test_any_name_is_a_string_and_a_variable_of_its_own(names: list[str]) -> None:
    try:
        code = python_code(spec(graph(names)))
    except ValueError:
        return  # two of them mean the same, and the network is not whole
    strings = {
        node.value
        for node in ast.walk(check(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(names[1:]) - {""} <= strings


def test_names_that_make_one_variable_make_several() -> None:
    code = python_code(spec(graph(["x", "x-layer", "x_layer", "x", "sum"])))
    made = [line.partition(" = ")[0] for line in code.splitlines() if " = " in line]
    assert made[:3] == ["x", "x_layer_layer", "x_layer"]
    assert len(set(made)) == len(made)
    check(code)


@given(
    st.recursive(
        WORDS | st.just("\ud800") | st.floats() | st.integers() | st.none() | st.booleans(),
        st.lists,
    )
)
def test_values_come_back(value: object) -> None:
    back = eval(quoted(value), {"__builtins__": {}, "float": float})  # noqa: S307 - what is tested
    assert repr(back) == repr(value)


KEYS = {
    "of a call": {
        "inputs": {"x": {"shape": [4]}},
        "layers": [{"type": "Dropout", "rate": 0.1, "call": {"training=exit(), seed": True}}],
    },
    "of an operation": {
        "inputs": {"x": {"shape": [4]}},
        "layers": [{"type": "keras.ops.add", "x2=exit(), x3": 1}],
    },
}


@pytest.mark.parametrize("document", KEYS.values(), ids=KEYS)
def test_a_key_that_is_no_argument_is_refused(document: object) -> None:
    """Lint finds it; settings may silence that."""
    with pytest.raises(ValueError, match="is no argument in Python"):
        python_code(spec(document))


BROKEN = {
    "takes what nothing gives": [{**DENSE, "inputs": "nothing"}],
    "waits for itself": [
        {**DENSE, "name": "a", "inputs": "b"},
        {**DENSE, "name": "b", "inputs": "a"},
        {**DENSE, "name": "c", "inputs": "x"},
    ],
}


@pytest.mark.parametrize("writer", [python_code, native_document, spec_config])
@pytest.mark.parametrize("words", BROKEN)
def test_a_network_that_is_not_whole_is_refused(words: str, writer: Any) -> None:
    document = {"inputs": {"x": {"shape": [4]}}, "layers": BROKEN[words]}
    with pytest.raises(ValueError, match=words):
        writer(spec(document))


def test_a_key_by_its_name_is_a_subscript() -> None:
    key = [{"slice": [None]}, 0]
    picked = {"type": "keras.ops.get_item", "inputs": "x", "key": key, "name": "first"}
    assert "first = x[:, 0]" in python_code(
        spec({"inputs": {"x": {"shape": [4]}}, "layers": [picked]})
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 255, "1 / 255"),
        (1 / 127.5, "1 / 127.5"),
        (1 / 3, "1 / 3"),
        (0.001, "0.001"),
        (0.0001234567891, "0.0001234567891"),
        (0.00392157, "0.00392157"),
        (0.0, "0.0"),
        (2.5, "2.5"),
        (3, "3"),
        (None, "None"),
    ],
)
def test_fractions_of_one_are_written_as_people_do(value: float | None, text: str) -> None:
    assert number(value) == text
    assert ast.unparse(ast.parse(text, mode="eval")) == text
