"""Inputs that once broke the linter; each is an error now."""

import json

import pytest

from tests.fuzz.holds import lint_holds
from tests.fuzz.inputs import Input


@pytest.mark.parametrize("target_range", [[0, 10**400], [-(10**400), 1], {"dense": [0, 10**400]}])
@pytest.mark.parametrize("loss", ["mse", "binary_crossentropy"])
def test_a_range_that_no_float_can_hold(target_range: object, loss: str) -> None:
    spec = {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1, "activation": "tanh"}],
        "compile": {"loss": loss},
        "data": {"target_range": target_range},
    }
    assert not lint_holds(Input("model.json", json.dumps(spec).encode())).ok
