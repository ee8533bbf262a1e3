"""A rule: its declaration, and the check that asks the analysed model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from kspec.linter.finding import Edit, Finding, Fix, Severity

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis, Section
    from kspec.spec.problem import Part, Path, Problem, Related

Check = Callable[..., Iterable[Finding]]
"""Takes the analysed model, and by name the options of a rule that has any."""
FixOf = Callable[["Analysis", "Problem"], "Fix | None"]


class Rule:
    """A declaration: code, name, default severity, since which version, stable or preview.

    ``reports`` names the kinds of problems that the rule gives a code to, by default the one with
    the name of the rule. Without a check it reports these as they are, and with ``check_reported``
    it runs only where there is one; with ``check`` it checks every analyzed model. ``needs`` are
    the sections of a spec without which it finds nothing: it is not even imported then. No spec has
    a ``run``, which comes from a training. ``options`` are those that users may set in their
    settings, with the defaults; the check takes them by name.
    """

    def __init__(  # noqa: PLR0913 - a declaration has this many parts
        self,
        code: str,
        name: str,
        severity: Severity,
        *,
        since: str,
        reports: tuple[str, ...] | None = None,
        needs: tuple[Section | Literal["run"], ...] = (),
        preview: bool = False,
        options: Mapping[str, float | str | bool] | None = None,
    ) -> None:
        self.code = code
        self.name = name
        self.severity = severity
        self.since = since
        self.reports = (name.replace("-", "_"),) if reports is None else reports
        self.needs = needs
        self.preview = preview
        self.options = dict(options or {})
        self._check: Check | None = None
        self._fix: FixOf | None = None

    def check(self, function: Check) -> Check:
        """Register the check of the rule, as a decorator."""
        self.reports = ()
        return self.check_reported(function)

    def check_reported(self, function: Check) -> Check:
        """Register the check of what is reported, a problem or a verdict, as a decorator."""
        self._check = function
        return function

    def fix(self, function: FixOf) -> FixOf:
        """Register the fix of a reported problem without a suggestion, as a decorator."""
        self._fix = function
        return function

    def findings(
        self, model: Analysis, options: Mapping[str, Any] | None = None
    ) -> Iterable[Finding]:
        """Run the rule on a model, with some of its options set."""
        if self._check is not None:
            return self._check(model, **({**self.options, **options} if options else self.options))
        problems = (one for kind in self.reports for one in model.by_kind.get(kind, ()))
        return (self._with_fix(model, one) for one in problems)

    def _with_fix(self, model: Analysis, problem: Problem) -> Finding:
        finding = self.of(problem)
        if finding.fix is not None or self._fix is None:
            return finding
        return finding._replace(fix=self._fix(model, problem))

    def of(self, problem: Problem, **changes: Any) -> Finding:  # noqa: ANN401 - fields of Finding
        """Return a finding with the message of a problem; a suggestion becomes a safe fix."""
        fix = None
        if problem.suggestion is not None:
            fix = Fix((Edit(problem.path, problem.suggestion, problem.part),))
        finding = Finding(
            self.code,
            self.name,
            self.severity,
            problem.message,
            problem.path,
            problem.part,
            problem.help,
            problem.related,
            fix,
        )
        return finding._replace(**changes) if changes else finding

    def at(  # noqa: PLR0913 - a finding has this many parts
        self,
        path: Path,
        message: str,
        *,
        help: str = "",  # noqa: A002 - what users call it
        part: Part = "value",
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
        unless: tuple[str, ...] = (),
    ) -> Finding:
        """A finding at a path of the document."""
        return Finding(
            self.code,
            self.name,
            severity or self.severity,
            message,
            path,
            part,
            help,
            related,
            fix,
            unless=unless,
        )
