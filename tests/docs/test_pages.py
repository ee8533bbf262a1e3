"""Facts of the pages: their numbers, and their links."""

import re
from functools import cache
from pathlib import Path

from kspec.dev_pages import COUNT, with_counts
from kspec.linter.report import rule_url
from kspec.linter.rules.index import RULES
from tests.docs.shown import ROOT, name_of, pages

LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ALL_PAGES = [
    *pages(),
    *sorted((ROOT / "docs/rules").glob("*")),
    *sorted((ROOT / "docs/layers").glob("*")),
]


def test_numbers_are_those_of_the_code() -> None:
    counts = {"layers": 3, "rules": 12}
    text = "<!-- count: layers -->148<!-- end --> and <!-- count: rules -->9<!-- end -->"
    counted = with_counts(text, counts)
    assert counted == "<!-- count: layers -->3<!-- end --> and <!-- count: rules -->12<!-- end -->"
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {match[2] for match in COUNT.finditer(readme)} == counts.keys()


def test_links_lead_to_a_heading() -> None:
    dead = []
    for path in ALL_PAGES:
        for link, anchor in LINK.findall(path.read_text("utf-8")):
            target = path.parent / link if link else path
            if not target.exists() or (anchor and anchor not in anchors(target)):
                dead.append(f"{name_of(path)}: {link}#{anchor}")
    assert dead == []


@cache
def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as Markdown renderers make them."""
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(text)
    }


def test_every_page_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md" or not path.exists():
            continue
        reached.add(path)
        links = LINK.findall(path.read_text("utf-8"))
        waiting += [(path.parent / link).resolve() for link, _ in links if link]
    assert [
        name_of(path) for path in ALL_PAGES if path.suffix == ".md" and path not in reached
    ] == []


def test_every_rule_has_the_page_that_reports_name() -> None:
    assert [entry.code for entry in RULES if not (ROOT / rule_url(entry.code)).is_file()] == []
