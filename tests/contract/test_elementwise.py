"""Activations, dropout and noise against Keras, on random configurations and inputs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.activation_table import FACTS
from kspec.spec.shapes import Tensor
from tests.contract import drawn
from tests.contract.drawn import Draw, Fields
from tests.contract.oracle import by_kspec, disagreement
from tests.contract.real_run import fails, false_claim, false_word

pytestmark = pytest.mark.contract
numbers = st.sampled_from([-0.5, 0, 0.25, 1, 1.0, 1.5, None])
seeds = st.sampled_from([None, 3])
noise = st.lists(st.sampled_from([None, 1, 3, 0]), max_size=3)
axes = st.one_of(st.integers(-5, 5), st.lists(st.integers(-4, 4), max_size=3))
activations = st.sampled_from(["relu", "swish", "nope", None, 3])

FIELDS: dict[str, tuple[Fields, Fields]] = {
    "Activation": ({"activation": activations}, {}),
    "ReLU": ({}, dict.fromkeys(("max_value", "negative_slope", "threshold"), numbers)),
    "LeakyReLU": ({}, {"negative_slope": numbers, "alpha": numbers}),
    "ELU": ({}, {"alpha": st.sampled_from([-0.5, 0, 1.5])}),
    "PReLU": (
        {},
        {
            "alpha_initializer": st.sampled_from(["zeros", "he_normal", "nope"]),
            "alpha_constraint": st.sampled_from([None, "non_neg"]),
            "shared_axes": st.one_of(st.none(), st.integers(-3, 4), axes),
        },
    ),
    "Softmax": ({}, {"axis": axes}),
    "Dropout": ({"rate": numbers}, {"noise_shape": noise, "seed": seeds}),
    "AlphaDropout": ({"rate": numbers}, {"noise_shape": noise, "seed": seeds}),
    "GaussianDropout": ({"rate": numbers}, {"seed": seeds}),
    "GaussianNoise": ({"stddev": numbers}, {"seed": seeds}),
    "ActivityRegularization": ({}, {"l1": st.sampled_from([0, 0.5]), "l2": st.just(0.1)}),
    "SpatialDropout1D": ({"rate": numbers}, {"seed": seeds}),
    "SpatialDropout2D": ({"rate": numbers}, {"seed": seeds, "data_format": drawn.data_formats}),
    "SpatialDropout3D": ({"rate": numbers}, {"seed": seeds, "data_format": drawn.data_formats}),
}


@given(data=st.data())
@pytest.mark.parametrize("name", FIELDS)
def test_elementwise(name: str, data: Any) -> None:
    draw: Draw = data.draw
    always, sometimes = FIELDS[name]
    config = drawn.chosen(draw, always, sometimes)
    if draw(st.integers(0, 9)) == 0:
        config["units"] = 3
    if "alpha" in config and name == "LeakyReLU":
        config.pop("negative_slope", None)
    spatial = drawn.axes_of(name) if "Spatial" in name else draw(st.integers(0, 2))
    x = drawn.inputs(draw, spatial)
    several = draw(st.integers(0, 9)) == 0 and name != "PReLU" and "Spatial" not in name
    call = {"training": True} if draw(st.booleans()) else {}
    assert false_word(name, config, [x, x] if several else x, **call) is None


@given(
    # of the same axis twice Keras makes sometimes a product and sometimes an error
    axis=st.sampled_from([-4, -2, -1, 0, 1, 3, [], [1], [-3], [1, 2], [-2, -1]]),
    shape=st.lists(st.integers(1, 3), min_size=1, max_size=4).map(tuple),
    mask=st.lists(st.integers(1, 3), min_size=1, max_size=4).map(tuple),
)
def test_softmax_with_a_mask(axis: Any, shape: tuple[int, ...], mask: tuple[int, ...]) -> None:
    masked = {"mask": Tensor(mask, "bool")}
    assert false_claim("Softmax", {"axis": axis}, Tensor(shape), **masked) is None


@pytest.mark.parametrize(
    ("name", "config"), [("ReLU", {}), ("Dropout", {"rate": 0.1}), ("Softmax", {}), ("PReLU", {})]
)
@pytest.mark.parametrize("argument", ["mask", "training", "state"])
def test_call_arguments(name: str, config: dict[str, Any], argument: str) -> None:
    value = Tensor((None, 4), "bool") if argument == "mask" else None
    assert disagreement(name, config, Tensor((None, 4)), **{argument: value}) is None


@pytest.mark.parametrize("name", sorted(FACTS))
def test_an_activation_by_name(name: str) -> None:
    fields = {"units": 4, "activation": name}
    refused = by_kspec("Dense", fields, Tensor((2, 4))).refused
    assert (refused is not None) == fails("Dense", fields, Tensor((2, 4)))
