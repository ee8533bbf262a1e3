"""`kspec rule`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from kspec.cli import completion
from kspec.cli.options import color, output_format
from kspec.cli.terminal import print_error, print_json, print_painted, use_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kspec.linter.rules.index import RuleEntry

_INLINE = re.compile(r"`([^`]+)`|\[([^\]]+)\]\((https?://[^)]+)\)")


@click.command()
@click.argument("rules", nargs=-1, metavar="[RULE]...", shell_complete=completion.rules)
@click.option("--all", "every", is_flag=True, help="All rules: a list, or with json all pages.")
@output_format
@color
def command(rules: tuple[str, ...], output_format: str, color: str, *, every: bool) -> None:
    """Explain rules: why they matter, what they find, and what is right.

    RULE is a code (KS303), a name (softmax-single-unit), or in quotes a piece of an error message
    of Keras ("logits and labels must have the same shape"), of which the rules are listed that find
    its cause. A prefix (KS3), a family (head), a severity or a word of a name (softmax) lists its
    rules.
    """
    from kspec.linter.rules.index import RULES
    from kspec.linter.selection import UnknownRuleError, entries_of, rule_named

    if bool(rules) == every:
        raise click.UsageError("Name a rule, or say --all.")
    if len(rules) == 1 and " " in rules[0].strip():
        sys.exit(_explain(rules[0], output_format, color))
    try:
        if len(rules) == 1 and len(group := entries_of(rules[0])) > 1:
            _list(group, output_format, color)
            return
        named = list(map(rule_named, rules))
    except UnknownRuleError:
        if len(rules) != 1 or not (named_alike := _with_words(rules[0])):
            raise
        _list(named_alike, output_format, color)
        return
    entries = RULES if every else named
    if output_format == "json":
        from kspec.service.rules import rule_dict

        pages = [rule_dict(entry) for entry in entries]
        print_json(pages if every or len(pages) > 1 else pages[0])
    elif every:
        print_painted("\n".join(_line(entry) for entry in entries), color)
    else:
        bold = use_colour(sys.stdout, color)
        print_painted("\n\n".join(page_text(entry, bold=bold) for entry in entries), color)


def _explain(message: str, output_format: str, color: str) -> int:
    """List the rules that find the cause of a message of Keras, or whose name has these words; 1
    where there is none.
    """
    from kspec.linter.keras_messages import rules_about

    entries = rules_about(message) or _with_words(message)
    if entries or output_format == "json":
        _list(entries, output_format, color)
    else:
        print_error(
            "No rule explains this message. Give the words of Keras's own last line, without "
            "names and numbers, or look through `kspec rule --all`."
        )
    return 0 if entries else 1


def _with_words(text: str) -> list[RuleEntry]:
    """The rules whose name has all words of a text."""
    from kspec.linter.rules.index import RULES

    words = set(text.lower().split())
    return [entry for entry in RULES if words.issubset(entry.name.split("-"))]


def _list(entries: Sequence[RuleEntry], output_format: str, color: str) -> None:
    """Print a line for each rule, or in JSON its page."""
    if output_format == "json":
        from kspec.service.rules import rule_dict

        print_json([rule_dict(entry) for entry in entries])
        return
    lines = [_line(entry) for entry in entries]
    closing = ["", f"Read one with `kspec rule {entries[0].code}`."]
    print_painted("\n".join([*lines, *closing]), color)


def page_text(entry: RuleEntry, *, bold: bool) -> str:
    """A rule's page for a terminal: its Markdown without the marks."""
    from kspec.linter.rule_page import read_page

    facts = f"{entry.severity}, in preview" if entry.preview else entry.severity
    head = click.style(f"{entry.code} {entry.name}", bold=bold)
    lines = [f"{head} ({facts})"]
    fenced = False
    for line in read_page(entry).text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced:
            lines.append(f"    {line}".rstrip())
        elif line.startswith("## "):
            lines.append(click.style(line[3:], bold=bold))
        else:
            lines.append(_INLINE.sub(_plain, line))
    return "\n".join(lines)


def _plain(match: re.Match[str]) -> str:
    return match[1] or f"{match[2]}: {match[3]}"


def _line(entry: RuleEntry) -> str:
    from kspec.linter.rule_page import read_page

    mark = " (preview)" if entry.preview else ""
    return f"{entry.code}  {entry.severity:7}  {entry.name}: {read_page(entry).title}{mark}"
