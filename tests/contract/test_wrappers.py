"""Layers around layers against Keras, on random layers inside."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kspec.spec.shapes import Tensor
from tests.contract.real_run import false_word

pytestmark = pytest.mark.contract


def keras_object(name: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"module": "keras.layers", "class_name": name, "config": config}


dims = st.one_of(st.none(), st.integers(1, 6), st.integers(1, 6))
shapes = st.lists(dims, min_size=2, max_size=5).map(tuple)
walk = {
    "return_sequences": st.booleans(),
    "return_state": st.booleans(),
    "go_backwards": st.booleans(),
    "stateful": st.booleans(),
}
recurrent = st.one_of(
    st.builds(
        keras_object,
        st.sampled_from(["SimpleRNN", "GRU", "LSTM"]),
        st.fixed_dictionaries({"units": st.integers(2, 3)}, optional=walk),
    ),
    st.builds(
        keras_object,
        st.just("RNN"),
        st.fixed_dictionaries(
            {"cell": st.just(keras_object("GRUCell", {"units": 2}))}, optional=walk
        ),
    ),
)
inside = st.one_of(
    st.sampled_from(
        [
            keras_object("Dense", {"units": 3}),
            keras_object("Dense", {"units": 3, "trainable": False}),
            keras_object("Dense", {"units": 0}),
            keras_object("Conv1D", {"filters": 2, "kernel_size": 2}),
            keras_object("Flatten", {}),
            keras_object("Embedding", {"input_dim": 4, "output_dim": 3}),
            keras_object("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 3}),
            keras_object("TimeDistributed", {"layer": keras_object("Dense", {"units": 2})}),
            keras_object("SpectralNormalization", {"layer": keras_object("Dense", {"units": 2})}),
            None,
            "Dense",
        ]
    ),
    recurrent,
)


@given(layer=inside, shape=shapes, trainable=st.booleans())
def test_time_distributed(layer: Any, shape: tuple[int | None, ...], *, trainable: bool) -> None:
    # TimeDistributed lets any rank through, and SimpleRNN spreads over the axis too many where
    # sizes agree by chance.
    assume(len(shape) < 5 or "SimpleRNN" not in str(layer))
    config = {"layer": layer, "trainable": trainable}
    assert false_word("TimeDistributed", config, Tensor(shape)) is None


@given(layer=inside, shape=shapes, iterations=st.sampled_from([1, 2, 0, -1, "a"]))
def test_spectral_normalization(layer: Any, shape: tuple[int | None, ...], iterations: Any) -> None:
    config = {"layer": layer, "power_iterations": iterations}
    assert false_word("SpectralNormalization", config, Tensor(shape)) is None


@given(
    layer=st.one_of(recurrent, recurrent, inside),
    backward=st.one_of(st.none(), st.none(), recurrent),
    merge_mode=st.sampled_from(["concat", "sum", "mul", "ave", None, "nonsense"]),
    shape=st.one_of(st.tuples(dims, dims, dims), shapes),
)
def test_bidirectional(
    layer: Any, backward: Any, merge_mode: Any, shape: tuple[int | None, ...]
) -> None:
    config = {"layer": layer, "backward_layer": backward, "merge_mode": merge_mode}
    assert false_word("Bidirectional", config, Tensor(shape)) is None


@pytest.mark.slow
@given(layer=recurrent, count=st.integers(1, 4), width=st.integers(1, 3))
def test_initial_states_of_bidirectional(layer: Any, count: int, width: int) -> None:
    states = [Tensor((2, width))] * count
    config = {"layer": layer}
    assert false_word("Bidirectional", config, Tensor((2, 4, 5)), initial_state=states) is None
