"""Row of classes for a whole sequence, and an output with a row for each step: Keras raises, also
where the network takes any number of steps, and lint reports it.
"""

import pytest

import kspec

pytestmark = [pytest.mark.contract, pytest.mark.one_in(3)]

CLASSES = 7
LOSSES = ("categorical_crossentropy", "sparse_categorical_crossentropy")


@pytest.mark.one_in(99)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("steps", [None, 5])
@pytest.mark.parametrize("loss", LOSSES)
def test_row_and_steps(loss: str, steps: int | None, *, kept: bool) -> None:
    import keras
    import numpy as np

    spec = {
        "inputs": {"shape": [steps, 3]},
        "layers": [
            {"type": "LSTM", "units": 4, "return_sequences": kept},
            {"type": "Dense", "units": CLASSES, "activation": "softmax"},
        ],
        "compile": {"optimizer": "adam", "loss": loss},
        "data": {"target_encoding": "one_hot", "classes": CLASSES, "target_shape": [CLASSES]},
    }
    layers = [keras.layers.LSTM(4, return_sequences=kept), keras.layers.Dense(CLASSES, "softmax")]
    model = keras.Sequential([keras.Input((steps, 3)), *layers])
    model.compile("adam", loss)
    raised = False
    try:
        model.fit(np.ones((8, 5, 3)), np.eye(CLASSES)[[0, 1, 2, 3, 4, 5, 6, 0]], verbose=0)
    except ValueError:
        raised = True
    errors = {finding.code for finding in kspec.lint(spec).findings if finding.severity == "error"}
    assert raised == bool(errors)
    assert errors == ({"KS310"} if kept else {"KS307"} if raised else set())
