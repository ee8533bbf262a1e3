"""Diagnosis of a training run, in plain words: a loss that is NaN, overfitting, no learning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.trained import TrainedRun
from kspec.linter.engine import load
from kspec.linter.rules.index import RULES
from kspec.linter.run_rule import RunRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.trained import Evidence, Symptom
    from kspec.executor.history import History

NOT_FINITE = "KS801"
FOLLOWS = {
    "KS805": {"KS803", "KS806", "KS807"},
    "KS808": {"KS802", "KS803", "KS805", "KS806", "KS807"},
}
"""Symptoms that are left out beside their cause."""


def diagnose(history: History, evidence: Evidence) -> list[Symptom]:
    """Symptoms of a run; after a loss that is not finite, only that one."""
    run = TrainedRun(history.rows, history.best, history.initial, evidence)
    symptoms = [symptom for rule in _rules() for symptom in rule.symptoms(run)]
    codes = {symptom.code for symptom in symptoms}
    if NOT_FINITE in codes:
        return [symptom for symptom in symptoms if symptom.code == NOT_FINITE]
    return [symptom for symptom in symptoms if not codes & FOLLOWS.get(symptom.code, set())]


def _rules() -> Iterator[RunRule]:
    """The rules on runs, in the order of their codes."""
    for entry in RULES:
        if "run" in entry.needs and isinstance(rule := load(entry), RunRule):
            yield rule
