"""The page of a rule, a Markdown file next to its module."""

import re
from importlib.resources import files

from kspec.linter.rules.index import RuleEntry
from kspec.named_tuple import NamedTuple

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^(In Python:\n\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"^At `([^`]*)`\.", re.MULTILINE)


class Example(NamedTuple):
    """A fenced block: its text and language, and the JSON pointer of the finding that it gives."""

    text: str
    language: str
    place: str


class Page(NamedTuple):
    """A rule's page in its parts; ``text`` is the whole, as Markdown."""

    title: str
    why: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    headings: list[str]
    text: str


def read_page(entry: RuleEntry) -> Page:
    """The page of a rule; raises `FileNotFoundError` for one without."""
    package, _, name = entry.module.rpartition(".")
    text = files(package).joinpath(f"{name}.md").read_text(encoding="utf-8")
    pieces = _HEADING.split(_without_blocks(text))
    title = pieces[0].strip()
    sections = list(zip(pieces[1::2], pieces[2::2], strict=True))
    why = next((body.strip() for heading, body in sections if heading == "Why"), "")
    return Page(
        title,
        why,
        _examples(text, "Bad"),
        _examples(text, "Good"),
        [heading for heading, _ in sections],
        text,
    )


def _without_blocks(text: str) -> str:
    """The text with its fenced blocks blanked, since a YAML comment looks like a heading."""
    return _BLOCK.sub("", text)


def _examples(text: str, kind: str) -> tuple[Example, ...]:
    examples: list[Example] = []
    blocks = list(_BLOCK.finditer(text))
    for index, block in enumerate(blocks):
        before = _HEADING.findall(_without_blocks(text[: block.start()]))
        if block[1] or not before or before[-1] != kind:
            continue  # an example in Python is that of a spec once more
        end = blocks[index + 1].start() if index + 1 < len(blocks) else len(text)
        place = _PLACE.search(text, block.end(), end)
        examples.append(Example(block[3], block[2], place[1] if place else ""))
    return tuple(examples)
