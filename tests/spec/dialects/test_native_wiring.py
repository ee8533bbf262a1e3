"""Values in the place of a layer's name are reported once, at their place."""

from typing import Any

import pytest

import kspec
from kspec.spec.network import TensorRef


def findings(inputs: Any, outputs: Any = "last") -> list[tuple[str, tuple[str | int, ...]]]:
    layers = [
        {"type": "ReLU", "name": "first", "inputs": "x"},
        {"type": "Dense", "units": 1, "name": "last", "inputs": inputs},
    ]
    spec = {"inputs": {"x": {"shape": [4]}}, "layers": layers, "outputs": outputs}
    return [(finding.code, finding.path) for finding in kspec.lint(spec).findings]


def test_a_layer_as_keras_writes_it_is_told_how_a_spec_writes_it() -> None:
    entry = {"class_name": "Dense", "config": {"units": 1}}
    (finding,) = kspec.lint({"inputs": {"shape": [3]}, "layers": [entry]}).findings
    assert (finding.code, finding.path) == ("KS103", ("layers", 0))
    assert '{"type": "Dense", "units": 10}' in finding.help


@pytest.mark.parametrize(
    ("inputs", "path"),
    [
        (5, ()),
        ([True], (0,)),
        ({"tensor": 3}, ("tensor",)),
        ([["first"], {"tensor": None}], (1, "tensor")),
    ],
    ids=str,
)
def test_what_is_no_name_is_one_finding(inputs: Any, path: tuple[str | int, ...]) -> None:
    assert ("KS104", ("layers", 1, "inputs", *path)) in findings(inputs)
    assert "KS205" not in dict(findings(inputs))


def test_an_output_that_is_no_name_hides_what_leads_where() -> None:
    assert findings("first", [4]) == [("KS104", ("outputs", 0))]


def test_a_model_takes_a_further_output_by_its_number() -> None:
    layers = [
        {"type": "LSTM", "units": 3, "return_state": True, "name": "lstm"},
        {
            "type": "Sequential",
            "inputs": {"tensor": "lstm", "output": 1},
            "layers": [{"type": "Dense", "units": 2}],
        },
    ]
    summary = kspec.summarize({"inputs": {"shape": [4, 5]}, "layers": layers})
    assert [row.inputs for row in summary.rows] == [[], ["input_layer"], ["lstm:1"]]


def test_a_call_of_a_shared_layer_is_refused_where_it_is_made() -> None:
    layers = [
        {"type": "Dense", "units": 2, "name": "shared"},
        {"type": "Flatten", "inputs": "input_layer"},
        {"layer": "shared"},
    ]
    (finding,) = kspec.lint({"inputs": {"shape": [4, 5]}, "layers": layers}).findings
    assert (finding.code, finding.path, finding.layer) == ("KS202", ("layers", 2), "shared")
    assert [related.path for related in finding.related] == [("layers", 0), ("layers", 1)]


def test_a_name_that_no_layer_has_is_one_finding() -> None:
    assert findings("frist") == [("KS205", ("layers", 1, "inputs"))]
    assert findings("") == [("KS205", ("layers", 1, "inputs"))]


def test_a_circle_begins_at_the_call_that_makes_it() -> None:
    layers = [
        {"type": "Dense", "units": 4, "name": "shared"},
        {"layer": "shared", "inputs": "again", "name": "again"},
    ]
    (finding,) = kspec.lint({"inputs": {"shape": [4]}, "layers": layers}).findings
    assert (finding.code, finding.path) == ("KS206", ("layers", 1, "inputs"))


TWO = {"a": {"shape": [4]}, "b": {"shape": [3]}}


def arranged(inputs: Any, input_layers: Any = None) -> dict[str, Any]:
    join = {"type": "Concatenate", "inputs": list(inputs)}
    layers = [join, {"type": "Dense", "units": 2}]
    return {"inputs": inputs, "layers": layers, "input_layers": input_layers}


def names(structure: Any) -> Any:
    if isinstance(structure, TensorRef):
        return structure.layer
    if isinstance(structure, dict):
        return {key: names(item) for key, item in structure.items()}
    return [names(item) for item in structure]


@pytest.mark.parametrize(
    ("inputs", "written", "taken"),
    [
        ({"a": {"shape": [4]}}, None, "a"),
        ({"a": {"shape": [4]}}, ["a"], ["a"]),
        (TWO, None, ["a", "b"]),
        (TWO, ["b", "a"], ["b", "a"]),
        (TWO, {"left": ["a"], "right": "b"}, {"left": ["a"], "right": "b"}),
    ],
    ids=str,
)
def test_inputs_are_taken_as_input_layers_says(inputs: Any, written: Any, taken: Any) -> None:
    assert names(kspec.load(arranged(inputs, written)).network.inputs) == taken


@pytest.mark.parametrize(
    ("written", "path", "code", "said"),
    [
        (["a", "bb"], (1,), "KS205", 'an input is "bb", and no layer'),
        (["a", "dense"], (1,), "KS104", '"dense" is no input'),
        ({"left": "a"}, (), "KS104", 'leaves out the input "b"'),
        (["a", 3], (1,), "KS104", "is the name of a layer"),
        ([], (), "KS104", 'leaves out the input "a"'),
    ],
    ids=str,
)
def test_input_layers_name_the_inputs(written: Any, path: Any, code: str, said: str) -> None:
    (finding,) = kspec.lint(arranged(TWO, written)).findings
    assert (finding.code, finding.path) == (code, ("input_layers", *path))
    assert said in finding.message


def test_a_model_in_the_place_of_inputs_takes_no_input_layers() -> None:
    spec = {"model": "m.json", "input_layers": ["a"]}
    assert ("KS108", ("input_layers",)) in [(f.code, f.path) for f in kspec.lint(spec).findings]


def test_who_takes_what_is_not_there_is_said_of_each() -> None:
    layers = [{"type": "Dense", "units": 1, "name": "last", "inputs": "lost"}]
    spec = {"inputs": {"x": {"shape": [4]}}, "layers": layers, "outputs": ["last", "lost"]}
    (finding,) = [one for one in kspec.lint(spec).findings if one.code == "KS205"]
    assert finding.message == '"last" takes "lost", and no layer has this name'
    assert [one.message for one in finding.related] == ["an output is it too"]
