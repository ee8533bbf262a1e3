from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.analysis.observations import ArrayFacts
    from kspec.analysis.ranges import Limits
    from kspec.linter.finding import Finding
    from kspec.spec.problem import Path

rule = Rule("KS614", "validation-scale-differs", Severity.WARNING, since="0.1", needs=("data",))

TIMES = 50
PIXEL_SCALES = {(0, 1), (-1, 1)}
"""Ranges to which pixels are commonly brought."""
FEW = 10
"""Number of samples whose values may be large or small by chance."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    yield from _declared(model)
    observed = model.observed
    if observed is None or not observed.validation_inputs:
        return
    for feed in model.inputs:
        trained = observed.inputs.get(feed.name)
        held_out = observed.validation_inputs.get(feed.name)
        if trained is not None and held_out is not None and _differ(trained, held_out):
            limits = _limits(trained), _limits(held_out)
            yield _finding(feed.node.path, "data", feed.name, *limits)
    for output in model.outputs:
        name = output.head.name
        trained, held_out = observed.targets.get(name), observed.validation_targets.get(name)
        if output.loss is None or trained is None or held_out is None:
            continue
        if _differ(trained, held_out):
            limits = _limits(trained), _limits(held_out)
            yield _finding(output.loss.path, "target", name, *limits)


def _declared(model: Analysis) -> Iterator[Finding]:
    """The inputs for which the document declares ranges that no two parts of one set have."""
    ends = model.inputs
    for feed in ends:
        held_out = model.facts.of("validation_range", feed.name, alone=len(ends) == 1)
        if held_out is None or held_out.declared is None or feed.range is None:
            continue
        small, large = sorted(max(-low, high) for low, high in (feed.range, held_out.value))
        of_pixels = {tuple(round(end, 2) for end in one) for one in (feed.range, held_out.value)}
        if (small > 0 and large >= TIMES * small) or of_pixels == PIXEL_SCALES:
            yield _finding(held_out.declared, "data", feed.name, feed.range, held_out.value)


def _finding(path: Path, part: str, name: str, trained: Limits, held_out: Limits) -> Finding:
    return rule.at(
        path,
        f'The validation {part} of "{name}" goes from {held_out[0]:g} to {held_out[1]:g}, and the '
        f"training {part} from {trained[0]:g} to {trained[1]:g}: they are not scaled alike",
        help="Scale both alike, with the numbers of the training data.",
    )


def _limits(values: ArrayFacts) -> Limits:
    return values.low or 0, values.high or 0


def _differ(trained: ArrayFacts, held_out: ArrayFacts) -> bool:
    """Whether the values of one of two arrays of the same kind are far larger."""
    if 0 < min(trained.samples, held_out.samples) < FEW:
        return False
    sizes = [trained.typical, held_out.typical]
    if None in sizes or 0 in sizes:
        return False
    small, large = sorted(size for size in sizes if size)
    return large >= TIMES * small
