"""The declaration of a rule, known without importing its module."""

from typing import NamedTuple


class RuleEntry(NamedTuple):
    """A rule's declaration."""

    code: str
    name: str
    severity: str
    module: str
    reports: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    preview: bool = False

    def is_asked(self, kinds: set[str], sections: frozenset[str]) -> bool:
        """Whether the rule needs to run: a problem of a kind that it reports exists, or else all
        sections of a spec that it needs.
        """
        if self.reports:
            return not kinds.isdisjoint(self.reports)
        return sections.issuperset(self.needs)
