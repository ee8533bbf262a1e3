"""Files of Keras, read without Keras: the forms that it writes, and what broken ones lack."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.spec.dialects import keras_config
from kspec.spec.layers.models import Functional, Sequential
from kspec.spec.network import Network, TensorRef, references
from kspec.spec.propagation import Trace, propagate


def layer(class_name: str, name: str, inbound: list[Any] | None = None, **config: Any) -> Any:
    entry: dict[str, Any] = {
        "module": "keras.layers",
        "class_name": class_name,
        "config": {"name": name, **config},
    }
    if inbound is not None:
        entry |= {"name": name, "inbound_nodes": inbound}
    return entry


def tensor(name: str, call: int = 0, output: int = 0) -> dict[str, Any]:
    config = {"shape": [None, 4], "dtype": "float32", "keras_history": [name, call, output]}
    return {"class_name": "__keras_tensor__", "config": config}


def call(*args: Any, **kwargs: Any) -> dict[str, Any]:
    return {"args": list(args), "kwargs": kwargs}


def graph(*layers: Any, inputs: Any = None, outputs: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": {
            "name": "model",
            "layers": list(layers),
            "input_layers": ["i", 0, 0] if inputs is None else inputs,
            "output_layers": ["d", 0, 0] if outputs is None else outputs,
        },
        **more,
    }


def stack(*layers: Any, **config: Any) -> dict[str, Any]:
    config = {"name": "stack", "layers": list(layers), **config}
    return {"module": "keras", "class_name": "Sequential", "config": config}


INPUT = layer("InputLayer", "i", [], batch_shape=[None, 4])
DENSE = layer("Dense", "d", [call(tensor("i"))], units=2)


def network_of(document: dict[str, Any]) -> tuple[Network, Trace]:
    reading = keras_config.read(document)
    assert reading.problems == []
    assert reading.spec is not None
    return reading.spec.network, propagate(reading.spec.network)


def kinds(document: dict[str, Any]) -> list[str]:
    return [problem.kind for problem in keras_config.read(document).problems]


def shapes(trace: Trace) -> dict[str, Any]:
    return {name: result.output.shape for (name, _), result in trace.results.items()}  # type: ignore[attr-defined]


def test_a_functional_model() -> None:
    network, trace = network_of(graph(INPUT, DENSE))
    assert not network.sequential
    assert shapes(trace) == {"i": (None, 4), "d": (None, 2)}
    assert network.outputs == TensorRef("d", path=("config", "output_layers"))
    node = network.nodes["d"]
    assert node.path == ("config", "layers", 1)
    assert node.field("units") == ("config", "layers", 1, "config", "units")
    assert node.name_path == ("config", "layers", 1, "name")
    (ref,) = references(node.calls[0].args)
    assert ref.path == (
        *("config", "layers", 1, "inbound_nodes", 0, "args", 0, "config", "keras_history"),
    )


def test_the_wiring_of_keras_2() -> None:
    dense = layer("Dense", "d", [[["i", 0, 0, {}]]], units=2)
    network, trace = network_of(graph(INPUT, dense))
    assert shapes(trace)["d"] == (None, 2)
    merged = layer("Add", "d", [[["i", 0, 0], ["i", 0, 0, {}]]])
    network, _ = network_of(graph(INPUT, merged))
    assert len(list(references(network.nodes["d"].calls[0].args))) == 2


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [
        (["i", 0, 0], ["d", 0, 0]),
        ([["i", 0, 0]], [["d", 0, 0]]),
        ({"i": ["i", 0, 0]}, {"out": ["d", 0, 0]}),
        ([["i", 0, 0]], {"deep": [["d", 0, 0], {"er": ["d", 0, 0]}]}),
    ],
)
def test_ends_in_every_nesting(inputs: Any, outputs: Any) -> None:
    network, _ = network_of(graph(INPUT, DENSE, inputs=inputs, outputs=outputs))
    assert {ref.layer for ref in references(network.inputs)} == {"i"}
    assert {ref.layer for ref in references(network.outputs)} == {"d"}


def test_a_nested_model_is_counted_from_one_as_an_output_and_from_zero_as_an_input() -> None:
    inner = graph(INPUT, DENSE)
    inner |= {"name": "inner", "inbound_nodes": [call(tensor("i")), call(tensor("i"))]}
    after = layer("Dense", "d", [call(tensor("inner", 1))], units=3)
    network, trace = network_of(graph(INPUT, inner, after, outputs=[["inner", 1, 0], ["d", 0, 0]]))
    # Keras calls the layer by the name in its config; the file refers to it by the one beside.
    assert isinstance(network.nodes["model"].layer, Functional)
    assert [ref.call for ref in references(network.outputs)] == [0, 0]
    assert trace.weights["model"] is not None
    assert [weight.shape for weight in trace.weights["model"]] == [(4, 2), (2,)]


def test_a_stack_and_the_ways_in_which_it_says_its_input() -> None:
    dense = layer("Dense", "d", units=2)
    entry = layer("InputLayer", "i", batch_shape=[None, 4])
    with_input = stack(entry, dense)
    with_shape = stack(dense, build_input_shape=[None, 4])
    with_argument = stack(layer("Dense", "d", units=2, input_shape=[4]))
    with_build = stack(dense) | {"build_config": {"input_shape": [None, 4]}}
    inner = stack(entry, layer("Dense", "e", units=4))
    with_model = stack(inner, dense)
    for document in (with_input, with_shape, with_argument, with_build, with_model):
        network, trace = network_of(document)
        assert network.sequential
        assert not network.implicit_input
        assert shapes(trace)["d"] == (None, 2)
        assert trace.weights["d"] is not None
    network, trace = network_of(stack(dense))
    assert network.implicit_input
    assert trace.weights["d"] is None


def test_a_stack_hands_on_all_outputs_of_a_layer() -> None:
    lstm = layer("LSTM", "lstm", units=2, return_state=True)
    entry = layer("InputLayer", "i", batch_shape=[None, 3, 4])
    _, trace = network_of(stack(entry, lstm, layer("Concatenate", "c")))
    assert shapes_of(trace, "c") == (None, 6)
    _, trace = network_of(stack(entry, lstm, layer("Dense", "d", units=1)))
    fault = trace.results["d", 0].fault
    assert fault is not None
    assert fault.kind == "input_count"


def shapes_of(trace: Trace, name: str) -> Any:
    return trace.results[name, 0].output.shape  # type: ignore[attr-defined]


def test_operations_slices_and_constants() -> None:
    def operation(class_name: str, name: str, *args: Any, **config: Any) -> dict[str, Any]:
        found: dict[str, Any] = layer(class_name, name, [call(*args)], **config)
        return found | {"module": "keras.src.ops.numpy", "registered_name": class_name}

    cut = {"class_name": "__slice__", "config": {"start": None, "stop": 3, "step": None}}
    every = {"class_name": "__slice__", "config": {"start": None, "stop": None, "step": None}}
    numbers = {"class_name": "__numpy__", "config": {"value": [1, 2, 3], "dtype": "float32"}}
    network, trace = network_of(
        graph(
            INPUT,
            operation("GetItem", "g", tensor("i"), [every, cut]),
            operation("Multiply", "m", tensor("g"), numbers),
            operation("Select", "s", tensor("m")),
            operation("Mean", "d", tensor("m"), axis=-1, keepdims=True),
        )
    )
    assert shapes(trace) == {
        "i": (None, 4),
        "g": (None, 3),
        "m": (None, 3),
        "s": None,
        "d": (None, 1),
    }
    layers = {name: node.layer for name, node in network.nodes.items()}
    assert layers["m"] is not None
    assert not layers["m"].listed


def test_a_stale_build_config() -> None:
    stale = DENSE | {"build_config": {"input_shape": [None, 9]}}
    _, trace = network_of(graph(INPUT, stale))
    fault = trace.results["d", 0].fault
    assert fault is not None
    assert fault.kind == "stale_build_config"
    assert fault.message == (
        '"build_config" says that "d" was built for (None, 9), and its input is (None, 4)'
    )


def test_a_build_config_stands_in_behind_an_opaque_layer() -> None:
    custom = layer("Mine", "m", [call(tensor("i"))])
    custom |= {"module": None, "registered_name": "pack>Mine"}
    dense = layer("Dense", "d", [call(tensor("m"))], units=2)
    dense |= {"build_config": {"input_shape": [None, 7]}}
    reading = keras_config.read(graph(INPUT, custom, dense))
    assert [problem.kind for problem in reading.problems] == ["unresolved_custom"]
    assert reading.spec is not None
    trace = propagate(reading.spec.network)
    assert trace.weights["d"] is not None
    assert trace.weights["d"][0].shape == (7, 2)


@pytest.mark.parametrize(
    ("change", "kind", "place"),
    [
        ({"module": "tensorflow.keras.layers"}, "wrong_module", "module"),
        ({"module": "keras"}, "wrong_module", "module"),
        ({"module": None}, "missing_field", None),
        ({"module": "my.layers"}, "foreign_module", "class_name"),
        ({"module": "my.layers", "registered_name": "my>Dense"}, "unresolved_custom", "class_name"),
        ({"registered_name": "my>Dense"}, "unresolved_custom", "class_name"),
        ({"class_name": "Densee"}, "unknown_layer", "class_name"),
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


@pytest.mark.parametrize("key", ["class_name", "config", "name", "inbound_nodes"])
def test_a_missing_key_of_a_layer(key: str) -> None:
    dense = {name: item for name, item in DENSE.items() if name != key}
    assert "missing_field" in kinds(graph(INPUT, dense))


@pytest.mark.parametrize("key", ["name", "layers", "input_layers", "output_layers"])
def test_a_missing_key_of_a_model(key: str) -> None:
    document = graph(INPUT, DENSE)
    del document["config"][key]
    assert "missing_field" in kinds(document)


def test_all_problems_at_once() -> None:
    broken = layer("Dense", "d/d", [call(tensor("i"), 2.5)], units=-1, foo=1)
    assert sorted(kinds(graph(INPUT, broken, outputs=["d/d", 0, 0]))) == [
        "invalid_call",
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


def test_a_file_of_keras_2_is_one_problem() -> None:
    document = stack(layer("Dense", "d", units=2, batch_input_shape=[None, 4]))
    del document["module"]
    document |= {"keras_version": "2.15.0", "backend": "tensorflow"}
    (problem,) = keras_config.read(document).problems
    assert problem.kind == "keras_2_file"
    assert "2.15.0" in problem.message


def test_a_model_of_its_own_class() -> None:
    own: dict[str, Any] = {
        "module": None,
        "class_name": "Mine",
        "config": {},
        "registered_name": "Mine",
    }
    reading = keras_config.read(own)
    assert reading.spec is None
    assert [problem.kind for problem in reading.problems] == ["subclassed_model"]
    around = graph(INPUT, DENSE) | {"module": None, "class_name": "M", "registered_name": "M"}
    reading = keras_config.read(around)
    assert [problem.kind for problem in reading.problems] == ["subclassed_model"]
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


def test_read_network_and_read_model_layer() -> None:
    document = graph(INPUT, DENSE)
    network, problems = keras_config.read_network(document["config"], "Functional", ("config",))
    assert problems == []
    assert network.nodes["d"].path == ("config", "layers", 1)
    model, problems = keras_config.read_model_layer(stack(layer("Dense", "d", units=2)), ("layer",))
    assert problems == []
    assert isinstance(model, Sequential)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (graph(INPUT, DENSE), True),
        ({"class_name": "Sequential"}, True),
        ({"config": {}}, True),
        ({"name": "x", "layers": [INPUT], "input_layers": []}, True),
        ({"name": "x", "layers": [INPUT]}, True),
        ({"inputs": {"shape": [3]}, "layers": [{"type": "Dense", "units": 1}]}, False),
        ({"kspec": 1, "layers": []}, False),
        ({}, False),
    ],
)
def test_is_keras(value: dict[str, Any], *, expected: bool) -> None:
    assert keras_config.is_keras(value) is expected


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
