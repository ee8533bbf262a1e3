"""Clones of graphs: they have layers of their own, each under its name."""

from tests.code.read import specs_of

GRAPH = """import keras
from keras import layers

a, b = keras.Input((8,), name="a"), keras.Input((4,), name="b")
inner = keras.Sequential([layers.Input((7,)), layers.Dense(5)], name="inner")
shared = layers.Dense(7)
y = shared(layers.Concatenate()([layers.Dense(3, name="first")(a), b])) + 2.0
m = keras.Model({"a": a, "b": b}, [layers.Dense(1)(inner(y)), inner(y)], name="net")
"""


def test_clone_of_a_graph_is_the_same() -> None:
    *_, source, clone = specs_of(f"{GRAPH}c = keras.models.clone_model(m)\n")
    assert clone == source


def test_clone_of_a_graph_has_layers_of_its_own() -> None:
    code = "c = keras.models.clone_model(m)\nm.get_layer('first').trainable = False\n"
    *_, source, clone = specs_of(f"{GRAPH}{code}c.compile('adam', ['mse', 'mae'])\n")
    flags = [[one.get("trainable") for one in spec["layers"]][:1] for spec in (source, clone)]
    assert flags == [[False], [None]]


def test_clone_of_what_is_not_known_is_unknown() -> None:
    code = "m = keras.Model(a, other(a))\nc = keras.models.clone_model(m)\n"
    assert len(specs_of(f"{GRAPH}{code}")) == len(specs_of(GRAPH)) + 1
