from collections.abc import Iterator, Mapping

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Path

KIND, FIELD = "missing_return_sequences", "return_sequences"

rule = Rule("KS214", "missing-return-sequences", Severity.ERROR, since="0.1", reports=(KIND,))


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind[KIND]:
        places = _recurrent(model, problem.path)
        edits = [Edit.of_field(model, path, FIELD, value=True) for path in places]
        yield rule.of(problem, fix=Fix(tuple(edits)) if edits else None)


def _recurrent(model: Analysis, path: Path) -> Iterator[Path]:
    """Paths of the recurrent layer's fields, and inside of Bidirectional of both layers."""
    inside = path[-1] == "layer"
    for place in (path, (*path[:-1], "backward_layer")) if inside else (path,):
        layer = model.value_at(place)
        if isinstance(layer, Mapping):
            of_keras = inside and "class_name" in layer and "config" in layer
            yield (*place, "config") if of_keras else place
