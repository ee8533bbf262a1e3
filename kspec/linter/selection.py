"""Selection of rules, and the severity of each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from kspec.linter.finding import Finding, Severity
from kspec.linter.rules.index import RULES, RuleEntry
from kspec.named_tuple import NamedTuple

Words = Iterable[str]
ALL = "ALL"
FILE_CODES = "KS0"
_FILE = "file"
_EXACT = 100
_FAMILY = 3


class SelectionError(ValueError):
    """Error of a choice of rules."""


class UnknownRuleError(SelectionError):
    """A selector that selects nothing; the message names the nearest one."""


class Choice(NamedTuple):
    """Choice of rules in one place (the settings, the command line); later places override.

    ``select`` replaces the choice before, where it is not None.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @classmethod
    def of(cls, select: Words, extend_select: Words, ignore: Words) -> Self:
        """The choice of words in any case; raises `UnknownRuleError`."""
        return cls(resolve(select) or None, resolve(extend_select), resolve(ignore))


def _wants_advice(choices: Sequence[Choice]) -> bool:
    """Whether advice was chosen as such, and not left out again by the same or a later choice."""
    advises = False
    for choice in choices:
        if choice.select is not None:
            advises = Severity.ADVICE in choice.select
        advises = advises or Severity.ADVICE in choice.extend_select
        advises = advises and Severity.ADVICE not in choice.ignore
    return advises


class Selection:
    """Selected rules, in the order of their codes.

    By default these are all but advice and previews. A more exact selector wins over a wider one,
    and ``ignore`` over ``select`` where both are as exact. Whatever is selected, a file that cannot
    be read is reported.
    """

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        severities: Mapping[str, Severity] | None = None,
        *,
        preview: bool = False,
    ) -> None:
        self.severities = dict(severities or {})
        self.preview = preview
        states = [(entry, self._state(entry, choices)) for entry in RULES]
        self.rules: tuple[RuleEntry, ...] = tuple(entry for entry, state in states if state)
        self._codes = {entry.code for entry in self.rules}
        self._advised = {entry.code for entry, state in states if state == "asked"}
        self._advice = _wants_advice(choices)

    def adjusted(self, findings: Iterable[Finding]) -> list[Finding]:
        """Apply the chosen severities; advice is left where it was requested: by its rule, or as
        the severity ``advice``.
        """
        adjusted = []
        for finding in findings:
            if finding.code not in self._codes and not finding.code.startswith(FILE_CODES):
                continue
            severity = self.severities.get(finding.code)
            if severity is not None:
                adjusted.append(finding._replace(severity=severity))
            elif (
                finding.severity is not Severity.ADVICE
                or self._advice
                or finding.code in self._advised
            ):
                adjusted.append(finding)
        return adjusted

    def _state(self, entry: RuleEntry, choices: Sequence[Choice]) -> str:
        """State of a rule: `asked` for by name, in the `default` set, or neither."""
        advice = self.severities.get(entry.code, entry.severity) == Severity.ADVICE
        state = "" if advice or (entry.preview and not self.preview) else "default"
        for choice in choices:
            if choice.select is not None and entry.family != _FILE:
                state = ""
            chosen = (*(choice.select or ()), *choice.extend_select)
            on = max((self._weight(word, entry) for word in chosen), default=0)
            off = max((weight(word, entry) for word in choice.ignore), default=0)
            if on or off:
                state = "asked" if on > off else ""
        return state

    def _weight(self, word: str, entry: RuleEntry) -> int:
        heaviest = weight(word, entry)
        return heaviest if heaviest == _EXACT or self.preview or not entry.preview else 0


DEFAULT = Selection()
ERROR_KINDS = frozenset(
    kind for rule in RULES if rule.severity == Severity.ERROR for kind in rule.reports
)
"""Kinds of problems that are errors, unless the settings change them."""


def weight(word: str, entry: RuleEntry) -> int:
    """Specificity of a selector for a rule: 0 for no match, 100 for its code or name."""
    if word in {entry.code, entry.name}:
        return _EXACT
    if word in {entry.family, entry.severity}:
        return _FAMILY
    if entry.code.startswith(word):
        return len(word)
    return int(word == ALL)


def entry_named(word: str) -> RuleEntry | None:
    """The rule of a code or name."""
    return next((entry for entry in RULES if word in {entry.code, entry.name}), None)


def entries_of(word: str) -> list[RuleEntry]:
    """The rules that a code, prefix, family, name or severity means.

    Raises `UnknownRuleError` where there is none.
    """
    (form,) = resolve([word])
    return [entry for entry in RULES if weight(form, entry)]


def rule_named(word: str) -> RuleEntry:
    """The rule of a code or name in any case; raises `UnknownRuleError`."""
    for form in _cases(word):
        if (entry := entry_named(form)) is not None:
            return entry
    raise _unknown(word, "rule", suggestion(word, exact=True))


def severity_of(text: str) -> tuple[str, Severity]:
    """The code and severity of ``RULE=SEVERITY``; raises `SelectionError`."""
    word, _, level = text.partition("=")
    entry = rule_named(word)
    if level not in set(Severity):
        raise SelectionError(f'"{text}" is not RULE=SEVERITY, with error, warning or advice')
    return entry.code, Severity(level)


def resolve(words: Words) -> tuple[str, ...]:
    """The selectors as the index writes them, in the order given; raises `UnknownRuleError`."""
    return tuple(map(_resolved, words))


def _resolved(word: str) -> str:
    for form in _cases(word):
        if form and any(weight(form, entry) for entry in RULES):
            return form
    raise _unknown(word, "rule, prefix, family or name", suggestion(word))


def _cases(word: str) -> tuple[str, ...]:
    return word, word.upper(), word.lower()


def _unknown(word: str, expected: str, meant: str | None) -> UnknownRuleError:
    hint = f'; did you mean "{meant}"?' if meant else "; `kspec rule --all` lists the rules"
    return UnknownRuleError(f'"{word}" is no {expected}{hint}')


def suggestion(word: str, *, exact: bool = False) -> str | None:
    """The rule or selector that was most probably meant."""
    from kspec.spec.suggest import nearest

    known = [name for entry in RULES for name in (entry.name, entry.code)]
    if not exact:
        known += [*{entry.family for entry in RULES}, *Severity, ALL]
    return nearest(word.replace("_", "-"), known)
