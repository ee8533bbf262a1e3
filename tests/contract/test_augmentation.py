"""Layers that resize and change images against Keras, on random configurations and inputs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kspec
from kspec.spec import index
from kspec.spec.dialects.keras_writer import network_config
from kspec.spec.layers.augmentation_color import OfColors
from kspec.spec.layers.base import Layer
from kspec.spec.parse import parse
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import Tensor
from tests.contract import drawn
from tests.contract.oracle import by_kspec
from tests.contract.real_run import fails, false_claim
from tests.contract.refusal import refusal

if TYPE_CHECKING:
    from tests.contract.drawn import Draw

pytestmark = [pytest.mark.contract, pytest.mark.one_in(4)]
RANKS = (3, 4)
ends = st.sampled_from([-2, -1, -0.5, 0, 0.5, 1, 2, 5, 9])
factors = st.one_of(ends, st.lists(ends, min_size=2, max_size=2), st.sampled_from([[0.5], "a"]))
sizes = st.integers(-1, 6)
ranges = st.sampled_from([[0, 255], [0.0, 1.0], [1, 0], 255])
names = st.sampled_from(["bilinear", "nearest", "reflect", "wrap", "mirror", "constant", "cubic"])
FIELDS = {
    **dict.fromkeys(["factor", "x_factor", "y_factor", "height_factor", "width_factor"], factors),
    **dict.fromkeys(["addition_factor", "threshold_factor", "brightness_factor"], factors),
    **dict.fromkeys(["contrast_factor", "saturation_factor", "hue_factor"], factors),
    **dict.fromkeys(["scale", "sigma"], factors),
    "kernel_size": st.sampled_from([3, 2, [3, 5], [3, 2], [3]]),
    "height": sizes,
    "width": sizes,
    "max_number": st.sampled_from([3, 3.0, -1, None]),
    "fill_value": st.sampled_from([0, 0.5]),
    "mode": st.sampled_from(["horizontal", "sideways"]),
    "interpolation": names,
    "fill_mode": names,
    "value_range": ranges,
    "seed": st.sampled_from([None, 3]),
    "data_format": drawn.data_formats,
    "bounding_box_format": st.sampled_from([None, "xyxy"]),
    "alpha": st.just(0.5),
    "num_ops": st.integers(0, 2),
    "all_ops": st.booleans(),
    "bins": st.just(16),
    "antialias": st.booleans(),
    "crop_to_aspect_ratio": st.booleans(),
    "pad_to_aspect_ratio": st.booleans(),
}
PLACES = ("kspec.spec.layers.augmentation", "kspec.spec.layers.images")
NAMES = [name for name in LAYERS.names() if index.CLASSES["layer"][name][0].startswith(PLACES)]
NEEDED = {
    "height": 8,
    "width": 8,
    "max_number": 2,
    "factor": 1,
    "height_factor": 0.5,
    "width_factor": 0.5,
}


def _required(name: str) -> set[str]:
    cls = LAYERS.find(name)
    assert cls is not None
    return {key for key, field in cls.model_fields.items() if field.is_required()}


@pytest.mark.one_in(1)  # each class
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_augmentation(name: str, data: Any) -> None:
    draw: Draw = data.draw
    cls = LAYERS.find(name)
    assert cls is not None
    strategies = {key: FIELDS[key] for key in cls.model_fields if key in FIELDS}
    if name == "RandomElasticTransform":  # Keras reads it only when it trains, and fails then
        strategies["value_range"] = st.just([0, 255])
    needed = {key for key, info in cls.model_fields.items() if info.is_required()}
    config = drawn.chosen(
        draw,
        {key: values for key, values in strategies.items() if key in needed},
        {key: values for key, values in strategies.items() if key not in needed},
    )
    if draw(st.integers(0, 12)) == 0:
        config["units"] = 3
    x = drawn.inputs(draw, 2)
    if len(x.shape or ()) not in RANKS:
        # Keras promises something for any rank, and runs on two.
        x = x._replace(shape=(None, 8, 8, 3))
    if draw(st.booleans()) and x.shape:
        x = x._replace(shape=(*x.shape[:-1], 3))
    if issubclass(cls, OfColors) and x.shape:
        # All but one of these look at the channels only when they train.
        axis = -3 if str(config.get("data_format")).lower() == "channels_first" else -1
        x = x._replace(shape=(3,) * len(x.shape) if len(x.shape) >= -axis else x.shape)
    assert false_claim(name, config, x) is None


@pytest.mark.parametrize("name", sorted(cls.__name__ for cls in OfColors.__subclasses__()))
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_colors_have_channels(name: str, data_format: str) -> None:
    import keras
    import numpy as np

    fields = {"data_format": data_format, "factor": 0.5}
    for shape in ((5, 5, 3), (5, 5, 1), (5, 5, 4), (3, 5, 5), (1, 5, 5), (5, 3, 5)):
        ours = by_kspec(name, fields, Tensor((2, *shape))).refused
        layer, batch = getattr(keras.layers, name)(**fields), np.ones((2, *shape), "float32")
        theirs = refusal(layer, keras.Input(shape)) or refusal(layer, batch, training=True)
        assert (ours is None) == (theirs is None), (name, fields, shape, ours, theirs)


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("RandomFlip", {}),
        ("MixUp", {}),
        ("AutoContrast", {}),
        ("Resizing", {"height": 2, "width": 2}),
    ],
)
def test_what_is_no_batch_of_images(name: str, config: dict[str, Any]) -> None:
    images = Tensor((2, 8, 8, 3))
    assert not fails(name, config, images)
    assert by_kspec(name, config, images).refused is None
    for given_ in (Tensor((8, 8)), Tensor((2, 4, 8, 8, 3))):
        assert fails(name, config, given_)
        assert by_kspec(name, config, given_).refused is not None


@pytest.mark.parametrize("name", NAMES)
def test_what_gives_back_the_tensor_that_it_takes(name: str) -> None:
    import keras

    cls = LAYERS.find(name)
    assert isinstance(cls, type)
    assert issubclass(cls, Layer)
    fields = {key: NEEDED[key] for key in _required(name)}
    config = {"module": "keras.layers", "class_name": name, "config": fields}
    x = keras.Input((8, 8, 3))
    assert (keras.layers.deserialize(config)(x) is x) == cls.value_effect.may_return_input


STACK = {"inputs": {"shape": [8, 8, 3]}}
GRAPH = {"inputs": {"x": {"shape": [8, 8, 3]}}, "outputs": "end"}
HALVES = {"inputs": {"shape": [8, 8, 3], "dtype": "float16"}}
EVEN = {"type": "Equalization"}
SCALE = {"type": "Rescaling", "scale": 2.0}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({**STACK, "layers": [EVEN, SCALE]}, "KS206"),
        ({**STACK, "layers": [SCALE, EVEN]}, "KS206"),
        ({**GRAPH, "layers": [SCALE, EVEN, {**SCALE, "name": "end"}]}, "KS206"),
        ({**GRAPH, "layers": [EVEN, {**SCALE, "name": "end"}]}, "KS207"),
        ({**GRAPH, "layers": [{**EVEN, "name": "end"}]}, "KS206"),
        ({**HALVES, "layers": [EVEN, SCALE]}, None),
        ({**STACK, "layers": [{**SCALE, "dtype": "float16"}, EVEN]}, None),
        ({"layers": [EVEN, SCALE]}, "KS207"),
        ({**STACK, "layers": [{"type": "Pipeline", "layers": [EVEN]}, SCALE]}, None),
    ],
)
def test_equalization_in_a_graph(document: dict[str, Any], code: str | None) -> None:
    """Keras makes a circle of it, or leaves it out."""
    import keras
    import numpy as np

    spec = parse(document).spec
    assert spec is not None
    config = network_config(spec.network)
    found = {one.code for one in kspec.lint(document).findings} - {"KS209"}
    assert found == ({code} if code else set())
    if code == "KS206":
        with pytest.raises(ValueError, match="part of a cycle"):
            keras.models.model_from_json(json.dumps(config))
        return
    x = np.random.default_rng(0).uniform(0, 255, (1, 8, 8, 3)).astype("float32")
    model = keras.models.model_from_json(json.dumps(config))
    model.predict(x, verbose=0)  # makes the graph
    evened = not np.allclose(model(x, training=True), 2 * x)
    assert evened == (code is None)
