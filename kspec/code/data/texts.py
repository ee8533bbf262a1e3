"""Texts as lists of word numbers, and those in one length: the old tools of Keras."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from kspec.code.data.array import VOCABULARY, Array, Dim, Dims, Limits, Words, is_list, is_whole
from kspec.code.data.dtypes import dtype_named
from kspec.code.data.literal import array_of
from kspec.code.data.transfer import Implementation, method, transfer
from kspec.code.library import KINDS, Changed, Kind
from kspec.code.values import Call, Dict, List, Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

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


@transfer(
    "keras.utils.pad_sequences",
    "keras.preprocessing.sequence.pad_sequences",
    "keras_preprocessing.sequence.pad_sequences",
)
def pad_sequences(
    sequences: Value,
    maxlen: Value = None,
    dtype: Value = "int32",
    padding: Value = "pre",
    truncating: Value = "pre",
    value: Value = 0,
) -> Array:
    """Lists of one length, filled with a value."""
    lists = _ragged(sequences) or array_of(sequences)
    width: Dim = maxlen if isinstance(maxlen, int | Unknown) else _longest(lists)
    samples = lists.samples if lists.shape else Unknown("the number of texts", "samples")
    name = dtype_named(dtype)
    limits = lists.limits
    if limits is not None and isinstance(value, int | float):
        limits = Limits(min(limits.low, value), max(limits.high, value))
    each = array_of(value).shape or () if lists.shape is None else lists.shape[2:]
    shape: Dims | None = (samples, width, *each)
    if lists.shape is None and not each and not is_whole(name):
        shape = None  # each step may have several features
    encoding = "integer" if is_whole(name) and shape and len(shape) == 2 else None
    result = Array(shape, name, limits, whole=is_whole(name), encoding=encoding)
    return result._replace(scaled=lists.scaled)


def _ragged(sequences: Value) -> Array | None:
    """Lists of numbers of several lengths, as an array that is as wide as the longest."""
    if not is_list(sequences) or not sequences or not all(map(is_list, sequences)):
        return None
    longest = max(map(len, sequences))
    numbers = [one for row in sequences for one in row]
    if not all(isinstance(one, int) for one in numbers):
        return Array((len(sequences), longest))
    limits = Limits(min(numbers), max(numbers)) if numbers else None
    return Array((len(sequences), longest), "int64", limits, whole=True)


def _longest(lists: Array) -> Dim:
    if lists.shape is not None and len(lists.shape) == 2:
        return lists.shape[1]
    return Unknown("the length of the longest text", "length")


@transfer("keras.preprocessing.text.one_hot", "keras.preprocessing.text.hashing_trick", free=True)
def hashed(text: Value, n: Value) -> Array:
    """The words of a text as numbers from 1 to below ``n``."""
    limits = Limits(1, n - 1) if isinstance(n, int) and n > 1 else None
    return Array((Unknown("the number of words", "words"),), "int64", limits, whole=True)


class Tokenizer(NamedTuple):
    """`Tokenizer` with the number of words that it keeps, and the words of its fits.

    ``counts`` is the number of occurrences of each word, None where that is not in the code.
    ``fits`` is the number of fits, and ``log`` has an item for each: a name with fewer fits than
    items lacks the words of the others. ``words`` holds those whose numbers it gives, none once the
    program numbers words itself.
    """

    num_words: Value
    options: Options | None
    counts: Mapping[str, int] | None
    fits: int
    log: list[None]
    words: list[Words]

    def numbers(self) -> dict[str, int] | None:
        """The number of each word."""
        if self.options is None or self.counts is None or len(self.log) != self.fits:
            return None
        return numbered(self.counts, self.options)


@transfer("keras.preprocessing.text.Tokenizer", "keras_preprocessing.text.Tokenizer", free=True)
def tokenizer(
    num_words: Value = None,
    filters: Value = FILTERS,
    lower: Value = True,
    split: Value = " ",
    char_level: Value = False,
    oov_token: Value = None,
    nb_words: Value = None,
    analyzer: Value = None,
) -> Tokenizer:
    """Create a tokenizer, which numbers the words of texts."""
    options = _options(Options(filters, lower, split, char_level, oov_token))
    most = nb_words if num_words is None else num_words
    return Tokenizer(most, options if analyzer is None else None, {}, 0, [], [Words()])


def _options(options: Options) -> Options | None:
    """Options of splitting texts into words; None where they are not in the code."""
    kinds = (str, bool, str, bool, str | None)
    return options if all(map(isinstance, options, kinds)) and options.split else None


def _fitted(self: Tokenizer, texts: Value) -> Changed:
    """Fit a tokenizer on more texts."""
    seen_all = len(self.log) == self.fits and self.counts is not None
    self.log.append(None)
    counts = None
    if seen_all and _are_texts(texts) and self.options is not None:
        counts = counted(self.counts or {}, texts, self.options)
    return Changed(None, self._replace(counts=counts, fits=len(self.log)))


def _are_texts(texts: Value) -> bool:
    return is_list(texts) and all(isinstance(text, str) for text in texts)


def _samples(texts: Value) -> Dim:
    array = array_of(texts)
    return array.samples if array.shape else Unknown("the number of texts", "samples")


def _sequences(self: Tokenizer, texts: Value) -> Value:
    words, index = self.num_words, self.numbers()
    if index and self.options is not None and _are_texts(texts) and isinstance(words, int | None):
        return List([List(sequence_of(one, index, words, self.options)) for one in texts])
    limits = Limits(1, words - 1) if isinstance(words, int) and words > 1 else None
    scaled = (*self.words,) if words is None else None
    return Array((_samples(texts),), "object", limits, whole=True, scaled=scaled or None)


def _matrix(self: Tokenizer, texts: Value, mode: Value = "binary") -> Array:
    words = self.num_words
    width: Dim = words if isinstance(words, int | Unknown) else VOCABULARY
    limits = Limits(0, 1) if mode in {"binary", "freq"} else None
    return Array((_samples(texts), width), "float64", limits, whole=mode in {"binary", "count"})


METHODS: dict[str, Implementation] = {
    "fit_on_texts": _fitted,
    "fit_on_sequences": lambda self, sequences: _fitted(self, None),
    "texts_to_sequences": _sequences,
    "texts_to_matrix": _matrix,
    "sequences_to_matrix": lambda self, sequences, mode="binary": _matrix(self, sequences, mode),
}


class WordIndex(NamedTuple):
    """The numbers of words that are not in the code, which are as in `Tokenizer`."""

    words: list[Words]


def _attribute(value: Tokenizer, name: str, place: Place) -> Value:
    index = value.numbers()
    if name == "word_index":
        return Dict(index) if index else WordIndex(value.words)
    return value.num_words if name == "num_words" else VOCABULARY.called(name)


def _renumbered(value: Tokenizer | WordIndex, *_: Value) -> Value:
    """The words after the program numbers some itself."""
    value.words.clear()
    return value


def _of_index(value: WordIndex, name: str, call: Call) -> Value:
    if name not in {"get", "items", "keys", "values", "copy"}:
        value.words.clear()
    return VOCABULARY.called(name)


KINDS[Tokenizer] = Kind(_attribute, partial(method, METHODS), named=_renumbered)
KINDS[WordIndex] = Kind(
    method=_of_index,
    store=_renumbered,
    length=lambda value: value.words[0].count if value.words else VOCABULARY,
)
