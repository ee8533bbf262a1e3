"""Convolutions against Keras, on random configurations and inputs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract import drawn
from tests.contract.drawn import Draw, Fields
from tests.contract.real_run import false_word

pytestmark = pytest.mark.contract

paddings = st.sampled_from(["valid", "same", "SAME", "causal"])
sides = st.sampled_from([1, 2, 3, 4, 6])
WHOLE = st.sampled_from([[2.0], [2.0, 1.0], [1.0, 1.0, 3.0]])


def window(axes: int) -> tuple[Fields, Fields]:
    steps = st.one_of(drawn.sizes(axes, 0, 3), st.just(1), WHOLE)
    always = {"kernel_size": drawn.sizes(axes, 0)}
    sometimes = {
        "strides": steps,
        "padding": paddings,
        "data_format": drawn.data_formats,
        "dilation_rate": st.one_of(st.just(1), steps),
        "activation": st.sampled_from([None, "relu", "softmax"]),
        "use_bias": st.booleans(),
        "bias_initializer": st.sampled_from(["zeros", "ones", None]),
        "bias_regularizer": st.sampled_from([None, "l2"]),
    }
    return always, sometimes


@given(data=st.data())
@pytest.mark.parametrize("name", ["Conv1D", "Conv2D", "Conv3D", "Convolution2D"])
def test_conv(name: str, data: Any) -> None:
    draw: Draw = data.draw
    axes = drawn.axes_of(name)
    always, sometimes = window(axes)
    groups = {"groups": st.sampled_from([1, 2, 3, 0])}
    lora = {"lora_rank": st.sampled_from([None, 0, 1, 2, -1]), "lora_alpha": st.just(2)}
    kernel = {"kernel_constraint": st.sampled_from([None, "max_norm"])}
    others = {**sometimes, **groups, **lora, **kernel}
    config = drawn.chosen(draw, {"filters": sides, **always}, others)
    config = drawn.spoilt(draw, config, ("filters", "kernel_size", "strides", "groups"))
    assert false_word(name, config, drawn.inputs(draw, axes)) is None


@given(data=st.data())
@pytest.mark.parametrize("name", ["Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"])
def test_conv_transpose(name: str, data: Any) -> None:
    draw: Draw = data.draw
    axes = drawn.axes_of(name)
    always, sometimes = window(axes)
    extra = st.one_of(st.none(), drawn.sizes(axes, 0, 2))
    # Of [2.0, 2.0] Keras makes the shape (16.0, 16.0) here, which it refuses, but not always.
    whole = {"strides": drawn.sizes(axes, 0), "dilation_rate": drawn.sizes(axes, 0, 2)}
    others = {**sometimes, **whole, "output_padding": extra}
    config = drawn.chosen(draw, {"filters": sides, **always}, others)
    config = drawn.spoilt(draw, config, ("kernel_size", "filters", "strides", "dilation_rate"))
    assert false_word(name, config, drawn.inputs(draw, axes)) is None


@given(data=st.data())
@pytest.mark.parametrize("name", ["DepthwiseConv1D", "DepthwiseConv2D"])
def test_depthwise_conv(name: str, data: Any) -> None:
    draw: Draw = data.draw
    axes = drawn.axes_of(name)
    always, sometimes = window(axes)
    others = {**sometimes, "depth_multiplier": st.integers(0, 3)}
    config = drawn.chosen(draw, always, others)
    config = drawn.spoilt(draw, config, ("kernel_size", "depth_multiplier", "strides"))
    assert false_word(name, config, drawn.inputs(draw, axes)) is None


@given(data=st.data())
@pytest.mark.parametrize("name", ["SeparableConv1D", "SeparableConv2D"])
def test_separable_conv(name: str, data: Any) -> None:
    draw: Draw = data.draw
    axes = drawn.axes_of(name)
    always, sometimes = window(axes)
    others = {**sometimes, "depth_multiplier": st.integers(0, 3)}
    config = drawn.chosen(draw, {"filters": sides, **always}, others)
    config = drawn.spoilt(draw, config, ("filters", "kernel_size", "depth_multiplier", "strides"))
    assert false_word(name, config, drawn.inputs(draw, axes)) is None
