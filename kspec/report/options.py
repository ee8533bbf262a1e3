"""Render options of reports: properties of the output that renderers need."""

from collections.abc import Callable
from pathlib import Path

from kspec.linter.finding import Severity
from kspec.named_tuple import NamedTuple

WIDTH = 100


def plain(text: str, role: str) -> str:
    """Return the text unchanged, without color."""
    del role
    return text


class Options(NamedTuple):
    """Settings of a rendering; the default suits a file.

    ``paint`` colors a text by its role (``error``, ``warning``, ``advice``, ``title``, ``gutter``,
    ``related``, ``help``, ``added``, ``removed``). ``links`` allows OSC 8 hyperlinks. ``root`` is
    the folder for relative paths in machine formats: the repository's. ``fail_on`` is the severity
    that fails the run.
    """

    width: int = WIDTH
    paint: Callable[[str, str], str] = plain
    links: bool = False
    root: Path | None = None
    fail_on: Severity = Severity.ERROR

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of this severity fails the run."""
        return severity.rank <= self.fail_on.rank


DEFAULT = Options()
