"""Quoted strings of JSON: their values, and their problems."""

import json
import re
from collections.abc import Iterator

from kspec.named_tuple import NamedTuple
from kspec.source.outline import Span, SyntaxProblem

CLOSERS = {
    '"': '"',
    "'": "'",
    "\u201c": "\u201d",
    "\u201d": "\u201d",
    "\u2018": "\u2019",
    "\u2019": "\u2019",
}
"""Opening quotes in practice, with their closing ones; JSON has the first only."""

_PLAIN = re.compile(r'"([^"\\\x00-\x1f\ud800-\udfff]*)"').match
_RUN = re.compile(r"[^\"'\u201c\u201d\u2019\\\x00-\x1f\ud800-\udfff]+").match
_HEX = re.compile(r"u([0-9a-fA-F]{4})").match
_LOW_HALF = re.compile(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}").match
_AFTER_STRING = re.compile(r"\s*(?:[,:\]})]|$)").match
_LINE_REST = re.compile(r"[^\r\n]*").match
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CONTROL_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


class String(NamedTuple):
    """String of a text: its value, the offset after it, whether it was closed, and its problems."""

    value: str
    end: int
    closed: bool = True
    problems: tuple[SyntaxProblem, ...] = ()


def read_string(text: str, start: int) -> String:
    """Read the string whose opening quote is at `start`; any quote of `CLOSERS` opens one."""
    match = _PLAIN(text, start)
    if match:
        return String(match[1], match.end())
    return _read_long(text, start)


def _read_long(text: str, start: int) -> String:
    closer = CLOSERS[text[start]]
    parts: list[str] = []
    problems: list[SyntaxProblem] = []
    at = start + 1
    on_lines = False
    while at < len(text) and text[at] != closer:
        run = _RUN(text, at)
        if run:
            parts.append(run[0])
            at = run.end()
            continue
        if text[at] in "\r\n" and not (on_lines := on_lines or _closes_later(text, at, closer)):
            return _unclosed(text, start, parts, problems)
        part, end, wrong = _read_special(text, at, closer)
        parts.append(part)
        problems += [SyntaxProblem("invalid_syntax", *words, Span(at, end)) for words in wrong]
        at = end
    if at >= len(text):
        return _unclosed(text, start, parts, problems)
    return String("".join(parts), at + 1, problems=tuple(problems))


def _closes_later(text: str, at: int, closer: str) -> bool:
    """Whether a line break at `at` is inside the string, rather than the closing quote missing."""
    end = text.find(closer, at)
    return end >= 0 and _AFTER_STRING(text, end + 1) is not None


def _unclosed(text: str, start: int, parts: list[str], problems: list[SyntaxProblem]) -> String:
    rest = _LINE_REST(text, start)
    end = start + len((rest[0] if rest else "").rstrip())
    problems.append(
        SyntaxProblem(
            "invalid_syntax",
            "This string is not closed on its line.",
            r'Close it with a double quote ("); a line break inside a string is written \n.',
            Span(start, end),
        )
    )
    return String("".join(parts), end, closed=False, problems=tuple(problems))


_Special = tuple[str, int, list[tuple[str, str]]]


def _read_special(text: str, at: int, closer: str) -> _Special:
    char = text[at]
    if char == "\\":
        return _read_escape(text, at, closer)
    if "\ud800" <= char <= "\udfff":
        return "\ufffd", at + 1, [_lone_surrogate(ord(char))]
    if char >= " ":
        return char, at + 1, []
    end = at + 2 if text.startswith("\r\n", at) else at + 1
    return text[at:end], end, [_raw_control(char)]


def _read_escape(text: str, at: int, closer: str) -> _Special:
    char = text[at + 1 : at + 2]
    if char in _ESCAPES:
        return _ESCAPES[char], at + 2, []
    match = _HEX(text, at + 1)
    if match:
        return _read_unicode(text, match.end(), int(match[1], 16))
    if char == closer:
        wrong = [] if closer != '"' else list(_bad_escape(char))
        return char, at + 2, wrong
    wrong = list(_bad_escape(char)) if char else []
    return text[at : at + 2], at + 1 + len(char), wrong


def _read_unicode(text: str, end: int, code: int) -> _Special:
    low = _LOW_HALF(text, end)
    if chr(code) < "\ud800" or chr(code) > "\udfff":
        return chr(code), end, []
    if low and chr(code) < "\udc00":
        return json.loads(f'"\\u{code:04x}{low[0]}"'), low.end(), []
    return "\ufffd", end, [_lone_surrogate(code)]


def _bad_escape(char: str) -> Iterator[tuple[str, str]]:
    if char == "u":
        yield r"\u must be followed by four hexadecimal digits.", r"Write for example \u00e9."
    else:
        yield (
            rf"`\{char if char.isprintable() else ''}` is not an escape that JSON has.",
            r"Write a backslash as \\; JSON has \" \\ \/ \b \f \n \r \t and \uXXXX.",
        )


def _lone_surrogate(code: int) -> tuple[str, str]:
    return (
        f"\\u{code:04x} is half of a surrogate pair, and stands for no character alone.",
        r"Write both halves (such as \ud83d\ude00) or the character itself.",
    )


def _raw_control(char: str) -> tuple[str, str]:
    name = {"\n": "a line break", "\r": "a line break", "\t": "a tab"}.get(
        char, f"the control character U+{ord(char):04X}"
    )
    escape = _CONTROL_ESCAPES.get(char, f"\\u{ord(char):04x}")
    return f"A string cannot hold {name} as it is.", f"Write it as {escape}."
