"""Files of Keras, read without Keras: the forms that it writes, and what broken ones lack."""

from typing import Any

import pytest

from kspec.spec.dialects import keras_config
from kspec.spec.layers.models import Functional
from kspec.spec.network import TensorRef, references
from kspec.spec.propagation import Trace, propagate
from tests.spec.dialects.keras_texts import (
    DENSE,
    INPUT,
    call,
    graph,
    layer,
    network_of,
    shapes,
    stack,
    tensor,
)


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
    assert not layers["m"].is_layer


def test_a_slice_with_a_text_for_an_end_is_refused() -> None:
    cut = {"class_name": "__slice__", "config": {"start": "x", "stop": None, "step": None}}
    got = layer("GetItem", "g", [call(tensor("i"), [cut])])
    got |= {"module": "keras.src.ops.numpy", "registered_name": "GetItem"}
    _, trace = network_of(graph(INPUT, got, outputs=["g", 0, 0]))
    fault = trace.results["g", 0].fault
    assert fault is not None
    assert fault.kind == "invalid_call"


def test_the_operation_that_an_activation_makes() -> None:
    made = layer("ReLU", "r", [call(tensor("i"))], max_value=6.0)
    made |= {"module": "keras.src.activations.activations", "registered_name": "ReLU"}
    _, trace = network_of(graph(INPUT, made, outputs=["r", 0, 0]))
    assert shapes(trace)["r"] == (None, 4)


def test_a_build_config_stands_in_behind_an_opaque_layer() -> None:
    custom = layer("Mine", "m") | {"module": None, "registered_name": "pack>Mine"}
    dense = layer("Dense", "d", units=2) | {"build_config": {"input_shape": [None, 7]}}
    reading = keras_config.read(
        stack(layer("InputLayer", "i", batch_shape=[None, 4]), custom, dense)
    )
    assert [problem.kind for problem in reading.problems] == ["opaque_layer"]
    assert reading.spec is not None
    trace = propagate(reading.spec.network)
    assert trace.weights["d"] is not None
    assert trace.weights["d"][0].shape == (7, 2)


def test_a_built_model_takes_an_axis_of_one_more() -> None:
    dense = DENSE | {"build_config": {"input_shape": [None, 4]}}
    inside = graph(INPUT, dense) | {"name": "m", "inbound_nodes": [call(tensor("x"))]}
    inside["config"]["name"] = "m"
    x = layer("InputLayer", "x", [], batch_shape=[None, 4, 1])
    ends = {"inputs": [["x", 0, 0]], "outputs": [["m", 1, 0]]}
    _, trace = network_of(graph(x, inside, **ends))
    assert trace.results["m", 0].fault is None
