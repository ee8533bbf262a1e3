"""Every rule's page is its test: what it calls bad is found, and what it calls good is not."""

import io
import json
import re
import zipfile
from typing import Any, NamedTuple

import pytest

import kspec
from kspec.analysis.trained import (
    Breakdown,
    Dead,
    Evidence,
    Gradient,
    Inspection,
    OneBatch,
    TrainedRun,
)
from kspec.linter.documents import parse_file
from kspec.linter.engine import load
from kspec.linter.finding import Severity
from kspec.linter.linter import Linter
from kspec.linter.rule import Rule
from kspec.linter.rule_page import read_page
from kspec.linter.rules.index import RULES
from kspec.linter.run_rule import RunRule
from kspec.linter.selection import Choice, Selection
from kspec.linter.settings import SettingsError
from kspec.linter.settings_reader import read_settings_text
from kspec.source.document import Document
from kspec.source.outline import pointer
from kspec.source.parsing import parse_bytes
from tests.rule_pages import examples_of, headings_of

HUNDREDS = {
    "file": 0,
    "structure": 1,
    "graph": 2,
    "head": 3,
    "training": 4,
    "architecture": 5,
    "data": 6,
    "safety": 7,
    "code": 8,
    "run": 8,
    "meta": 9,
}
SUFFIXES = {
    "json": "json",
    "jsonc": "jsonc",
    "yaml": "yaml",
    "text": "json",
    "python": "py",
    "notebook": "ipynb",
}

FLAWLESS = """{"module": "keras", "class_name": "Sequential", "registered_name": null, "config": {
"name": "net", "layers": [{"module": "keras.layers", "class_name": "InputLayer",
"registered_name": null, "config": {"batch_shape": [null, 4], "name": "x"}}, {"module":
"keras.layers", "class_name": "Dense", "registered_name": null, "config": {"units": 2}}]}}"""


class Example(NamedTuple):
    rule: Rule
    text: str
    language: str
    place: str

    @property
    def found(self) -> list[tuple[str, str]]:
        """Codes and pointers of the findings at default settings, with this rule asked for."""
        if isinstance(self.rule, RunRule):
            return [(symptom.code, "") for symptom in self.rule.symptoms(run_of(self.text))]
        if self.language == "toml":
            try:
                read_settings_text(self.text, "kspec.toml")
            except SettingsError as error:
                return [(error.code, "")]
            return []
        if self.language == "python" and "report = " in self.text:
            return self.run()
        document = self.document
        checked = Linter(selection=selection_for(self.rule)).check(document)
        return [(finding.code, pointer(finding.path)) for finding in checked.findings]

    @property
    def document(self) -> Document:
        if self.language == "archive":
            return parse_bytes(archive(self.text.splitlines()), "model.keras")
        return parse_file(self.text, f"model.{SUFFIXES[self.language]}")

    def run(self) -> list[tuple[str, str]]:
        """Run a program that leaves its `report`, for findings that need arrays."""
        names: dict[str, Any] = {"kspec": kspec}
        exec(self.text, names)  # noqa: S102 - the pages of this package
        return [(finding.code, pointer(finding.path)) for finding in names["report"].findings]


def run_of(text: str) -> TrainedRun:
    """A run as the pages write it: its epochs, and the evidence beside them."""
    said = json.loads(text)
    epochs, best, initial = (
        said.pop(name, None) for name in ("epochs", "best_epoch", "initial_loss")
    )
    if "inspection" in said:
        found = said["inspection"]
        dead = tuple(Dead(**one) for one in found.get("dead", ()))
        gradients = tuple(Gradient(**one) for one in found.get("gradients", ()))
        said["inspection"] = Inspection(dead, gradients)
    for name, kind in (("one_batch", OneBatch), ("breakdown", Breakdown)):
        if name in said:
            said[name] = kind(**said[name])
    return TrainedRun(epochs, best, initial, Evidence(**said))


def archive(members: list[str]) -> bytes:
    """A `.keras` file with members of these names, whose model is right."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in members:
            made.writestr(name, FLAWLESS if name == "config.json" else "{}")
    return buffer.getvalue()


def selection_for(rule: Rule) -> Selection:
    """The default settings; a rule that these leave out is asked for by its code."""
    return Selection([Choice(extend_select=(rule.code,))])


def examples(section: str) -> list[object]:
    found: list[object] = []
    for entry in RULES:
        rule = load(entry)
        for number, (text, language, place) in enumerate(examples_of(entry, section), 1):
            example = Example(rule, text, language, place)
            marks = [pytest.mark.contract] if "import keras" in text else []
            name = f"{entry.code}-{entry.name}-{number}"
            found.append(pytest.param(example, id=name, marks=marks))
    return found


@pytest.mark.parametrize("example", examples("Bad"))
def test_bad_example_gives_this_finding_and_no_other(example: Example) -> None:
    assert example.found == [(example.rule.code, example.place)]


@pytest.mark.parametrize("example", examples("Good"))
def test_good_example_gives_no_finding(example: Example) -> None:
    assert example.found == []


def test_pages_have_their_parts() -> None:
    for entry in RULES:
        page, headings = read_page(entry), headings_of(entry)
        assert headings[0] == "Why", entry
        assert set(headings[1:-1]) == {"Bad", "Good"}, entry
        assert headings[-1] == "References", entry
        assert examples_of(entry, "Bad"), entry
        assert examples_of(entry, "Good"), entry
        assert page.why, entry
        assert 0 < len(page.title) <= 80, entry
        assert page.text.splitlines()[1] == "", entry


def test_declarations_keep_the_law_of_codes_and_names() -> None:
    for entry in RULES:
        rule = load(entry)
        assert re.fullmatch(r"KS\d{3}", rule.code), entry
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule.name), entry
        assert int(rule.code[2]) == HUNDREDS[entry.family], entry
        assert re.fullmatch(r"\d+\.\d+(\.\d+)?", rule.since), entry
        assert entry[:3] == (rule.code, rule.name, rule.severity), entry
        assert entry[4:] == (rule.reports, rule.needs, rule.preview), entry
        assert not (rule.reports and rule.needs), entry
        assert isinstance(rule.severity, Severity), entry


def test_codes_and_names_are_unique() -> None:
    assert len({entry.code for entry in RULES}) == len(RULES)
    assert len({entry.name for entry in RULES}) == len(RULES)
    kinds = [kind for entry in RULES for kind in entry.reports]
    assert len(set(kinds)) == len(kinds)
