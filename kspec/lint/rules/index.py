"""The rules: made from their files by `python -m kspec.dev generate`, never by hand."""

from typing import NamedTuple


class RuleEntry(NamedTuple):
    """A rule's declaration, known without importing its module."""

    code: str
    name: str
    severity: str
    module: str
    reports: tuple[str, ...] = ()
    preview: bool = False

    @property
    def always(self) -> bool:
        """Whether the rule is asked about every model, and not about certain problems only."""
        return not self.reports


RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        "KS201", "input-rank", "error", "kspec.lint.rules.graph.input_rank", ("input_rank", ), False
    ),
)
