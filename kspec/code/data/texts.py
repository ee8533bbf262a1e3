"""Texts as lists of word numbers, and those in one length: the old tools of Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kspec.code.data.array import Array, Dim, Limits, is_whole
from kspec.code.data.creation import name_of
from kspec.code.data.dtypes import dtype_named
from kspec.code.data.literal import array_of
from kspec.code.data.transfer import method, transfer
from kspec.code.library import KINDS, Kind
from kspec.spec.unknown import Unknown

if TYPE_CHECKING:
    from kspec.code.data.transfer import Implementation
    from kspec.code.values import Call, Place, Value


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
    lists = array_of(sequences)
    width: Dim = maxlen if isinstance(maxlen, int | Unknown) else _longest(lists)
    samples = lists.samples if lists.shape else Unknown("the number of texts", "samples")
    name = dtype_named(name_of(dtype))
    limits = lists.limits
    if limits is not None and isinstance(value, int | float):
        limits = Limits(min(limits.low, value), max(limits.high, value))
    shape = (samples, width, *(lists.shape or ())[2:])
    return Array(shape, name, limits, whole=is_whole(name))


def _longest(lists: Array) -> Dim:
    if lists.shape is not None and len(lists.shape) == 2:
        return lists.shape[1]
    return Unknown("the length of the longest text", "length")


class Tokenizer(NamedTuple):
    """`Tokenizer` with the number of words that it keeps."""

    num_words: Value = None


@transfer("keras.preprocessing.text.Tokenizer", "keras_preprocessing.text.Tokenizer", free=True)
def tokenizer(num_words: Value = None, nb_words: Value = None) -> Tokenizer:
    """What numbers the words of texts."""
    return Tokenizer(nb_words if num_words is None else num_words)


def _samples(texts: Value) -> Dim:
    array = array_of(texts)
    return array.samples if array.shape else Unknown("the number of texts", "samples")


def _sequences(self: Tokenizer, texts: Value) -> Array:
    words = self.num_words
    limits = Limits(1, words - 1) if isinstance(words, int) and words > 1 else None
    return Array((_samples(texts),), "object", limits, whole=True)


def _matrix(self: Tokenizer, texts: Value, mode: Value = "binary") -> Array:
    words = self.num_words
    width: Dim = words if isinstance(words, int | Unknown) else VOCABULARY
    limits = Limits(0, 1) if mode in {"binary", "freq"} else None
    return Array((_samples(texts), width), "float64", limits, whole=mode in {"binary", "count"})


VOCABULARY = Unknown("the words are in the data", "words")
METHODS: dict[str, Implementation] = {
    "fit_on_texts": lambda self, texts: None,
    "fit_on_sequences": lambda self, sequences: None,
    "texts_to_sequences": _sequences,
    "texts_to_matrix": _matrix,
    "sequences_to_matrix": lambda self, sequences, mode="binary": _matrix(self, sequences, mode),
}


def _attribute(value: Tokenizer, name: str, place: Place) -> Value:
    return value.num_words if name == "num_words" else VOCABULARY.called(name)


def _method(value: Tokenizer, name: str, call: Call) -> Value:
    return method(METHODS, value, name, call)


KINDS[Tokenizer] = Kind(_attribute, _method)


@transfer("keras.preprocessing.text.one_hot", "keras_preprocessing.text.one_hot", free=True)
def one_hot(text: Value, n: Value) -> Array:
    """A text as numbers below a bound, which several words may share."""
    limits = Limits(1, n - 1) if isinstance(n, int) and n > 1 else None
    return Array((Unknown("the words of a text", "length"),), "int64", limits, whole=True)


@transfer("keras.preprocessing.text.text_to_word_sequence", free=True)
def words(text: Value) -> Array:
    """The words of a text."""
    return Array((Unknown("the words of a text", "length"),), "string")
