"""Questions of the page where kspec runs in the browser: the answers are those of the service."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kspec.page.answers import answer
from kspec.service import answers
from kspec.service.check import check
from kspec.service.models import network_of
from kspec.service.rules import rule

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "kspec" / "page" / "static"
FAULTY = (ROOT / "docs/examples/faulty/digits.json").read_text("utf-8")
GOOD = (ROOT / "docs/examples/digits.json").read_text("utf-8")
SOURCE = {"name": "digits.json", "text": FAULTY}


def ask(question: str, *values: object) -> Any:
    reply = json.loads(answer(question, json.dumps(values)))
    assert "error" not in reply, reply
    return reply["value"]


def test_the_answers_are_those_of_the_service() -> None:
    assert ask("check", SOURCE) == json.loads(json.dumps(check(FAULTY, "digits.json")))
    assert ask("fix", SOURCE) == answers.fix(FAULTY, "digits.json")["text"]
    assert ask("convert", SOURCE, "python") == answers.convert(
        network_of(FAULTY, "digits.json"), "python"
    )
    assert ask("rule", "KS305") == rule("KS305")["page"]
    assert "linear -> softmax" in ask("diff", SOURCE, {"name": "b.json", "text": GOOD})


def test_a_file_that_was_opened_is_read_by_its_path(tmp_path: Path) -> None:
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": []}}
    with zipfile.ZipFile(tmp_path / "model.keras", "w") as archive:
        archive.writestr("config.json", json.dumps(config))
    source = {"name": "mine.keras", "file": str(tmp_path / "model.keras")}
    assert json.loads(ask("check", source)["text"]) == config


def test_what_has_no_answer_is_a_sentence() -> None:
    text = answer("convert", json.dumps([{"name": "x.json", "text": "[1"}, "keras"]))
    assert json.loads(text) == {"error": "x.json makes no network: lint it to see why"}


def test_the_page_is_whole_and_asks_for_nothing_elsewhere() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    assets = re.findall(r'(?:src|href|data-worker)="([^"#]+)"', page)
    assert {Path(name).suffix for name in assets} == {".js", ".css", ".svg"}
    assert all((STATIC / name).is_file() for name in assets)
    assert "default-src 'none'" in page
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("path", sorted(STATIC.glob("assets/*.js")), ids=lambda path: path.stem)
def test_scripts_evaluate_no_text(path: Path) -> None:
    assert not re.search(r"\beval\(|new Function\(", path.read_text("utf-8"))
