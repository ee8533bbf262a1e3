"""The described programs of ``tests/fixtures/programs``: one page a family, one part a program."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "fixtures" / "programs"
PART = re.compile(
    r"## (?P<name>[^\n]+)\n\n(?P<what>[^\n]+)\n\n"
    r"- From: (?P<source>[^\n]+)\n- Finds: (?P<finds>[^\n]+)\n\n"
    r"```json\n(?P<spec>.+?)\n```\n?",
    re.DOTALL,
)


class Program(NamedTuple):
    """``finds`` are the codes that kspec reports, in order; none for a right program."""

    name: str
    what: str
    source: str
    finds: list[str]
    spec: dict[str, Any]


def families() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.md"))


@cache
def programs_of(family: str) -> tuple[Program, ...]:
    """The programs of one page; a part of another form than the rest is an error."""
    text = (FOLDER / f"{family}.md").read_text("utf-8")
    title, *parts = re.split(r"\n(?=## )", text)
    assert title.startswith("# "), family
    return tuple(map(_program, parts))


def _program(part: str) -> Program:
    match = PART.fullmatch(part)
    assert match is not None, part[:200]
    name, what, source, finds, spec = match.groups()
    codes = [] if finds == "nothing" else finds.split(", ")
    return Program(name, what, source, codes, json.loads(spec))


def programs() -> list[Program]:
    return [program for family in families() for program in programs_of(family)]


def faulty_programs() -> list[Program]:
    return [program for program in programs() if program.finds]
