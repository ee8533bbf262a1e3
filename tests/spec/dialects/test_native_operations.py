"""Operations of ``keras.ops`` in native specs: called as Python calls the functions."""

from typing import Any

import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.spec.dialects.keras_writer import network_config
from kspec.spec.dialects.native_operations import call_arguments
from kspec.spec.dialects.native_writer import native_document
from kspec.spec.dialects.operation_functions import functions
from kspec.spec.parse import parse
from kspec.spec.shapes import Tensor

INPUTS = {"a": {"shape": [6, 4]}, "b": {"shape": [6, 4]}}


def spec(*layers: dict[str, Any]) -> dict[str, Any]:
    return {"inputs": INPUTS, "layers": list(layers)}


def shape_of(*layers: dict[str, Any]) -> object:
    report = kspec.lint(spec(*layers))
    assert report.ok, report.findings
    (head,) = Analysis(parse(spec(*layers))).heads
    return None if head.shape is None else list(head.shape)


def operation(function: str, **arguments: Any) -> dict[str, Any]:
    return {"type": f"keras.ops.{function}", **arguments}


@pytest.mark.parametrize(("function", "cls"), [("abs", "Absolute"), ("conj", "Conjugate")])
def test_class_that_a_function_makes(function: str, cls: str) -> None:
    assert functions()[f"keras.ops.{function}"] == cls


@pytest.mark.parametrize(
    ("call", "shape"),
    [
        (operation("add", inputs=["a", "b"]), [None, 6, 4]),
        (operation("add", inputs="a", x2={"tensor": "b"}), [None, 6, 4]),
        (operation("subtract", inputs=[1, "a"]), [None, 6, 4]),
        (operation("multiply", inputs="a", x2=0.5), [None, 6, 4]),
        (operation("concatenate", inputs=["a", "b"], axis=-1), [None, 6, 8]),
        (operation("stack", inputs=["a", "b", "a"], axis=1), [None, 3, 6, 4]),
        (operation("sum", inputs="a", axis=[1, 2]), [None]),
        (operation("get_item", inputs=["a", [{"slice": "..."}, {"slice": [1, 3]}]]), [None, 6, 2]),
        (operation("get_item", inputs="a", key=[{"slice": [None]}, 0]), [None, 4]),
        (operation("einsum", inputs=["a", "b"], subscripts="bij,bkj->bik"), [None, 6, 6]),
        (operation("image.resize", inputs="c", size=[4, 4]), [None, 4, 4, 1]),
        (operation("where", inputs=["a", "b", 0.0]), [None, 6, 4]),
    ],
    ids=str,
)
def test_a_function_takes_its_own_arguments(call: dict[str, Any], shape: list[int]) -> None:
    image = operation("expand_dims", inputs="a", axis=-1, name="c")
    assert shape_of(image, call) == shape


def test_a_stack_with_an_operation_says_what_it_takes() -> None:
    inner = {"type": "Sequential", "name": "inner", "layers": [operation("sqrt", name="root")]}
    found = parse({"inputs": {"shape": [4]}, "layers": [inner]}).spec
    assert found is not None
    (_, written) = network_config(found.network)["config"]["layers"]
    (taken, _) = written["config"]["layers"]
    assert taken["config"] == {
        "name": "input_layer",
        "batch_shape": [None, 4],
        "dtype": "float32",
    }


def test_an_operation_takes_the_layer_before_it() -> None:
    dense = {"type": "Dense", "units": 3, "inputs": "a"}
    assert shape_of(dense, operation("softmax"), operation("mean", axis=1)) == [None, 3]


def test_operations_are_named_as_keras_names_them() -> None:
    two = [operation("log_softmax", inputs="a"), operation("log_softmax", inputs="b")]
    network = kspec.load(spec(*two)).network
    assert list(network.nodes)[-2:] == ["log_softmax", "log_softmax_1"]


@pytest.mark.parametrize(
    ("layer", "path", "message"),
    [
        (operation("sofmax", inputs="a"), "type", "Keras has no operation keras.ops.sofmax"),
        (operation("sum", inputs="a", axes=1), "axes", 'has no field "axes"'),
        (operation("get_item", inputs=["a", {"slice": ["x"]}]), "inputs", "A slice is"),
        (operation("add", inputs=["a", "c"]), "inputs", 'takes "c", and no layer has this name'),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_where_it_stands(
    layer: dict[str, Any], path: str, message: str
) -> None:
    (finding,) = kspec.lint(spec(layer)).findings
    assert finding.path[:3] == ("layers", 0, path)
    assert message in finding.message


def test_a_misspelt_function_has_a_suggestion() -> None:
    (problem,) = parse(spec(operation("sofmax", inputs="a"))).problems
    assert problem.suggestion == '"keras.ops.softmax"'


def test_an_operation_keras_refuses_is_an_error_there() -> None:
    (finding,) = kspec.lint(spec(operation("matmul", inputs=["a", "b"]))).findings
    assert finding.severity == "error"
    assert finding.layer == "matmul"


def test_a_stack_with_an_operation_is_a_graph() -> None:
    stack = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 3}, operation("relu")]}
    assert not kspec.load(stack).network.sequential


def test_operations_are_written_as_they_were_read() -> None:
    layers = [
        operation("multiply", inputs=["a", 2], name="twice"),
        operation("get_item", inputs=["twice", [{"slice": "..."}, 0]], name="first"),
        operation("stack", inputs=["first", "first"], axis=1, name="pair"),
    ]
    again = native_document(kspec.load(spec(*layers)))
    assert network_config(kspec.load(again).network) == network_config(
        kspec.load(spec(*layers)).network
    )
    assert [layer["type"] for layer in again["layers"]] == [layer["type"] for layer in layers]


@pytest.mark.contract
def test_functions_and_their_arguments_are_those_of_keras() -> None:
    keras = pytest.importorskip("keras")
    from inspect import signature

    wrong = {}
    for path, class_name in functions().items():
        function: Any = keras
        for part in path.split(".")[1:]:
            function = getattr(function, part, None)
        names = set() if function is None else set(signature(function).parameters)
        if not call_arguments(class_name) <= names:
            wrong[path] = call_arguments(class_name) - names
    assert wrong == {}


def test_an_array_among_the_arguments() -> None:
    one = {"array": [[1.0, 2.0, 3.0, 4.0]], "dtype": "float32"}
    added = operation("add", inputs=["a", one])
    network = kspec.load(spec(added)).network
    x = network.nodes["add"].calls[0].args[1]
    assert x == Tensor((1, 4), "float32")
    assert native_document(kspec.load(spec(added)))["layers"][0]["inputs"][1] == one
    whole = operation("take", inputs="a", indices={"array": [0, 2]}, axis=1)
    assert shape_of(whole) == [None, 2, 4]


@pytest.mark.parametrize(
    ("array", "message"),
    [
        ({"array": [[1], [2, 3]]}, "have one length"),
        ({"array": [1, "x"]}, "values of its dtype"),
        ({"array": [1], "dtype": "floatt"}, "no dtype"),
    ],
)
def test_an_array_that_keras_cannot_make_is_one_finding(
    array: dict[str, Any], message: str
) -> None:
    (finding,) = kspec.lint(spec(operation("add", inputs=["a", array]))).findings
    assert message in finding.message
    assert finding.path[:4] == ("layers", 0, "inputs", 1)


def test_a_slice_without_a_step_is_refused() -> None:
    key = [{"slice": [None]}, {"slice": [None, None, 0]}]
    (finding,) = kspec.lint(spec(operation("get_item", inputs="a", key=key))).findings
    assert finding.message == "This operation steps by 0"
