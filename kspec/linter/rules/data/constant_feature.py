from collections.abc import Iterator

from kspec.analysis.inputs import Input
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS607", "constant-feature", Severity.WARNING, since="0.1", needs=("data",))

NAMED = 5
"""Number of features that are named."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    feeds = model.inputs
    nothing_else = all(_is_the_same(feed) for feed in feeds)
    for feed in feeds:
        written = feed.paths.get("input_range")
        message = _message(feed)
        if message:
            yield rule.at(
                written or feed.node.path,
                message + (": there is nothing to learn from" if nothing_else else ""),
                help="Look at what is done to the data before, such as a division of integers."
                if nothing_else
                else "Leave it out.",
                severity=None if nothing_else else Severity.ADVICE,
            )


def _is_the_same(feed: Input) -> bool:
    """Whether all samples are the same, by one range or by all features."""
    values, limits = feed.values, feed.range
    if values is not None and values.samples <= 1:
        return False
    flat = values is not None and len(values.shape) == 1
    constant = values is not None and flat and len(values.constants) == values.shape[0] > 0
    return constant or (limits is not None and limits[0] == limits[1])


def _message(feed: Input) -> str:
    if _is_the_same(feed):
        return f'All samples of the input "{feed.name}" are the same'
    constant = () if feed.values is None else feed.values.constants
    if not constant or feed.values is None or len(feed.values.shape) != 1:
        return ""
    named = ", ".join(map(str, constant[:NAMED])) + (" ..." if len(constant) > NAMED else "")
    subject = f"feature {named} is" if len(constant) == 1 else f"features {named} are"
    return f'In the input "{feed.name}", {subject} the same in all samples'
