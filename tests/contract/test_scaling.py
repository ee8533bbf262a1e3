"""Layers of keras.applications, and layers in a row, against Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.shapes import Tensor
from tests.contract import drawn
from tests.contract.oracle import disagreement

if TYPE_CHECKING:
    from tests.contract.drawn import Draw

pytestmark = pytest.mark.contract
dims = st.sampled_from([None, 1, 2, 3])
shapes = st.lists(dims, min_size=1, max_size=4)


@given(data=st.data())
def test_layer_scale(data: Any) -> None:
    draw: Draw = data.draw
    always = {"init_values": st.just(0.1), "projection_dim": st.sampled_from([-1, 1, 2, 3])}
    config = drawn.chosen(draw, always, {})
    config.pop("autocast", None)
    x = Tensor((None, *draw(shapes)), draw(st.sampled_from(["float32", "float16"])))
    assert disagreement("LayerScale", config, x) is None


@given(data=st.data())
def test_custom_scale_layer(data: Any) -> None:
    draw: Draw = data.draw
    config = drawn.chosen(draw, {"scale": st.just(0.5)}, {})
    config.pop("autocast", None)
    inputs = [Tensor((None, *draw(shapes))) for _ in range(2)]
    assert disagreement("CustomScaleLayer", config, inputs) is None


STEPS = [
    {"class_name": "RandomFlip", "config": {}},
    {"class_name": "RandomCrop", "config": {"height": 2, "width": 3}},
    {"class_name": "CenterCrop", "config": {"height": 2, "width": 2}},
    {"class_name": "Rescaling", "config": {"scale": 0.5, "offset": 0}},
    {"class_name": "Rescaling", "config": {"scale": 0.5, "offset": 0, "dtype": "float16"}},
    {"class_name": "RandomZoom", "config": {"height_factor": 5}},
    {"class_name": "Flatten", "config": {}},
]


@given(data=st.data())
def test_pipeline(data: Any) -> None:
    draw: Draw = data.draw
    steps = draw(st.lists(st.sampled_from(STEPS), max_size=3))
    layers = [{"module": "keras.layers", **step} for step in steps]
    config = {"layers": layers, **draw(st.sampled_from([{}, {}, {"name": "p"}, {"dtype": "int8"}]))}
    x = Tensor((None, *draw(st.lists(st.integers(2, 5), min_size=3, max_size=3))))
    assert disagreement("Pipeline", config, x) is None


@given(data=st.data())
def test_layers_of_feature_spaces(data: Any) -> None:
    draw: Draw = data.draw
    shape, dtype = draw(shapes), draw(st.sampled_from(["float32", "int64"]))
    assert disagreement("TFDIdentity", {}, Tensor((None, *shape), dtype)) is None
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    inputs = [Tensor((None, *shape, size), dtype) for size in sizes]
    assert disagreement("TFDConcat", {"axis": draw(st.sampled_from([-1, 1]))}, inputs) is None


def test_a_feature_space_is_read_as_keras_reads_it() -> None:
    import keras
    import tensorflow as tf

    import kspec

    features = {
        "x": keras.utils.FeatureSpace.float(),
        "y": keras.utils.FeatureSpace.integer_hashed(num_bins=5),
    }
    space = keras.utils.FeatureSpace(features)
    space.adapt(tf.data.Dataset.from_tensor_slices({"x": [0.1, 0.2], "y": [1, 2]}))
    model = keras.Model(space.get_inputs(), space.get_encoded_features())
    found = [finding.code for finding in kspec.lint(model.to_json()).findings]
    assert found == []
    last = kspec.summarize(model.to_json()).rows[-1]
    assert last.output_shape == list(model.output.shape)
