from collections.abc import Iterator, Mapping

from kspec.analysis.model import Analysis
from kspec.analysis.observations import ArrayFacts, NonFinite
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Path

rule = Rule("KS605", "not-a-number", Severity.ERROR, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    observed = model.observed
    if observed is None:
        return
    places = {feed.name: feed.node.path for feed in model.inputs}
    for output in model.outputs:
        places.setdefault(output.head.name, () if output.loss is None else output.loss.path)
    for noun, arrays in (
        ("input", observed.inputs),
        ("target", observed.targets),
        ("validation input", observed.validation_inputs),
        ("validation target", observed.validation_targets),
    ):
        yield from _strays(noun, arrays, places)


def _strays(
    noun: str, arrays: Mapping[str, ArrayFacts], places: Mapping[str, Path]
) -> Iterator[Finding]:
    for name, values in arrays.items():
        if values.stray is not None:
            whose = f'The {noun} "{name}"' if len(arrays) > 1 else f"The {noun}"
            yield rule.at(
                places.get(name, ()),
                f"{whose} is {values.stray.value} in {values.stray.where}{_more(values.stray)}",
                help="Leave out these rows, or fill in what is missing.",
            )


def _more(stray: NonFinite) -> str:
    return f" ({stray.total} such values in {stray.rows} rows)" if stray.total > 1 else ""
