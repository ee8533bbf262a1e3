"""The models of a script or a notebook, for the commands that read models."""

from collections.abc import Sequence
from pathlib import Path

from kspec.cli.terminal import CommandError
from kspec.linter.program_findings import LintedModel
from kspec.service.models import chosen as one_of_them


def chosen(path: Path, models: Sequence[LintedModel], selector: str | None) -> LintedModel:
    """Choose a model by the selector, or the only one.

    Raises `CommandError` where there is none, and `OptionError` where there is a choice.
    """
    if not models:
        raise CommandError(f"{path} builds no model that kspec can follow: run kspec lint {path}")
    return one_of_them(str(path), models, selector, "--model")
