"""Matching of layers, and the changes of each pair."""

from typing import Any

import pytest

from tests.analysis.comparison.compared import compared
from tests.seeded import seeded

Spec = dict[str, Any]


def net(*layers: Spec, shape: tuple[int, ...] = (8,), **sections: Any) -> Spec:
    return {"inputs": {"shape": list(shape)}, "layers": list(layers), **sections}


def dense(units: int, **fields: Any) -> Spec:
    return {"type": "Dense", "units": units, **fields}


DROPOUT: Spec = {"type": "Dropout", "rate": 0.5}


def said(old: Spec, new: Spec) -> list[tuple[str, str]]:
    return [(change.kind, change.path) for change in compared(old, new).layers]


def fields(old: Spec, new: Spec) -> dict[str, tuple[Any, Any]]:
    (change,) = [one for one in compared(old, new).layers if one.kind == "changed"]
    return {".".join(one.path): (one.old, one.new) for one in change.fields}


def test_a_layer_put_in_is_one_change() -> None:
    old = net(dense(16), dense(16), dense(4))
    assert said(old, net(dense(16), DROPOUT, dense(16), dense(4))) == [("added", "dropout")]
    assert said(net(dense(16), DROPOUT, dense(16), dense(4)), old) == [("removed", "dropout")]


def test_what_follows_is_told_from_what_was_changed() -> None:
    old, new = net(dense(16), dense(9), dense(4)), net(dense(16), dense(7), dense(9), dense(4))
    assert said(old, new) == [("added", "dense_1"), ("affected", "dense_2")]
    old, new = net(dense(16), DROPOUT, dense(4)), net(dense(32), DROPOUT, dense(4))
    found = [("changed", "dense"), ("affected", "dropout"), ("affected", "dense_1")]
    assert said(old, new) == found
    assert fields(old, new) == {"units": (16, 32)}


def test_a_shape_at_the_beginning() -> None:
    (change, *_) = compared(net(dense(4)), net(dense(4), shape=(9,))).layers
    assert (change.kind, change.entry.kind) == ("changed", "InputLayer")


def test_names_of_the_author_are_found_again_where_they_are_moved_to() -> None:
    first, second = dense(8, name="first"), {"type": "Dropout", "rate": 0.5, "name": "second"}
    assert said(net(first, second, dense(4)), net(second, first, dense(4))) == [
        ("changed", "second"),
        ("changed", "first"),
        ("changed", "dense"),
    ]


def test_another_class_under_the_same_name() -> None:
    old = net({"type": "LSTM", "name": "memory", "units": 4}, shape=(5, 3))
    new = net({"type": "GRU", "name": "memory", "units": 4}, shape=(5, 3))
    assert fields(old, new) == {"type": ("LSTM", "GRU")}


def test_defaults_are_shown_and_are_no_difference() -> None:
    old = net(dense(4, activation="linear", use_bias=True, kernel_initializer="glorot_uniform"))
    assert said(old, net(dense(4))) == []
    assert fields(net(dense(4)), net(dense(4, use_bias=False))) == {"use_bias": (True, False)}


def test_inside_nested_models() -> None:
    def nested(units: int) -> Spec:
        inner = net(dense(8), dense(units))
        return net({"type": "Sequential", "name": "encoder", **inner}, dense(2))

    assert ("changed", "encoder/dense_1") in said(nested(3), nested(5))
    assert said(nested(3), nested(3)) == []


def test_rewired_layers() -> None:
    def merge(*inputs: str) -> Spec:
        layers = [dense(4, name="a", inputs=["x"]), dense(4, name="b", inputs=["x"])]
        joined = {"type": "Add", "name": "joined", "inputs": list(inputs)}
        return {"inputs": {"x": {"shape": [4]}}, "layers": [*layers, joined], "outputs": ["joined"]}

    assert fields(merge("a", "b"), merge("a", "x")) == {"inputs": (["a", "b"], ["a", "x"])}


@pytest.mark.parametrize("seed", range(20))
def test_taking_out_any_layers_is_only_removal(seed: int) -> None:
    """Widths stay, so that nothing follows; what is left is never said to be changed."""
    random_ = seeded(seed)
    layers = [
        dense(8, activation=random_.choice(["relu", "tanh"])) if random_.random() < 0.6 else DROPOUT
        for _ in range(12)
    ]
    left = [layer for layer in layers if random_.random() < 0.7]
    found = said(net(*layers, dense(8)), net(*left, dense(8)))
    assert {kind for kind, _ in found} <= {"removed"}
    assert len(found) == len(layers) - len(left)


def test_a_bidirectional_layer_is_the_same_with_what_keras_makes_of_it() -> None:
    def lstm(name: str, **fields: Any) -> Spec:
        return {"type": "LSTM", "name": name, "units": 4, "return_sequences": True, **fields}

    def both(**fields: Any) -> Spec:
        return net({"type": "Bidirectional", **fields}, shape=(5, 8))

    zeros = {"zero_output_for_mask": True}
    backward = lstm("backward_lstm", go_backwards=True, **zeros)
    saved = both(layer=lstm("forward_lstm", **zeros), backward_layer=backward)
    plain = both(layer=lstm("lstm"))
    assert compared(plain, saved).same
    other = both(layer=lstm("lstm"), backward_layer={**backward, "activation": "relu"})
    assert [key for key, _ in fields(plain, other).items()] == ["backward_layer"]
