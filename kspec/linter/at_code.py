"""The findings on a live model, at the lines of the script that builds it."""

from typing import Any

from kspec.code.program import ModelDocument
from kspec.code.reading import read_program
from kspec.linter.call_sites import CallSite, source_of
from kspec.linter.engine import Linted
from kspec.linter.program_findings import in_text
from kspec.linter.report import Checked
from kspec.source.document import Document
from kspec.spec.naming import uncounted

_PLAIN = (str, int, float, type(None))
_COUNTED = frozenset(("name", "inputs"))
"""Fields with names of layers."""
PASSED_SECTIONS = frozenset(("fit", "data"))
"""Sections that the call itself passes."""


def checked_in_code(linted: Linted, checked: Checked, site: CallSite | None) -> Checked:
    """Place the findings of a live model in the script that calls kspec.

    Where these do not identify the model, findings stay in the model, and name the call.
    """
    source = None if site is None or not checked.findings else source_of(site)
    if site is None or source is None:
        return checked
    alike = _models_in(source.document, linted.document)
    if not alike:
        position = source.document.position(source.span(site).start)
        linted.document.caller = f"{source.document.name}:{position.line}"
        return checked
    value: Any = alike[-1].document.value
    linted = linted._replace(findings=checked.findings)
    findings = []
    for placed in zip(*(in_text(model, linted) for model in alike), strict=True):
        finding = placed[-1]
        section = finding.path[0] if finding.path else None
        related = finding.related if len({one.related for one in placed}) == 1 else ()
        if section not in value or section in PASSED_SECTIONS or len({f.span for f in placed}) > 1:
            related = ()
            finding = finding._replace(span=source.span(site, *reversed(finding.path)))
        findings.append(finding._replace(related=related, fix=None))
    findings.sort(key=lambda finding: (finding.span or (0, 0), finding.code))
    return checked._replace(document=source.document, findings=findings)


def _models_in(code: Document, live: Document) -> list[ModelDocument]:
    """The models that one place of a script builds, and that may be a live one; none where several
    places build such models.
    """
    folder = None if code.origin is None else code.origin.parent
    program = read_program(code.text, code.name, folder=folder)
    layers = _layers(live.value)
    alike = [one for one in program.models if _may_be(_layers(one.document.value), layers)]
    return alike if len({one.span for one in alike}) == 1 else []


def _may_be(written: list[dict[str, Any]], live: list[dict[str, Any]]) -> bool:
    """Whether layers of a script may be those of a live model: their texts and numbers are the
    same, except unknown ones.
    """
    return len(written) == len(live) > 0 and all(map(_agree, written, live))


def _agree(written: dict[str, Any], live: dict[str, Any]) -> bool:
    """Whether no field contradicts another; lists may be in two notations. A session that has
    built other models counts names on.
    """
    fields = written.keys() & live.keys()
    pairs = [(written[field], live[field]) for field in fields - _COUNTED]
    pairs += [
        (_counted_alike(written[one]), _counted_alike(live[one])) for one in fields & _COUNTED
    ]
    pairs.append((written.get("type"), live.get("type")))
    pairs.append((written.get("activation", "linear"), live.get("activation", "linear")))
    return all(
        not isinstance(one, _PLAIN) or not isinstance(other, _PLAIN) or one == other
        for one, other in pairs
    )


def _counted_alike(name: object) -> object:
    return uncounted(name) if isinstance(name, str) else name


def _layers(spec: object) -> list[dict[str, Any]]:
    """The layers of a native spec with their fields."""
    layers = spec.get("layers") if isinstance(spec, dict) else None
    if not isinstance(layers, list) or not all(isinstance(layer, dict) for layer in layers):
        return []
    return layers
