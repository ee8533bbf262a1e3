"""The page of a rule, a Markdown file next to its module."""

import re
from importlib.resources import files

from kspec.linter.rules.index import RuleEntry
from kspec.named_tuple import NamedTuple

HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^(?:In Python:\n\n)?```\w+\n.*?^```$", re.MULTILINE | re.DOTALL)


class Page(NamedTuple):
    """A rule's page: its title and its reason; ``text`` is the whole, as Markdown."""

    title: str
    why: str
    text: str


def page_text(entry: RuleEntry) -> str:
    """The Markdown of a rule's page; raises `FileNotFoundError` for one without."""
    package, _, name = entry.module.rpartition(".")
    return files(package).joinpath(f"{name}.md").read_text(encoding="utf-8")


def read_page(entry: RuleEntry) -> Page:
    """The page of a rule; raises `FileNotFoundError` for one without."""
    text = page_text(entry)
    title, *sections = HEADING.split(without_blocks(text))
    bodies = dict(zip(sections[::2], sections[1::2], strict=True))
    return Page(title.strip(), bodies.get("Why", "").strip(), text)


def without_blocks(text: str) -> str:
    """The text without its fenced blocks, since a YAML comment looks like a heading."""
    return _BLOCK.sub("", text)
