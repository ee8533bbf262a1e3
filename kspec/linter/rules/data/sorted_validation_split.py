from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS610", "sorted-validation-split", Severity.WARNING, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    observed, spec = model.observed, model.known_spec
    if observed is None or not observed.split:
        return
    for name, values in observed.targets.items():
        if values.grouped and not _is_series(model, name):
            yield rule.at(
                spec.path("fit", "validation_split"),
                f"Keras holds out the last {observed.split:.0%} of the samples, and they are "
                f'sorted by the target of "{name}"',
                help="Shuffle x and y together before, or give validation_data.",
            )
            return


STEPS = 2
"""The rank of a window: steps, each with its features."""


def _is_series(model: Analysis, name: str) -> bool:
    """Whether a quantity follows from windows of a series that goes up or down: its latest samples
    are to be held out.
    """
    observed = model.observed
    windows = observed is not None and any(
        len(one.shape) == STEPS for one in observed.inputs.values()
    )
    kinds = {loss_kind(output) for output in model.outputs if output.head.name == name}
    return windows and kinds == {"regression"}
