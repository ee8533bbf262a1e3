"""VS Code, as code-server in Chromium, with the extension that `make vsix` builds."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.docs.shown import ROOT
from tests.lsp.test_code import CODE
from tests.lsp.test_notebooks import COMPILED, IMPORTS, MODEL
from tests.lsp.texts import GOOD, SINGLE

pytestmark = pytest.mark.slow
VSIX = ROOT / ".cache/kspec.vsix"
ENTRY = ROOT / ".cache/code-server/node_modules/code-server/out/node/entry.js"
QUIET = {
    "workbench.startupEditor": "none",
    "editor.minimap.enabled": False,
    "window.commandCenter": False,
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "extensions.autoCheckUpdates": False,
}


@pytest.fixture
def chromium() -> str:
    """The browser, where all that the test needs is there."""
    found = shutil.which("chromium")
    missing = [
        what
        for what, there in {
            "chromium": found,
            "playwright": importlib.util.find_spec("playwright"),
            "node": shutil.which("node"),
            f"{VSIX.relative_to(ROOT)} (make vsix)": VSIX.exists(),
            "code-server (tests/lsp/editors/code_server.sh .cache/code-server)": ENTRY.exists(),
        }.items()
        if not there
    ]
    if missing:
        pytest.skip(f"not there: {', '.join(missing)}")
    return str(found)


@contextmanager
def code_server(folder: Path) -> Iterator[str]:
    """VS Code on a folder with the extension in it, at an address."""
    home = folder / "home"
    (home / "data/User").mkdir(parents=True)
    # The shell of a new user may set a search path of its own: name the command
    server_path = {"kspec.path": str(Path(sys.executable).parent / "kspec")}
    (home / "data/User/settings.json").write_text(json.dumps(QUIET | server_path))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    (home / "config.yaml").write_text(f"auth: none\nbind-addr: {address}\n")
    env = {**os.environ, "HOME": str(home)}
    places = ["--user-data-dir", str(home / "data"), "--extensions-dir", str(home / "ext")]
    base = ["node", str(ENTRY), *places, "--config", str(home / "config.yaml")]
    subprocess.run([*base, "--install-extension", str(VSIX)], env=env, check=True)
    quiet = ["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"]
    with (home / "log").open("w") as log:
        server = subprocess.Popen([*base, *quiet], env=env, stdout=log, stderr=log)
    try:
        for _ in range(120):
            with socket.socket() as probe:
                host, _, port = address.partition(":")
                if probe.connect_ex((host, int(port))) == 0:
                    break
            time.sleep(0.25)
        yield f"http://{address}/?folder={folder / 'project'}"
    finally:
        server.terminate()
        server.wait(20)


def open_file(page: Any, name: str) -> None:
    page.locator(".explorer-folders-view").get_by_text(name, exact=True).dblclick()
    page.locator(".tab.active", has_text=name).wait_for(timeout=60_000)


def shows(page: Any, words: str) -> bool:
    """Whether an editor shows some words within ten seconds; it draws spaces as others."""
    for _ in range(40):
        texts = page.locator(".view-lines").all_inner_texts()
        if any(words in text.replace("\N{NO-BREAK SPACE}", " ") for text in texts):
            return True
        page.wait_for_timeout(250)
    return False


NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# A network"]},
        *(
            {
                "cell_type": "code",
                "execution_count": None,
                "metadata": {},
                "outputs": [],
                "source": text.splitlines(keepends=True),
            }
            for text in (IMPORTS, MODEL, COMPILED)
        ),
    ],
    "metadata": {"language_info": {"name": "python"}},
    "nbformat": 4,
    "nbformat_minor": 2,
}


def test_vscode_shows_findings_and_shapes_in_the_cells_of_a_notebook(
    chromium: str, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    project = tmp_path / "project"
    project.mkdir()
    (project / "train.ipynb").write_text(json.dumps(NOTEBOOK))
    with code_server(tmp_path) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 800})
        page.goto(address)
        # what is opened before the extensions are there is opened as a text
        page.locator("[id='status.host']").wait_for(timeout=60_000)
        page.wait_for_timeout(10_000)
        open_file(page, "train.ipynb")
        page.get_by_text("→ (None, 1)  145 params").wait_for(timeout=90_000)
        page.locator(".squiggly-error").first.wait_for(timeout=60_000, state="attached")
        assert page.locator(".squiggly-error").count() == 1
        page.screenshot(path=tmp_path / "notebook.png")
        browser.close()


def test_vscode_shows_findings_shapes_and_totals(chromium: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    project = tmp_path / "project"
    project.mkdir()
    (project / "single.kspec.json").write_text(SINGLE)
    (project / "good.kspec.json").write_text(GOOD)
    (project / "train.py").write_text(CODE)
    with code_server(tmp_path) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 700})
        page.goto(address)
        open_file(page, "single.kspec.json")
        page.locator(".squiggly-error").first.wait_for(timeout=60_000, state="attached")
        page.get_by_text("→ (None, 1)  21 params").wait_for(timeout=60_000)
        page.get_by_text("21 parameters (84 B)").wait_for(timeout=60_000)
        page.screenshot(path=tmp_path / "spec.png")
        open_file(page, "train.py")
        page.get_by_text("→ (None, 10)  970 params").wait_for(timeout=60_000)
        page.locator(".squiggly-warning").first.wait_for(timeout=60_000, state="attached")
        page.screenshot(path=tmp_path / "code.png")
        open_file(page, "good.kspec.json")
        page.get_by_text("1,490 parameters").wait_for(timeout=60_000)
        page.get_by_text("→ (None, 144)").click()
        page.keyboard.press("End")
        page.keyboard.type('\n{"type": "Den', delay=60)
        page.locator(".suggest-widget.visible").get_by_text("Dense").first.wait_for(timeout=60_000)
        page.get_by_text("→ (None, 10)  1,450 params").wait_for(timeout=60_000)
        page.screenshot(path=tmp_path / "writing.png")
        page.keyboard.press("Escape")
        for _ in range(20):
            page.keyboard.press("Control+z")
        page.get_by_text("1,490 parameters").click()
        assert shows(page, "conv (Conv2D)")
        page.screenshot(path=tmp_path / "summary.png")
        browser.close()
