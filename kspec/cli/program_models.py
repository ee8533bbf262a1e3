"""The models of a script or a notebook, for the commands that read models."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kspec.cli.terminal import print_error
from kspec.service.errors import OptionError
from kspec.service.models import chosen as one_of_them

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kspec.linter.program_findings import LintedModel

UNUSABLE = 2


def chosen(path: Path, models: Sequence[LintedModel], selector: str | None) -> LintedModel:
    """The model that is wanted, or the only one; where there is none or a choice, the command ends
    with 2.
    """
    if not models:
        print_error(f"{path} builds no model that kspec can follow: run kspec lint {path}")
        sys.exit(UNUSABLE)
    try:
        return one_of_them(str(path), models, selector, "--model")
    except OptionError as error:
        print_error(str(error))
        sys.exit(UNUSABLE)
