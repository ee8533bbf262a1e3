"""Effects of Keras and TensorFlow on arrays, and their readings without running them."""

import pytest

from tests.code.tables import Line, lines, shown
from tests.code.test_expressions import SKLEARN

pytestmark = pytest.mark.contract

KERAS = f"""{SKLEARN}
import keras
import tensorflow as tf
keras.utils.set_random_seed(0)"""


@pytest.mark.parametrize("line", lines("keras"), ids=lambda line: line.program)
def test_keras_and_tensorflow(line: Line) -> None:
    assert shown(line, KERAS) == ([], line.left_open)
