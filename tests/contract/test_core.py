"""Core layers against Keras, on random configurations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.shapes import Tensor
from tests.contract.real_run import false_word

pytestmark = pytest.mark.contract
dims = st.one_of(st.none(), st.integers(1, 6))


@given(
    units=st.integers(-1, 5),
    use_bias=st.booleans(),
    shape=st.lists(dims, min_size=1, max_size=4),
)
def test_dense(*, units: int, use_bias: bool, shape: list[int | None]) -> None:
    config = {"units": units, "use_bias": use_bias}
    assert false_word("Dense", config, Tensor(tuple(shape))) is None
