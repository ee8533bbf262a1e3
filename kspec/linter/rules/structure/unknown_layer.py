import json

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Problem

rule = Rule(
    "KS101", "unknown-layer", Severity.ERROR, since="0.1", reports=("unknown_layer", "wrong_module")
)


@rule.fix
def fix(model: Analysis, problem: Problem) -> Fix | None:
    """Fix that sets the layer of an activation, for the name of the activation itself."""
    from kspec.spec.dialects.removed_layers import activation_of

    written = model.value_at(problem.path)
    name = activation_of(written) if isinstance(written, str) else None
    fields = model.value_at(problem.path[:-1])
    alone = isinstance(fields, dict) and set(fields) <= {"type", "name", "inputs"}
    if name is None or problem.path[-1] != "type" or not alone:
        return None
    activation = f'"activation": {json.dumps(name)}'
    field = Edit(problem.path[:-1], activation, action="insert_field")
    return Fix((Edit(problem.path, '"Activation"'), field))
