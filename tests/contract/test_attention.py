"""Attention layers against Keras, on random configurations and inputs that do not always fit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.shapes import Tensor
from tests.contract.real_run import false_word

pytestmark = pytest.mark.contract

steps = st.sampled_from([4, 4, 6, None])
features = st.sampled_from([5, 5, 5, 3, 1, None])
sequences = st.tuples(st.sampled_from([None, 2]), steps, features).map(Tensor)
odd = st.lists(st.sampled_from([None, 2, 5]), min_size=1, max_size=4).map(
    lambda dims: Tensor(tuple(dims))
)
tensors = st.one_of(sequences, sequences, sequences, odd)
flags = {
    "return_attention_scores": st.booleans(),
    "use_causal_mask": st.booleans(),
    "nonsense": st.just(1),
}
marks = st.sampled_from(
    [(None, 4), (2, 4), (2, 6), (2, 1), (4,), (2, 4, 4), (1, 4, 6), (2, 2, 4, 4)]
)
masks = marks.map(lambda shape: Tensor(shape, "bool"))
of_list = {"mask": st.lists(st.one_of(st.none(), masks), min_size=2, max_size=3)}
by_name = dict.fromkeys(("query_mask", "value_mask", "key_mask", "attention_mask"), masks)


def arguments_of(masks_: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments of a call: often none, sometimes a mask."""
    return st.one_of(
        st.fixed_dictionaries({}, optional=flags),
        st.fixed_dictionaries({}, optional=flags | masks_),
    )


@given(
    kind=st.sampled_from(["Attention", "AdditiveAttention"]),
    config=st.fixed_dictionaries(
        {},
        optional={
            "use_scale": st.booleans(),
            "score_mode": st.sampled_from(["dot", "concat", "x"]),
            "dropout": st.sampled_from([0, 0.5, 1.5, "a"]),
            "trainable": st.booleans(),
        },
    ),
    inputs=st.one_of(tensors, st.lists(tensors, min_size=1, max_size=4)),
    arguments=arguments_of(of_list),
)
def test_attention(
    kind: str, config: dict[str, Any], inputs: Any, arguments: dict[str, Any]
) -> None:
    assert false_word(kind, config, inputs, **arguments) is None


shared = {
    "dropout": st.sampled_from([0, 0.5, 1.5, -1, "a"]),
    "use_bias": st.booleans(),
    "use_gate": st.booleans(),
    "sliding_window": st.sampled_from([None, 2, 0, 2.5]),
    "kernel_initializer": st.sampled_from(["ones", None]),
    "trainable": st.booleans(),
}
counts = st.sampled_from([1, 2, 3, 2, 0, -1, 2.0, "2"])


@given(
    config=st.fixed_dictionaries(
        {"num_heads": counts, "key_dim": counts},
        optional=shared
        | {
            "value_dim": counts,
            "output_shape": st.sampled_from([None, 3, 0, [3, 4], [], -1, [None], [2.0], "a"]),
            "attention_axes": st.sampled_from([None, 1, [1], [1, 2], [-1], [7], [-9], [], "a"]),
        },
    ),
    operands=st.lists(tensors, min_size=1, max_size=3),
    arguments=arguments_of(by_name),
)
def test_multi_head_attention(
    config: dict[str, Any], operands: list[Tensor], arguments: dict[str, Any]
) -> None:
    assert false_word("MultiHeadAttention", config, *operands, **arguments) is None


@given(
    config=st.fixed_dictionaries(
        {"head_dim": counts, "num_query_heads": counts, "num_key_value_heads": counts},
        optional=shared,
    ),
    operands=st.lists(tensors, min_size=1, max_size=3),
    arguments=arguments_of(by_name),
)
def test_group_query_attention(
    config: dict[str, Any], operands: list[Tensor], arguments: dict[str, Any]
) -> None:
    assert false_word("GroupQueryAttention", config, *operands, **arguments) is None


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("use_bias", [True, False])
def test_no_query_heads(size: int, *, use_bias: bool) -> None:
    config = {"head_dim": size, "num_query_heads": 0, "num_key_value_heads": 1}
    x = Tensor((2, 4, 5))
    assert false_word("GroupQueryAttention", config | {"use_bias": use_bias}, x, x) is None


@pytest.mark.one_in(56)
@pytest.mark.parametrize("axis", [0, 1, 2, 3, -2, -3, -4])
@pytest.mark.parametrize("shape", [(2,), (2, 5), (2, 3, 5), (2, 3, 4, 5)])
@pytest.mark.parametrize("dropout", [0, 0.5])
def test_attention_axes(axis: int, shape: tuple[int, ...], dropout: float) -> None:
    config = {"num_heads": 1, "key_dim": 1, "attention_axes": axis, "dropout": dropout}
    assert false_word("MultiHeadAttention", config, Tensor(shape), Tensor(shape)) is None
