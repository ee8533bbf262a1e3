"""The links from the pages of rules and the tutorial into the playground."""

import base64
import re
import zlib
from pathlib import PurePosixPath

import pytest

from kspec.dev_site import SUFFIXES, linked
from tests.docs.shown import ROOT, blocks

LINK = re.compile(r'^<a href="(.*?)/playground/index\.html#([\w-]+)">Open', re.MULTILINE)
RULES = ROOT / "docs" / "rules"
NEED_ARRAYS = ("KS605", "KS606", "KS609", "KS610", "KS613", "KS614", "KS615", "KS616", "KS619")
"""Rules of which the bad code is found with its arrays alone, which `kspec run` has."""


def opened(page: str) -> list[tuple[str, str, str]]:
    """Target of each link of a page, with its name and text."""
    path = PurePosixPath(page)
    found = []
    for root, packed in LINK.findall(linked((ROOT / "docs" / page).read_text("utf-8"), path)):
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        name, _, text = zlib.decompress(raw, -zlib.MAX_WBITS).decode().partition("\n")
        found.append((root, name, text))
    return found


def test_the_files_of_the_tutorial_are_opened() -> None:
    found = opened("tutorial.md")
    assert [(root, name) for root, name, _ in found] == [(".", "first.json"), (".", "mended.json")]
    shown = {block.title: block.text for block in blocks(ROOT / "docs" / "tutorial.md")}
    assert all(shown[name] == text for _, name, text in found)


@pytest.mark.parametrize("code", ["KS001", "KS303", "KS507", "KS830", "KS902"])
def test_the_examples_of_a_rule_are_opened(code: str) -> None:
    found = opened(f"rules/{code}.md")
    examples = [one for one in blocks(RULES / f"{code}.md") if one.language in SUFFIXES]
    assert [text for _, _, text in found] == [one.text for one in examples]
    assert {root for root, _, _ in found} <= {".."}
    selected = [name for _, name, _ in found if name.endswith(f"?extend-select={code}")]
    assert bool(selected) == (code == "KS507")


@pytest.mark.slow
def test_every_example_that_the_playground_can_show_is_opened() -> None:
    missing = []
    for path in sorted(RULES.glob("KS*.md")):
        examples = [one for one in blocks(path) if one.language in SUFFIXES]
        if len(opened(f"rules/{path.name}")) < len(examples):
            missing.append(path.stem)
    assert missing == list(NEED_ARRAYS)
