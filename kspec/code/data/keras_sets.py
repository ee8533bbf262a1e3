"""The data sets that Keras loads by name: their public facts."""

from collections.abc import Sequence

from kspec.code.data.array import Array, Dim, Limits, labels
from kspec.code.data.origin import Origin, Rows
from kspec.code.data.transfer import transfer, transfers
from kspec.code.values import Value
from kspec.data.named_sets import SETS, NamedSet
from kspec.spec.unknown import Unknown

Pairs = tuple[tuple[Array, Array], ...]

COARSE_CLASSES = 20
REUTERS = 11228
IMDB_WORDS, REUTERS_WORDS = 88587, 30982
"""``num_words`` that `load_data` takes without one: numbers of words are below it."""
SPLIT = "how the set is split is not in the code"
DIGITS = (
    (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949),
    (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009),
)
"""Images of each digit in the two parts of MNIST; other sets have as many of each class."""


def _as_it_stands(x: Array, y: Array) -> tuple[Array, Array]:
    """Samples and targets that no scaler has seen, each with its rows."""
    return (
        x._replace(scaled=(), origin=Origin(Rows())),
        y._replace(scaled=(), origin=Origin(Rows())),
    )


def _images(one: NamedSet, label_dtype: str = "uint8") -> Pairs:
    """A set of images with a class for each."""
    limits, classes = Limits(*one.limits, exact=True), one.target_facts["classes"]
    shares = dict.fromkeys(range(classes), 1 / classes)
    return tuple(
        _as_it_stands(
            Array((size, *one.shape), one.dtype, limits, whole=True),
            labels((size, *one.target_shape), classes, label_dtype, shares=shares),
        )
        for size in one.samples
    )


def images_of(name: str) -> Pairs:
    """The parts of a set of images."""
    pairs = _images(SETS[f"keras:{name}"])
    return tuple(map(_of_digits, pairs, DIGITS)) if name == "mnist" else pairs


def _of_digits(pair: tuple[Array, Array], counts: Sequence[int]) -> tuple[Array, Array]:
    """Digits with the border that all of them have, and the number of each."""
    x, y = pair
    if x.origin is not None:
        x.origin.rows.flat = True
    return x, y._replace(shares={digit: one / sum(counts) for digit, one in enumerate(counts)})


transfers(
    {
        f"keras.datasets.{name}.load_data": lambda path=None, *, _name=name: images_of(_name)
        for name in ("mnist", "fashion_mnist", "cifar10")
    },
    free=True,
)


@transfer("keras.datasets.cifar100.load_data", free=True)
def cifar100(label_mode: Value = "fine") -> Pairs | Unknown:
    """Photographs of 32 x 32 pixels in 100 classes, or in 20 coarse ones."""
    if label_mode not in {"fine", "coarse"}:
        return Unknown("which labels are loaded is not in the code")
    one = SETS["keras:cifar100"]
    return _images(one if label_mode == "fine" else one._replace(target=COARSE_CLASSES), "int64")


def _texts(
    sizes: tuple[Dim, ...], classes: int, num_words: Value, special: tuple[Value, ...]
) -> Pairs:
    """Texts as lists of word numbers, of different lengths, with a class for each; ``special``
    are the numbers of starts and unknown words, and the first of a word.
    """
    known = special == (1, 2, 3) and isinstance(num_words, int) and num_words > 3
    limits = Limits(1, num_words - 1) if known else None
    return tuple(
        _as_it_stands(
            Array((size,), "object", limits, whole=True), labels((size,), classes, "int64")
        )
        for size in sizes
    )


def _filtered(samples: Dim, maxlen: Value) -> Dim:
    return samples if maxlen is None else Unknown("long texts are left out", "samples")


@transfer("keras.datasets.imdb.load_data", free=True)
def imdb(
    path: Value = None,
    num_words: Value = None,
    skip_top: Value = 0,
    maxlen: Value = None,
    start_char: Value = 1,
    oov_char: Value = 2,
    index_from: Value = 3,
) -> Pairs:
    """Film reviews as lists of word numbers; good or bad."""
    sizes = (_filtered(25000, maxlen), _filtered(25000, maxlen))
    most = IMDB_WORDS if num_words is None else num_words
    return _texts(sizes, 2, most, (start_char, oov_char, index_from))


@transfer("keras.datasets.reuters.load_data", free=True)
def reuters(
    path: Value = None,
    num_words: Value = None,
    skip_top: Value = 0,
    maxlen: Value = None,
    test_split: Value = 0.2,
    start_char: Value = 1,
    oov_char: Value = 2,
    index_from: Value = 3,
) -> Pairs:
    """Newswires as lists of word numbers, in 46 topics."""
    sizes: tuple[Dim, ...] = (Unknown(SPLIT), Unknown(SPLIT))
    if isinstance(test_split, float):
        train = int(REUTERS * (1 - test_split))
        sizes = (train, REUTERS - train)
    most = REUTERS_WORDS if num_words is None else num_words
    sizes = tuple(_filtered(size, maxlen) for size in sizes)
    return _texts(sizes, 46, most, (start_char, oov_char, index_from))


def _numbers(one: NamedSet, samples: int, test_split: Value) -> Pairs | Unknown:
    """A set of rows with a number for each."""
    if not isinstance(test_split, int | float) or not 0 <= test_split < 1:
        return Unknown(SPLIT)
    train, target = int(samples * (1 - test_split)), Limits(*one.target_facts["target_range"])
    return tuple(
        _as_it_stands(
            Array((size, *one.shape), one.dtype, Limits(*one.limits)),
            Array((size,), one.dtype, target, encoding="continuous"),
        )
        for size in (train, samples - train)
    )


@transfer("keras.datasets.boston_housing.load_data", free=True)
def boston_housing(path: Value = None, test_split: Value = 0.2) -> Pairs | Unknown:
    """House prices in thousands of dollars by 13 features."""
    one = SETS["keras:boston_housing"]
    return _numbers(one, sum(one.samples), test_split)


@transfer("keras.datasets.california_housing.load_data", free=True)
def california_housing(
    version: Value = "large", path: Value = None, test_split: Value = 0.2
) -> Pairs | Unknown:
    """House prices in dollars by 8 features."""
    if version not in {"large", "small"}:
        return Unknown("which version is loaded is not in the code")
    one = SETS["keras:california_housing"]
    return _numbers(one, sum(one.samples) if version == "large" else 600, test_split)
