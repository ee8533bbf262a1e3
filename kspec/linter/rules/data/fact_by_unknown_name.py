from collections.abc import Iterable, Iterator

from kspec.analysis.inputs import FACTS as OF_INPUTS
from kspec.analysis.model import Analysis
from kspec.analysis.target import FACTS as OF_TARGETS
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec

rule = Rule("KS618", "fact-by-unknown-name", Severity.WARNING, since="0.1", needs=("data",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.known_spec
    if spec.data is not None:
        yield from _unknown(spec, OF_INPUTS, [feed.name for feed in model.inputs], "input")
        yield from _unknown(spec, OF_TARGETS, [one.head.name for one in model.outputs], "output")


def _unknown(
    spec: ModelSpec, facts: Iterable[str], names: list[str], noun: str
) -> Iterator[Finding]:
    """Facts under names that no input, or no output, has."""
    for fact in facts if names else ():
        by_name = getattr(spec.data, fact)
        for name in by_name if isinstance(by_name, dict) else ():
            if name not in names:
                yield rule.at(
                    spec.path("data", fact, name),
                    f'The network has no {noun} "{name}", so its "{fact}" is not used',
                    help=_help(name, names, noun),
                    part="key",
                )


def _help(name: str, names: list[str], noun: str) -> str:
    from kspec.spec.suggest import nearest
    from kspec.spec.type_words import listed

    meant = nearest(name, names)
    known = f"Its {noun}s are {listed(names)}."
    return known if meant is None else f'Did you mean "{meant}"?'
