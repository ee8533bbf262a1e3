"""Layers with quantized dtype policies against Keras: what they build."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.shapes import Tensor
from tests.contract.real_run import false_claim

pytestmark = [pytest.mark.contract, pytest.mark.one_in(4)]

policies = st.sampled_from(["float32", "bfloat16", "mixed_bfloat16"]).map("int8_from_{}".format)
sizes = st.integers(1, 7)
quantization = st.just(
    {"module": "keras.quantizers", "class_name": "Int8QuantizationConfig", "config": {}}
)
shared = {
    "lora_rank": st.sampled_from([None, 0, 1, 2]),
    "quantization_config": st.one_of(st.none(), quantization),
    "trainable": st.booleans(),
}


@given(
    config=st.fixed_dictionaries(
        {"units": sizes, "dtype": policies}, optional={**shared, "use_bias": st.booleans()}
    ),
    dims=st.lists(sizes, min_size=1, max_size=2),
)
def test_dense(config: dict[str, Any], dims: list[int]) -> None:
    assert false_claim("Dense", config, Tensor((2, *dims))) is None


@given(
    name=st.sampled_from(["Embedding", "ReversibleEmbedding"]),
    config=st.fixed_dictionaries(
        {"input_dim": sizes, "output_dim": sizes, "dtype": policies}, optional=shared
    ),
    own=st.sampled_from([{"tie_weights": True}, {"tie_weights": False}]),
)
def test_embedding(name: str, config: dict[str, Any], own: dict[str, Any]) -> None:
    config |= own if name == "ReversibleEmbedding" else {}
    assert false_claim(name, config, Tensor((2, 3), "int32")) is None


EQUATIONS = {
    "ab,bc->ac": (2, 1),
    "abc,cd->abd": (3, 2),
    "abc,cde->abde": (3, 3),
    "abcd,cde->abe": (4, 2),
    "abc,cdef->abdef": (3, 4),
    "...x,xy->...y": (3, 1),
    "ab...,bcd->acd...": (3, 2),
}


@given(data=st.data())
@pytest.mark.parametrize("equation", EQUATIONS)
def test_einsum_dense(equation: str, data: Any) -> None:
    rank, count = EQUATIONS[equation]
    shape = (2, *data.draw(st.lists(sizes, min_size=rank - 1, max_size=rank - 1)))
    wanted = data.draw(st.lists(sizes, min_size=count, max_size=count))
    kept = [None] if equation.partition("->")[2].startswith("ab") and count > 1 else []
    config = data.draw(st.fixed_dictionaries({"dtype": policies}, optional=shared))
    config |= {"equation": equation, "output_shape": [*kept, *wanted[len(kept) :]]}
    if data.draw(st.booleans()):
        config["bias_axes"] = equation.rstrip(".")[-1]
    assert false_claim("EinsumDense", config, Tensor(shape)) is None
