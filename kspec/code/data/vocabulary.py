"""Words of texts in the code, numbered as by the old `Tokenizer` of Keras."""

from collections import Counter
from collections.abc import Mapping, Sequence

from kspec.named_tuple import NamedTuple

FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
MOST_WORDS = 4000
"""Texts with more words than this are not numbered."""


class Options(NamedTuple):
    """Options of splitting texts into words."""

    filters: str = FILTERS
    lower: bool = True
    split: str = " "
    char_level: bool = False
    oov_token: str | None = None


def words_of(text: str, options: Options) -> list[str]:
    """The words of a text, or its characters."""
    text = text.lower() if options.lower else text
    if options.char_level:
        return list(text)
    text = "".join(options.split if sign in options.filters else sign for sign in text)
    return [word for word in text.split(options.split) if word]


def counted(
    before: Mapping[str, int], texts: Sequence[str], options: Options
) -> dict[str, int] | None:
    """Occurrences of each word, in the order of the first one; None where words are too many."""
    counts = Counter(before)
    for text in texts:
        counts.update(words_of(text, options))
    return dict(counts) if counts.total() <= MOST_WORDS else None


def numbered(counts: Mapping[str, int], options: Options) -> dict[str, int]:
    """Number of each word: the most frequent first."""
    words = sorted(counts, key=lambda word: -counts[word])
    known = words if options.oov_token is None else [options.oov_token, *words]
    return dict(zip(known, range(1, len(known) + 1), strict=True))


def sequence_of(
    text: str, index: Mapping[str, int], most: int | None, options: Options
) -> list[int]:
    """A text as the numbers of its words; without unknown ones and those from ``most`` on."""
    missing = None if options.oov_token is None else index.get(options.oov_token)
    words = []
    for word in words_of(text, options):
        number = index.get(word)
        rare = number is None or (bool(most) and most is not None and number >= most)
        number = missing if rare else number
        if number is not None:
            words.append(number)
    return words
