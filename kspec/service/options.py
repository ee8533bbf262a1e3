"""Options of linting a text, in one form for every interface."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from kspec.linter.linter import Linter
from kspec.linter.selection import Choice, Selection, SelectionError, severity_of
from kspec.named_tuple import NamedTuple
from kspec.service.errors import OptionError
from kspec.spec.tasks import TASKS

FORMATS = ("json", "jsonc", "yaml", "python", "notebook")


class LintOptions(NamedTuple):
    """Options of a lint: the rules, and the task where the text has none.

    ``format`` is one of the `FORMATS`, where the name does not give it; ``severity`` holds
    ``RULE=SEVERITY``; ``limit`` is the largest number of listed findings; ``model`` is the variable
    or the line of the one model of a program that is sized, drawn, compared or converted.
    """

    task: str | None = None
    format: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    preview: bool = False
    limit: int | None = None
    model: str | None = None

    def linter(self) -> Linter:
        """The linter; raises `OptionError` for an unknown rule, severity, task or format."""
        if self.task is not None:
            one_of("task", self.task, TASKS)
        if self.format is not None:
            one_of("format", self.format, FORMATS)
        chosen = _selection(self._replace(task=None, format=None, limit=None, model=None))
        return Linter(selection=chosen, task=self.task)


DEFAULTS = LintOptions()


@lru_cache(maxsize=32)
def _selection(options: LintOptions) -> Selection:
    try:
        choice = Choice.of(options.select, options.extend_select, options.ignore)
        severities = dict(map(severity_of, options.severity))
    except SelectionError as error:
        raise OptionError(str(error)) from error
    return Selection((choice,), severities, preview=options.preview)


def one_of(option: str, value: str, words: Iterable[str]) -> str:
    """A value that is one of some words; raises `OptionError`, which names the nearest word."""
    known = sorted(words)
    if value in known:
        return value
    raise OptionError(unknown_word(option, value, known))


def unknown_word(option: str, value: str, known: Sequence[str]) -> str:
    """Message on an unknown value of an option."""
    from kspec.spec.suggest import nearest

    meant = nearest(value, known)
    hint = f'did you mean "{meant}"?' if meant else f"it is one of {', '.join(known)}"
    return f'{option}: "{value}" is not known; {hint}'
