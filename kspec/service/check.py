"""Check of a text for a page or an editor: findings, models, and the place of each layer."""

from collections.abc import Iterable, Iterator

from kspec.analysis.shape_text import shape_text
from kspec.analysis.summary import summarize
from kspec.analysis.summary_table import Row, Summary
from kspec.linter.report import Report, span_dict
from kspec.outputs import check as outputs
from kspec.service.answers import plot
from kspec.service.models import Model, model_of, networks_of
from kspec.service.options import DEFAULTS, LintOptions
from kspec.source.document import Document


def check(content: str | bytes, name: str, options: LintOptions = DEFAULTS) -> outputs.CheckOutput:
    """The findings, the sizes and the drawings of all models of a text, parsed once."""
    model = model_of(content, name, options)
    document = model.linted.document
    return {
        "version": 1,
        "text": document.text,
        "format": document.format,
        "report": Report([model.checked], options.limit).to_dict(),
        "models": list(_networks(networks_of(model, options))),
    }


def _networks(models: Iterable[Model]) -> Iterator[outputs.Model]:
    for model in models:
        analysis = model.linted.analysis
        summary = None if analysis is None else summarize(analysis)
        if summary is not None:
            yield _model(model, summary)


def _model(model: Model, summary: Summary) -> outputs.Model:
    document = model.linted.document
    return {
        "name": model.variable or summary.name,
        "trainable_params": summary.trainable_params,
        "non_trainable_params": summary.non_trainable_params,
        "macs": summary.macs,
        "activation_bytes": summary.activation_bytes,
        "layers": [layer_dict(document, row) for row in flat(summary.rows)],
        "svg": plot(model),
    }


def flat(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, each before those inside of it; without operations, which no text names."""
    for row in rows:
        if not row.is_operation:
            yield row
            yield from flat(row.inner)


def layer_dict(document: Document, row: Row) -> outputs.Layer:
    """A layer with its output shape and parameters, at its place in the text."""
    return {
        **span_dict(document, row.path, document.span(row.path)),
        "name": row.name,
        "class_name": row.class_name,
        "shape": shape_text(row.output_shape),
        "parameters": row.params,
        "macs": row.macs,
    }
