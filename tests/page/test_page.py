"""The page as a person uses it, in Chromium: with kspec in the browser, and with a server."""

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kspec.dev_site import packed
from tests.page.browser import browser, serving
from tests.page.site import ROOT, WEB

pytestmark = pytest.mark.slow

WAIT = 120_000
BIG = 200 * 2**20


PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const how = {clipboardData: data, bubbles: true, cancelable: true};
    const event = new ClipboardEvent("paste", how);
    document.querySelector("#editor").shadowRoot.querySelector(".cm-content").dispatchEvent(event);
}"""


SEVERAL_IN_A_LINE = """import keras
from keras.layers import BatchNormalization, Dense, LeakyReLU
net = keras.Sequential([keras.Input((9,)), Dense(256), LeakyReLU(), BatchNormalization(), Dense(8)])
"""


class Visit:
    """A page that is open, with all that it asked for and complained of."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        self.settle()

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def settle(self) -> None:
        self.page.locator("#state", has_text="finding").wait_for(timeout=WAIT)

    def codes(self) -> list[str]:
        return [str(code) for code in self.page.locator(".finding .place code").all_inner_texts()]

    def until(self, codes: list[str]) -> None:
        for _ in range(WAIT // 100):
            if self.codes() == codes:
                return
            self.page.wait_for_timeout(100)
        assert self.codes() == codes

    def text(self) -> str:
        return str(self.page.locator("#editor .cm-content").inner_text())

    def write(self, text: str) -> None:
        """Paste a text over all that there is."""
        self.page.locator("#editor .cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.evaluate(PASTE, text)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture
def visit(chromium: Any, site: Path) -> Iterator[Visit]:
    with serving(site) as address:
        page = chromium.new_page()
        visited = Visit(page, address)
        yield visited
        outside = [
            url for url in visited.requests if not url.startswith((address, "blob:", "data:"))
        ]
        assert outside == []
        assert visited.complaints == []
        page.close()


def test_findings_fixes_shapes_and_the_rule(visit: Visit) -> None:
    assert visit.codes() == ["KS305", "KS403", "KS601"]
    assert "(None, 26, 26, 32)" in visit.text()
    visit.page.locator(".finding", has_text="KS403").get_by_role("button", name="Fix").click()
    visit.until(["KS305", "KS601"])
    assert 'monitor="val_accuracy"' in visit.text()
    visit.page.get_by_role("button", name="Fix all").click()
    visit.until(["KS601"])
    assert "SparseCategoricalCrossentropy(from_logits=True)" in visit.text()
    visit.page.get_by_role("button", name="Why?").click()
    visit.page.locator("#rule h2", has_text="Good").wait_for(timeout=WAIT)


@pytest.mark.parametrize(
    ("example", "codes", "layers"),
    [("Keras code", ["KS305", "KS403", "KS601"], 5), ("A spec", ["KS310", "KS305", "KS403"], 4)],
)
def test_the_picture_leads_to_the_text_and_back(
    visit: Visit, example: str, codes: list[str], layers: int
) -> None:
    visit.page.get_by_label("Examples").select_option(label=example)
    visit.until(codes)
    visit.page.get_by_role("tab", name="Network").click()
    visit.page.locator('.drawing [data-path="/layers/1"]').click()
    selected = "() => document.querySelector('#editor').shadowRoot.activeElement !== null"
    assert visit.page.evaluate(selected)
    visit.page.locator('.drawing [data-path="/layers/1"].here').wait_for(timeout=WAIT)
    visit.page.get_by_role("tab", name="Layers").click()
    assert visit.page.locator("#layers tbody tr").count() == layers


def test_a_link_holds_the_text(visit: Visit, chromium: Any) -> None:
    visit.write('{"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "unit": 🙂 1}]}')
    visit.page.locator(".finding").first.wait_for(timeout=WAIT)
    visit.page.get_by_role("button", name="Copy link").click()
    visit.page.wait_for_function("() => location.hash.length > 1", timeout=WAIT)
    address = visit.page.evaluate("() => location.href")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/#[\w-]+", address)
    again = Visit(chromium.new_page(), address)
    assert "🙂" in again.text()
    again.page.close()


NOTEBOOK = {
    "nbformat": 4,
    "metadata": {},
    "cells": [
        {"cell_type": "markdown", "source": "# Title"},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import keras"]},
        {
            "cell_type": "code",
            "source": "model = keras.Sequential([\n    keras.Input((4,)),\n"
            '    keras.layers.Dense(1, activation="softmax"),\n])',
        },
        {"cell_type": "code", "source": 'model.compile("adam", "binary_crossentropy")'},
    ],
}
ONE_LINE = {
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": one} for one in (*range(1, 60), 0)],
}


def test_a_text_of_another_kind_is_named_by_its_kind(visit: Visit) -> None:
    visit.page.get_by_label("Examples").select_option(label="A spec")
    visit.page.locator("#name", has_text="digits.json").wait_for(timeout=WAIT)
    visit.write("from keras import layers, Sequential, Input\nm = Sequential([layers.Dense(0)])\n")
    visit.page.locator("#name", has_text="model.py").wait_for(timeout=WAIT)
    visit.until(["KS105"])
    visit.page.get_by_role("button", name="Why?").click()
    visit.page.locator("#rule h2", has_text="Good").wait_for(timeout=WAIT)
    examples = visit.page.locator("#rule pre").all_inner_texts()
    assert [example.startswith("import keras") for example in examples] == [False, False, True]
    visit.page.get_by_role("tab", name="Findings").click()
    visit.write("layers:\n  - {type: Dense, units: 0}\n")
    visit.page.locator("#name", has_text="model.yaml").wait_for(timeout=WAIT)
    visit.until(["KS105"])
    visit.write('{ // by hand\n"layers": [{"type": "Dense", "units": 0}],}')
    visit.page.locator("#name", has_text="model.jsonc").wait_for(timeout=WAIT)
    visit.until(["KS105"])


def test_a_notebook_is_opened_as_its_code(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "train.ipynb"
    path.write_text(json.dumps(NOTEBOOK))
    with visit.page.expect_file_chooser() as chosen:
        visit.page.get_by_role("button", name="Open…").click()
    chosen.value.set_files(path)
    visit.page.locator("#name", has_text="train.py").wait_for(timeout=WAIT)
    visit.until(["KS303"])
    assert "# %% cell 2\n# %matplotlib inline\nimport keras" in visit.text()
    visit.page.locator(".finding .actions").get_by_role("button", name="Fix").click()
    visit.until([])
    assert 'activation="sigmoid"' in visit.text()


def test_one_long_line_becomes_lines(visit: Visit) -> None:
    visit.write(json.dumps(ONE_LINE))
    visit.until(["KS501", "KS105"])
    line = visit.page.locator(".finding .line").last.inner_text()
    assert int(line.removeprefix("line ")) > 200
    assert '\n   "units": 0\n' in visit.text()


BIAS = {
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 4}, {"type": "BatchNormalization"}],
}


@pytest.mark.parametrize(("also", "codes"), [("", []), ("?extend-select=KS507", ["KS507"])])
def test_a_link_of_the_docs_opens_its_example(
    chromium: Any, site: Path, also: str, codes: list[str]
) -> None:
    with serving(site) as address:
        hash_ = packed(f"KS507.json{also}", json.dumps(BIAS))
        visit = Visit(chromium.new_page(), f"{address}#{hash_}")
        assert visit.page.locator("#name").inner_text() == "KS507.json"
        visit.until(codes)
        visit.page.close()


def test_another_language_and_a_conversion(visit: Visit) -> None:
    visit.page.get_by_label("Examples").select_option(label="YAML")
    visit.until(["KS303"])
    visit.page.get_by_label("Convert").select_option(label="Keras code")
    visit.page.locator("#result pre", has_text="keras.Sequential").wait_for(timeout=WAIT)
    visit.page.get_by_role("button", name="Open in the editor").click()
    visit.page.locator("#name", has_text="sentiment.py").wait_for(timeout=WAIT)


def test_a_large_archive_stays_on_the_machine(visit: Visit, tmp_path: Path) -> None:
    dense = {"class_name": "Dense", "config": {"name": "d", "units": 0}}
    first = {"class_name": "InputLayer", "config": {"batch_shape": [None, 4], "name": "i"}}
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": [first, dense]}}
    config["module"] = "keras"
    path = tmp_path / "big.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("metadata.json", "{}")
        archive.writestr("model.weights.h5", bytes(BIG))
    before = len(visit.requests)
    with visit.page.expect_file_chooser() as chosen:
        visit.page.get_by_role("button", name="Open…").click()
    chosen.value.set_files(path)
    visit.page.locator("#name", has_text="big.json").wait_for(timeout=WAIT)
    visit.until(["KS105"])
    assert len(visit.requests) == before


def test_a_phone_and_the_keyboard(chromium: Any, site: Path) -> None:
    with serving(site) as address:
        page = chromium.new_page(viewport={"width": 320, "height": 700}, color_scheme="dark")
        visit = Visit(page, address)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
        page.locator("#tab-findings").focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("#tab-network").get_attribute("aria-selected") == "true"
        assert page.locator("#network").is_visible()
        visit.write(SEVERAL_IN_A_LINE)
        page.locator("#editor .cm-shape").first.wait_for(timeout=WAIT)
        across = "scroller => scroller.scrollWidth - scroller.clientWidth"
        assert page.locator("#editor .cm-scroller").evaluate(across) == 0
        assert visit.complaints == []
        page.close()


def test_a_text_without_a_model_and_one_with_many(visit: Visit) -> None:
    visit.write("print(1)\n")
    visit.page.locator("#findings", has_text="No model is seen here").wait_for(timeout=WAIT)
    visit.write(SEVERAL_IN_A_LINE + SEVERAL_IN_A_LINE.replace("net", "other") * 3)
    visit.page.locator("#totals", has_text="other").wait_for(timeout=WAIT)
    fits = "name => name.scrollWidth <= name.clientWidth"
    assert visit.page.locator("#name").evaluate(fits)


def test_the_bundle_is_what_the_sources_give(tmp_path: Path) -> None:
    if shutil.which("node") is None or not (WEB / "node_modules" / "esbuild").is_dir():
        pytest.skip("the parts of the page are not installed: make playground")
    subprocess.run(["node", "build.mjs", str(tmp_path)], check=True, cwd=WEB)  # noqa: S607 - node as found
    static = ROOT / "kspec" / "page" / "static"
    fresh = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert fresh == {path.relative_to(static) for path in static.rglob("*") if path.is_file()}
    assert all((tmp_path / name).read_bytes() == (static / name).read_bytes() for name in fresh)
