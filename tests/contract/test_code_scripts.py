"""Scripts as people write them, run with Keras on made-up data: all that is read of what a script
builds is so, or unknown.
"""

import sys
from pathlib import Path

import pytest

from tests.code.test_scripts import SCRIPTS
from tests.contract.code_data_truth import seen

pytestmark = [pytest.mark.contract, pytest.mark.slow]


@pytest.mark.parametrize("path", sorted(SCRIPTS.rglob("*.py")), ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")
def test_what_is_read_is_so(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [path.name])
    monkeypatch.setenv("MPLBACKEND", "Agg")
    result = seen(path.read_text("utf-8"), tmp_path)
    assert result.wrong == []
