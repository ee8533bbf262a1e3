"""Block of a finding for people: its lines, the places that disagree, and the advice."""

from collections.abc import Iterator
from pathlib import Path

from kspec.linter.engine import span_of
from kspec.linter.finding import Finding
from kspec.linter.report import place_of, related_span
from kspec.report.excerpt import Spot, excerpt, gutter
from kspec.report.layers import fix_in_words, gutter_of, is_unread, marked_rows
from kspec.report.options import Options
from kspec.report.proposal import proposal
from kspec.source.document import Document
from kspec.source.visible import visible


def block(document: Document, finding: Finding, options: Options) -> Iterator[str]:
    """The lines of a finding."""
    paint = options.paint
    role = str(finding.severity)
    spots = list(_spots(document, finding))
    unread = is_unread(document, finding)
    size = gutter_of(document) if unread else gutter(document, spots)
    painted = paint(finding.label, role)
    yield f"{painted}{paint(f': {visible(finding.message)}', 'title')}"
    place = visible(place_of(document, spots[0].start))
    if options.links and not document.name.startswith("<"):
        place = f"\x1b]8;;{Path(document.name).resolve().as_uri()}\x1b\\{place}\x1b]8;;\x1b\\"
    yield f"{paint(f'{chr(32) * size}-->', 'gutter')} {place}"
    if unread:
        yield from marked_rows(document, finding, options)
        yield paint(f"{'':{size}} |", "gutter")
    elif document.text:
        yield from excerpt(document, spots, size, options)
        yield paint(f"{'':{size}} |", "gutter")
    if finding.help:
        yield f"{paint('help:', 'help')} {visible(finding.help)}"
    if finding.fix is not None:
        words = fix_in_words if unread else proposal
        yield from words(document, finding.fix, options)
    yield f"{paint(f'{chr(32) * size} =', 'gutter')} kspec rule {finding.code}"


def _spots(document: Document, finding: Finding) -> Iterator[Spot]:
    yield Spot(*span_of(finding, document), "", str(finding.severity))
    for related in finding.related:
        yield Spot(*related_span(document, related), related.message, "related")
