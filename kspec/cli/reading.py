"""The data that a spec is to be trained on, read while Keras is being loaded, and shown to lint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.cli.lint_data import to_check
from kspec.executor.custom import check_allowed
from kspec.executor.data.sources import Parts, read_parts, use_source
from kspec.executor.loading import Loading
from kspec.executor.paths import READ, check_read, check_written
from kspec.executor.settings import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.data.observing import DataToCheck
    from kspec.executor.custom import Allowed
    from kspec.spec.model import ModelSpec


class Reading:
    """Reads what a spec in the folder ``base`` names, or ``data`` in the place of its source.

    ``allowed`` is what the spec may use; ``parts`` is what was read, after `look`.
    """

    parts: Parts

    def __init__(self, base: Path, data: str | None, allowed: Allowed) -> None:
        self.base = base
        self.data = data
        self.allowed = allowed
        self.loading: Loading | None = None

    def look(self, spec: ModelSpec) -> DataToCheck:
        """The data that is read; raises `ExecutorError` for code and files that are not allowed,
        before anything is read or imported, and for what cannot be trained on.
        """
        check_allowed(spec, self.allowed)
        check_written(spec, self.allowed)
        check_read(spec, self.base, self.allowed, READ if self.data is None else READ[1:])
        settings_of(spec)
        self.loading = Loading()
        self.use(spec)
        self.parts = read_parts(spec, self.base, self.allowed)
        return to_check(self.parts)

    def use(self, spec: ModelSpec) -> None:
        """Let a spec name the data that is read."""
        if self.data is not None:
            use_source(spec, self.data)

    def wait(self) -> None:
        """Come back when Keras is there."""
        if self.loading is not None:
            self.loading.wait()
