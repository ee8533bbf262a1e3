from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Severity
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS419", "no-loss", Severity.ERROR, since="0.1", needs=("compile", "fit"))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.known_spec
    if model.compile.loss is not None or any(place.node.may_add_loss for place in model.places):
        return
    from kspec.linter.head_repair import usual_loss

    loss = usual_loss(model.outputs[0]) if len(model.outputs) == 1 else None
    named = (Edit.of_field(spec, spec.path("compile"), "loss", loss),)
    yield rule.at(
        spec.path("compile"),
        "There is no loss to train by",
        help='Name one, for example "mse" for quantities.',
        related=(Related(spec.path("fit"), "what is to be trained"),),
        fix=None if loss is None else unsafe(named),
    )
