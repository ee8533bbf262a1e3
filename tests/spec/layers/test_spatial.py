"""Layers over space: known figures, and what is said of a configuration that cannot be."""

from typing import Any

import pytest

from kspec.spec.layers.base import Layer
from kspec.spec.problem import Fault, Problem
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import Shape, Tensor, product
from kspec.spec.spec_object import SpecObject
from kspec.spec.validation import validate


def problems(name: str, /, **config: Any) -> list[Problem]:
    return validate(_class(name), config, (), ())[1]


def layer(name: str, /, **config: Any) -> Layer:
    instance, found = validate(_class(name), config, (), ())
    assert not found
    assert isinstance(instance, Layer)
    return instance


def _class(name: str) -> type[SpecObject]:
    cls = LAYERS.find(name)
    assert cls is not None
    return cls


def shape_of(shape: Shape | None, name: str, /, **config: Any) -> Shape | None:
    output = layer(name, **config).call(Tensor(shape))
    assert isinstance(output, Tensor)
    return output.shape


def fault_of(shape: Shape, name: str, /, **config: Any) -> Fault:
    built = layer(name, **config)
    try:
        built.call(Tensor(shape))
        list(built.weights(Tensor(shape)))
    except Fault as fault:
        return fault
    pytest.fail(f"{name} takes {shape}")


def sizes(shape: Shape, name: str, /, **config: Any) -> dict[str, int | None]:
    weights = layer(name, **config).weights(Tensor(shape))
    return {weight.name: product(weight.shape) for weight in weights}


def test_the_first_layer_of_lenet() -> None:
    config = {"filters": 6, "kernel_size": 5}
    assert shape_of((None, 32, 32, 1), "Conv2D", **config) == (None, 28, 28, 6)
    assert sizes((None, 32, 32, 1), "Conv2D", **config) == {"kernel": 150, "bias": 6}


def test_the_first_layer_of_resnet50() -> None:
    config = {"filters": 64, "kernel_size": [7, 7], "strides": [2, 2]}
    assert shape_of((None, 230, 230, 3), "Conv2D", **config) == (None, 112, 112, 64)
    assert sizes((None, 230, 230, 3), "Conv2D", **config) == {"kernel": 9408, "bias": 64}


@pytest.mark.parametrize(
    ("name", "config", "shape", "expected"),
    [
        ("Conv1D", {"filters": 4, "kernel_size": 3, "padding": "causal"}, (8, 2), (8, 4)),
        (
            "Conv2D",
            {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "SAME"},
            (7, 8, 2),
            (4, 4, 4),
        ),
        (
            "Conv2D",
            {"filters": 4, "kernel_size": 3, "dilation_rate": 3},
            (7, None, 2),
            (1, None, 4),
        ),
        (
            "Conv2D",
            {"filters": 4, "kernel_size": 2, "data_format": "channels_first"},
            (2, 7, 8),
            (4, 6, 7),
        ),
        ("Conv3D", {"filters": 4, "kernel_size": [1, 2, 3]}, (5, 5, 5, 1), (5, 4, 3, 4)),
        ("Conv2DTranspose", {"filters": 2, "kernel_size": 2, "strides": 3}, (5, 5, 2), (15, 15, 2)),
        ("Conv2DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2}, (5, 5, 2), (11, 11, 2)),
        (
            "Conv1DTranspose",
            {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"},
            (5, 2),
            (10, 2),
        ),
        ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2}, (5, 5, 4), (3, 3, 8)),
        ("DepthwiseConv2D", {"kernel_size": 3}, (5, 5, None), (3, 3, None)),
        ("SeparableConv1D", {"filters": 2, "kernel_size": 3}, (5, 4), (3, 2)),
        ("MaxPooling2D", {}, (5, 4, 3), (2, 2, 3)),
        ("MaxPooling2D", {"padding": "same"}, (5, 4, 3), (3, 2, 3)),
        ("AveragePooling1D", {"pool_size": 3, "strides": 1}, (5, 4), (3, 4)),
        ("GlobalAveragePooling2D", {}, (5, 4, 3), (3,)),
        ("GlobalMaxPooling1D", {"keepdims": True}, (5, 4), (1, 4)),
        ("AdaptiveAveragePooling2D", {"output_size": [2, 3]}, (9, 9, 4), (2, 3, 4)),
        ("Flatten", {}, (5, 4, 3), (60,)),
        ("Flatten", {}, (5, None, 3), (None,)),
        ("Flatten", {}, (), (1,)),
        ("Reshape", {"target_shape": [-1, 6]}, (4, 3), (2, 6)),
        ("Reshape", {"target_shape": [-1, 6]}, (None, 3), (None, 6)),
        ("Permute", {"dims": [3, 1, 2]}, (4, 5, 6), (6, 4, 5)),
        ("RepeatVector", {"n": 3}, (4,), (3, 4)),
        ("ZeroPadding2D", {"padding": [1, [2, 3]]}, (4, 4, 1), (6, 9, 1)),
        ("Cropping1D", {"cropping": [1, 2]}, (4, 1), (1, 1)),
        ("UpSampling3D", {"size": [1, 2, 3]}, (2, 2, 2, 1), (2, 4, 6, 1)),
    ],
)
def test_shapes(name: str, config: dict[str, Any], shape: Shape, expected: Shape) -> None:
    assert shape_of((None, *shape), name, **config) == (None, *expected)


def test_weights_of_the_frugal_convolutions() -> None:
    depthwise = sizes((None, 5, 5, 4), "DepthwiseConv2D", kernel_size=3, depth_multiplier=2)
    assert depthwise == {"kernel": 72, "bias": 8}
    separable = sizes((None, 5, 5, 4), "SeparableConv2D", filters=7, kernel_size=3, use_bias=False)
    assert separable == {"depthwise_kernel": 36, "pointwise_kernel": 28}
    grouped = sizes((None, 5, 5, 4), "Conv2D", filters=6, kernel_size=3, groups=2)
    assert grouped == {"kernel": 108, "bias": 6}


def test_lora_freezes_the_kernel() -> None:
    weights = list(
        layer("Conv1D", filters=6, kernel_size=3, lora_rank=2).weights(Tensor((1, 9, 4)))
    )
    assert [(weight.name, weight.shape, weight.trainable) for weight in weights] == [
        ("kernel", (3, 4, 6), False),
        ("bias", (6,), True),
        ("lora_kernel_a", (3, 4, 2), True),
        ("lora_kernel_b", (2, 6), True),
    ]


def test_a_window_that_does_not_fit_is_named_by_its_sizes() -> None:
    fault = fault_of((None, 3, 9, 1), "Conv2D", filters=2, kernel_size=5)
    assert (fault.kind, fault.field) == ("window_exceeds_input", ("kernel_size",))
    assert "a window of 5 does not fit an input of 3 (height)" in fault.message
    dilated = fault_of((None, 9, 3, 1), "Conv2D", filters=2, kernel_size=3, dilation_rate=2)
    assert (
        "a window of 5 does not fit an input of 3 (width) (a dilated kernel of 3)"
        in dilated.message
    )
    pooled = fault_of((None, 1, 1), "MaxPooling1D")
    assert pooled.field == ("pool_size",)
    assert "a window of 2 does not fit an input of 1 (steps)" in pooled.message
    cropped = fault_of((None, 4, 4, 1), "Cropping2D", cropping=2)
    assert "cuts 2 and 2 from an input of 4 (height) and leaves nothing" in cropped.message


def test_a_wrong_rank_says_what_the_layer_takes() -> None:
    fault = fault_of((None, 28, 28), "Conv2D", filters=2, kernel_size=5)
    assert fault.kind == "input_rank"
    assert "takes images (batch, height, width, channels) of rank 4" in fault.message
    first = fault_of((None, 28), "MaxPooling2D", data_format="channels_first")
    assert "takes images (batch, channels, height, width) of rank 4" in first.message


@pytest.mark.parametrize(
    ("name", "config", "shape", "kind"),
    [
        ("Conv2D", {"filters": 4, "kernel_size": 3, "groups": 2}, (9, 9, 3), "indivisible_groups"),
        ("Conv2D", {"filters": 4, "kernel_size": 3}, (9, 9, None), "unknown_dimension"),
        ("Reshape", {"target_shape": [5, 5]}, (24,), "impossible_reshape"),
        ("Reshape", {"target_shape": [5, -1]}, (24,), "impossible_reshape"),
        ("Reshape", {"target_shape": [0, -1]}, (24,), "impossible_reshape"),
        ("Permute", {"dims": [2, 1]}, (4, 4, 4), "input_rank"),
        ("RepeatVector", {"n": 2}, (4, 4), "input_rank"),
    ],
)
def test_faults(name: str, config: dict[str, Any], shape: Shape, kind: str) -> None:
    assert fault_of((None, *shape), name, **config).kind == kind


@pytest.mark.parametrize(
    ("name", "config", "path", "words"),
    [
        (
            "Conv2D",
            {"filters": 1, "kernel_size": [3]},
            ("kernel_size",),
            "needs 2 integers (height, width), and has 1",
        ),
        ("Conv2D", {"filters": 1, "kernel_size": 0}, ("kernel_size",), "must be greater than 0"),
        (
            "Conv2D",
            {"filters": 1, "kernel_size": 3, "padding": "smae"},
            ("padding",),
            'cannot be the string "smae"',
        ),
        (
            "Conv2D",
            {"filters": 1, "kernel_size": 3, "strides": 2, "dilation_rate": 3},
            ("dilation_rate",),
            "strides of 2 and a dilation of 3",
        ),
        (
            "Conv2D",
            {"filters": 3, "kernel_size": 3, "groups": 2},
            ("groups",),
            "3 filters cannot be split into 2 groups",
        ),
        (
            "Conv2DTranspose",
            {"filters": 3, "kernel_size": 3, "strides": 2, "output_padding": 2},
            ("output_padding",),
            "not below the stride of 2 (height)",
        ),
        ("MaxPooling2D", {"padding": "SAME"}, ("padding",), 'cannot be the string "SAME"'),
        ("Reshape", {"target_shape": [-1, -1]}, ("target_shape",), "leaves 2 sizes open"),
        ("Reshape", {"target_shape": [2, -3]}, ("target_shape", 1), "-3 is no size"),
        ("Permute", {"dims": [0, 1]}, ("dims",), "each axis from 1 to 2 once"),
        (
            "ZeroPadding2D",
            {"padding": [1, 2, 3]},
            ("padding",),
            "an entry for each of height, width, and has 3",
        ),
        (
            "ZeroPadding2D",
            {"padding": [1, [2]]},
            ("padding", 1),
            "two numbers for width, and has 1",
        ),
        ("ZeroPadding1D", {"padding": [1, 2, 3]}, ("padding",), "two numbers for steps, and has 3"),
        ("Cropping3D", {"cropping": [1, "2", 3]}, ("cropping", 1), 'is the string "2"'),
    ],
)
def test_problems(
    name: str, config: dict[str, Any], path: tuple[str | int, ...], words: str
) -> None:
    found = problems(name, **config)
    assert [problem.path for problem in found] == [path]
    assert words in found[0].message


def test_keras_1_spellings_are_answered_with_the_new_ones() -> None:
    found = problems("Conv2D", nb_filter=2, filters=2, kernel_size=3, border_mode="same")
    assert {problem.path: problem.suggestion for problem in found} == {
        ("nb_filter",): '"filters"',
        ("border_mode",): '"padding"',
    }


def test_an_unknown_input_flows_through() -> None:
    assert shape_of(None, "Conv2D", filters=2, kernel_size=3) == (None, None, None, 2)
    assert shape_of(None, "Permute", dims=[2, 1]) == (None, None, None)
    assert shape_of(None, "Flatten") is None
    assert list(layer("Conv2D", filters=2, kernel_size=3).weights(Tensor(None))) == []


def test_rearranging_keeps_integers() -> None:
    assert layer("Flatten").call(Tensor((None, 2, 2), "int32")) == Tensor((None, 4), "int32")
    assert layer("Flatten").call(Tensor((None, 2, 2), "float16")) == Tensor((None, 4), "float32")
    assert layer("MaxPooling1D").call(Tensor((None, 2, 2), "int32")) == Tensor((None, 1, 2))


def test_huge_numbers_do_no_harm() -> None:
    huge = 10**30
    assert shape_of((None, huge, 1), "UpSampling1D", size=huge) == (None, huge * huge, 1)
    assert fault_of((None, 9, 1), "MaxPooling1D", pool_size=huge).kind == "window_exceeds_input"


def test_what_conflicts_is_shown_at_both_places() -> None:
    config = {"filters": 1, "kernel_size": 3, "strides": 2, "dilation_rate": 3}
    _, found = validate(_class("Conv2D"), config, ("layers", 1), ("layers", 1, "type"))
    assert found[0].path == ("layers", 1, "dilation_rate")
    assert [related.path for related in found[0].related] == [("layers", 1, "strides")]
