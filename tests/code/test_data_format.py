"""The order of axes that a program sets for its session."""

import pytest

from tests.code.read import specs_of


def test_order_of_axes_of_the_session_is_that_of_its_layers() -> None:
    spec = specs_of("""
import keras
from keras import backend as K

K.set_image_data_format("channels_first")
model = keras.Sequential([keras.Input((3, 8, 8)), keras.layers.Conv2D(4, 3)])
model.add(keras.layers.Flatten())
first = K.image_data_format()
model.add(keras.layers.Dense(2, name=first))
""")[0]
    formats = [layer.get("data_format") for layer in spec["layers"]]
    assert formats == ["channels_first", "channels_first", None]
    assert spec["layers"][-1]["name"] == "channels_first"


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        ("x = keras.datasets.cifar10.load_data()[0][0]", None),
        ("x = keras.datasets.mnist.load_data()[0][0]", [28, 28]),
        ("x = ImageDataGenerator().flow_from_directory('a', target_size=(9, 9))", None),
    ],
)
def test_order_of_axes_of_the_session_is_that_of_its_images(data: str, shape: object) -> None:
    (spec,) = specs_of(f"""
import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
keras.backend.set_image_data_format("channels_first")
{data}
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2)])
model.compile("adam", "mse")
model.fit(x, epochs=2)
""")
    assert spec.get("data", {}).get("input_shape") == shape
