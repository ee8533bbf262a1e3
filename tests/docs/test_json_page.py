"""The page on JSON names every key that a run is told by."""

from pathlib import Path

import pytest

from kspec.analysis.trained import Symptom
from kspec.executor.history import History
from kspec.executor.run import Run
from tests.docs.shown import ROOT

RUN = Run(Path("runs/one"), None, History("loss", "min"), ended="", diagnosis=[])
PAGE = (ROOT / "docs" / "reference" / "json.md").read_text("utf-8")


@pytest.mark.parametrize("key", [*RUN.to_dict(), *Symptom._fields])
def test_a_key_is_described(key: str) -> None:
    _, runs = PAGE.split("\n## Runs\n")
    assert f"`{key}`" in runs
