"""Errors of the executor, with messages to show as they are."""


class ExecutorError(ValueError):
    """Training cannot start or go on, and the message says why and what to do."""


class RunError(ExecutorError):
    """A run directory cannot be read, written or resumed."""
