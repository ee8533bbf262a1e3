"""Problems of a Keras file have their places, all at once."""

from typing import Any

import pytest

from kspec.spec.dialects import keras_config
from kspec.spec.dialects.keras_object import is_of_keras
from kspec.spec.layers.models import Sequential
from kspec.spec.propagation import propagate
from tests.spec.dialects.keras_texts import (
    DENSE,
    INPUT,
    call,
    graph,
    kinds,
    layer,
    network_of,
    stack,
    tensor,
)

NO_OPERATION = {"module": "keras.src.ops.nn", "class_name": "Reluu", "registered_name": "Reluu"}


@pytest.mark.parametrize(
    ("change", "kind", "place"),
    [
        ({"module": "tensorflow.keras.layers"}, "wrong_module", "module"),
        ({"module": "keras"}, "wrong_module", "module"),
        ({"module": None}, "missing_field", None),
        ({"module": "my.layers"}, "foreign_module", "class_name"),
        ({"module": "my.layers", "registered_name": "my>Dense"}, "opaque_layer", "class_name"),
        ({"registered_name": "my>Dense"}, "invalid_value", "registered_name"),
        ({"class_name": "Own", "registered_name": "my>Own"}, "opaque_layer", "class_name"),
        ({"class_name": "Densee"}, "unknown_layer", "class_name"),
        ({"class_name": "Own", "registered_name": "Own"}, "unknown_layer", "class_name"),
        (NO_OPERATION, "unknown_layer", "class_name"),
        (NO_OPERATION | {"registered_name": "my>Reluu"}, "opaque_layer", "class_name"),
        ({"class_name": 3}, "wrong_type", "class_name"),
        ({"config": []}, "wrong_type", "config"),
        ({"inbound_nodes": "x"}, "wrong_type", "inbound_nodes"),
    ],
)
def test_a_broken_layer(change: dict[str, Any], kind: str, place: str | None) -> None:
    reading = keras_config.read(graph(INPUT, DENSE | change))
    found = [(problem.kind, problem.path) for problem in reading.problems]
    here = ("config", "layers", 1)
    assert (kind, here if place is None else (*here, place)) in found


def test_a_misspelt_class_is_corrected() -> None:
    (problem,) = keras_config.read(graph(INPUT, DENSE | {"class_name": "Densee"})).problems
    assert problem.suggestion == '"Dense"'


def test_a_misspelt_operation_is_corrected() -> None:
    (problem,) = keras_config.read(graph(INPUT, DENSE | NO_OPERATION)).problems
    assert problem.message == 'Keras has no operation "Reluu"'
    assert problem.suggestion == '"Relu"'


@pytest.mark.parametrize("key", ["class_name", "config", "name", "inbound_nodes"])
def test_a_missing_key_of_a_layer(key: str) -> None:
    dense = {name: item for name, item in DENSE.items() if name != key}
    assert "missing_field" in kinds(graph(INPUT, dense))


@pytest.mark.parametrize("key", ["name", "layers", "input_layers", "output_layers"])
def test_a_missing_key_of_a_model(key: str) -> None:
    document = graph(INPUT, DENSE)
    del document["config"][key]
    assert "missing_field" in kinds(document)


@pytest.mark.parametrize(
    ("name", "word"), [("TFOpLambda", "keras.ops"), ("CuDNNLSTM", "LSTM"), ("Dens", '"Dense"')]
)
def test_an_absent_class_is_one_problem_however_it_is_called(name: str, word: str) -> None:
    absent = DENSE | {"class_name": name, "inbound_nodes": [["i", 0, 0, {"y": 1.0}]]}
    (problem,) = keras_config.read(graph(INPUT, absent)).problems
    assert problem.kind == "unknown_layer"
    assert word in problem.help


def test_a_call_without_the_list_around_its_inputs_is_one_problem() -> None:
    bare = DENSE | {"inbound_nodes": [["i", 0, 0, {}]]}
    (problem,) = keras_config.read(graph(INPUT, bare)).problems
    assert (problem.kind, problem.path[-2:]) == ("wrong_type", ("inbound_nodes", 0))


def test_all_problems_at_once() -> None:
    broken = layer("Dense", "d/d", [call(tensor("i"))], units=-1, foo=1)
    assert sorted(kinds(graph(INPUT, broken, outputs=["d/d", 0, 0]))) == [
        "invalid_value",
        "invalid_value",
        "unknown_field",
    ]


def test_a_name_given_twice() -> None:
    reading = keras_config.read(graph(INPUT, DENSE, DENSE))
    (problem,) = reading.problems
    assert problem.kind == "duplicate_layer_name"
    assert problem.related[0].path == ("config", "layers", 1, "name")
    twice = stack(layer("Dense", "d", units=2), layer("Dense", "d", units=2))
    assert kinds(twice) == ["duplicate_layer_name"]


def test_unknown_references_stay_in_the_graph() -> None:
    dense = layer("Dense", "d", [call(tensor("ii")), call(tensor("i", 0, 3))], units=2)
    _, trace = network_of(graph(INPUT, dense))
    assert [ref.layer for _, ref in trace.dangling] == ["ii", "i"]


def test_an_input_that_the_model_does_not_list() -> None:
    other = layer("InputLayer", "j", [], batch_shape=[None, 4])
    dense = layer("Dense", "d", [call(tensor("j"))], units=2)
    (problem,) = keras_config.read(graph(INPUT, other, dense)).problems
    assert problem.path == ("config", "input_layers")
    assert '"j"' in problem.message


def test_code_in_a_file_is_found_and_said_once() -> None:
    code = {"class_name": "__lambda__", "config": {"code": "4wEAAA==", "defaults": None}}
    found = layer("Lambda", "d", [call(tensor("i"))], function=code)
    (problem,) = keras_config.read(graph(INPUT, found)).problems
    assert problem.kind == "embedded_code"
    assert problem.path == ("config", "layers", 1, "config", "function")
    saved = layer("TFSMLayer", "d", [call(tensor("i"))], filepath="/tmp/model")  # noqa: S108
    assert kinds(graph(INPUT, saved)) == ["external_reference"]


def test_a_function_without_a_name_as_activation_is_code() -> None:
    code = {"value": ["4wEAAA==", None, None]}
    reading = keras_config.read(
        graph(INPUT, layer("Dense", "d", [call(tensor("i"))], units=2, activation=code))
    )
    (problem,) = reading.problems
    assert problem.kind == "embedded_code"
    assert problem.path == ("config", "layers", 1, "config", "activation")
    assert reading.spec is not None
    assert propagate(reading.spec.network).results["d", 0].outputs[0].shape == (None, 2)


def test_a_file_of_keras_2_is_one_problem() -> None:
    document = stack(layer("Dense", "d", units=2, batch_input_shape=[None, 4]))
    del document["module"]
    versioned = {**document, "keras_version": "2.15.0", "backend": "tensorflow"}
    (problem,) = keras_config.read(versioned).problems
    assert problem.kind == "keras_2_file"
    assert "2.15.0" in problem.message
    assert "tf_keras" in str(problem.help)
    (first,) = keras_config.read({**versioned, "keras_version": "1.2.1"}).problems
    assert "write the network again" in str(first.help)
    assert first.help != problem.help
    listed = {"class_name": "Sequential", "config": document["config"]["layers"]}
    archived = graph(INPUT, DENSE) | {"module": "keras.src.engine.functional"}
    for other in (document, listed, archived):
        assert kinds(other) == ["keras_2_file"]


def test_a_file_that_only_lost_its_module_is_not_of_keras_2() -> None:
    document = stack(layer("Dense", "d", units=2))
    del document["module"]
    assert kinds(document) == ["missing_field"]


def test_the_axis_of_a_layer_of_keras_2() -> None:
    """Keras takes it out of its list, and passes over what is no axis."""
    for axis, known in (([1], True), (1.0, True), ([1, 1], True), ("x", True)):
        old = layer("BatchNormalization", "d", [call(tensor("i"))], axis=axis)
        del old["module"]
        assert (kinds(graph(INPUT, old)) == []) is known
    new = layer("BatchNormalization", "d", [call(tensor("i"))], axis=[1])
    assert kinds(graph(INPUT, new)) == ["wrong_type"]


def test_a_model_of_its_own_class() -> None:
    own: dict[str, Any] = {
        "module": None,
        "class_name": "Mine",
        "config": {},
        "registered_name": "Mine",
    }
    reading = keras_config.read(own)
    assert [problem.kind for problem in reading.problems] == ["opaque_layer"]
    assert reading.spec is not None
    assert list(reading.spec.network.nodes) == ["mine_input", "mine"]
    around = graph(INPUT, DENSE) | {"module": None, "class_name": "M", "registered_name": "M"}
    reading = keras_config.read(around)
    assert [problem.kind for problem in reading.problems] == ["opaque_layer"]
    assert reading.spec is not None
    assert list(reading.spec.network.nodes) == ["i", "d"]


def test_compile_config_stands_in_its_own_place() -> None:
    document = graph(INPUT, DENSE, compile_config={"optimizer": "adam", "loss": "mse"})
    reading = keras_config.read(document, ("model",))
    assert reading.problems == []
    assert reading.spec is not None
    assert reading.spec.compile is not None
    assert reading.spec.path("compile", "loss") == ("model", "compile_config", "loss")
    broken = graph(INPUT, DENSE, compile_config=["adam"])
    assert kinds(broken) == ["wrong_type"]


def test_read_model_layer() -> None:
    model, problems = keras_config.read_model_layer(stack(layer("Dense", "d", units=2)), ("layer",))
    assert problems == []
    assert isinstance(model, Sequential)


@pytest.mark.parametrize("whole", [graph(INPUT, DENSE), stack(layer("Dense", "d", units=2))])
def test_a_config_alone_is_read_where_it_stands(whole: dict[str, Any]) -> None:
    config = whole["config"]
    reading = keras_config.read(config, ("model",))
    assert reading.problems == []
    assert reading.spec is not None
    assert reading.spec.network.nodes["d"].path[:2] == ("model", "layers")
    assert list(reading.spec.network.nodes) == list(network_of(whole)[0].nodes)
    (problem,) = keras_config.read(config | {"name": 3}).problems
    assert (problem.kind, problem.path) == ("wrong_type", ("name",))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (graph(INPUT, DENSE), True),
        ({"class_name": "Sequential"}, True),
        ({"config": {}}, True),
        ({"name": "x", "layers": [INPUT], "input_layers": []}, True),
        ({"name": "x", "layers": [INPUT]}, True),
        ({"inputs": {"shape": [3]}, "layers": [{"type": "Dense", "units": 1}]}, False),
        ({"inputs": {"shape": [3]}, "layers": [DENSE]}, False),
        ({"layers": [{"class_name": "Dense", "units": 1}]}, False),
        ({"kspec": 1, "layers": []}, False),
        ({"layers": []}, False),
        ({}, False),
    ],
)
def test_is_of_keras(value: dict[str, Any], *, expected: bool) -> None:
    assert is_of_keras(value) is expected


def mutants(value: Any) -> list[Any]:
    junk: list[Any] = [None, 1, -1, 2.5, True, "x", "", [], {}, [[]], [None], {"class_name": []}]
    found: list[Any] = list(junk)
    if isinstance(value, dict):
        for key, item in value.items():
            found.append({name: other for name, other in value.items() if name != key})
            found.extend(value | {key: mutant} for mutant in mutants(item))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found.append(value[:index] + value[index + 1 :])
            found.extend([*value[:index], mutant, *value[index + 1 :]] for mutant in mutants(item))
    return found


def test_nothing_in_a_file_is_an_exception() -> None:
    inner = stack(INPUT, layer("Dense", "e", units=4)) | {"name": "s", "inbound_nodes": []}
    inner["inbound_nodes"] = [call(tensor("i"))]
    dense = layer("Dense", "d", [[["s", 0, 0, {}]]], units=2)
    document = graph(INPUT, inner, dense, compile_config={"loss": "mse"})
    for mutant in mutants(document):
        if isinstance(mutant, dict):
            reading = keras_config.read(mutant)
            if reading.spec is not None:
                propagate(reading.spec.network)


def test_what_keras_has_no_default_for_when_it_loads_a_file() -> None:
    assert kinds(graph(INPUT, layer("Rescaling", "d", [call(tensor("i"))], scale=2.0))) == [
        "missing_field"
    ]
    whole = layer("Rescaling", "d", [call(tensor("i"))], scale=2.0, offset=0.0)
    assert kinds(graph(INPUT, whole)) == []


@pytest.mark.parametrize(
    ("activation", "found"),
    [
        ({"class_name": "ReLU", "config": {}}, ["missing_field"]),
        ({"class_name": "function", "config": "relu"}, ["missing_field"]),
        ({"module": "keras.layers", "class_name": "ReLU", "config": {}}, []),
        ({"module": "builtins", "class_name": "function", "config": "relu"}, []),
    ],
)
def test_an_activation_is_found_by_its_module(activation: Any, found: list[str]) -> None:
    dense = layer("Dense", "d", [call(tensor("i"))], units=2, activation=activation)
    assert kinds(graph(INPUT, dense)) == found


@pytest.mark.parametrize(
    ("module", "found"),
    [("keras.initializers", []), ("my.package", []), (None, ["missing_field"])],
)
def test_an_initializer_is_found_by_its_name(module: str | None, found: list[str]) -> None:
    ones: dict[str, Any] = {
        "module": module,
        "class_name": "Ones",
        "config": {},
        "registered_name": None,
    }
    dense = layer("Dense", "d", [call(tensor("i"))], units=2, kernel_initializer=ones)
    assert kinds(graph(INPUT, dense)) == found


def test_a_model_without_a_module_is_no_class_of_its_own() -> None:
    document = graph(INPUT, DENSE) | {"registered_name": "Functional"}
    assert kinds(document) == []
    assert kinds(document | {"module": "my.models"}) == ["wrong_module"]
    del document["module"]
    assert kinds(document) == ["missing_field"]
