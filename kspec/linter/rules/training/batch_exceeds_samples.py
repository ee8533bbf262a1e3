from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS405", "batch-exceeds-samples", Severity.WARNING, since="0.1", needs=("fit", "data"))


MANY = 500
"""Number of epochs, and of steps, that gradient descent on all samples at once takes."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, samples, fit = model.known_spec, model.facts.samples, model.fit
    batch = fit.batch_size
    if samples is None or batch is None:
        return
    if batch > samples.value and fit.epochs < MANY:
        yield rule.at(
            spec.path("fit", "batch_size"),
            f"A batch of {batch} is more than the {samples.value} samples there are: one step an "
            "epoch",
            help=f"Write at most {samples.value}: 32 is the default of Keras.",
            fix=put(spec.path("fit", "batch_size"), min(32, samples.value)),
            related=samples.related("the samples"),
        )
