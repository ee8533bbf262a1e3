"""Images of generators that change those of the validation, too, wherever they are made."""

import pytest

from tests.code.read import codes_of

IMAGES = """import keras
from {module}.preprocessing.image import ImageDataGenerator

pixels = ImageDataGenerator(rescale=1 / 255, zoom_range=0.2)
plain = ImageDataGenerator(rescale=1 / 255, zoom_range=0)
model = keras.Sequential([keras.Input((64, 64, 3)), keras.layers.Flatten(), keras.layers.Dense(1)])
model.compile("adam", "mse")
def flow(images, folder):
    return images.flow_from_directory(folder, target_size=(64, 64), class_mode="binary")
def flows(images):
    return flow(pixels, "a"), flow(images, "b")
def train(model, images, held_out):
    model.fit(images, validation_data=held_out)
"""
FLOWS = {
    "from one function to another": ("x, v = flows(pixels)\ntrain(model, x, v)", ["KS857"]),
    "for a model from a file": (
        "model = keras.models.load_model('a.keras')\ntrain(model, *flows(pixels))",
        ["KS857"],
    ),
    "for the training alone": ("x, v = flows(plain)\ntrain(model, x, v)", []),
    "by an unknown amount": (
        "varied = ImageDataGenerator(zoom_range=amount)\nx, v = flows(varied)\ntrain(model, x, v)",
        [],
    ),
}


@pytest.mark.parametrize("module", ["tensorflow.keras", "keras.src.legacy"])
@pytest.mark.parametrize(("code", "codes"), FLOWS.values(), ids=FLOWS)
def test_images_of_the_validation(code: str, codes: list[str], module: str) -> None:
    assert codes_of(f"{IMAGES.format(module=module)}{code}\n", {"KS857"}) == codes
