"""Kinds of a table's columns: numbers, categories, texts, or nothing to learn from."""

import math
import re
from collections.abc import Sequence

from kspec.named_tuple import NamedTuple

MOST_CATEGORIES = 50
"""More different texts than this are no categories to write down."""
WORDS_OF_TEXT = 3
"""Mean number of words from which on a column is text and not a label."""
FEWEST_NUMBERED = 20
"""Rows from which on numbers that count the rows are no chance."""
MISSING = frozenset(("", "-", "?", "na", "n/a", "nan", "null", "none"))
"""Words for a missing number in tables, in lower case."""
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([ T].*)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}([ T].*)?")
_ID = re.compile(r"(?i)(.*_)?(id|uuid|guid|index)")


class Column(NamedTuple):
    """Column and its kind.

    ``kind`` is ``number``, ``category``, ``label`` or ``text``; or, for what is left out,
    ``identifier``, ``date``, ``constant`` or ``gaps`` (numbers, some of which are missing).
    """

    name: str
    kind: str
    different: tuple[str, ...]
    length: int = 0
    """Number of words of a text, at most, in nineteen of twenty rows."""


def column_of(name: str, cells: Sequence[str]) -> Column:
    """Kind of a column by its cells, at least one."""
    filled = [cell for cell in cells if cell]
    if filled and has_gaps(cells):
        return Column(name, "gaps", ())
    different = tuple(sorted(set(filled)))
    if len(different) <= 1 and len(filled) == len(cells):
        return Column(name, "constant", different)
    if not different:
        return Column(name, "constant", ())
    numbers = numbers_of(filled)
    if numbers is not None:
        return Column(name, _kind_of_numbers(name, numbers), different)
    if all(map(_DATE.fullmatch, filled)):
        return Column(name, "date", different)
    lengths = sorted(len(cell.split()) for cell in filled)
    length = lengths[int(0.95 * (len(lengths) - 1))]
    return Column(name, _kind_of_texts(lengths, different), different, length)


def numbers_of(cells: Sequence[str]) -> list[float] | None:
    """Convert cells to finite numbers; None where one is no number."""
    try:
        numbers = [float(cell) for cell in cells]
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) else None


def has_gaps(cells: Sequence[str]) -> bool:
    """Whether cells are numbers, except for empty ones and words for a missing value."""
    present = [cell for cell in cells if not is_missing(cell)]
    return len(present) < len(cells) and numbers_of(present) is not None


def is_missing(cell: str) -> bool:
    """Whether a cell is a missing number, or one that cannot be learnt from."""
    if cell.lower() in MISSING:
        return True
    try:
        return not math.isfinite(float(cell))
    except ValueError:
        return False


def _kind_of_numbers(name: str, numbers: list[float]) -> str:
    alike = len(set(numbers)) < len(numbers)
    if alike or not all(number.is_integer() for number in numbers):
        return "number"
    counts = max(numbers) - min(numbers) + 1 == len(numbers) >= FEWEST_NUMBERED
    return "identifier" if counts or _ID.fullmatch(name) else "number"


def _kind_of_texts(lengths: list[int], different: tuple[str, ...]) -> str:
    if len(different) <= MOST_CATEGORIES and 2 * len(different) <= len(lengths):
        return "category"
    if sum(lengths) >= WORDS_OF_TEXT * len(lengths):
        return "text"
    return "label" if 2 * len(different) <= len(lengths) else "identifier"
