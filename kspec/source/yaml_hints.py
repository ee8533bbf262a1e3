"""Messages for PyYAML's errors: one clear sentence with the correction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kspec.source.outline import Span, SyntaxProblem

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_INDENTED = "Entries that belong together begin in the same column."
_QUOTE_IT = "Put the text in quotes."
_TABLE: tuple[tuple[str, str, str | None], ...] = (
    (
        "mapping values are not allowed",
        "A key cannot stand here.",
        "Put text that holds a colon in quotes, or look at the indentation.",
    ),
    (
        "sequence entries are not allowed",
        "A list item cannot begin on this line.",
        "Begin the list on a new line.",
    ),
    ("' indicator", "This line is not an item of the list above it.", _INDENTED),
    ("or ']'", "A comma or the closing `]` is missing.", "Write `]`, or a comma between items."),
    ("or '}'", "A comma or the closing `}` is missing.", "Write `}`, or a comma between entries."),
    ("expected ':'", "This line is no entry of the mapping.", "An entry is written `key: value`."),
    ("node content", "A value is missing here.", "Write a value, or put a bracket in quotes."),
    ("tag handle", "This tag is not known.", "Remove it; a spec is plain data."),
    ("expected '>'", "This tag is not complete.", "Remove it; a spec is plain data."),
    ("expected whitespace", "This tag is not known.", "Remove it; a spec is plain data."),
    (
        "escape character",
        "A string in double quotes has an escape that YAML does not know.",
        "Write a backslash twice, or use single quotes.",
    ),
    ("document start", "The file goes on after its value has ended.", _INDENTED),
    ("nesting depth", "Brackets are nested too deeply.", "Look for brackets that were repeated."),
    ("or line break", "The text of `|` or `>` begins on the next line.", "Break the line here."),
    ("chomping", "The text of `|` or `>` begins on the next line.", "Break the line here."),
    ("alphabetic", "The name of an anchor or alias is missing here.", _QUOTE_IT),
    ("directive", "This `%` line is not a directive that YAML has.", "Remove it."),
    ("incompatible", "This version of YAML is not known.", "Write `%YAML 1.2` or nothing."),
    ("expected key", "This line does not go on with the mapping above it.", _INDENTED),
    ("block end", "This line does not go on with the entries above it.", _INDENTED),
)


def explain(error: MarkedYAMLError, text: str, base: int) -> SyntaxProblem:
    """Problem of an error of PyYAML's parser; its marks begin at offset `base`."""
    problem = error.problem or ""
    mark = min((error.problem_mark.index if error.problem_mark else 0) + base, len(text))
    context = min((error.context_mark.index + base) if error.context_mark else mark, len(text))
    if "end of stream" in problem:
        return _wrong("This string is not closed.", "Write the closing quote.", context, text)
    if "start any token" in problem or "tab character" in problem:
        return _wrong(*_misplaced(text[mark : mark + 1]), mark, text)
    fallback = (f"This is not YAML: {problem}.", None)
    message, hint = next((row[1:] for row in _TABLE if row[0] in problem), fallback)
    if "or ']'" in problem or "or '}'" in problem:
        problem_ = _wrong(message, hint, mark, text)
        return problem_._replace(related=((Span(context, context + 1), "opened here"),))
    problem_ = _wrong(message, hint, context if "expected ':'" in problem else mark, text)
    return problem_._replace(kind="limit_exceeded") if "depth" in problem else problem_


def _misplaced(char: str) -> tuple[str, str]:
    if char == "\t":
        return "A tab stands where YAML wants spaces.", "Indent with spaces."
    shown = "a backtick" if char == "`" else f"`{char}`"
    return f"Text without quotes cannot begin with {shown}.", _QUOTE_IT


def _wrong(message: str, hint: str | None, start: int, text: str) -> SyntaxProblem:
    end = start + 1 if start < len(text) and text[start] not in "\r\n" else start
    return SyntaxProblem("invalid_syntax", message, hint, Span(start, end))


def unprintable(text: str) -> SyntaxProblem | None:
    """The first character that YAML does not allow in a text, if any."""
    match = UNPRINTABLE.search(text)
    if match is None:
        return None
    message = f"YAML does not allow the character U+{ord(match[0]):04X}."
    hint = 'Remove it, or write it as an escape in double quotes ("\\x07").'
    return SyntaxProblem("invalid_syntax", message, hint, Span(*match.span()))
