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


@pytest.mark.slow
@pytest.mark.contract
@pytest.mark.parametrize(("script", "kills"), [("kill_workers.py", 10), ("kill_sweep.py", 20)])
@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are found in /proc")
def test_killed_workers_and_sweeps_lose_and_change_nothing(script: str, kills: int) -> None:
    pytest.importorskip("optuna", reason="Optuna is not installed")
    done = subprocess.run(
        [sys.executable, SCRIPT.with_name(script), str(kills)],
        capture_output=True,
        text=True,
        check=False,
    )
    counts = json.loads(done.stdout)
    assert counts["kills"] >= kills
    assert (counts["lost"], counts["different"]) == (0, 0), done.stderr
