"""Recurrent layers, cells and wrappers by known figures, and where their problems point."""

from typing import Any

import pytest

from kspec.spec.layers.base import Layer
from kspec.spec.problem import Fault, Problem
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import UNKNOWN, Shape, Tensor, product, tensors
from kspec.spec.validation import validate


def layer(name: str, **config: Any) -> Layer:
    made, problems = read(name, config)
    assert not problems
    assert made is not None
    return made


def read(name: str, config: dict[str, Any]) -> tuple[Layer | None, list[Problem]]:
    cls = LAYERS.find(name)
    assert cls is not None
    made, problems = validate(cls, config, (), ("type",))
    assert made is None or isinstance(made, Layer)
    return made, problems


def parameters(made: Layer, *inputs: Any) -> int:
    return sum(product(weight.shape) or 0 for weight in made.weights(*inputs))


def shapes(output: object) -> list[Shape | None]:
    return [x.shape for x in tensors(output)]


def test_parameters() -> None:
    x = Tensor((None, 10, 8))
    assert parameters(layer("LSTM", units=32), x) == 4 * 32 * (8 + 32 + 1)
    assert parameters(layer("GRU", units=32), x) == 3 * 32 * (8 + 32 + 2)
    assert parameters(layer("GRU", units=32, reset_after=False), x) == 3 * 32 * (8 + 32 + 1)
    assert parameters(layer("SimpleRNN", units=32), x) == 32 * (8 + 32 + 1)
    both = layer("Bidirectional", layer={"type": "LSTM", "units": 32})
    assert parameters(both, x) == 2 * 4 * 32 * (8 + 32 + 1)


def test_outputs() -> None:
    x = Tensor((None, 10, 8))
    steps = layer("LSTM", units=4, return_sequences=True, return_state=True)
    assert shapes(steps.call(x)) == [(None, 10, 4), (None, 4), (None, 4)]
    inner = {"type": "GRU", "units": 4, "return_state": True}
    apart = layer("Bidirectional", layer=inner, merge_mode=None)
    assert shapes(apart.call(x)) == [(None, 4)] * 4
    stack = layer("RNN", cell=[{"type": "LSTMCell", "units": 3}, {"type": "GRUCell", "units": 5}])
    assert shapes(stack.call(x)) == [(None, 5)]
    film = layer("ConvLSTM2D", filters=6, kernel_size=3, padding="same", return_sequences=True)
    assert shapes(film.call(Tensor((None, 7, 16, 16, 3)))) == [(None, 7, 16, 16, 6)]


def test_unknown_input() -> None:
    assert shapes(layer("LSTM", units=4).call(UNKNOWN)) == [(None, 4)]
    assert not list(layer("LSTM", units=4).weights(UNKNOWN))
    each = layer("TimeDistributed", layer={"type": "Dense", "units": 2})
    assert shapes(each.call(UNKNOWN)) == [None]
    film = layer("ConvLSTM1D", filters=6, kernel_size=3, data_format="channels_first")
    assert shapes(film.call(UNKNOWN)) == [(None, 6, None)]


def test_a_vector_is_no_sequence() -> None:
    with pytest.raises(Fault, match=r"sequences \(batch, time, features\)") as caught:
        layer("LSTM", units=4).call(Tensor((None, 32)))
    assert caught.value.kind == "input_rank"


def test_stateful_needs_a_batch_size() -> None:
    with pytest.raises(Fault, match="fixed batch size") as caught:
        layer("GRU", units=4, stateful=True).call(Tensor((None, 5, 3)))
    assert caught.value.field == ("stateful",)


def test_a_fault_inside_a_wrapper_points_at_the_layer_inside() -> None:
    both = layer("Bidirectional", layer={"type": "GRU", "units": 4, "stateful": True})
    with pytest.raises(Fault, match="fixed batch size") as caught:
        both.call(Tensor((None, 5, 3)))
    assert caught.value.field == ("layer",)


def test_initial_states_are_counted() -> None:
    x = Tensor((None, 5, 3))
    with pytest.raises(Fault, match="starts from 2 states, and gets 1"):
        layer("LSTM", units=4).call(x, initial_state=[Tensor((None, 4))])
    with pytest.raises(Fault, match=r"\(batch, 4\), and the one given \(None, 9\)"):
        layer("SimpleRNN", units=4).call(x, initial_state=Tensor((None, 9)))


def test_a_misfit_call_is_a_fault() -> None:
    with pytest.raises(Fault, match="unexpected keyword argument 'nonsense'"):
        layer("LSTM", units=4)(Tensor((None, 5, 3)), nonsense=1)


@pytest.mark.parametrize(
    ("name", "config", "path", "kind"),
    [
        ("Bidirectional", {"layer": {"type": "Dense", "units": 3}}, ("layer",), "invalid_value"),
        ("Bidirectional", {"layer": "LSTM"}, ("layer",), "wrong_type"),
        ("Bidirectional", {"layer": {"type": "LSTN"}}, ("layer", "type"), "unknown_name"),
        ("Bidirectional", {"layer": {"type": "LSTM"}}, ("layer", "type"), "missing_field"),
        (
            "TimeDistributed",
            {"layer": {"module": "keras.layers", "class_name": "Dense", "config": {"units": 0}}},
            ("layer", "config", "units"),
            "invalid_value",
        ),
        (
            "TimeDistributed",
            {"layer": {"type": "Sequential", "layers": [{"type": "Dense", "units": "3"}]}},
            ("layer", "layers", 0, "units"),
            "wrong_type",
        ),
        (
            "RNN",
            {"cell": [{"type": "LSTMCell", "units": 3}, {"type": "Dense", "units": 3}]},
            ("cell", 1),
            "invalid_value",
        ),
        (
            "StackedRNNCells",
            {"cells": [{"type": "GRUCell", "units": 3, "unit": 1}]},
            ("cells", 0, "unit"),
            "unknown_field",
        ),
        ("StackedRNNCells", {"cells": []}, ("cells",), "invalid_value"),
    ],
)
def test_problems_point_into_the_layer_inside(
    name: str, config: dict[str, Any], path: tuple[str | int, ...], kind: str
) -> None:
    _, problems = read(name, config)
    assert [(problem.path, problem.kind) for problem in problems] == [(path, kind)]


def test_a_model_inside() -> None:
    inner = {"type": "Sequential", "layers": [{"type": "Dense", "units": 2}]}
    each = layer("TimeDistributed", layer=inner)
    x = Tensor((None, 5, 3))
    assert shapes(each.call(x)) == [(None, 5, 2)]
    assert parameters(each, x) == 3 * 2 + 2


def test_input_length_of_keras_2_is_let_pass() -> None:
    assert parameters(layer("Embedding", input_dim=4, output_dim=3, input_length=7), UNKNOWN) == 12


def test_an_old_name_is_known() -> None:
    _, problems = read("LSTM", {"units": 3, "inner_activation": "sigmoid"})
    assert problems[0].suggestion == '"recurrent_activation"'
