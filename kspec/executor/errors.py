"""What the executor refuses, in sentences that are meant to be shown as they are."""


class ExecutorError(ValueError):
    """Training cannot start or go on, and the message says why and what to do."""


class RunError(ExecutorError):
    """A run directory cannot be read, written or resumed."""
