"""Normalizations against Keras, on random configurations and inputs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract import drawn
from tests.contract.drawn import Draw, Fields
from tests.contract.real_run import false_word

pytestmark = [pytest.mark.contract, pytest.mark.one_in(4)]
axis = st.integers(-5, 5)
axes = st.one_of(axis, st.lists(st.integers(-4, 3), max_size=3))
AFFINE: Fields = {
    "epsilon": st.sampled_from([1e-3, 0, -1, 1]),
    "center": st.booleans(),
    "scale": st.booleans(),
    "beta_initializer": st.sampled_from(["zeros", "nope"]),
    "gamma_initializer": st.sampled_from(["ones", {"class_name": "Ones", "config": {}}]),
    "beta_regularizer": st.sampled_from([None, "l2"]),
    "gamma_constraint": st.sampled_from([None, "non_neg", 3]),
}
clipping = st.sampled_from(
    [
        None,
        {},
        {"rmax": 3, "rmin": 0.3, "dmax": 5},
        {"dmax": -1},
        {"max": 3},
    ]
)
values = st.one_of(
    st.sampled_from([0, 0.5]),
    st.lists(st.sampled_from([0.5, 1]), max_size=4),
    st.lists(st.lists(st.just(0.5), min_size=1, max_size=2), max_size=3),
)


def is_distinct(axis: object) -> bool:
    """Whether no axis comes twice, which TensorFlow refuses at the first batch alone."""
    return not isinstance(axis, list) or len(set(axis)) == len(axis)


FIELDS: dict[str, Fields] = {
    "BatchNormalization": {
        **AFFINE,
        "axis": axis,
        "momentum": st.sampled_from([0.9, 1, 1.5, -0.5]),
        "renorm": st.booleans(),
        "renorm_clipping": clipping,
        "renorm_momentum": st.just(0.9),
        "synchronized": st.booleans(),
        "moving_mean_initializer": st.just("zeros"),
    },
    "LayerNormalization": {**AFFINE, "axis": axes, "rms_scaling": st.booleans()},
    "GroupNormalization": {**AFFINE, "axis": axis, "groups": st.integers(-2, 6)},
    "RMSNormalization": {"axis": axes, "epsilon": st.just(1e-5)},
    "UnitNormalization": {"axis": axes},
    "Normalization": {
        "axis": st.one_of(st.none(), axes.filter(is_distinct)),
        "mean": values,
        "variance": values,
        "invert": st.booleans(),
    },
}


@given(data=st.data())
@pytest.mark.parametrize("name", FIELDS)
def test_normalization(name: str, data: Any) -> None:
    draw: Draw = data.draw
    config = drawn.chosen(draw, {}, FIELDS[name])
    if name == "Normalization" and "mean" in config and draw(st.integers(0, 3)):
        config["variance"] = config["mean"]
    if draw(st.integers(0, 9)) == 0:
        wrong = drawn.WRONG.filter(lambda value: value != "2")  # a string of which Keras makes 2
        config[draw(st.sampled_from(["axis", "mode"]))] = draw(wrong)
    x = drawn.inputs(draw, draw(st.integers(0, 2)), high=4)
    assert false_word(name, config, x) is None
