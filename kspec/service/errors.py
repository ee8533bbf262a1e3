"""Errors of questions; every message has advice."""


class AnswerError(ValueError):
    """Error of a question without an answer."""


class OptionError(AnswerError):
    """An option has a value that cannot be used."""


class UnknownNameError(AnswerError):
    """Error of a name without a class, field or rule of kspec."""


class NoNetworkError(AnswerError):
    """Error of a text without a network to size, draw, compare or convert."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} makes no network: lint it to see why")


class NotConvertibleError(AnswerError):
    """A model cannot be written in a form."""
