"""Errors of questions; every message has advice."""


class AnswerError(ValueError):
    """A question that has no answer as it was asked."""


class OptionError(AnswerError):
    """An option has a value that cannot be used."""


class UnknownNameError(AnswerError):
    """A name that is no class, field nor rule of kspec."""


class NoNetworkError(AnswerError):
    """A text makes no network, so that there is nothing to size, draw, compare or convert."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} makes no network: lint it to see why")


class NotConvertibleError(AnswerError):
    """A model cannot be written in a form."""
