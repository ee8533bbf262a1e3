"""Python in the pages of rules: made from the examples that are written as specs."""

import re

from kspec.linter.documents import parse_file
from kspec.linter.linter import Linter
from kspec.linter.selection import Choice, Selection
from kspec.spec.dialects.python_objects import Objects
from kspec.spec.dialects.python_writer import python_code
from kspec.spec.model import ModelSpec
from kspec.spec.parse import parse

SPECS = frozenset(("json", "jsonc", "yaml"))
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_NAME = re.compile(r'(?:, |\n +|(?<=\())name="([^"]*)"(?:,(?=\n))?')
_PLACE = re.compile(r"\n\nAt `[^`]*`\.")
_PYTHON = re.compile(r"\n\nIn Python:\n\n```python\n.*?^```", re.MULTILINE | re.DOTALL)


def with_python(text: str, code: str) -> str:
    """The page of a rule with the Python of each example below it, where that shows the same."""
    text = _PYTHON.sub("", text)
    pieces: list[str] = []
    at = 0
    for block in _BLOCK.finditer(text):
        headings = _HEADING.findall(_BLOCK.sub("", text[: block.start()]))
        program = None
        if headings and headings[-1] in {"Bad", "Good"} and block[1] in SPECS:
            program = python_form(block[2], block[1], code, bad=headings[-1] == "Bad")
        if program is not None:
            place = _PLACE.match(text, block.end())
            end = place.end() if place else block.end()
            pieces += [text[at:end], f"\n\nIn Python:\n\n```python\n{program}```"]
            at = end
    return "".join([*pieces, text[at:]])


def python_form(text: str, language: str, code: str, *, bad: bool) -> str | None:
    """Example as a program; None for one that cannot be written, or in which the rule has another
    finding than in the spec.
    """
    spec = parse(parse_file(text, f"model.{language}").value).spec
    if spec is None:
        return None
    try:
        program = _without_usual_names(_program(spec), text)
    except ValueError:
        return None
    selection = Selection([Choice(extend_select=(code,))])
    findings = Linter(selection=selection).check(parse_file(program, "train.py")).findings
    expected = [code] if bad else []
    return program if [finding.code for finding in findings] == expected else None


def _without_usual_names(program: str, text: str) -> str:
    """The program without the names that only Keras has given: a person writes none of them."""

    def usual_name(match: re.Match[str]) -> str:
        return match[0] if re.search(rf"\b{re.escape(match[1])}\b", text) else ""

    return _NAME.sub(usual_name, program)


def _program(spec: ModelSpec) -> str:
    """The code that builds, compiles and trains a model."""
    program = python_code(spec)
    if spec.fit is not None:
        settings = Objects().arguments(spec.fit)
        lines = ["", "# x and y: your data", "model.fit(", "    x,", "    y,"]
        program += "\n".join([*lines, *(f"    {one}," for one in settings), ")"]) + "\n"
    return program
