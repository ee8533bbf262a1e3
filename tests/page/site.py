"""The playground, put together once for the tests that open it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "kspec" / "page" / "web"


def playground(folder: Path) -> Path:
    """The folder of the site; the test is skipped where its parts are not installed."""
    if not (WEB / "node_modules" / "pyodide").is_dir():
        pytest.skip("the parts of the page are not installed: make playground")
    command = [sys.executable, "-m", "kspec.dev_playground", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT)
    return folder
