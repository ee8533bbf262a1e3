from collections.abc import Iterator, Mapping
from typing import Any

from kspec.analysis.model import Analysis
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Edit, Finding, Severity
from kspec.linter.layer_fixes import put, taken_out, unsafe
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Related
from kspec.spec.training.fit import AS_NUMBERS, NO_CLASS, is_class

rule = Rule("KS407", "class-weight-keys", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    for problem in model.by_kind.get("class_weight_keys", ()):
        yield rule.of(problem)
    if spec is None or spec.fit is None:
        return
    classes = model.facts.sole("classes")
    count = _by_head(model) if classes is None else classes.value
    # The document has the keys of unknown weights, too.
    where = spec.path("fit", "class_weight")
    written = model.value_at(where)
    written = written if isinstance(written, Mapping) else {}
    if "class_weight" in spec.fit.unknown_fields:
        for key in written:
            if not is_class(key):
                yield rule.at((*where, key), NO_CLASS.format(key), help=AS_NUMBERS, part="key")
    for key in written if count else ():
        number = int(key) if str(key).isdecimal() else None
        if number is not None and number >= (count or 0):
            yield rule.at(
                (*where, key),
                f'The weight of "{key}" is never used: the classes are 0 to {(count or 0) - 1}',
                help="Name every class by its number in the target.",
                part="key",
                fix=taken_out((*where, key)),
                related=() if classes is None else classes.related("the number of classes"),
                severity=Severity.WARNING if classes is None else None,
            )
    if spec.fit.class_weight:
        yield from _without_rival(spec, spec.fit.class_weight, count)
        yield from _negative(spec, spec.fit.class_weight)
        yield from _forgotten(spec, spec.fit.class_weight, count)


def _without_rival(
    spec: ModelSpec, weights: Mapping[Any, float], count: int | None
) -> Iterator[Finding]:
    """Weights that leave one class, where all classes are named."""
    without = [key for key, weight in weights.items() if weight == 0]
    if count == len(weights) and len(without) >= len(weights) - 1:
        path = spec.path("fit", "class_weight", without[0])
        yield rule.at(
            path,
            f"Only one class of {count} has a weight above 0: nothing is learned of the others"
            if len(without) < len(weights)
            else f"None of {count} classes has a weight above 0: nothing is learned",
            help="Give every class a weight, the rarer ones the larger.",
            fix=unsafe(*(put(spec.path("fit", "class_weight", key), 1.0).edits for key in without)),
            severity=Severity.WARNING,
            related=tuple(
                Related(spec.path("fit", "class_weight", key), "so is this") for key in without[1:]
            ),
        )


def _negative(spec: ModelSpec, weights: Mapping[Any, float]) -> Iterator[Finding]:
    """Weights by which wrong answers are rewarded."""
    for key, weight in weights.items():
        if weight < 0:
            path = spec.path("fit", "class_weight", key)
            yield rule.at(
                path,
                f'The weight of "{key}" is {weight:g}: wrong answers for this class lower the loss',
                help="Write a positive number.",
                fix=put(path, -weight),
                severity=Severity.WARNING,
            )


def _forgotten(
    spec: ModelSpec, weights: Mapping[Any, float], count: int | None
) -> Iterator[Finding]:
    """The one class of several that no weight is for."""
    missing = {str(number) for number in range(count or 0)} - {str(key) for key in weights}
    if count == len(weights) + 1 > LEAST_CLASSES and len(missing) == 1:
        (forgotten,) = missing
        path = spec.path("fit", "class_weight")
        yield rule.at(
            path,
            f'Class "{forgotten}" of {count} has no weight, and Keras takes 1 for it',
            help="Name every class.",
            fix=unsafe((Edit.of_field(spec, path, forgotten, 1.0),)),
            severity=Severity.WARNING,
        )


LEAST_CLASSES = 3
"""Number of classes up to which some name the rare ones alone."""


def _by_head(model: Analysis) -> int | None:
    """Number of classes of the only output: 2 for yes and no, or one for each unit."""
    outputs = [output for output in model.outputs if not output.shared]
    kind = loss_kind(outputs[0]) if outputs else None
    if kind == "binary":
        return 2 if outputs[0].head.units == 1 else None
    return outputs[0].head.units if kind in {"sparse", "categorical"} else None
