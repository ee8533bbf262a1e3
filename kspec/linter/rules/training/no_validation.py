from collections.abc import Iterator

from kspec.analysis.logs import held_out, monitors
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec

rule = Rule("KS404", "no-validation", Severity.WARNING, since="0.1", needs=("fit",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, fit = model.known_spec, model.fit
    every, watched = fit.validation_freq, any(_watched(spec))
    too_seldom = isinstance(every, int) and every > fit.epochs > 0 and not watched
    if too_seldom and held_out(spec) is not False:
        yield rule.at(
            spec.path("fit", "validation_freq"),
            f"Nothing is validated: that is for every {every} epochs, and there are {fit.epochs}",
            help="Validate more often, or train for more epochs.",
            fix=Fix((Edit(spec.path("fit", "validation_freq"), "1"),), safe=False),
        )
    if "validation_split" not in fit.model_fields_set:
        return
    if held_out(spec) is False and not (watched or _spares_none(model, fit.epochs)):
        yield rule.at(
            spec.path("fit", "validation_split"),
            "Nothing is held out for validation, so nobody can see overfitting",
            help="Hold out a part: 0.2 is usual.",
            fix=Fix((Edit(spec.path("fit", "validation_split"), "0.2"),), safe=False),
        )


FEW = 50
"""Number of samples of which a part shows nothing."""


def _spares_none(model: Analysis, epochs: int) -> bool:
    """Whether each sample is seen once, or there are too few to hold some out."""
    samples = model.facts.samples
    return epochs == 1 or (samples is not None and samples.value < FEW)


def _watched(spec: ModelSpec) -> Iterator[bool]:
    """Whether callbacks monitor values of the validation, whose absence another rule reports."""
    return (callback.monitor.startswith("val_") for _, callback in monitors(spec))
