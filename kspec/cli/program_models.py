"""The models of a script or a notebook, for the commands that read models."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kspec.cli.terminal import print_error
from kspec.linter.program_summary import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kspec.linter.program_findings import LintedModel

UNUSABLE = 2


def chosen(path: Path, models: Sequence[LintedModel], wanted: str | None) -> LintedModel:
    """The model that is wanted, or the only one; where there is none or a choice, the command ends
    with 2.
    """
    found = [one for one in models if wanted in {None, one.model.name, str(place_of(one).line)}]
    if len(found) == 1:
        return found[0]
    if not models:
        print_error(f"{path} builds no model that kspec can follow: run kspec lint {path}")
    else:
        listed = ", ".join(f"{one.model.name} at {place_of(one)}" for one in found or models)
        what = "builds" if found else f"has no model {wanted}; it builds"
        print_error(f"{path} {what} {listed}: choose one with --model")
    sys.exit(UNUSABLE)
