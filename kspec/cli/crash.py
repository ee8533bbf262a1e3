"""What is said when kspec itself is at fault."""

from __future__ import annotations

from kspec.cli.terminal import complain
from kspec.version import __version__


def report(error: Exception) -> int:
    """Ask for a report in one line; returns the exit code."""
    words = " ".join(str(error).split())[:200]
    what = f"{type(error).__name__}: {words}" if words else type(error).__name__
    complain(
        f"internal error in version {__version__} ({what}); please report it, with the file "
        "and what KSPEC_DEBUG=1 shows"
    )
    return 2
