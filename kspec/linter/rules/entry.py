"""The declaration of a rule, known without importing its module."""

from collections.abc import Iterable

from kspec.named_tuple import NamedTuple


class RuleEntry(NamedTuple):
    """A rule's declaration."""

    code: str
    name: str
    severity: str
    family: str
    """The folder of its page, and of its module where it has one: ``graph``, ``head`` ..."""
    reports: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    preview: bool = False

    @property
    def module(self) -> str:
        """The full name of its module, and of its page without the suffix."""
        return f"kspec.linter.rules.{self.family}.{self.name.replace('-', '_')}"


def rules_to_run(
    rules: Iterable[RuleEntry], kinds: set[str], sections: frozenset[str]
) -> list[RuleEntry]:
    """The rules that need to run: there is a problem of a kind that they report, or else all
    sections of a spec that they need.
    """
    return [
        rule
        for rule in rules
        if (
            kinds and not kinds.isdisjoint(rule.reports)
            if rule.reports
            else not rule.needs or sections.issuperset(rule.needs)
        )
    ]
