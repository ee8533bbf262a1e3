"""Layers that a program changes after it has made them: frozen, set anew, cloned."""

from typing import Any

import pytest

import kspec
from kspec.spec.unknown import Unknown
from tests.code.read import models_of, specs_of

HEAD = "import keras\nfrom keras import layers, Sequential, Input\n"


def specs(code: str) -> list[dict[str, Any]]:
    return specs_of(HEAD + code)


STACK = "m = Sequential([Input((8,)), layers.Dense(4, name='a'), layers.Dense(1)])\n"


def fields(code: str, name: str) -> list[object]:
    """A field of the layers of the last model, `Unknown` for one that is not known."""
    found = [layer.get(name) for layer in specs(STACK + code)[-1]["layers"]]
    return [Unknown if isinstance(one, Unknown) else one for one in found]


def test_flags_of_layers_are_those_of_the_first_fit() -> None:
    """Layers that are frozen after a fit keep their flags until the next compile."""
    code = "m.compile('sgd', 'mse')\nm.layers[0].trainable = False\nm.fit(x, y)\n"
    assert fields(code, "trainable") == [False, None]
    assert fields(f"{code}m.layers[1].trainable = False\nm.fit(v, w)\n", "trainable") == [
        False,
        None,
    ]


def test_layer_after_the_compile_leaves_a_size_of_the_data_unknown() -> None:
    code = """
import keras
import pandas as pd
data = pd.read_csv("data.csv")
model = keras.Sequential([keras.layers.Dense(3)])
model.compile("adam", "mse")
model.add(keras.layers.Activation("linear"))
model.fit(data.iloc[:, 1:].values, data.iloc[:, 0].values)
"""
    (spec,) = specs_of(code)
    assert isinstance(spec["inputs"]["batch_shape"][1], Unknown)
    assert "KS202" not in {one.code for one in kspec.lint_text(code, filename="a.py").findings}


@pytest.mark.parametrize(
    "base",
    ["Sequential([Input((8,)), layers.Dense(4)])", "keras.applications.VGG16(include_top=False)"],
)
def test_flags_stay_that_a_function_sets_which_nothing_calls(base: str) -> None:
    code = f"def build():\n    base = {base}\n    base.trainable = False\n    return base\n"
    (spec,) = specs(code)
    assert all(layer.get("trainable") is False for layer in spec["layers"])


def test_flag_that_a_branch_may_set_is_unknown() -> None:
    code = "for one in m.layers:\n    if f(one):\n        one.trainable = False\n"
    assert fields(code, "trainable") == [Unknown, Unknown]


@pytest.mark.parametrize("layers", ["one in m.layers", "i, one in enumerate(m.layers)"])
def test_flags_that_a_longer_loop_may_set_are_unknown(layers: str) -> None:
    code = "for _ in range(90):\n    m.add(layers.Dense(2))\n"
    code += f"for {layers}:\n    numbers = {[0] * 200}\n    one.trainable = False\n"
    assert fields(code, "trainable") == [Unknown] * 92


def test_layers_of_a_graph_are_in_the_order_of_their_depth() -> None:
    """Keras lists what is farthest from the outputs first, and of one depth what it meets first
    on the way from them.
    """
    code = (
        "a, b = Input((4,)), Input((4,))\n"
        "x = layers.Dense(4, name='x')(layers.Dense(4, name='w')(a))\n"
        "z = layers.Add(name='z')([x, layers.Dense(4, name='y')(b)])\n"
        "m = keras.Model([b, a], [layers.ReLU(name='r')(z), layers.Dense(2, name='s')(z)])\n"
        "for i, one in enumerate(m.layers[1:]):\n"
        "    one.trainable = i in (0, 2, 3)\n"
    )
    (spec,) = specs(code)
    trained = {one["name"]: one.get("trainable") for one in spec["layers"]}
    assert trained == {"w": True, "x": True, "y": True, "z": False, "r": False, "s": False}


def test_layers_are_told_apart_by_their_classes() -> None:
    code = (
        "for one in m.layers:\n"
        "    if isinstance(one, (layers.Flatten, layers.BatchNormalization)):\n"
        "        one.trainable = False\n"
        "    elif isinstance(one, layers.Layer) and one.name == 'a':\n"
        "        one.trainable = False\n"
    )
    assert fields(code, "trainable") == [False, None]


def test_fields_that_are_set_after_the_call() -> None:
    code = "m.layers[-1].activation = keras.activations.tanh\nm.layers[-1].note = 1\n"
    assert fields(code, "activation") == [None, "tanh"]
    assert fields("if c:\n    m.layers[-1].units = 3\n", "units") == [4, Unknown]


def test_rate_of_an_optimizer_is_that_of_the_compile() -> None:
    code = "o = keras.optimizers.SGD(0.5)\no.learning_rate = 0.25\n"
    later = "m.compile(o, 'mse')\no.learning_rate = 1.0\n"
    assert specs(STACK + code + later)[-1]["compile"] == {
        "optimizer": {"type": "SGD", "learning_rate": 0.25},
        "loss": "mse",
    }


def test_clone_has_layers_of_its_own() -> None:
    code = "c = keras.models.clone_model(m)\nm.layers[0].trainable = False\n"
    assert fields(code, "type") == ["Dense", "Dense"]
    assert fields(code, "trainable") == [None, None]
    assert len(specs(STACK + code)) == 2


@pytest.mark.parametrize(
    ("code", "flags"),
    [
        ("m.layers[0].trainable = False\nm.trainable = True", [False, None]),
        ("m.trainable = False\nm.layers[0].trainable = True\nm.trainable = False", [True, False]),
        ("m.layers[0].trainable = False\nm.trainable = False\nm.trainable = True", [True, True]),
    ],
)
def test_a_flag_that_a_model_has_already_leaves_its_layers(
    code: str, flags: list[bool | None]
) -> None:
    """Keras 3.15 on TensorFlow: the setter of an attribute is not called for the same value."""
    assert fields(f"{code}\n", "trainable") == flags


def test_model_that_is_built_where_there_is_no_file() -> None:
    """Compile counts for the model that the handler builds."""
    code = (
        "try:\n    m = keras.models.load_model('m.keras')\n"
        "except OSError:\n    m = Sequential([Input((4,)), layers.Dense(2)])\n"
        "m.compile('sgd', 'mse')\n"
    )
    (spec,) = specs(code)
    assert spec["compile"] == {"optimizer": "sgd", "loss": "mse"}


def test_layer_by_its_name_among_layers_of_unknown_names() -> None:
    code = "m.add(layers.Dense(3, name=f()))\nm.get_layer('a').trainable = False\n"
    assert fields(code, "trainable") == [False, None, None]


def test_build_for_a_shape_that_is_not_known() -> None:
    [spec] = specs("m = Sequential([layers.Dense(3)])\nm.build(x.shape)\nm.build((None, n))\n")
    assert spec["layers"] == [{"type": "Dense", "units": 3}]


LOOKUP = "lookup = layers.StringLookup(output_mode='multi_hot')\n"
LOOKED_UP = "m = Sequential([Input((1,), dtype='string'), lookup, layers.Dense(1)])\n"


@pytest.mark.parametrize(
    "learning", ["lookup.adapt(words)", "lookup.set_vocabulary(words)", "prepare(lookup)"]
)
def test_vectors_of_a_lookup_have_the_length_of_its_vocabulary(learning: str) -> None:
    """Keras takes a Dense after a lookup that was adapted, and refuses it before."""
    (spec,) = specs(f"{LOOKUP}{learning}\n{LOOKED_UP}")
    assert isinstance(spec["layers"][0]["vocabulary_size"], Unknown)
    adapted = f"{HEAD}{LOOKUP}{learning}\n{LOOKED_UP}"
    assert "KS202" not in {one.code for one in kspec.lint_text(adapted, filename="a.py").findings}


def test_vectors_of_a_lookup_without_a_vocabulary_have_no_length() -> None:
    text = HEAD + LOOKUP + LOOKED_UP
    assert "KS202" in {one.code for one in kspec.lint_text(text, filename="a.py").findings}


def test_lists_are_taken_as_they_are_at_the_call() -> None:
    """A list that grows afterwards, as in a DenseNet, changes no call that has taken it."""
    (dense,) = specs(
        "x = inputs = Input((8,))\noutputs = []\n"
        "for _ in range(3):\n"
        "    outputs.append(layers.Dense(4)(x))\n    x = layers.concatenate(outputs)\n"
        "m = keras.Model(inputs, x)\n"
    )
    joined = [one["inputs"] for one in dense["layers"] if one["type"] == "Concatenate"]
    assert [len(one) for one in joined[1:]] == [2, 3]
    (first, second) = specs(
        "a = Input((8,))\nends = [layers.Dense(1)(a)]\none = keras.Model(a, ends)\n"
        "ends.append(layers.Dense(2)(a))\ntwo = keras.Model(a, ends)\n"
    )
    assert (len(first["layers"]), len(second["layers"])) == (1, 2)
    (trained,) = specs(
        f"{STACK}metrics, calls = ['mae'], [keras.callbacks.TerminateOnNaN()]\n"
        "m.compile('sgd', 'mse', metrics=metrics)\nm.fit(x, y, callbacks=calls)\n"
        "metrics.append('mse')\ncalls.append(keras.callbacks.EarlyStopping())\n"
    )
    assert trained["compile"]["metrics"] == ["mae"]
    assert [one["type"] for one in trained["fit"]["callbacks"]] == ["TerminateOnNaN"]


def test_operations_are_not_among_the_layers() -> None:
    """Keras lists no operation of `preprocess_input`."""
    code = (
        "i = Input((8, 8, 3))\nx = keras.applications.mobilenet_v2.preprocess_input(i)\n"
        "x = layers.Flatten()(x * 2)\nm = keras.Model(i, layers.Dense(2)(layers.Dense(3)(x)))\n"
        "for one in m.layers[1:3]:\n    one.trainable = False\n"
        "n = Sequential([Input((4,)), layers.Dense(len(m.layers))])\n"
    )
    graph, stack = specs(code)
    frozen = [one["type"] for one in graph["layers"] if one.get("trainable") is False]
    assert frozen == ["Flatten", "Dense"]
    assert stack["layers"][0]["units"] == 4


def test_objects_of_names_and_of_configurations() -> None:
    """Keras's functions `get` make objects, which a program may change."""
    code = (
        "o = keras.optimizers.get('sgd')\no.learning_rate = 0.25\n"
        "m.compile(o, keras.losses.get('mse'))\nn = keras.models.clone_model(m)\n"
        "n.compile(keras.optimizers.get({'class_name': 'SGD', 'config': {'momentum': 0.5}}), 'mae')"
    )
    first, second = (one["compile"] for one in specs(STACK + code))
    assert first["optimizer"] == {"type": "SGD", "learning_rate": 0.25}
    assert (first["loss"], second["optimizer"]) == ("mse", {"type": "SGD", "momentum": 0.5})
    layer = "m.add(layers.Dense(2, activation=keras.activations.get('selu')))"
    assert fields(layer, "activation") == [None, None, "selu"]


def test_function_that_rectifies_is_called_as_its_layer() -> None:
    code = (
        "i = Input((4,))\nx = keras.activations.relu(layers.Dense(3)(i), 0.1, max_value=6)\n"
        "m = keras.Model(i, layers.Dense(len(keras.Model(i, x).layers))(x))\n"
    )
    _, rectified, dense = specs(code)[-1]["layers"]
    assert (rectified["name"], rectified["type"], dense["units"]) == ("re_lu", "ReLU", 2)
    assert (rectified["negative_slope"], rectified["max_value"]) == (0.1, 6)


def test_layers_for_a_gpu_are_read_as_those_that_do_the_same() -> None:
    code = (
        "import keras\nfrom keras.layers import *\nfrom keras.layers import CuDNNGRU, CuDNNLSTM\n"
    )
    code += "m = keras.Sequential(["
    code += "Input((5, 3)), CuDNNGRU(8, return_sequences=True), Bidirectional(CuDNNLSTM(75))])"
    gru, wrapper = specs_of(code)[0]["layers"]
    assert (gru["type"], gru["units"]) == ("GRU", 8)
    assert wrapper["layer"] == {"type": "LSTM", "units": 75}
    codes = [one.code for one in kspec.lint_text(code, filename="a.py").findings]
    assert codes.count("KS101") == 2


@pytest.mark.parametrize(("layer", "complete"), [("layers.Dense(4)", True), ("Own()", False)])
def test_a_model_from_an_inner_tensor(layer: str, *, complete: bool) -> None:
    """Keras puts an input of its shape in its place, where the shape is known."""
    [_, model] = models_of(f"""{HEAD}
class Own(layers.Layer):
    def call(self, x):
        return unknown(x)

whole, inner = Input((8,)), {layer}
z = inner(whole)
y = layers.Dense(2)(z)
one, other = keras.Model(whole, y), keras.Model(z, y)
""")
    spec: Any = model.document.value
    assert model.complete is complete
    assert [one["type"] for one in spec["layers"]] == ["Dense"]
