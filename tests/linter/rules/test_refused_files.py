"""Files that Keras does not load as they are get a finding, and never pass as clean."""

from typing import Any

import pytest

import kspec

DENSE = {"class_name": "Dense", "config": {"name": "d", "units": 2}, "registered_name": None}


def stack(layer: dict[str, Any]) -> dict[str, Any]:
    config = {"name": "net", "layers": [layer]}
    return {"module": "keras", "class_name": "Sequential", "config": config}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (stack({**DENSE, "module": "tensorflow.keras.layers"}), None),
        ({"model": "not_there.keras"}, "KS004"),
        (
            {"class_name": "Sequential", "config": {"layers": []}, "keras_version": "2.15.0"},
            "KS004",
        ),
    ],
)
def test_it_is_reported(document: dict[str, Any], code: str | None) -> None:
    found = [finding.code for finding in kspec.lint(document).findings]
    assert found
    assert code is None or code in found
