"""The first lines of a text file."""

from pathlib import Path

MOST_CHARACTERS = 1 << 16


def text_head(path: Path) -> tuple[str, bool]:
    """Whole lines of at most 65,536 characters, and whether they are all that the file has.

    Raises `OSError`, and `UnicodeDecodeError` for a file that is not UTF-8.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read(MOST_CHARACTERS)
    complete = len(text) < MOST_CHARACTERS
    return text if complete else text[: text.rfind("\n")], complete
