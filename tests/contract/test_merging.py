"""Merging against Keras, on random lists of tensors."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.shapes import Tensor
from tests.contract import drawn
from tests.contract.drawn import Draw
from tests.contract.oracle import disagreement
from tests.contract.real_run import false_word

pytestmark = pytest.mark.contract
dims = st.sampled_from([None, 1, 2, 2, 3, 3])
batches = st.sampled_from([None, None, None, 2, 4])
AXES = {
    "Concatenate": st.integers(-4, 4),
    "Dot": st.one_of(st.integers(-4, 3), st.lists(st.integers(-3, 3), min_size=1, max_size=3)),
}


def likely(draw: Draw) -> list[Tensor]:
    """Tensors of one shape, of which some sizes then change."""
    shape = draw(st.lists(dims, max_size=3))
    found = []
    for _ in range(draw(st.sampled_from([1, 2, 2, 2, 3]))):
        own = [draw(batches), *shape]
        if draw(st.booleans()) and len(own) > 1:
            own[draw(st.integers(1, len(own) - 1))] = draw(dims)
        if draw(st.integers(0, 5)) == 0:
            own = own[: draw(st.integers(1, len(own)))]
        found.append(Tensor(tuple(own), draw(drawn.input_dtypes)))
    return found


@given(data=st.data())
@pytest.mark.parametrize(
    "name", ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"]
)
def test_merging(name: str, data: Any) -> None:
    draw: Draw = data.draw
    field = {"Concatenate": "axis", "Dot": "axes"}.get(name)
    always = {field: AXES[name]} if field else {}
    config = drawn.chosen(draw, always, {"normalize": st.booleans()} if name == "Dot" else {})
    if draw(st.integers(0, 12)) == 0:
        config[field or "mode"] = draw(drawn.WRONG)
    given_ = likely(draw)
    if len(given_) == 1 and isinstance(config.get("axis"), float):
        config["axis"] = 1
    alone = draw(st.integers(0, 12)) == 0
    assert false_word(name, config, given_[0] if alone else given_) is None


@pytest.mark.parametrize("argument", ["mask", "training"])
def test_call_arguments(argument: str) -> None:
    inputs = [Tensor((None, 4)), Tensor((None, 4))]
    assert disagreement("Add", {}, inputs, **{argument: None}) is None
