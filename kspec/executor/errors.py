"""Errors of the executor, with messages to show as they are."""


class ExecutorError(ValueError):
    """Error of a training that cannot start or continue; the message has the reason and advice."""


class RunError(ExecutorError):
    """A run directory cannot be read, written or resumed."""
