"""A place in a JSON text that moves over blanks and comments, and notes what is wrong there."""

import re
from typing import NoReturn

from kspec.source.json_hints import unexpected
from kspec.source.limits import MAX_DEPTH, MAX_PROBLEMS
from kspec.source.outline import Span, SyntaxProblem

CLOSING = {"{": "}", "[": "]", "(": ")"}
_BLANK = re.compile(r"[ \t\n\r]*")
_COMMENT = re.compile(r"//([^\r\n]*)|/\*(.*?)\*/|#([^\r\n]*)", re.DOTALL)


class EndOfScanError(Exception):
    """Nothing after this point can be read with confidence."""


class Cursor:
    """Reads forward from `at`; `jsonc` allows comments."""

    def __init__(self, text: str, *, jsonc: bool) -> None:
        self.text = text
        self.jsonc = jsonc
        self.at = 0
        self.open: list[int] = []
        self.comments: list[tuple[str, Span]] = []
        self._problems: list[SyntaxProblem] = []
        self._repeats: dict[str, list[int]] = {}

    @property
    def problems(self) -> tuple[SyntaxProblem, ...]:
        """What was noted, in the order of the text; repeated slips stand for their first."""
        listed = self._problems.copy()
        for index, more in self._repeats.values():
            if more:
                first = listed[index]
                message = f"{first.message[:-1]} ({more} more in this file)."
                listed[index] = first._replace(message=message)
        return tuple(sorted(listed, key=lambda problem: problem.span))

    def peek(self) -> str:
        """The next character that is neither blank nor comment, or "" at the end."""
        while True:
            self._skip_blanks()
            char = self.text[self.at : self.at + 1]
            if char not in ("/", "#") or not self._skip_comment(char):
                return char

    def _skip_blanks(self) -> None:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

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

    def add(self, problem: SyntaxProblem, group: str | None = None) -> None:
        """Note a problem; of one group the first is listed, and the others are counted."""
        if group in self._repeats:
            self._repeats[group][1] += 1
            return
        if group is not None:
            self._repeats[group] = [len(self._problems), 0]
        self._problems.append(problem)
        if len(self._problems) == MAX_PROBLEMS:
            message = f"More than {MAX_PROBLEMS} problems stand here; the rest was not read."
            self._problems[-1] = problem._replace(
                kind="limit_exceeded", message=message, hint="Correct those before it first."
            )
            raise EndOfScanError

    def slip(
        self, message: str, hint: str | None, start: int, end: int, group: str | None = None
    ) -> None:
        """Note broken syntax whose meaning is clear."""
        self.add(SyntaxProblem("invalid_syntax", message, hint, Span(start, end)), group)

    def fail(
        self,
        message: str,
        hint: str | None,
        start: int,
        end: int,
        related: tuple[tuple[Span, str], ...] = (),
    ) -> NoReturn:
        """Note broken syntax that ends the scan."""
        self.add(SyntaxProblem("invalid_syntax", message, hint, Span(start, end), related))
        raise EndOfScanError

    def unexpected(self, wanted: str) -> NoReturn:
        """End the scan at a character that cannot stand here."""
        message, hint = unexpected(self.text[self.at], wanted)
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
