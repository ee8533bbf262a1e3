"""Shell completion of rules, beside files and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete codes and names of rules after the last comma."""
    from click.shell_completion import CompletionItem

    from kspec.linter.rules.index import RULES

    before, comma, begun = incomplete.rpartition(",")
    items = []
    for entry in RULES:
        if entry.code.lower().startswith(begun.lower()):
            items.append(CompletionItem(f"{before}{comma}{entry.code}", help=entry.name))
        elif entry.name.startswith(begun.lower()):
            items.append(CompletionItem(f"{before}{comma}{entry.name}", help=entry.code))
    return items
