"""Shapes with sizes that are not known, which TensorFlow cannot make a tensor of."""

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


@pytest.mark.parametrize(
    ("shape", "wanted", "refused"),
    [
        ((4, 6), (-1, 24), []),
        ((None, 6), (-1, 6), []),
        ((4, 6), (-1, None), ["KS204"]),
        ((4, 6), (None, 24), ["KS204"]),
        ((None, 6), (-1, None, 6), ["KS204"]),
    ],
)
def test_an_operation_takes_one_at_most(
    shape: tuple[int | None, ...], wanted: tuple[int | None, ...], refused: list[str]
) -> None:
    import keras
    import numpy as np

    inputs = keras.Input(shape)
    model = keras.Model(inputs, keras.ops.reshape(inputs, wanted))
    samples = np.zeros((2, 4, 6))
    assert (refusal(model.predict, samples, verbose=0) is not None) == bool(refused)
    assert [one.code for one in kspec.lint(model).findings] == refused
