from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS512", "slow-recurrent", Severity.ADVICE, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for place in model.places:
        layer = place.layer
        if layer is None or layer.role != "recurrent" or not hasattr(layer, "use_cudnn"):
            continue
        for field, usual in FUSED.items():
            if field in layer.model_fields_set and getattr(layer, field) != usual:
                yield rule.at(
                    place.node.field(field),
                    f'With this "{field}", "{place.node.name}" runs step by step on a GPU',
                    help=f"Leave it at {usual!r} where speed matters more.",
                )


FUSED: dict[str, object] = {
    "activation": "tanh",
    "recurrent_activation": "sigmoid",
    "recurrent_dropout": 0.0,
    "unroll": False,
    "use_bias": True,
    "reset_after": True,
}
