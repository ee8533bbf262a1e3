"""Samples of another shape in a stack of layers: another size may run, another number of axes is
refused, and lint says which.
"""

import pytest

import kspec

pytestmark = [pytest.mark.contract, pytest.mark.one_in(4)]

DENSE = ({"type": "Dense", "units": 4}, {"type": "Dense", "units": 1})
CONVOLUTION = ({"type": "Conv2D", "filters": 4, "kernel_size": 3, "padding": "same"},)
POOLED = (*CONVOLUTION, {"type": "GlobalAveragePooling2D"}, {"type": "Dense", "units": 1})
KEPT = ({"type": "LayerNormalization"}, {"type": "Dropout", "rate": 0.1})
CASES = [
    (DENSE, (11, 9, 4), (9, 4), "error"),
    (DENSE, (11, 9, 4), (12, 9, 4), "warning"),
    (DENSE, (9, 4), (11, 9, 4), "error"),
    (DENSE, (4,), (9, 4), "error"),
    (DENSE, (9, 4), (4,), "error"),
    (DENSE, (None, 4), (5, 9, 4), "error"),
    (DENSE, (None, 4), (9, 4), None),
    (DENSE, (9, 1), (9,), None),
    (DENSE, (9,), (9, 1), None),
    (KEPT, (3,), (5, 3), "error"),
    (CONVOLUTION, (8, 8, 1), (9, 9), "warning"),
    (CONVOLUTION, (8, 8, 3), (9, 9, 3), "warning"),
    (CONVOLUTION, (8, 8, 3), (8, 3), "error"),
    (CONVOLUTION, (8, 8, 3), (2, 8, 8, 3), "error"),
    (CONVOLUTION, (8, 8, 3), (8, 8, 1), "error"),
    (POOLED, (8, 8, 3), (9, 9, 3), "warning"),
    (POOLED, (8, 8, 3), (9, 9), "error"),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("layers", "wanted", "given", "severity"), CASES)
def test_axes_of_samples(
    layers: tuple[dict[str, object], ...],
    wanted: tuple[int | None, ...],
    given: tuple[int, ...],
    severity: str | None,
) -> None:
    import numpy as np

    spec = {
        "inputs": {"shape": list(wanted)},
        "layers": list(layers),
        "compile": {"optimizer": "adam", "loss": "mse"},
    }
    model = kspec.build(spec)
    raised = False
    try:
        model.predict(np.zeros((2, *given)), verbose=0)
    except ValueError:
        raised = True
    found = kspec.lint({**spec, "data": {"input_shape": list(given)}}).findings
    said = {str(finding.severity) for finding in found if finding.code == "KS603"}
    assert said == ({severity} if severity else set())
    assert raised == (severity == "error")
