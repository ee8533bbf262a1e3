"""Models of ``keras.applications`` with the layers that Keras makes."""

from typing import Any

import pytest

from kspec.analysis.summary import summarize
from kspec.linter.engine import lint_document
from tests.code.read import codes_of, models_of

HEAD = """
import keras
from keras import applications, layers

"""


def specs(code: str) -> list[dict[str, Any]]:
    found = []
    for model in models_of(HEAD + code):
        assert isinstance(model.document.value, dict)
        found.append(model.document.value)
    return found


def params(code: str) -> list[tuple[int | None, int | None]]:
    """The trainable and the other parameters of each model."""
    found = []
    for model in models_of(HEAD + code):
        analysis = lint_document(model.document).analysis
        assert analysis is not None
        summary = summarize(analysis)
        assert summary is not None
        found.append((summary.trainable_params, summary.non_trainable_params))
    return found


@pytest.mark.parametrize(
    ("call", "counts"),
    [
        ("VGG16(include_top=False)", (14_714_688, 0)),
        ("ResNet50(weights=None, classes=7)", (23_548_935, 53_120)),
        ("MobileNetV2(include_top=False, input_shape=(161, 160, 3))", (2_223_872, 34_112)),
        ('EfficientNetB0(include_top=False, pooling="avg")', (4_007_548, 42_023)),
        ("InceptionV3(weights=None, classes=3)", (21_774_499, 34_432)),
        ("MobileNetV3Large(weights=None, classes=7)", (4_210_999, 24_400)),
        ("EfficientNetB4(weights=None, include_top=False)", (17_548_616, 125_207)),
        ("ResNet152V2(include_top=False)", (58_187_904, 143_744)),
        ("EfficientNetV2B0(include_top=False, include_preprocessing=False)", (5_858_704, 60_608)),
    ],
)
def test_parameters(call: str, counts: tuple[int, int]) -> None:
    assert params(f"base = applications.{call}") == [counts]


def test_dropout_of_the_head_is_that_of_the_call() -> None:
    [spec] = specs("base = applications.MobileNet(dropout=0.3, weights=None)")
    assert [one["rate"] for one in spec["layers"] if one["type"] == "Dropout"] == [0.3]


def test_star_import() -> None:
    star = "from tensorflow.keras.applications import *\n"
    assert params(f"{star}base = VGG16(include_top=False)") == [(14_714_688, 0)]


def test_layers_are_found_by_name_and_place() -> None:
    _, features, frozen = specs("""
base = applications.VGG16(include_top=False, input_shape=(64, 64, 3))
features = keras.Model(base.input, base.get_layer("block4_conv3").output)
for layer in base.layers[:-4]:
    layer.trainable = False
x = layers.GlobalAveragePooling2D()(base.output)
model = keras.Model(base.input, layers.Dense(2)(x))
""")
    assert features["layers"][-1]["name"] == "block4_conv3"
    trained = [one["name"] for one in frozen["layers"] if one.get("trainable", True)]
    assert trained[:4] == ["block5_conv1", "block5_conv2", "block5_conv3", "block5_pool"]


@pytest.mark.parametrize(
    ("name", "loop", "counts"),
    [
        (
            "DenseNet121",
            "for one in base.layers[:-1]:\n    one.trainable = False",
            (2_050, 7_037_504),
        ),
        (
            "ResNet50",
            "for one in base.layers[10:]:\n    one.trainable = False",
            (17_986, 23_573_824),
        ),
        (
            "ResNet50",
            "for i in range(12):\n    base.layers[i].trainable = False",
            (23_487_746, 104_064),
        ),
        (
            "DenseNet121",
            "for i, one in enumerate(base.layers):\n    one.trainable = i >= 15",
            (6_900_738, 138_816),
        ),
        (
            "MobileNetV2",
            "for one in base.layers[-20:]:\n    one.trainable = 'bn' in one.name.lower()",
            (1_031_554, 1_228_992),
        ),
    ],
)
def test_counts_after_some_layers_are_frozen(name: str, loop: str, counts: tuple[int, int]) -> None:
    """The counts are those of Keras, which lists layers by their depth."""
    base = f"base = applications.{name}(include_top=False, input_shape=(224, 224, 3))\n"
    head = "\nx = layers.GlobalAveragePooling2D()(base.output)\n"
    head += "model = keras.Model(base.input, layers.Dense(2)(x))\n"
    assert params(f"{base}{loop}{head}")[-1] == counts


def test_padding_follows_the_size_of_the_input() -> None:
    [spec] = specs("base = applications.MobileNetV2(include_top=False, input_shape=(161, 160, 3))")
    pads = [one["padding"] for one in spec["layers"] if one["type"] == "ZeroPadding2D"]
    assert pads == [[[1, 1], [0, 1]], [[1, 1], [0, 1]], [[1, 1], [0, 1]], [[1, 1], [0, 1]]]


def test_layers_without_names_are_counted_with_all_others() -> None:
    _, spec = specs("""
other = keras.Sequential([keras.Input((2,)), layers.BatchNormalization()])
base = applications.Xception(include_top=False)
""")
    unnamed = [one["name"] for one in spec["layers"] if one["name"].startswith("batch_normal")]
    assert unnamed[0] == "batch_normalization_1"


@pytest.mark.parametrize(
    "call",
    [
        "MobileNetV2(include_top=False, alpha=0.2)",
        "EfficientNetV2B0(include_top=False, include_preprocessing=unknown())",
        "ResNet50(include_top=unknown())",
        "NASNetMobile()",
    ],
)
def test_others_are_left_unknown(call: str) -> None:
    [model] = models_of(f"{HEAD}base = applications.{call}")
    assert not model.complete


def test_shipped_model_is_no_model_of_the_program_until_it_is_trained() -> None:
    [base] = models_of(f"{HEAD}base = applications.VGG16()")
    assert base.shipped
    [base] = models_of(f"{HEAD}base = applications.VGG16()\nbase.compile('sgd', 'mse')")
    assert not base.shipped


def test_input_behind_prepared_images_is_that_of_the_model() -> None:
    base, model = specs("""
images = keras.Input((64, 64, 3))
prepared = applications.resnet50.preprocess_input(images)
base = applications.ResNet50(weights=None, include_top=False, input_tensor=prepared)
head = layers.Conv2D(3, 1)(base.get_layer("conv2_block3_2_relu").output)
model = keras.Model(images, head)
""")
    assert list(base["inputs"]) == list(model["inputs"]) == ["input_layer"]
    assert len(model["layers"]) < len(base["layers"])
    assert all(
        model.complete
        for model in models_of(f"""{HEAD}
prepared = applications.resnet50.preprocess_input(keras.Input((64, 64, 3)))
base = applications.ResNet50(weights=None, include_top=False, input_tensor=prepared)
""")
    )


def test_unknown_classes_leave_the_rest_of_the_network() -> None:
    [model] = models_of(f"{HEAD}base = applications.ResNet50(weights=None, classes=unknown())")
    assert model.complete
    assert {path[-1] for path in model.unknown} == {"units"}


@pytest.mark.parametrize("argument", ["input_tensor", "input_shape"])
def test_unknown_input_is_unknown(argument: str) -> None:
    call = f"applications.VGG16(weights=unknown(), include_top=False, {argument}=unknown())"
    [model] = models_of(f"{HEAD}base = {call}")
    assert model.complete
    assert {path[0] for path in model.unknown} == {"inputs"}


@pytest.mark.parametrize(
    ("weights", "rows", "name"),
    [
        (None, 96, "mobilenetv2_1.00_96"),
        (None, 100, "mobilenetv2_1.00_100"),
        ("imagenet", 96, "mobilenetv2_1.00_96"),
        ("imagenet", 100, "mobilenetv2_1.00_224"),
    ],
)
def test_names_of_mobile_networks_tell_their_rows(
    weights: str | None, rows: int, name: str
) -> None:
    call = f"MobileNetV2(include_top=False, weights={weights!r}, input_shape=({rows}, {rows}, 3))"
    code = f"base = applications.{call}\nx = keras.Input(({rows}, {rows}, 3))\n"
    assert specs(f"{code}model = keras.Model(x, base(x))\n")[1]["layers"][0]["name"] == name


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        ("VGG16(classes=10)", ["KS108"]),
        ("ResNet50(input_shape=[128, 128, 3])", ["KS108"]),
        ("ResNet50(input_shape=(224, 224, 3))", []),
        ("MobileNetV2(input_shape=(128, 128, 3))", []),
        ("VGG16(weights=None, classes=10)", []),
        ("VGG16(include_top=False, input_shape=(64, 64, 3))", []),
    ],
)
def test_the_head_of_imagenet_has_its_own_classes_and_size(call: str, codes: list[str]) -> None:
    assert codes_of(f"{HEAD}base = applications.{call}\n", {"KS108"}) == codes


NETWORK = """import keras
from keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator

images = ImageDataGenerator({}).flow_from_directory("birds", target_size=(224, 224))
base = keras.applications.{}(include_top=False, pooling="avg", input_shape=(224, 224, 3))
{}
model.compile("adam", "categorical_crossentropy")
model.fit(images, epochs=9)
"""
STACK = "model = keras.Sequential([base, layers.Dense(3, activation='softmax')])"
CALL = """x = keras.Input((224, 224, 3))
model = keras.Model(x, layers.Dense(3, activation="softmax")(base({}, training=False)))"""
FROZEN = "base.trainable = False\n"
LATER = f"{STACK}\nmodel.compile('sgd', 'mse')\nmodel.fit(images, epochs=2)\n{FROZEN}"


@pytest.mark.parametrize(
    ("scale", "name", "network", "expected"),
    [
        ("rescale=1 / 255", "ResNet50", FROZEN + STACK, ["KS601"]),
        ("rescale=1 / 255", "ResNet101", FROZEN + CALL.format("x"), ["KS601"]),
        (
            "rescale=1 / 255",
            "ResNet50",
            f"for one in base.layers[:-9]:\n    one.trainable = False\n{STACK}",
            ["KS601"],
        ),
        ("rescale=1 / 255", "ResNet50", STACK, []),
        ("rescale=1 / 255", "ResNet50", LATER, []),
        ("rescale=1 / 255", "ResNet50V2", FROZEN + STACK, ["KS601"]),
        ("rescale=1 / 255", "MobileNetV2", FROZEN + CALL.format("x"), ["KS601"]),
        ("rescale=1 / 255", "InceptionV3", STACK, []),
        ("rescale=1 / 127.5", "MobileNetV2", FROZEN + STACK, []),
        (
            "preprocessing_function=keras.applications.xception.preprocess_input",
            "Xception",
            FROZEN + STACK,
            [],
        ),
        (
            "rescale=1 / 255",
            "MobileNetV2",
            FROZEN + CALL.format("layers.Rescaling(2, offset=-1)(x)"),
            [],
        ),
        ("rescale=1 / 255", "DenseNet121", FROZEN + STACK, []),
        ("rescale=1 / 255", "VGG16", FROZEN + STACK, []),
        ("rescale=1 / 255", "ResNet50", FROZEN + CALL.format("layers.Rescaling(255)(x)"), []),
        (
            "preprocessing_function=keras.applications.resnet50.preprocess_input",
            "ResNet50",
            FROZEN + STACK,
            [],
        ),
    ],
)
def test_frozen_layers_get_the_pixels_that_they_know(
    scale: str, name: str, network: str, expected: list[str]
) -> None:
    assert codes_of(NETWORK.format(scale, name, network), {"KS601"}) == expected
