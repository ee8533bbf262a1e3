"""The findings on a live model, at the calls of the user that made, compiled and fitted it."""

from collections.abc import Mapping

from kspec.linter.call_sites import CallSite, Source, source_of
from kspec.linter.engine import Linted
from kspec.linter.explained import unexplained
from kspec.linter.finding import Finding
from kspec.linter.python_words import in_python
from kspec.linter.report import Checked
from kspec.linter.suppression import silence, suppressions
from kspec.linter.symbols import Names, names_of, symbolic
from kspec.named_tuple import NamedTuple
from kspec.spec.problem import Path, Related

COMPILED = frozenset(("compile", "compile_config"))


class ModelCalls(NamedTuple):
    """Calls of the user's code that make the layers of a model, by their names, and train it."""

    layers: Mapping[str, CallSite]
    compile: CallSite | None = None
    fit: CallSite | None = None

    def at(self, path: Path, names: Names) -> CallSite | None:
        """Call that writes the node at a path of the model's document."""
        if not COMPILED.isdisjoint(path[:2]):
            return self.compile or self.fit
        for size in range(len(path), 0, -1):
            name = names.get(path[:size])
            if name is not None:
                return self.layers.get(name, self.fit)
        return self.fit


def checked_at(linted: Linted, calls: ModelCalls) -> list[Checked]:
    """Place the findings of a model in the files of its calls; comments in these silence.

    A finding without a source stays at its place in the document of the model.
    """
    names = names_of(linted.analysis)
    placed: dict[Source, list[Finding]] = {}
    rest = []
    for finding in unexplained(linted.findings):
        site = calls.at(finding.path, names)
        source = None if site is None else source_of(site)
        if site is None or source is None:
            rest.append(finding)
            continue
        placed.setdefault(source, []).append(
            finding._replace(
                span=source.span(site, *reversed(finding.path)),
                help=in_python(finding.help),
                related=tuple(_related(finding, source, calls, names)),
                fix=None,
                symbol=symbolic(finding.path, names),
            )
        )
    files = [_checked(source, findings) for source, findings in placed.items()]
    return [*files, Checked.of(linted, rest)] if rest or not files else files


def _related(finding: Finding, source: Source, calls: ModelCalls, names: Names) -> list[Related]:
    """The places that disagree, but those in another file."""
    places = []
    for related in finding.related:
        site = calls.at(related.path, names)
        if site is not None and source_of(site) is source:
            span = source.span(site, *reversed(related.path))
            places.append(related._replace(span=span))
    return places


def _checked(source: Source, findings: list[Finding]) -> Checked:
    findings_, _ = silence(findings, suppressions(source.document).suppressions)
    findings_.sort(key=lambda finding: (finding.span or (0, 0), finding.code))
    return Checked(source.document, findings_, suppressed=len(findings) - len(findings_))
