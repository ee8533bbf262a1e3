"""Examples of the pages: commands with their output, files, and Python sessions."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
GENERATED = ("docs/rules/", "docs/layers/")
TRAINED = "docs/examples/"
"""The page whose commands train for long: `tests/executor` holds what it says."""
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELLIPSIS = "..."


class Block(NamedTuple):
    """A fenced block; ``title`` is the name of the file that it stands for."""

    language: str
    title: str
    text: str


def pages() -> list[Path]:
    """The pages written by hand."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [path for path in found if not name_of(path).startswith(GENERATED)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path) -> list[Block]:
    return [Block(*match.groups("")) for match in BLOCK.finditer(path.read_text("utf-8"))]


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a console block, and the output that each is shown to give."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    assert parts[0] == "", "a console block begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def as_shown(expected: str, real: str) -> bool:
    """Whether an output is as shown, where three points stand for anything, also for lines."""
    pattern = re.escape(expected.rstrip("\n")).replace(re.escape(ELLIPSIS), ".*")
    return re.fullmatch(pattern, real.rstrip("\n"), re.DOTALL) is not None
