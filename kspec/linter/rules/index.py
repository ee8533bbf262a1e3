"""The rules: those that report problems, those of the generated table, and in a source tree those
that are not in it yet.

A rule with a module is live as soon as its file exists; a wheel holds the table alone.
"""

import os
from importlib import import_module

from kspec.linter.rules.entry import RuleEntry
from kspec.linter.rules.reported import REPORTED
from kspec.linter.rules.table import RULES as TABLE

__all__ = ["RULES", "RuleEntry"]

FOLDER = os.path.dirname(__file__)  # noqa: PTH120 - pathlib costs a start what the scan does
OTHERS = frozenset(("__init__", "entry", "index", "reported", "table"))
"""Modules next to the folders of rules."""


def modules(folder: str = FOLDER, package: str = __package__) -> set[str]:
    """The modules of all rules, by the files that there are."""
    names = set()
    for entry in os.scandir(folder):
        name, end = os.path.splitext(entry.name)  # noqa: PTH122 - as above
        if entry.is_dir() and name != "__pycache__":
            names |= modules(entry.path, f"{package}.{name}")
        elif end == ".py" and name not in OTHERS:
            names.add(f"{package}.{name}")
    return names


def entry_of(module: str) -> RuleEntry:
    """Entry of a module's rule."""
    rule, family = import_module(module).rule, module.split(".")[-2]
    return RuleEntry(
        rule.code, rule.name, rule.severity, family, rule.reports, rule.needs, rule.preview
    )


def all_rules(table: tuple[RuleEntry, ...]) -> tuple[RuleEntry, ...]:
    """The rules of a table, in a source tree without those whose file is gone and with new ones."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(FOLDER)))  # noqa: PTH120 - as above
    if not os.path.exists(os.path.join(root, "pyproject.toml")):  # noqa: PTH110, PTH118 - as above
        return table
    there = modules()
    new = map(entry_of, sorted(there - {entry.module for entry in table}))
    kept = [entry for entry in table if entry.module in there]
    return (*kept, *new)


RULES = tuple(sorted((*REPORTED, *all_rules(TABLE)), key=lambda entry: entry.code))
