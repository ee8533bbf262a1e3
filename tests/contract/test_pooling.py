"""Pooling against Keras, on random configurations and inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.shapes import Tensor
from tests.contract import drawn
from tests.contract.oracle import by_kspec
from tests.contract.real_run import false_word

if TYPE_CHECKING:
    from tests.contract.drawn import Draw

pytestmark = pytest.mark.contract


@given(data=st.data())
@pytest.mark.parametrize("kind", ["Max", "Average"])
@pytest.mark.parametrize("mark", drawn.AXES)
def test_pooling(kind: str, mark: str, data: Any) -> None:
    draw: Draw = data.draw
    axes = drawn.AXES[mark]
    pool = st.one_of(drawn.sizes(axes, 0), st.sampled_from([[2.0], [2.0, 3.0], [1.0, 2.0, 1.0]]))
    fields = {
        "strides": st.one_of(st.none(), pool),
        "padding": st.sampled_from(["valid", "same", "SAME", "causal"]),
        "data_format": drawn.data_formats,
    }
    config = drawn.chosen(draw, {"pool_size": pool}, fields)
    config = drawn.spoilt(draw, config, ("pool_size", "strides", "padding"))
    assert false_word(f"{kind}Pooling{mark}", config, drawn.inputs(draw, axes)) is None


@given(data=st.data())
@pytest.mark.parametrize("kind", ["Max", "Average"])
@pytest.mark.parametrize("mark", drawn.AXES)
def test_global_pooling(kind: str, mark: str, data: Any) -> None:
    draw: Draw = data.draw
    fields = {"data_format": drawn.data_formats, "keepdims": st.booleans()}
    config = drawn.spoilt(draw, drawn.chosen(draw, {}, fields), ("data_format",))
    x = drawn.inputs(draw, drawn.AXES[mark])
    assert false_word(f"Global{kind}Pooling{mark}", config, x) is None


@pytest.mark.one_in(6)
@given(data=st.data())
@pytest.mark.parametrize("kind", ["Max", "Average"])
@pytest.mark.parametrize("mark", drawn.AXES)
def test_adaptive_pooling(kind: str, mark: str, data: Any) -> None:
    draw: Draw = data.draw
    axes = drawn.AXES[mark]
    formats = st.sampled_from([None, "channels_last", "channels_first", "Channels_Last"])
    config = drawn.chosen(draw, {"output_size": drawn.sizes(axes)}, {"data_format": formats})
    rank = draw(st.sampled_from([3, axes + 2]))
    dims = st.one_of(st.none(), st.integers(1, 9))
    shape = tuple(draw(st.lists(dims, min_size=rank, max_size=rank)))
    x = Tensor(shape, draw(drawn.input_dtypes))
    assert false_word(f"Adaptive{kind}Pooling{mark}", config, x) is None


@pytest.mark.parametrize(("mark", "shape"), [("1D", (2, 4, 4, 1)), ("2D", (2, 4)), ("3D", (2, 4))])
def test_adaptive_pooling_of_another_rank_fails_only_when_it_runs(
    mark: str, shape: tuple[int, ...]
) -> None:
    import keras
    import numpy as np

    name = f"AdaptiveMaxPooling{mark}"
    layer = getattr(keras.layers, name)(2)
    assert layer(keras.KerasTensor(shape)).shape
    with pytest.raises(ValueError, match=r"adaptive|unpack|pooling"):
        layer(np.ones(shape, "float32"))
    assert by_kspec(name, {"output_size": 2}, Tensor(shape)).refused
