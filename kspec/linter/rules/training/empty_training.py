from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.steps import training_samples
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS420", "empty-training", Severity.WARNING, since="0.1", needs=("fit",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, fit = model.known_spec, model.fit
    split, first, last = fit.validation_split, fit.initial_epoch, fit.epochs
    if split is not None and not 0 <= split <= 1:
        yield rule.at(
            spec.path("fit", "validation_split"),
            f"A validation split is a share from 0 to 1, and Keras takes {split:g} for a place "
            "among the samples",
            help="For a fifth of them write 0.2.",
            fix=put(spec.path("fit", "validation_split"), 0.2),
        )
    elif split and training_samples(model) == 0:
        yield rule.at(
            spec.path("fit", "validation_split"),
            f"Of {_samples(model)}, a validation split of {split:g} leaves none to train on, and "
            "Keras raises",
            help="Hold out less: 0.2 is a fifth of them.",
            fix=put(spec.path("fit", "validation_split"), 0.2),
            severity=Severity.ERROR,
        )
    if first >= last:
        yield rule.at(
            spec.path("fit", "epochs"),
            f"Training begins after epoch {first} and ends with epoch {last}: nothing is trained",
            help=f'"epochs" is the last epoch, and not how many: write {first + max(last, 1)}.'
            if first
            else "Train for one at least.",
            fix=put(spec.path("fit", "epochs"), first + max(last, 1)),
        )


def _samples(model: Analysis) -> str:
    samples = 0 if model.facts.samples is None else model.facts.samples.value
    return "one sample" if samples == 1 else f"{samples:,} samples"
