"""Findings on a live model, at the lines of the script that calls `kspec.check`."""

from pathlib import Path
from runpy import run_path

import pytest

import kspec

pytestmark = pytest.mark.contract

SCRIPT = """\
import keras
import numpy as np
import kspec

def network(head):
    model = keras.Sequential([keras.Input((4,)), head])
    model.compile("adam", "sparse_categorical_crossentropy")
    return model

x, y = np.linspace(-1, 1, 240).reshape(60, 4), np.arange(60) % 3
Dense = keras.layers.Dense
other = network(Dense(2))
{calls}
"""


def places(folder: Path, calls: str) -> list[tuple[str, int, int]]:
    """Each finding of the script's check, with its line and column."""
    script = folder / "train.py"
    script.write_text(SCRIPT.format(calls=calls), "utf-8")
    with pytest.raises(kspec.CheckError) as caught:
        run_path(str(script))
    report = caught.value.report.to_dict()
    assert {one["file"] for one in report["findings"]} == {str(script)}
    starts = ((one["code"], one["start"]) for one in report["findings"])
    return [(code, start["line"], start["column"]) for code, start in starts]


def test_the_model_that_is_checked_is_told_from_others_by_its_layers(tmp_path: Path) -> None:
    calls = 'kspec.check(network(Dense(2, "softmax")), x, y)'
    assert places(tmp_path, calls) == [("KS304", 13, 27)]


def test_what_several_calls_may_have_said_is_shown_at_the_check(tmp_path: Path) -> None:
    calls = (
        'a = network(Dense(2, "softmax"))\nb = network(Dense(2, "softmax"))\nkspec.check(b, x, y)'
    )
    assert places(tmp_path, calls) == [("KS304", 15, 1)]


def test_a_loop_that_builds_one_model_again_has_one_place(tmp_path: Path) -> None:
    calls = 'for _ in range(3):\n    kspec.check(network(Dense(2, "softmax")), x, y)'
    assert places(tmp_path, calls) == [("KS304", 14, 31)]
