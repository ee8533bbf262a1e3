"""The gate of a training: code, files and servers that a spec names, before anything is touched."""

from pathlib import Path

from kspec.analysis.model import Analysis
from kspec.executor.custom import Allowed, check_allowed
from kspec.executor.paths import READ, check_read, check_written


def check_permissions(
    analysis: Analysis, base: Path, allowed: Allowed, *, reads_source: bool = True
) -> None:
    """Raise `ExecutorError` for code, files and servers that a spec in the folder ``base`` names
    and that are not allowed; without ``reads_source``, the source of its data is another.
    """
    spec = analysis.known_spec
    check_allowed(analysis, allowed)
    check_written(spec, allowed)
    check_read(spec, base, allowed, READ if reads_source else READ[1:])
