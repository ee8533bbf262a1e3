"""Two processes never train in one run directory."""

import json
from pathlib import Path

import pytest

from kspec.executor.errors import RunError
from kspec.executor.listener import SILENT
from kspec.executor.lock import alone_in
from kspec.executor.start import resume


def test_a_run_that_is_being_trained_is_not_resumed(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no run directory"):
        resume(tmp_path, SILENT)
    spec = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}
    (tmp_path / "spec.json").write_text(json.dumps(spec), "utf-8")
    with alone_in(tmp_path), pytest.raises(RunError, match="another process"):
        resume(tmp_path, SILENT)


def test_the_folder_is_let_go_and_need_not_be_there(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path, tmp_path / "none"):
        with alone_in(folder):
            pass
