"""Layers that rearrange, pad, crop and repeat against Keras, on random configurations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.shapes import Tensor
from tests.contract import drawn
from tests.contract.oracle import by_kspec, disagreement
from tests.contract.real_run import false_word

if TYPE_CHECKING:
    from tests.contract.drawn import Draw

pytestmark = pytest.mark.contract

dims = st.one_of(st.none(), st.integers(1, 6), st.integers(1, 6))
shapes = st.lists(dims, min_size=1, max_size=5).map(tuple)


@given(data=st.data(), shape=shapes, dtype=drawn.input_dtypes)
def test_flatten(data: Any, shape: tuple[int | None, ...], dtype: str) -> None:
    fields = {"data_format": drawn.data_formats}
    config = drawn.spoilt(data.draw, drawn.chosen(data.draw, {}, fields), ("data_format",))
    assert disagreement("Flatten", config, Tensor(shape, dtype)) is None


@given(data=st.data(), shape=shapes, dtype=drawn.input_dtypes)
def test_reshape(data: Any, shape: tuple[int | None, ...], dtype: str) -> None:
    draw: Draw = data.draw
    sizes = st.sampled_from([-1, 1, 2, 3, 4, 6, 12, 0, -2])
    target = draw(st.lists(sizes, max_size=4))
    if draw(st.booleans()):
        target = draw(st.permutations([dim or -1 for dim in shape[1:]]))
    if target and -1 not in target and draw(st.booleans()):
        target[0] = draw(st.sampled_from([-1, None]))
    config = drawn.chosen(draw, {"target_shape": st.just(target)}, {})
    assert disagreement("Reshape", config, Tensor(shape, dtype)) is None


@pytest.mark.parametrize("target", [12, None, {"a": 1}])
def test_reshape_to_no_list(target: object) -> None:
    by_both = disagreement("Reshape", {"target_shape": target}, Tensor((None, 12)))
    assert by_both is None or isinstance(target, dict)


@given(data=st.data(), shape=shapes, dtype=drawn.input_dtypes)
def test_permute(data: Any, shape: tuple[int | None, ...], dtype: str) -> None:
    draw: Draw = data.draw
    count = len(shape) - 1
    config = {"dims": draw(st.permutations(range(1, count + 1)))}
    if draw(st.integers(0, 4)) == 0:
        config = {"dims": draw(st.lists(st.integers(0, 4), max_size=4))}
    config = drawn.spoilt(draw, config, ("dims",))
    assert disagreement("Permute", config, Tensor(shape, dtype)) is None


@given(data=st.data(), shape=shapes)
def test_repeat_vector(data: Any, shape: tuple[int | None, ...]) -> None:
    draw: Draw = data.draw
    config = drawn.chosen(draw, {"n": st.integers(-1, 4)}, {})
    config = drawn.spoilt(draw, config, ("n",))
    x = Tensor(draw(st.sampled_from([shape, shape[:2]])), draw(drawn.input_dtypes))
    assert disagreement("RepeatVector", config, x) is None


@given(data=st.data())
@pytest.mark.parametrize("name", ["ZeroPadding", "Cropping"])
@pytest.mark.parametrize("mark", drawn.AXES)
def test_borders(name: str, mark: str, data: Any) -> None:
    draw: Draw = data.draw
    axes = drawn.AXES[mark]
    field = "padding" if name == "ZeroPadding" else "cropping"
    entry = st.one_of(
        st.integers(0, 3), st.integers(0, 3), st.lists(st.integers(-1, 3), min_size=2, max_size=2)
    )
    border = st.one_of(
        st.integers(0, 3),
        st.lists(entry, min_size=max(axes, 2), max_size=max(axes, 2)),
        st.lists(entry, max_size=4),
        st.sampled_from(["2", 2.5, None, [], {"a": 1, "b": 2}, [[1], [2]], ["1", 1]]),
    )
    fields = {"data_format": drawn.data_formats}
    config = drawn.chosen(draw, {}, {field: border, **fields} | {field: border})
    if draw(st.booleans()):
        config[field] = draw(border)
    assert disagreement(f"{name}{mark}", config, drawn.inputs(draw, axes)) is None


@given(data=st.data())
@pytest.mark.parametrize("mark", drawn.AXES)
def test_up_sampling(mark: str, data: Any) -> None:
    draw: Draw = data.draw
    axes = drawn.AXES[mark]
    fields = {
        "data_format": drawn.data_formats,
        "interpolation": st.sampled_from(["nearest", "Bilinear", "bicubic", "lanczos5"]),
    }
    config = drawn.chosen(draw, {"size": drawn.sizes(axes, 0)}, fields)
    config = drawn.spoilt(draw, config, ("size",))
    assert false_word(f"UpSampling{mark}", config, drawn.inputs(draw, axes)) is None


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("ZeroPadding2D", {"padding": -1}),
        ("UpSampling2D", {"interpolation": "foo"}),
        ("AdaptiveMaxPooling2D", {"output_size": 0}),
        ("Reshape", {"target_shape": [None, None]}),
    ],
)
def test_what_keras_accepts_and_cannot_run_is_refused(name: str, config: dict[str, Any]) -> None:
    import keras
    import numpy as np

    layer = getattr(keras.layers, name)(**config)
    assert layer(keras.KerasTensor((2, 4, 4, 3))).shape
    with pytest.raises(Exception, match=r".+"):
        layer(np.ones((2, 4, 4, 3), "float32"))
    assert by_kspec(name, config, Tensor((2, 4, 4, 3))).refused


@pytest.mark.parametrize("name", ["Conv2D", "MaxPooling2D", "Flatten"])
@pytest.mark.parametrize("count", [1, 2])
def test_a_list_of_tensors(name: str, count: int) -> None:
    config = {"filters": 2, "kernel_size": 2} if name == "Conv2D" else {}
    assert disagreement(name, config, [Tensor((None, 4, 4, 3))] * count) is None


@pytest.mark.parametrize(
    "name", ["AveragePooling1D", "Flatten", "GlobalAveragePooling1D", "GlobalMaxPooling1D"]
)
@pytest.mark.parametrize("argument", ["training", "mask", "foo"])
def test_arguments_of_the_call(name: str, argument: str) -> None:
    config = {"pool_size": 2} if name == "AveragePooling1D" else {}
    value = Tensor((None, 4), "bool") if argument == "mask" else True
    assert disagreement(name, config, Tensor((None, 4, 3)), **{argument: value}) is None
