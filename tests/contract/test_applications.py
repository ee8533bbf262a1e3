"""Every model of ``keras.applications`` as Keras writes it: names, shapes, dtypes and counts, and
its MACs beside TensorFlow's profiler.
"""

import gc
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.analysis.summary import summarize
from kspec.spec.dialects import keras_config
from tests.contract.application_layers import built

pytestmark = pytest.mark.contract

EVERYDAY = ("MobileNet", "MobileNetV3Small", "DenseNet121", "EfficientNetV2B0", "ResNet50", "VGG16")
OTHERS = (
    *("ConvNeXtBase", "ConvNeXtLarge", "ConvNeXtSmall", "ConvNeXtTiny", "ConvNeXtXLarge"),
    *("DenseNet169", "DenseNet201", "EfficientNetB0", "EfficientNetB1", "EfficientNetB2"),
    *("EfficientNetB3", "EfficientNetB4", "EfficientNetB5", "EfficientNetB6", "EfficientNetB7"),
    *("EfficientNetV2B1", "EfficientNetV2B2", "EfficientNetV2B3", "EfficientNetV2L"),
    *("EfficientNetV2M", "EfficientNetV2S", "InceptionResNetV2", "InceptionV3", "MobileNetV2"),
    *("MobileNetV3Large", "NASNetLarge", "NASNetMobile", "ResNet101", "ResNet101V2"),
    *("ResNet152", "ResNet152V2", "ResNet50V2", "VGG19", "Xception"),
)


def count(weights: list[Any]) -> int:
    return sum(weight.value.shape.num_elements() for weight in weights)


def by_keras(model: Any) -> tuple[list[Any], tuple[int, int]]:
    import keras

    rows = [
        (
            layer.name,
            [list(x.shape) for x in keras.tree.flatten(layer.output)],
            [x.dtype for x in keras.tree.flatten(layer.output)],
            count(layer.trainable_weights),
            count(layer.non_trainable_weights),
        )
        for layer in model.layers
    ]
    return rows, (count(model.trainable_weights), count(model.non_trainable_weights))


def flattened(shape: Any, dtype: Any) -> Iterator[tuple[Any, Any]]:
    """Outputs one by one, in Keras's order: a dtype is one text where there is one output."""
    if isinstance(dtype, dict):
        for key in sorted(dtype):
            yield from flattened(shape[key], dtype[key])
    elif isinstance(dtype, list):
        for one, other in zip(shape, dtype, strict=True):
            yield from flattened(one, other)
    else:
        yield shape, dtype


def by_kspec(document: dict[str, Any]) -> tuple[list[Any], tuple[int | None, int | None]]:
    analysis = Analysis(keras_config.read(document))
    assert analysis.problems == []
    summary = summarize(analysis)
    assert summary is not None
    rows = []
    for row in summary.to_dict()["layers"]:
        outputs = list(flattened(row["output_shape"], row["output_dtype"]))
        counts = (row["trainable_params"], row["non_trainable_params"])
        shapes, dtypes = [shape for shape, _ in outputs], [dtype for _, dtype in outputs]
        rows.append((row["name"], shapes, dtypes, *counts))
    return rows, (summary.trainable_params, summary.non_trainable_params)


MULTIPLIES = ("Conv2D", "DepthwiseConv2dNative", "MatMul")
"""TensorFlow's operations of kernels; it counts two floating-point operations for each of theirs.
Its total has those of activations and normalizations too, which are no MACs: up to 4 % more.
"""


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Let Keras forget the models: the largest has 350 million weights."""
    import keras

    yield
    keras.backend.clear_session()
    gc.collect()


def of_one_size(name: str) -> Any:
    sizes = {"input_shape": (224, 224, 3)} if name.startswith("MobileNetV3") else {}
    return built(name, weights=None, include_top=True, **sizes)


def compare_macs(model: Any) -> None:
    """Compare with the profiler, which counts nothing of convolutions in groups."""
    summary = kspec.summarize(json.loads(model.to_json()))
    assert summary.macs == summary.known_macs
    in_groups = {layer.name for layer in model.layers if getattr(layer, "groups", 1) > 1}
    counted = [row.macs or 0 for row in summary.rows if row.name not in in_groups]
    operations = profiled(model)
    assert 2 * sum(counted) == sum(operations.get(name, 0) for name in MULTIPLIES)


def profiled(model: Any) -> dict[str, int]:
    """The floating-point operations of a forward pass of one sample, by the kind of operation."""
    import tensorflow as tf

    spec = tf.TensorSpec((1, *model.input_shape[1:]), "float32")
    call = tf.function(lambda x: model(x, training=False)).get_concrete_function(spec)
    options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    options["output"] = "none"
    node = tf.compat.v1.profiler.profile(call.graph, cmd="op", options=options)
    totals = []
    while node is not None:  # each kind holds those of less
        totals.append((node.name, node.total_float_ops))
        node = node.children[0] if node.children else None
    following = [total for _, total in totals[1:]] + [0]
    return {name: total - less for (name, total), less in zip(totals, following, strict=True)}


@pytest.mark.one_in(6)
@pytest.mark.parametrize("name", EVERYDAY)
def test_everyday_application(name: str, tmp_path: Path) -> None:
    model = built(name, weights=None, include_top=True)
    theirs = by_keras(model)
    assert by_kspec(json.loads(model.to_json())) == theirs
    if name.startswith("MobileNet"):
        path = tmp_path / "model.keras"
        model.save(path)
        with zipfile.ZipFile(path) as parts:
            assert by_kspec(json.loads(parts.read("config.json"))) == theirs


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_application(name: str) -> None:
    model = of_one_size(name)
    assert by_kspec(json.loads(model.to_json())) == by_keras(model)
    compare_macs(model)


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERYDAY)
def test_macs_of_everyday_applications(name: str) -> None:
    compare_macs(of_one_size(name))


def test_no_application_is_left_out() -> None:
    import keras

    names = {name for name in vars(keras.applications) if name[:1].isupper()}
    assert names == {*EVERYDAY, *OTHERS}
