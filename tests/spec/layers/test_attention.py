"""Attention and equations by known figures."""

from typing import Any

import pytest

from kspec.spec.layers.base import Layer
from kspec.spec.problem import Fault
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import UNKNOWN, Shape, Tensor, product, tensors
from kspec.spec.validation import validate

QUERY, VALUE = Tensor((None, 4, 8)), Tensor((None, 6, 8))


def layer(name: str, **config: Any) -> Layer:
    cls = LAYERS.find(name)
    assert cls is not None
    made, problems = validate(cls, config, (), ("type",))
    assert not problems
    assert isinstance(made, Layer)
    return made


def parameters(made: Layer, *inputs: Any) -> int:
    return sum(product(weight.shape) or 0 for weight in made.weights(*inputs))


def shapes(output: object) -> list[Shape | None]:
    return [x.shape for x in tensors(output)]


def test_multi_head_attention() -> None:
    heads = layer("MultiHeadAttention", num_heads=2, key_dim=3)
    assert parameters(heads, QUERY, QUERY) == 218
    assert shapes(heads(QUERY, VALUE)) == [(None, 4, 8)]
    assert shapes(heads(QUERY, VALUE, return_attention_scores=True))[1] == (None, 2, 4, 4)
    wide = layer("MultiHeadAttention", num_heads=2, key_dim=3, output_shape=[5, 7])
    assert shapes(wide(QUERY, VALUE)) == [(None, 4, 5, 7)]
    assert shapes(heads(UNKNOWN, VALUE)) == [None]


def test_multi_head_attention_refuses_what_keras_refuses() -> None:
    heads = layer("MultiHeadAttention", num_heads=2, key_dim=3)
    with pytest.raises(Fault, match="gets the query alone"):
        heads(QUERY)
    with pytest.raises(Fault, match="differ before the last axis"):
        heads(QUERY, VALUE, Tensor((None, 7, 8)))
    with pytest.raises(Fault, match=r"sequences \(batch, steps, features\)"):
        heads(Tensor((None, 8)), Tensor((None, 8)))


def test_a_kernel_takes_the_steps_whatever_axes_are_named() -> None:
    for axes in (2, [1, 2], -1):
        heads = layer("MultiHeadAttention", num_heads=2, key_dim=3, attention_axes=axes)
        assert shapes(heads(QUERY, VALUE, use_causal_mask=True)) == [(None, 4, 8)]


def test_attention_takes_a_list() -> None:
    plain = layer("Attention")
    assert shapes(plain.call([QUERY, VALUE], return_attention_scores=True)) == [
        (None, 4, 8),
        (None, 4, 6),
    ]
    with pytest.raises(Fault, match="takes a list of query, value and perhaps key, and gets 1"):
        plain.call(QUERY)
    with pytest.raises(Fault, match="features of query"):
        plain.call([QUERY, Tensor((None, 6, 9))])


def test_einsum_dense() -> None:
    last = layer("EinsumDense", equation="abc,cd->abd", output_shape=[None, 3], bias_axes="d")
    assert shapes(last.call(QUERY)) == [(None, None, 3)]
    assert parameters(last, QUERY) == 8 * 3 + 3
    open_left = layer("EinsumDense", equation="...x,xy->...y", output_shape=5)
    assert shapes(open_left.call(QUERY)) == [(None, 4, 5)]


def test_lambda_is_opaque_unless_it_says_its_shape() -> None:
    function = {"class_name": "function", "config": "softmax", "module": "builtins"}
    hidden = layer("Lambda", function=function)
    assert hidden.opaque
    assert hidden.call(QUERY) == UNKNOWN
    told = layer("Lambda", function=function, output_shape=[3])
    assert shapes(told.call(QUERY)) == [(None, 3)]
