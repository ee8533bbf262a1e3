"""Suppressions in the settings, by file and by place in it: `per-file-ignores`."""

from collections.abc import Iterator

from kspec.linter.globs import is_glob, matches
from kspec.linter.rules.index import RULES
from kspec.linter.selection import weight
from kspec.linter.suppression import Suppression
from kspec.named_tuple import NamedTuple
from kspec.source.document import Document
from kspec.source.outline import keys_of


class FileIgnore(NamedTuple):
    """Selectors silenced in the files of a glob, at a JSON pointer and below."""

    glob: str
    pointer: str
    words: tuple[str, ...]
    settings: str

    def means(self, path: str) -> bool:
        """Whether the entry matches the file at this path, relative to the settings' folder."""
        return matches(self.glob, path)

    def within(self, document: Document) -> Iterator[Suppression]:
        """The suppressions of a file that it is about. A pointer that leads nowhere silences
        nothing; of a glob it may lead somewhere in other files.
        """
        node = keys_of(self.pointer, document.value)
        place = self.glob + (f"#{self.pointer}" if self.pointer else "")
        for word in self.words:
            for entry in RULES:
                if weight(word, entry):
                    shown = f"{word} ({place} in {self.settings})"
                    counts = not is_glob(self.glob) and word in {entry.code, entry.name}
                    yield Suppression(entry.code, node, node or (), shown, None, None, counts)


def file_ignore(place: str, words: tuple[str, ...], settings: str) -> FileIgnore:
    """The entry of a glob with or without ``#/json/pointer``."""
    glob, _, pointer = place.partition("#")
    return FileIgnore(glob, pointer, words, settings)
