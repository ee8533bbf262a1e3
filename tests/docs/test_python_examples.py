"""The Python beside the examples of rules: linted as code, it shows what the spec shows."""

import re

import pytest

from kspec.linter.documents import parse_file
from kspec.linter.linter import Linter
from kspec.linter.selection import Choice, Selection
from tests.docs.shown import ROOT

PAGES = sorted((ROOT / "docs" / "rules").glob("KS*.md"))
SECTION = re.compile(r"^## (Bad|Good)\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^In Python:\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def programs() -> list[object]:
    return [
        pytest.param(path.stem, section == "Bad", code, id=f"{path.stem}-{section}-{number}")
        for path in PAGES
        for section, body in SECTION.findall(path.read_text("utf-8"))
        for number, code in enumerate(PYTHON.findall(body))
    ]


def test_most_rules_have_their_examples_in_python() -> None:
    with_python = [path for path in PAGES if PYTHON.search(path.read_text("utf-8"))]
    assert len(with_python) > len(PAGES) // 2


@pytest.mark.parametrize(("rule", "bad", "code"), programs())
def test_an_example_in_python_gives_the_same_finding(rule: str, code: str, *, bad: bool) -> None:
    selection = Selection([Choice(extend_select=(rule,))])
    checked = Linter(selection=selection).check(parse_file(code, "train.py"))
    assert [finding.code for finding in checked.findings] == ([rule] if bad else [])
