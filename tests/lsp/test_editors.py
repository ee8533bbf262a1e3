"""Real editors as clients, with the set-up that the page on editors shows."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.docs.shown import ROOT, blocks
from tests.lsp.test_code import CODE
from tests.lsp.test_view import EDITS
from tests.lsp.texts import GOOD, SINGLE

pytestmark = pytest.mark.slow
SETUP = {
    block.title: block.text for block in blocks(ROOT / "docs/how-to/editors.md") if block.title
}
HERE = Path(__file__).parent / "editors"
BRAIN = "\N{BRAIN}"


def needs(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a faulty spec, a right one, and code."""
    (tmp_path / ".git").mkdir()
    spec = SINGLE.replace("    {", f'    {{"lint": {{"ignore": [], "reason": "{BRAIN}"}}, ')
    (tmp_path / "single.kspec.json").write_text(spec, "utf-8")
    (tmp_path / "good.kspec.json").write_text(GOOD, "utf-8")
    (tmp_path / "train.py").write_text(CODE, "utf-8")
    (tmp_path / "package.json").write_text('{"name": "a", "version": "1"}')
    return tmp_path


def environment(folder: Path, **more: str) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    return {
        **os.environ,
        "PATH": path,
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        **home,
        **more,
    }


def run(command: list[str], folder: Path, **more: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(folder, **more),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("edited", ["single.kspec.json", "train.py"])
def test_neovim_shows_findings_and_shapes_and_applies_a_fix(folder: Path, edited: str) -> None:
    needs("nvim")
    (folder / "init.lua").write_text(SETUP["init.lua"])
    command = ["nvim", "--clean", "--headless", "-u", "init.lua", "-l", str(HERE / "neovim.lua")]
    said = json.loads(run(command, folder, KSPEC_FILE=edited).splitlines()[-1])
    assert said["encoding"] == "utf-16"
    if edited == "train.py":
        assert [one["code"] for one in said["diagnostics"]] == ["KS302"]
        assert "→ (None, 10)  970 params" in [one["label"] for one in said["hints"]]
        return
    line = (folder / edited).read_text("utf-8").splitlines()[3]
    (found,) = said["diagnostics"]
    assert found["code"] == "KS303"
    # Neovim keeps columns in bytes
    assert found["col"] == len(line[: line.index('"softmax"')].encode())
    assert {one["label"] for one in said["hints"]} == {
        "→ (None, 20)",
        "→ (None, 1)  21 params",
    }
    assert "21 parameters" in said["hover"]
    assert '"activation": "sigmoid"' in said["text"]
    assert said["left"] == 0


def test_neovim_hears_nothing_of_other_json(folder: Path) -> None:
    needs("nvim")
    (folder / "init.lua").write_text(SETUP["init.lua"])
    command = ["nvim", "--clean", "--headless", "-u", "init.lua", "-l", str(HERE / "neovim.lua")]
    said = json.loads(run(command, folder, KSPEC_FILE="package.json").splitlines()[-1])
    assert (said["diagnostics"], said["hints"]) == ([], [])


def test_neovim_keeps_shapes_and_completion_while_somebody_writes(folder: Path) -> None:
    needs("nvim")
    (folder / "init.lua").write_text(SETUP["init.lua"])
    edits = []
    for old, new in EDITS.values():
        marked = GOOD.replace(old, new, 1)
        before = marked[: marked.index("|")].splitlines()
        lines = marked.replace("|", "", 1).splitlines()
        edits.append({"lines": lines, "line": len(before) - 1, "character": len(before[-1])})
    driver = str(HERE / "neovim_edits.lua")
    command = ["nvim", "--clean", "--headless", "-u", "init.lua", "-l", driver]
    said = run(command, folder, KSPEC_FILE="good.kspec.json", KSPEC_EDITS=json.dumps(edits))
    counted = dict(zip(EDITS, json.loads(said.splitlines()[-1]), strict=True))
    assert len(counted) == 10
    assert {edit for edit, found in counted.items() if found["hints"] < 3} == set()
    assert {edit for edit, found in counted.items() if not found["words"]} == set()


def test_emacs_shows_findings_and_applies_a_fix(folder: Path) -> None:
    needs("emacs")
    (folder / "init.el").write_text(SETUP["init.el"])
    command = ["emacs", "--batch", "-Q", "-l", "init.el", "-l", str(HERE / "emacs.el")]
    said = json.loads(run(command, folder, KSPEC_FILE="single.kspec.json").splitlines()[-1])
    assert said["encoding"] == "utf-32"
    assert "KS303" in said["diagnostics"][0]
    assert "21 parameters" in said["hover"]
    assert said["hints"] == 2
    assert '"activation": "sigmoid"' in said["text"]


def test_helix_shows_findings_and_shapes(folder: Path) -> None:
    needs("hx", "tmux")
    config = folder / "config/helix"
    config.mkdir(parents=True)
    (config / "languages.toml").write_text(SETUP["languages.toml"])
    (config / "config.toml").write_text("[editor.lsp]\ndisplay-inlay-hints = true\n")
    socket = str(folder / "tmux")
    tmux = ["tmux", "-u", "-S", socket]
    try:
        run([*tmux, "new-session", "-d", "-x", "160", "-y", "40", "hx good.kspec.json"], folder)
        screen = ""
        for _ in range(60):
            time.sleep(0.5)
            run([*tmux, "send-keys", "j"], folder)
            screen = run([*tmux, "capture-pane", "-p"], folder)
            if "→" in screen:
                break
        assert "→ (None, 6, 6, 4)  40 params" in screen
        run([*tmux, "send-keys", ":open single.kspec.json", "Enter"], folder)
        for _ in range(60):
            time.sleep(0.5)
            screen = run([*tmux, "capture-pane", "-p"], folder)
            if "● 1" in screen:
                break
        assert "● 1" in screen
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
