"""The rules and their pages."""

import json
from collections.abc import Iterable

from kspec.linter.rules.index import RULES, RuleEntry
from kspec.linter.selection import UnknownRuleError, rule_named
from kspec.outputs.rule import RuleOutput
from kspec.service.errors import UnknownNameError


def rule(word: str) -> RuleOutput:
    """The rule of a code or name; raises `UnknownNameError`, which names the nearest."""
    try:
        return rule_dict(rule_named(word))
    except UnknownRuleError as error:
        raise UnknownNameError(str(error)) from error


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
        "family": entry.family,
        "since": loaded.since,
        "preview": entry.preview,
        "options": loaded.options,
        "page": page.text,
        "url": rule_url(entry.code),
    }


def rule_markdown(rule: RuleOutput) -> str:
    """The page of a rule, with its facts below the title."""
    preview = ["preview"] * rule["preview"]
    facts = ", ".join([f"**{rule['severity']}**", f"since {rule['since']}", *preview])
    title = rule["title"].removesuffix(".")
    body = rule["page"].removeprefix(rule["title"]).lstrip("\n")
    head = f"# {rule['code']} {rule['name']}\n\n{title} ({facts}).\n\n"
    return head + _options(rule) + body


def _options(rule: RuleOutput) -> str:
    if not rule["options"]:
        return ""
    rows = "\n".join(
        f"- `{name}` (default `{json.dumps(value)}`)" for name, value in rule["options"].items()
    )
    return f"Options, set in the settings:\n\n{rows}\n\n"


def index_markdown(rules: Iterable[RuleOutput], link: str = "{code}.md") -> str:
    """The list of rules by family; ``link`` is where the page of each is."""
    families: dict[str, list[str]] = {}
    for one in rules:
        title = one["title"].removesuffix(".")
        place = f"[{one['code']}]({link.format(code=one['code'])})"
        row = f"| {place} | {one['name']} | {one['severity']} | {title} |"
        families.setdefault(one["family"], []).append(row)
    count = sum(map(len, families.values()))
    lines = ["# Rules", "", f"kspec has {count} rules. `kspec rule KS302` prints a page."]
    for name, rows in families.items():
        head = ["| code | name | severity | finds |", "|---|---|---|---|"]
        lines += ["", f"## {name}", "", *head, *rows]
    return "\n".join([*lines, ""])
