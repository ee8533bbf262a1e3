"""The findings on a live model, at the lines of the script that builds it."""

from typing import Any

from kspec.code.program import ModelDocument
from kspec.code.reading import read_program
from kspec.linter.call_sites import CallSite, source_of
from kspec.linter.engine import Linted
from kspec.linter.program_findings import in_text
from kspec.linter.report import Checked
from kspec.source.document import Document
from kspec.spec.unknown import Unknown

ClassAndSize = tuple[object, object]
"""What is compared of a layer: its class and its size."""
PASSED_SECTIONS = frozenset(("fit", "data"))
"""The sections that the call itself hands over."""


def checked_in_code(linted: Linted, checked: Checked, site: CallSite | None) -> Checked:
    """Place the findings of a live model in the script that calls kspec.

    Where these do not tell which of their models it is, findings stay in the model, and name the
    call.
    """
    source = None if site is None or not checked.findings else source_of(site)
    if site is None or source is None:
        return checked
    model = _model_in(source.document, linted.document)
    if model is None:
        position = source.document.position(source.span(site).start)
        linted.document.caller = f"{source.document.name}:{position.line}"
        return checked
    value: Any = model.document.value
    findings = [
        finding
        if finding.path and finding.path[0] in value and finding.path[0] not in PASSED_SECTIONS
        else finding._replace(span=source.span(site, *reversed(finding.path)), related=(), fix=None)
        for finding in in_text(model, linted._replace(findings=checked.findings))
    ]
    findings.sort(key=lambda finding: (finding.span or (0, 0), finding.code))
    return checked._replace(document=source.document, findings=findings)


def _model_in(code: Document, live: Document) -> ModelDocument | None:
    """The one model of a script that has the layers of a live one, as it is trained last."""
    folder = None if code.origin is None else code.origin.parent
    program = read_program(code.text, code.name, folder=folder)
    layers = _layers(live.value)
    alike = [one for one in program.models if _are(_layers(one.document.value), layers)]
    if len({one.span for one in alike}) != 1:
        return None
    return alike[-1]


def _are(paths_: list[ClassAndSize], live: list[ClassAndSize]) -> bool:
    """Whether layers of a script may be those of a live model: the unknown may be anything."""
    return len(paths_) == len(live) > 0 and all(
        isinstance(one, Unknown) or one == other
        for pair in zip(paths_, live, strict=True)
        for one, other in zip(*pair, strict=True)
    )


def _layers(spec: Any) -> list[ClassAndSize]:  # noqa: ANN401 - a plain value
    """The classes of the layers of a native spec, and their sizes where they have some."""
    layers = spec.get("layers") if isinstance(spec, dict) else None
    if not isinstance(layers, list) or not all(isinstance(layer, dict) for layer in layers):
        return []
    return [(layer.get("type"), layer.get("units", layer.get("filters"))) for layer in layers]
