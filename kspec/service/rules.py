"""The rules and their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.linter.rules.index import RULES
from kspec.linter.selection import UnknownRuleError, entry_named, family, resolve
from kspec.service.errors import UnknownNameError

if TYPE_CHECKING:
    from kspec.linter.rules.index import RuleEntry
    from kspec.outputs.rule import RuleOutput


def rule(word: str) -> RuleOutput:
    """The rule of a code or name; raises `UnknownNameError`, which names the nearest."""
    try:
        (resolved,) = resolve([word], exact=True)
    except UnknownRuleError as error:
        raise UnknownNameError(str(error)) from error
    entry = entry_named(resolved)
    if entry is None:
        raise UnknownNameError(f'"{word}" is no rule')
    return rule_dict(entry)


def rules() -> list[RuleOutput]:
    """All rules in the order of their codes."""
    return [rule_dict(entry) for entry in RULES]


def rule_dict(entry: RuleEntry) -> RuleOutput:
    """A rule with its page."""
    from kspec.linter.engine import load
    from kspec.linter.report import rule_url
    from kspec.linter.rule_page import read_page

    loaded, page = load(entry), read_page(entry)
    return {
        "version": 1,
        "code": entry.code,
        "name": entry.name,
        "title": page.title,
        "severity": loaded.severity.value,
        "family": family(entry),
        "since": loaded.since,
        "preview": entry.preview,
        "options": loaded.options,
        "page": page.text,
        "url": rule_url(entry.code),
    }
