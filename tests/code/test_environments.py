"""Agents and tuners: sizes that an environment fixes, and those that a tuner chooses."""

from tests.code.read import models_of, specs_of

AGENT = """
import gym
from keras import Sequential, layers

class Agent:
    def __init__(self, seen, choices):
        self.model = Sequential([layers.Dense(24, input_dim=seen), layers.Dense(choices)])

env = gym.make("{name}")
env.seed(1)
Agent(env.observation_space.shape[0], env.action_space.n)
"""
TUNER = """
import keras
import keras_tuner as kt
from keras import layers

class Builder(kt.HyperModel):
    def __init__(self, classes):
        self.classes = classes

    def build(self, hp):
        model = keras.Sequential([keras.Input((28, 28)), layers.Flatten()])
        model.add(layers.Dense(hp.Int("units", 32, 512, step=32)))
        model.add(layers.Dense(self.classes, activation="softmax"))
        model.compile("adam", "sparse_categorical_crossentropy")
        return model

tuner = kt.RandomSearch(Builder(classes=10), objective="val_accuracy")
"""


def test_sizes_of_environments() -> None:
    (spec,) = specs_of(AGENT.format(name="CartPole-v1"))
    assert spec["inputs"] == {"shape": [4]}
    assert spec["layers"][1]["units"] == 2


def test_environment_that_is_not_known() -> None:
    (model,) = models_of(AGENT.format(name="My-v0"))
    assert {why.reason for why in model.unknown.values()} == {"what gym.make gives"}


def test_hyperparameters_are_unknown_by_their_names() -> None:
    (model,) = models_of(TUNER)
    assert {path: str(why.name) for path, why in model.unknown.items()} == {
        ("layers", 1, "units"): "units"
    }
    assert specs_of(TUNER)[0]["layers"][2]["units"] == 10


def test_bound_of_actions() -> None:
    """An actor scales its output to what the environment takes."""
    (spec,) = specs_of("""
import gymnasium as gym
import keras

env = gym.make("Pendulum-v1")
state = keras.Input(env.observation_space.shape)
action = keras.layers.Dense(env.action_space.shape[0], activation="tanh")(state)
keras.Model(state, action * env.action_space.high[0])
""")
    assert spec["layers"][1]["type"] == "keras.ops.multiply"
    assert spec["layers"][1]["inputs"][1] == {"array": 2.0, "dtype": "float32"}
