"""Conversions are the same model to Keras: by config, by outputs with the same weights."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kspec
from kspec.spec.dialects.keras_writer import network_config
from kspec.spec.dialects.native_writer import native_document
from kspec.spec.dialects.python_writer import python_code
from kspec.spec.layers.models import Functional
from kspec.spec.network import Network
from tests.analysis.comparison.compared import compared
from tests.contract.graphs import random_model
from tests.contract.seen_by_keras import layer_configs, same_outputs, signature

pytestmark = [pytest.mark.contract, pytest.mark.one_in(3)]


def has_operations(network: Network) -> bool:
    return any(
        node.is_operation
        or (isinstance(node.layer, Functional) and has_operations(node.layer.network))
        for node in network.nodes.values()
    )


def nested() -> dict[str, Any]:
    """Models with models in them: called twice, and in a wrapper."""
    import keras
    from keras import layers

    encoder = keras.Sequential([keras.Input((8, 8, 3)), layers.Flatten(), layers.Dense(2)])
    pair = [keras.Input((8, 8, 3), name=name) for name in ("one", "other")]
    siamese = keras.Model(
        pair, layers.Dense(1)(layers.Subtract()([encoder(item) for item in pair])), name="siamese"
    )
    film = keras.Sequential(
        [
            keras.Input((5, 8, 8, 3)),
            layers.TimeDistributed(keras.Sequential([keras.Input((8, 8, 3)), layers.Flatten()])),
            layers.LSTM(2),
        ]
    )
    return {"siamese": siamese, "film": film}


def models() -> dict[str, Any]:
    import keras
    from keras import layers

    image = keras.Input((8, 8, 3), name="image")
    tokens = keras.Input((6,), name="tokens", dtype="int32")
    maps = layers.Conv2D(4, 3, padding="same", activation="relu", kernel_initializer="he_normal")(
        image
    )
    maps = layers.Add()([maps, layers.Conv2D(4, 1)(image)])
    left = layers.GlobalAveragePooling2D()(layers.BatchNormalization(momentum=0.9)(maps))
    sequence, state, cell = layers.LSTM(4, return_sequences=True, return_state=True)(
        layers.Embedding(20, 4)(tokens)
    )
    attended = layers.MultiHeadAttention(2, 3)(sequence, sequence, use_causal_mask=True)
    right = layers.LSTM(4)(attended, initial_state=[state, cell])
    twin = layers.Dense(5, kernel_regularizer=keras.regularizers.L2(0.1), name="twin")
    both = layers.Concatenate()([twin(left), twin(right)])
    inner_input = keras.Input((10,))
    inner = keras.Model(inner_input, layers.Dense(3, activation="tanh")(inner_input), name="inner")
    stack = keras.Sequential(
        [layers.Dense(7, activation="gelu"), layers.Dropout(0.1)], name="stack"
    )
    wrapped = layers.Bidirectional(layers.GRU(3))(sequence)
    graph = keras.Model(
        {"image": image, "tokens": tokens},
        {
            "class": layers.Dense(2, activation="softmax", name="class")(stack(both)),
            "extra": inner(both),
            "w": wrapped,
        },
        name="graph",
    )
    simple = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(3, use_bias=False, activation="relu"),
            layers.Activation("linear"),
            layers.Dense(1),
        ],
        name="simple",
    )
    return {"graph": graph, "simple": simple, **nested()}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["graph", "siamese", "film", "simple"])
def test_what_is_converted_does_not_differ(name: str) -> None:
    document = json.loads(models()[name].to_json())
    assert not compared(document, native_document(kspec.load(document))).layers


@pytest.mark.one_in(12)
@pytest.mark.parametrize("name", ["graph", "siamese", "film", "simple"])
@pytest.mark.parametrize("form", ["keras", "native", "python"])
def test_a_round_trip_changes_nothing_that_keras_sees(name: str, form: str) -> None:
    import keras

    model = models()[name]
    spec = kspec.load(json.loads(model.to_json()))
    if form == "python":
        space: dict[str, Any] = {}
        exec(python_code(spec), space)  # noqa: S102 - the code is what is tested
        again = space["model"]
    else:
        if form == "native":
            spec = kspec.load(native_document(spec))
        again = keras.models.model_from_json(json.dumps(network_config(spec.network)))
    assert signature(again) == signature(model)
    assert same_outputs(model, again)


def test_adapted_and_quantized_layers_stay_as_they_are() -> None:
    """Keras writes of both what a constructor refuses, or reads as something else."""
    import keras
    from keras import layers

    edges = layers.Discretization(num_bins=3)
    edges.adapt([0.0, 0.1, 0.4, 0.9])
    x = keras.Input((16,))
    numbers = layers.CategoryEncoding(4)(edges(x))
    four = layers.Dense(8)
    model = keras.Model(x, [four(x), layers.Dense(2)(layers.Concatenate()([x, numbers]))])
    four.quantize("int4")
    spec = kspec.load(json.loads(model.to_json()))
    space: dict[str, Any] = {}
    exec(python_code(spec), space)  # noqa: S102 - the code is what is tested
    for again in (kspec.build(native_document(spec)), space["model"]):
        assert again.count_params() == model.count_params()
        assert again.get_layer(edges.name).bin_boundaries == edges.bin_boundaries


def test_what_goes_without_saying_is_not_written() -> None:
    import keras
    from keras import layers

    image = keras.Input((8, 8, 1))
    maps = layers.Conv2D(2, (3, 3), strides=(2, 1))(image)
    steps = layers.Reshape((-1, 2))(maps)
    model = keras.Model(image, layers.Attention()([steps, steps], mask=[None, None]))
    spec = kspec.load(json.loads(model.to_json()))
    assert "mask" not in python_code(spec)
    assert "kernel_size=3, strides=[2, 1]" in python_code(spec)
    conv, _, attention = native_document(spec)["layers"]
    assert (conv["kernel_size"], conv["strides"]) == (3, [2, 1])
    assert "call" not in attention


def test_a_frozen_network_stays_frozen() -> None:
    import keras

    document = json.loads(models()["film"].to_json())
    graph = json.loads(models()["siamese"].to_json())
    for read in (document, graph):
        read["config"]["trainable"] = False
        model = keras.models.model_from_json(json.dumps(read))
        spec = kspec.load(read)
        space: dict[str, Any] = {}
        exec(python_code(spec), space)  # noqa: S102 - the code is what is tested
        for again in (kspec.build(native_document(spec)), space["model"]):
            assert len(again.trainable_weights) == len(model.trainable_weights)
            assert again.count_params() == model.count_params()


def test_operations_are_written_as_people_write_them() -> None:
    import keras

    keras.utils.clear_session()  # names are counted on, and the code is compared with them
    x = keras.Input((4, 6), name="x")
    first = x[:, 0, ..., 1:5:2]
    scaled = keras.ops.multiply(first, keras.ops.convert_to_tensor([2.0, 3.0]))
    model = keras.Model(x, keras.ops.mean(scaled, axis=[1], keepdims=True))
    code = python_code(kspec.load(json.loads(model.to_json())))
    written = [line.partition(" = ")[2] for line in code.splitlines() if "get_item" in line]
    assert written[0] == "x[:, 0, ..., 1:5:2]"
    assert "keras.ops.multiply(get_item, keras.ops.convert_to_tensor([2.0, 3.0]" in written[1]
    assert "keras.ops.mean(multiply, axis=[1], keepdims=True)" in code
    space: dict[str, Any] = {}
    exec(code, space)  # noqa: S102 - the code is what is tested
    assert same_outputs(model, space["model"])


def test_operations_do_not_take_the_names_of_layers() -> None:
    """Code names the layers, and Keras the operations, which it begins to count anew."""
    import keras
    from keras import layers

    keras.utils.clear_session()
    x = keras.Input((4,))
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(4, name="add_3")], name="stack")
    summed = layers.Add()([x, inner(x) + x]) + x
    document = json.loads(keras.Model(x, summed + 1).to_json())
    keras.utils.clear_session()
    space: dict[str, Any] = {}
    exec(python_code(kspec.load(document)), space)  # noqa: S102 - the code is what is tested
    names = [one.name for one in space["model"].operations]
    assert len(set(names)) == len(names) == 6
    assert {"add", "stack"} < set(names)


def test_the_calls_of_a_layer_keep_their_order() -> None:
    import keras
    from keras import layers

    x, dense = keras.Input((4,), name="x"), layers.Dense(4, name="dense")
    late, early = dense(layers.ReLU(name="relu")(x)), dense(x)
    spec = kspec.load(json.loads(keras.Model(x, [early, late]).to_json()))
    for one in (spec, kspec.load(native_document(spec))):
        calls = one.network.nodes["dense"].calls
        assert [call.references[0].layer for call in calls] == ["relu", "x"]
    assert python_code(spec).index("dense_layer(relu)") < python_code(spec).index("dense_layer(x)")


def test_layers_and_functions_in_fields_come_back() -> None:
    import keras
    from keras import layers

    x = keras.Input((4, 3), name="x")
    y = layers.Dense(3, activation=layers.LeakyReLU(name="leaky"))(x)
    y = layers.TimeDistributed(layers.ReLU(name="inner"))(y)
    model = keras.Model(x, layers.Lambda(keras.ops.relu, name="function")(y))
    spec = kspec.load(json.loads(model.to_json()))
    for one in (spec, kspec.load(native_document(spec))):
        space: dict[str, Any] = {}
        exec(python_code(one), space)  # noqa: S102 - the code is what is tested
        for again in (kspec.build(native_document(one)), space["model"]):
            assert signature(again) == signature(model)
            assert same_outputs(model, again)


def test_what_an_input_and_a_policy_say_comes_back() -> None:
    import keras
    from keras import layers

    bag = keras.Input((4,), sparse=True, name="bag")
    other = keras.Input((4,), optional=True, name="other", batch_size=2, dtype="float16")
    policy = keras.dtype_policies.DTypePolicyMap("mixed_float16")
    policy["no/such"] = keras.DTypePolicy("float32")
    x = layers.Dense(4, dtype=policy)(bag)
    model = keras.Model([bag, other], layers.Dense(4)(layers.Add()([x, other])))
    spec = kspec.load(json.loads(model.to_json()))
    space: dict[str, Any] = {}
    exec(python_code(spec), space)  # noqa: S102 - the code is what is tested
    config = network_config(spec.network)
    again = [kspec.build(native_document(spec)), space["model"]]
    for one in (*again, keras.models.model_from_json(json.dumps(config))):
        assert signature(one) == signature(model)


@pytest.mark.slow
def test_calls_by_name_and_arrays_come_back() -> None:
    """A call may give all of its tensors by their names, and arrays among them."""
    import keras

    x = keras.Input((4, 6), name="x")
    mask = keras.ops.convert_to_tensor([[True, True, False, False]])
    inner = keras.Sequential([keras.Input((4, 6)), keras.layers.Dense(6)], name="inner")
    attended = keras.layers.MultiHeadAttention(2, 2)(query=inner(x), value=inner(inner(x)))
    end = keras.layers.GRU(2)(sequences=attended, mask=mask)
    model = keras.Model(x, end)
    spec = kspec.load(json.loads(model.to_json()))
    native = native_document(spec)
    again = [kspec.build(kspec.load(native)), kspec.build(spec)]
    space: dict[str, Any] = {}
    exec(python_code(spec), space)  # noqa: S102 - the code is what is tested
    for other in [*again, space["model"]]:
        assert layer_configs(other) == layer_configs(model)
        assert same_outputs(model, other)


@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_any_graph_is_written_as_it_was_read(data: st.DataObject) -> None:
    """Operations are no layers, so that their names, which Python code leaves to Keras, are not
    compared.
    """
    import keras

    document = json.loads(random_model(data.draw).to_json())
    model = keras.models.model_from_json(json.dumps(document))
    spec = kspec.load(document)
    native = kspec.load(native_document(spec))
    written = [network_config(one.network) for one in (spec, native)]
    models = [keras.models.model_from_json(json.dumps(config)) for config in written]
    assert all(signature(again) == signature(model) for again in models)
    for one in (spec, native):
        space: dict[str, Any] = {}
        exec(python_code(one), space)  # noqa: S102 - the code is what is tested
        models.append(space["model"])
    for again in models:
        assert layer_configs(again) == layer_configs(model)
        assert same_outputs(model, again)
