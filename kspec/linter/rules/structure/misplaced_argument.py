from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Fix, Severity
from kspec.linter.head_repair import usual_loss
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.problem import Problem

rule = Rule("KS110", "misplaced-argument", Severity.ERROR, since="0.1")


@rule.fix
def fix(model: Analysis, problem: Problem) -> Fix | None:
    """Fix that chooses the loss of the head, or moves metrics among the metrics."""
    spec, path = model.spec, problem.path
    if spec is None or len(path) < 2:
        return None
    if path == spec.path("compile", "loss") and len(model.outputs) == 1:
        loss = usual_loss(model.outputs[0])
        return None if loss is None else put(path, loss)
    section = spec.path("compile", "loss_weights")
    written = spec.value_at(section)
    free = spec.value_at(spec.path("compile", "metrics")) is None
    if path[: len(section)] != section or not isinstance(written, list) or not free:
        return None
    if not all(isinstance(one, str) for one in written):
        return None
    return Fix((Edit(section, '"metrics"', part="key"),), safe=False)
