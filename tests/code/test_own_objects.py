"""Objects of classes of the program below Keras's: their arguments, and what they are to a spec."""

from kspec.linter.program_summary import native_spec
from kspec.spec.unknown import OwnObject
from tests.code.read import codes_of, models_of, specs_of

CODE = """
import keras
import numpy as np

class WarmUp(keras.callbacks.Callback):
    def __init__(self, steps, rate=0.01):
        super().__init__()
        self.steps = steps

class Focal(keras.losses.Loss):
    def __init__(self, gamma=2.0):
        super().__init__()
        self.gamma = gamma

class Settings:
    def __init__(self, epochs):
        self.epochs = epochs

settings = Settings(4)
x = np.random.rand(90, 4)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", Focal(3.0), metrics=[Focal()])
model.fit(x, x[:, :1], callbacks=[WarmUp(100, rate=0.02), Settings(3)], epochs=settings.epochs)
"""


def test_arguments_of_own_objects_are_shown() -> None:
    [spec] = specs_of(CODE)
    warm, other = spec["fit"]["callbacks"]
    assert isinstance(warm.pop("type"), OwnObject)
    assert warm == {"steps": 100, "rate": 0.02}
    assert spec["compile"]["loss"]["gamma"] == 3.0
    assert isinstance(spec["compile"]["metrics"][0], OwnObject)
    assert isinstance(other, OwnObject)


def test_own_objects_are_those_of_a_file() -> None:
    [model] = models_of(CODE)
    written = native_spec(model.document)
    assert isinstance(written, dict)
    assert written["compile"]["loss"] == {"type": "train:Focal", "gamma": 3.0}
    assert written["fit"]["callbacks"][1] == "train:Settings"
    assert codes_of(CODE) == []
