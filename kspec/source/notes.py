"""Collector of a text's problems during the scan."""

from typing import NoReturn

from kspec.source.json_hints import shorten
from kspec.source.limits import MAX_PROBLEMS
from kspec.source.outline import Span, SyntaxProblem


class EndOfScanError(Exception):
    """Nothing after this point can be read with confidence."""


class Notes:
    """Problems of a text; base class of its readers."""

    def __init__(self) -> None:
        self._problems: list[SyntaxProblem] = []
        self._repeats: dict[str, tuple[int, list[SyntaxProblem]]] = {}

    @property
    def problems(self) -> tuple[SyntaxProblem, ...]:
        """Problems in the order of the text; repeated slips are counted with their first."""
        listed = self._problems.copy()
        for index, more in self._repeats.values():
            if more:
                first = listed[index]
                message = f"{first.message[:-1]} ({len(more)} more in this file)."
                mends = tuple(mend for problem in (first, *more) for mend in problem.mends)
                listed[index] = first._replace(message=message, mends=mends)
        return tuple(sorted(listed, key=lambda problem: problem.span))

    def add(self, problem: SyntaxProblem, group: str | None = None) -> None:
        """Add a problem; of a group the first is listed, and the others are counted."""
        if group in self._repeats:
            self._repeats[group][1].append(problem)
            return
        if group is not None:
            self._repeats[group] = (len(self._problems), [])
        self._problems.append(problem)
        if len(self._problems) == MAX_PROBLEMS:
            message = f"More than {MAX_PROBLEMS} problems stand here; the rest was not read."
            self._problems[-1] = problem._replace(
                kind="limit_exceeded", message=message, hint="Correct those before it first."
            )
            raise EndOfScanError

    def slip(
        self,
        message: str,
        hint: str | None,
        start: int,
        end: int,
        group: str | None = None,
        *,
        mend: str | None = None,
    ) -> None:
        """Add broken syntax whose meaning is clear; ``mend`` is the text for its place."""
        span = Span(start, end)
        mends = () if mend is None else ((span, mend),)
        self.add(SyntaxProblem("invalid_syntax", message, hint, span, mends=mends), group)

    def fail(
        self,
        message: str,
        hint: str | None,
        start: int,
        end: int,
        related: tuple[tuple[Span, str], ...] = (),
    ) -> NoReturn:
        """Add broken syntax that ends the scan."""
        self.add(SyntaxProblem("invalid_syntax", message, hint, Span(start, end), related))
        raise EndOfScanError

    def duplicate_key(self, key: str, span: Span, first: Span) -> None:
        """Add a key that its mapping has already."""
        message = f"The key `{shorten(key)}` stands twice; the last one counts."
        related = ((first, "first here"),)
        hint = "Remove one of the two."
        self.add(SyntaxProblem("duplicate_key", message, hint, span, related))
