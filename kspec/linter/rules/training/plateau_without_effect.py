from collections.abc import Iterator

from kspec.analysis.logs import monitors
from kspec.analysis.model import Analysis
from kspec.analysis.rate import first_rate, is_replaced, stated_schedule
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put, taken_out
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Related

rule = Rule("KS418", "plateau-without-effect", Severity.WARNING, since="0.1", needs=("callbacks",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.known_spec
    yield from _set_in_vain(model, spec)
    for path, callback in monitors(spec):
        lowest = getattr(callback, "min_lr", None)
        if lowest is None or is_replaced(model):
            continue
        if getattr(callback, "factor", 1) == 0 == lowest:
            yield rule.at(
                (*path, "factor"),
                "The first plateau sets the learning rate to 0: nothing is learned after it",
                help="The factor is what is left of the rate: 0.1 and 0.5 are usual.",
                fix=put((*path, "factor"), 0.1),
            )
        if (scheduled := stated_schedule(model)) is not None:
            schedule, place = scheduled
            yield rule.at(
                path,
                "The learning rate follows a schedule, which no callback can set: at the first "
                "plateau Keras raises",
                help="Give the optimizer a number, or leave out this callback.",
                related=(Related(place, type(schedule).__name__),),
                fix=taken_out(path),
            )
        elif (first := first_rate(spec)) is not None and 0 < first <= lowest:
            yield rule.at(
                (*path, "min_lr"),
                f"The learning rate begins at {first:g} and is never lowered: it may not fall "
                f"below {lowest:g}",
                help="Lower it by some orders of magnitude.",
                fix=put((*path, "min_lr"), first / 1000),
            )


def _set_in_vain(model: Analysis, spec: ModelSpec) -> Iterator[Finding]:
    """Findings of callbacks that set the rate in every epoch, where a schedule sets it."""
    scheduled = stated_schedule(model)
    if scheduled is None or spec.fit is None:
        return
    schedule, place = scheduled
    for index, callback in spec.fit.described_callbacks():
        if callback.sets_rate:
            yield rule.at(
                spec.path("fit", "callbacks", index),
                "The learning rate follows a schedule, which no callback can set: Keras raises "
                "before the first epoch",
                help="Give the optimizer a number, or leave out this callback.",
                related=(Related(place, type(schedule).__name__),),
                severity=Severity.ERROR,
                fix=taken_out(spec.path("fit", "callbacks", index)),
            )
