import math
from collections.abc import Iterator

from kspec.analysis.facts import Fact
from kspec.analysis.model import Analysis
from kspec.analysis.steps import epochs_of, training_samples
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put, taken_out
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE, Fit
from kspec.spec.type_words import counted

rule = Rule("KS421", "steps-exceed-data", Severity.WARNING, since="0.1", needs=("fit", "data"))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, fit = model.known_spec, model.fit
    samples, every = training_samples(model), model.facts.samples
    if every is None or not samples:
        return
    yield from _validation(spec, fit, every, samples)
    steps, size = fit.steps_per_epoch or 0, fit.batch_size or DEFAULT_BATCH_SIZE
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


def _validation(spec: ModelSpec, fit: Fit, every: Fact, samples: int) -> Iterator[Finding]:
    """More steps of the validation than the part that is held out has batches."""
    steps, held_out = fit.validation_steps or 0, every.value - samples
    size = fit.validation_batch_size or fit.batch_size or DEFAULT_BATCH_SIZE
    batches = math.ceil(held_out / size)
    if fit.validation_split and 0 < batches < steps:
        path = spec.path("fit", "validation_steps")
        yield rule.at(
            path,
            f"{counted(steps, 'step')} of validation are more than the {batches} that "
            f"{held_out:,} samples have",
            help="Leave it out for all that is held out.",
            fix=taken_out(path),
            related=every.related("the samples"),
        )
