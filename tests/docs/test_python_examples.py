"""The Python beside the examples of rules: linted as code, it shows what the spec shows."""

import re
from collections.abc import Iterator

import pytest

from kspec.linter.documents import parse_file
from kspec.linter.linter import Linter
from kspec.linter.selection import Choice, Selection
from tests.docs.shown import ROOT

PAGES = sorted((ROOT / "docs" / "rules").glob("KS*.md"))
SECTION = re.compile(r"^## (Bad|Good)\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^In Python:\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def programs(section: str) -> Iterator[tuple[str, str]]:
    """The rules and programs of a section of all pages."""
    for path in PAGES:
        for title, body in SECTION.findall(path.read_text("utf-8")):
            for code in PYTHON.findall(body) if title == section else ():
                yield path.stem, code


def test_most_rules_have_their_examples_in_python() -> None:
    with_python = [path for path in PAGES if PYTHON.search(path.read_text("utf-8"))]
    assert len(with_python) > len(PAGES) // 2


@pytest.mark.parametrize("section", ["Bad", "Good"])
def test_examples_in_python_give_the_same_findings(section: str) -> None:
    offenders = []
    for rule, code in programs(section):
        selection = Selection([Choice(extend_select=(rule,))])
        checked = Linter(selection=selection).check(parse_file(code, "train.py"))
        codes = [finding.code for finding in checked.findings]
        if codes != ([rule] if section == "Bad" else []):
            offenders.append((rule, codes, code))
    assert offenders == []
