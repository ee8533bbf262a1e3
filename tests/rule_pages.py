"""The examples on the pages of the rules, which are the rules' tests."""

import re
from typing import NamedTuple

from kspec.linter.rule_page import HEADING, page_text, without_blocks
from kspec.linter.rules.entry import RuleEntry

_BLOCK = re.compile(r"^(In Python:\n\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"^At `([^`]*)`\.", re.MULTILINE)


class Example(NamedTuple):
    """A fenced block: its text and language, and the JSON pointer of the finding that it gives."""

    text: str
    language: str
    place: str


def headings_of(entry: RuleEntry) -> list[str]:
    """The headings of a page, in their order."""
    return HEADING.findall(without_blocks(page_text(entry)))


def examples_of(entry: RuleEntry, heading: str) -> list[Example]:
    """The specs below a heading of a page: ``Bad`` or ``Good``."""
    text = page_text(entry)
    examples: list[Example] = []
    blocks = list(_BLOCK.finditer(text))
    for index, block in enumerate(blocks):
        before = HEADING.findall(without_blocks(text[: block.start()]))
        if block[1] or not before or before[-1] != heading:
            continue  # an example in Python is that of a spec once more
        end = blocks[index + 1].start() if index + 1 < len(blocks) else len(text)
        place = _PLACE.search(text, block.end(), end)
        examples.append(Example(block[3], block[2], place[1] if place else ""))
    return examples
