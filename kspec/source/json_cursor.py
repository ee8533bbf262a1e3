"""Cursor in a JSON text that skips blanks and comments, and collects their problems."""

import re
from typing import NoReturn

from kspec.source.json_hints import unexpected
from kspec.source.limits import MAX_DEPTH, MAX_NODES
from kspec.source.notes import EndOfScanError, Notes
from kspec.source.outline import Span, SyntaxProblem

CLOSING = {"{": "}", "[": "]", "(": ")"}
_BLANKS = frozenset(("", " ", "\t", "\n", "\r"))
_BLANK_RUN = re.compile(r"[ \t\n\r]+")
_COMMENT_STARTS = frozenset("/#")
_COMMENT = re.compile(r"//([^\r\n]*)|/\*(.*?)\*/|#([^\r\n]*)", re.DOTALL)


class Cursor(Notes):
    """Reads forward from `at`; `jsonc` allows comments."""

    def __init__(self, text: str, *, jsonc: bool) -> None:
        super().__init__()
        self.text = text
        self.jsonc = jsonc
        self.at = 0
        self.open: list[int] = []
        self.comments: list[tuple[str, Span]] = []

    def peek(self) -> str:
        """The next character that is neither blank nor comment, or "" at the end."""
        while True:
            char = self.text[self.at : self.at + 1]
            if char in _BLANKS:
                match = _BLANK_RUN.match(self.text, self.at)
                if match is None:
                    return ""
                self.at = match.end()
            elif char not in _COMMENT_STARTS or not self._skip_comment(char):
                return char

    def _skip_comment(self, char: str) -> bool:
        match = _COMMENT.match(self.text, self.at)
        if match is None:
            if self.text.startswith("/*", self.at):
                self.fail("This comment is not closed.", "Close it with */.", self.at, self.at + 2)
            return False
        text = next(part for part in match.groups() if part is not None)
        self.comments.append((text.strip(), Span(*match.span())))
        if not self.jsonc:
            hint = "Remove it, or name the file .jsonc."
            self.slip("JSON has no comments.", hint, *match.span(), group="comment")
        elif char == "#":
            hint = "Begin it with //."
            self.slip("JSONC has no # comments.", hint, *match.span(), group="comment")
        self.at = match.end()
        return True

    def unexpected(self, expected: str) -> NoReturn:
        """End the scan at an invalid character."""
        message, hint = unexpected(self.text[self.at], expected)
        self.fail(message, hint, self.at, self.at + 1)

    def unclosed(self) -> NoReturn:
        """End the scan at the end of the text, or at a bracket that closes another kind."""
        opening = self.open[-1]
        related = ((Span(opening, opening + 1), "opened here"),)
        bracket = self.text[opening]
        if self.at < len(self.text):
            message = f"The bracket `{bracket}` is closed by `{self.text[self.at]}`."
            hint = f"Write `{CLOSING[bracket]}`, or close what is open before it."
            self.fail(message, hint, self.at, self.at + 1, related)
        end = len(self.text.rstrip(" \t\r\n"))
        missing = "".join(CLOSING[self.text[start]] for start in reversed(self.open))
        hint = f"Write `{missing}` at the end, or see whether the end was cut off."
        self.fail(f"The bracket `{bracket}` is never closed.", hint, end, end, related)

    def too_deep(self) -> SyntaxProblem:
        """The problem of brackets that are nested too deeply."""
        message = f"Brackets are nested more than {MAX_DEPTH} deep."
        hint = "Look for brackets that were repeated."
        return SyntaxProblem("limit_exceeded", message, hint, Span(self.at, self.at + 1))

    def too_many(self) -> SyntaxProblem:
        """The problem of a text with too many values."""
        message = f"The text holds more than {MAX_NODES} values."
        return SyntaxProblem("limit_exceeded", message, None, Span(self.at, self.at + 1))

    def end_at_limit(self, problem: SyntaxProblem) -> NoReturn:
        """End the scan at a limit of the text's size."""
        self.add(problem)
        raise EndOfScanError
