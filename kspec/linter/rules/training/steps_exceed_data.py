import math
from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.steps import epochs_of, training_samples
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE
from kspec.spec.type_words import counted

rule = Rule("KS421", "steps-exceed-data", Severity.WARNING, since="0.1", needs=("fit", "data"))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    samples, every = training_samples(model), model.facts.samples
    if spec is None or spec.fit is None or every is None or not samples:
        return
    steps, size = spec.fit.steps_per_epoch or 0, spec.fit.batch_size or DEFAULT_BATCH_SIZE
    batches = math.ceil(samples / size)
    there_are = f"the data has {batches} batches of {size}"
    counts_samples = steps in {samples, every.value}
    if steps > batches:
        effect = f"{'counts samples' if counts_samples else 'is more'}: {there_are}"
    elif steps and batches % steps and epochs_of(spec) > batches // steps:
        effect = f"is cut short by Keras after {batches % steps} where the data ends: {there_are}"
    else:
        return
    yield rule.at(
        spec.path("fit", "steps_per_epoch"),
        f"An epoch of {counted(steps, 'step')} {effect}",
        help=f"Write {batches}, or leave it out for one pass through the data.",
        fix=put(spec.path("fit", "steps_per_epoch"), batches),
        related=every.related("the samples"),
        severity=None if steps > batches and counts_samples else Severity.ADVICE,
    )
