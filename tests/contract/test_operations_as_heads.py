"""An activation applied by ``keras.ops`` is seen as the same activation given to a layer."""

import json

import pytest

from kspec.analysis.model import Analysis
from kspec.spec.activation_table import FACTS
from kspec.spec.parse import parse

pytestmark = pytest.mark.contract

NAMES = sorted(name for name in FACTS if name not in {"linear", "mish", "threshold"})
"""All but those that are no operation, or need further arguments."""
OPERATIONS = {"exponential": "exp"}
"""Names of Keras where they differ."""


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_is_the_activation_of_its_name(name: str) -> None:
    import keras

    inputs = keras.Input((4,))
    outputs = getattr(keras.ops, OPERATIONS.get(name, name))(keras.layers.Dense(6)(inputs))
    written = json.loads(keras.Model(inputs, outputs).to_json())
    (head,) = Analysis(parse(written)).heads
    assert head.activation == name


def test_what_moves_axes_hides_along_which_one_a_softmax_ran() -> None:
    import keras

    inputs = keras.Input((4,))
    probabilities = keras.layers.Dense(4, activation="softmax")(inputs)
    square = keras.layers.RepeatVector(4)(probabilities)
    for outputs in (keras.ops.transpose(square, (0, 2, 1)), keras.layers.Permute((2, 1))(square)):
        (head,) = Analysis(parse(json.loads(keras.Model(inputs, outputs).to_json()))).heads
        assert head.activation is None
