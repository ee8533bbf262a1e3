"""Messages of errors that end a command."""

from kspec.cli.terminal import CommandError
from kspec.data.errors import DataError
from kspec.executor.errors import ExecutorError
from kspec.linter.selection import SelectionError
from kspec.linter.settings import SettingsError
from kspec.service.errors import AnswerError
from kspec.starter.facts import StarterError
from kspec.version import __version__

REFUSALS = (AnswerError, CommandError, DataError, ExecutorError, SelectionError, StarterError)
"""The errors whose messages are for the user."""
EXTRAS = {
    **dict.fromkeys(("numpy", "keras", "tensorflow", "sklearn", "PIL"), "train"),
    **dict.fromkeys(("pygls", "lsprotocol"), "lsp"),
    **dict.fromkeys(("mcp", "mcp_types", "anyio"), "mcp"),
}
"""The extra that brings a package, by the name that is imported."""


def refusal(error: Exception) -> str | None:
    """Message of an error that the user can fix; None for an error of kspec's own."""
    if isinstance(error, SettingsError):
        return f"{error} [{error.code}]"
    if isinstance(error, REFUSALS):
        return str(error)
    if isinstance(error, ModuleNotFoundError) and error.name in EXTRAS:
        extra = EXTRAS[error.name]
        return f"this needs {error.name}, which is not installed: pip install 'kspec[{extra}]'"
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return None


def report(error: Exception) -> str:
    """Ask for a report of an error of kspec's own, in one line."""
    words = " ".join(str(error).split())[:200]
    error_text = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return (
        f"internal error in version {__version__} ({error_text}); please report it, with the file "
        "and what KSPEC_DEBUG=1 shows"
    )
