"""What is said when kspec itself is at fault, or lacks a library."""

from __future__ import annotations

from kspec.cli.terminal import complain
from kspec.version import __version__

EXTRA = ("numpy", "keras", "tensorflow", "sklearn", "matplotlib", "PIL")
"""What comes with ``kspec[train]``, by the names that are imported."""


def report(error: Exception) -> int:
    """Say what to install, or ask for a report, in one line; returns the exit code."""
    if isinstance(error, ModuleNotFoundError) and error.name in EXTRA:
        complain(f"this needs {error.name}, which is not installed: pip install 'kspec[train]'")
        return 2
    words = " ".join(str(error).split())[:200]
    what = f"{type(error).__name__}: {words}" if words else type(error).__name__
    complain(
        f"internal error in version {__version__} ({what}); please report it, with the file "
        "and what KSPEC_DEBUG=1 shows"
    )
    return 2
