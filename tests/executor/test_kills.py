"""Killed at random moments, over and over: nothing is lost, and nothing is different."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.contract
@pytest.mark.parametrize(
    ("script", "kills"), [("kill_often", 100), ("kill_sweep", 20), ("kill_workers", 10)]
)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_kills_lose_and_change_nothing(script: str, kills: int) -> None:
    if script != "kill_often" and not Path("/proc").exists():
        pytest.skip("the processes of a command are found in /proc")
    if script == "kill_sweep":
        pytest.importorskip("optuna", reason="Optuna is not installed")
    command = [sys.executable, "-m", f"tests.executor.{script}", str(kills)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    counts = json.loads(done.stdout)
    assert counts["kills"] >= kills
    assert (counts["lost"], counts["different"]) == (0, 0), done.stderr
