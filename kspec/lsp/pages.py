"""The pages of rules as files that an editor can open from a diagnostic."""

from pathlib import Path
from tempfile import TemporaryDirectory

from kspec.linter.rule_page import read_page
from kspec.linter.selection import entry_named


class Pages:
    """Folder that lives as long as the server, with the requested pages."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None
        self._addresses: dict[str, str] = {}

    def address(self, code: str) -> str:
        """The address of a rule's page."""
        known = self._addresses.get(code)
        if known is None:
            known = self._addresses[code] = self._write(code)
        return known

    def _write(self, code: str) -> str:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="kspec-rules-")
        path = Path(self._folder.name) / f"{code}.md"
        path.write_text(page_text(code), encoding="utf-8")
        return path.as_uri()

    def close(self) -> None:
        """Take the folder away."""
        if self._folder is not None:
            self._folder.cleanup()


def page_text(code: str) -> str:
    """The page of a rule, in Markdown."""
    entry = entry_named(code)
    return "" if entry is None else f"# {entry.code} {entry.name}\n\n{read_page(entry).text}"
