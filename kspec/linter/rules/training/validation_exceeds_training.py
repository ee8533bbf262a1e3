from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS424", "validation-exceeds-training", Severity.WARNING, since="0.1", needs=("fit",))

MOST = 0.6
"""Half and half is a choice, and a little more may be."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    share = model.fit.validation_split
    if share is None or not MOST < share < 1:
        return
    path = model.known_spec.path("fit", "validation_split")
    rest = round(1 - share, 6)
    yield rule.at(
        path,
        f"{share:.0%} of the samples are held out, and {rest:.0%} are left to train on",
        help=f'"validation_split" is the share that is held out: write {rest:g}.',
        fix=put(path, rest),
        unless=("KS420",),
    )
