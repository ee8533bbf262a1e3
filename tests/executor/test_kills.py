"""Killed at random moments a hundred times: nothing is lost, and nothing is different."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "kill_often.py"


@pytest.mark.slow
@pytest.mark.contract
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_a_hundred_kills_lose_and_change_nothing() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "100"], capture_output=True, text=True, check=False
    )
    counts = json.loads(done.stdout)
    assert counts["kills"] >= 100
    assert (counts["lost"], counts["different"]) == (0, 0), done.stderr
