"""Every model of ``keras.applications`` as Keras writes it: names, shapes, dtypes and counts."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kspec.analysis.model import Analysis
from kspec.analysis.summary import summarize
from kspec.spec.dialects import keras_config

pytestmark = pytest.mark.contract

EVERYDAY = ("MobileNetV3Small", "DenseNet121", "EfficientNetV2B0", "MobileNet", "ResNet50", "VGG16")
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


def compare(name: str, tmp_path: Path, *, archive: bool) -> None:
    import keras

    model = getattr(keras.applications, name)(weights=None)
    theirs = by_keras(model)
    assert by_kspec(json.loads(model.to_json())) == theirs
    if archive:
        path = tmp_path / "model.keras"
        model.save(path)
        with zipfile.ZipFile(path) as parts:
            assert by_kspec(json.loads(parts.read("config.json"))) == theirs
    keras.backend.clear_session()


@pytest.mark.one_in(6)
@pytest.mark.parametrize("name", EVERYDAY)
def test_everyday_application(name: str, tmp_path: Path) -> None:
    compare(name, tmp_path, archive=name.startswith("MobileNet"))


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_application(name: str, tmp_path: Path) -> None:
    compare(name, tmp_path, archive=False)


def test_no_application_is_left_out() -> None:
    import keras

    names = {name for name in vars(keras.applications) if name[:1].isupper()}
    assert names == {*EVERYDAY, *OTHERS}
