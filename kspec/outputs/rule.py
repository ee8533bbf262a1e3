"""`kspec rule --output-format json`."""

from typing import Literal, TypedDict


class RuleOutput(TypedDict):
    """A rule and its page, by `kspec rule --output-format json`: a list of these for several."""

    version: Literal[1]
    code: str
    name: str
    title: str
    severity: Literal["error", "warning", "advice"]
    """Severity of its findings, unless settings change it."""
    family: str
    since: str
    """The version of kspec that has it first."""
    preview: bool
    """Whether the rule runs only with `--preview`."""
    options: dict[str, float | str | bool]
    """Options of the rule, with their defaults."""
    page: str
    """Markdown."""
    url: str
