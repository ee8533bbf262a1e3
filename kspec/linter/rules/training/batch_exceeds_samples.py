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
    spec = model.spec
    samples = model.facts.samples
    if spec is None or spec.fit is None or samples is None:
        return
    batch = spec.fit.batch_size
    if batch is not None and batch > samples.value and spec.fit.epochs < MANY:
        yield rule.at(
            spec.path("fit", "batch_size"),
            f"A batch of {batch} is more than the {samples.value} samples there are: one step an "
            "epoch",
            help=f"Write at most {samples.value}: 32 is the default of Keras.",
            fix=put(spec.path("fit", "batch_size"), min(32, samples.value)),
            related=samples.related("the samples"),
        )
