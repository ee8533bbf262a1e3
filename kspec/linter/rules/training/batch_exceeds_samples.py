from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.steps import training_samples
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS405", "batch-exceeds-samples", Severity.WARNING, since="0.1", needs=("fit", "data"))


MANY = 500
"""Number of epochs, and of steps, that gradient descent on all samples at once takes."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, every, fit = model.known_spec, model.facts.samples, model.fit
    samples, batch = training_samples(model), fit.batch_size
    if every is None or samples is None or samples < 1 or batch is None:
        return
    if batch > samples and fit.epochs < MANY:
        left = "there are" if samples == every.value else "that the validation leaves"
        yield rule.at(
            spec.path("fit", "batch_size"),
            f"A batch of {batch} is more than the {samples} samples {left}: one step an epoch",
            help=f"Write at most {samples}: 32 is the default of Keras.",
            fix=put(spec.path("fit", "batch_size"), min(32, samples)),
            related=every.related("the samples"),
        )
