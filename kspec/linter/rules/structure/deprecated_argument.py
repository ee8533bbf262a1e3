from collections.abc import Iterator
from typing import Any

from kspec.analysis.model import Analysis
from kspec.analysis.rate import optimizer_field
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Path
from kspec.spec.unknown import holds_unknown

rule = Rule("KS109", "deprecated-argument", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("deprecated_argument", ()):
        yield rule.of(problem)
    if model.spec is None or model.spec.compile is None:
        return
    path = optimizer_field(model.spec, "decay")
    if model.spec.value_at(path):
        yield rule.at(
            path,
            'Keras 3 ignores "decay": the learning rate stays as it is',
            help='Give "learning_rate" a schedule: InverseTimeDecay with "decay_steps": 1 and this '
            'as its "decay_rate" does the same.',
            part="key",
            fix=_schedule(model.spec, path),
        )


def _schedule(spec: ModelSpec, path: Path) -> Fix | None:
    """Fix that sets the schedule that lowers the rate as Keras 2 did, as the document writes."""
    fields: Any = spec.value_at(path[:-1])
    rate = getattr(getattr(spec.compile, "optimizer", None), "learning_rate", None)
    if not isinstance(rate, int | float) or holds_unknown(fields["decay"]):
        return None
    config = {"initial_learning_rate": rate, "decay_steps": 1, "decay_rate": fields["decay"]}
    schedule: dict[str, object] = {"type": "InverseTimeDecay", **config}
    if "type" not in fields:
        module, name = "keras.optimizers.schedules", "InverseTimeDecay"
        schedule = {"module": module, "class_name": name, "config": config}
    if "learning_rate" in fields:
        rated = (Edit.of((*path[:-1], "learning_rate"), schedule),)
        return unsafe(rated, (Edit(path, "", action="remove"),))
    return unsafe((Edit(path, '"learning_rate"', part="key"), Edit.of(path, schedule)))
