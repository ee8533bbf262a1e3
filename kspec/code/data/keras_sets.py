"""The data sets that Keras loads by name: their public facts."""

from kspec.code.data.array import Array, Dim, Limits
from kspec.code.data.transfer import transfer
from kspec.code.values import Value
from kspec.data.named_sets import SETS, NamedSet
from kspec.spec.unknown import Unknown

Pairs = tuple[tuple[Array, Array], tuple[Array, Array]]

COARSE_CLASSES = 20
REUTERS = 11228
IMDB_WORDS, REUTERS_WORDS = 88587, 30982
"""``num_words`` that `load_data` takes without one: numbers of words are below it."""


def labels(samples: Dim, classes: int, dtype: str, shape: tuple[int, ...] = ()) -> Array:
    """Labels as numbers from 0, each class of which occurs."""
    encoding = "binary" if classes == 2 else "integer"
    limits = Limits(0, classes - 1, exact=True)
    return Array((samples, *shape), dtype, limits, whole=True, encoding=encoding, classes=classes)


def _images(one: NamedSet, label_dtype: str = "uint8") -> Pairs:
    """A set of images with a class for each."""
    limits, classes = Limits(*one.limits, exact=True), one.target_facts["classes"]
    parts = [
        (
            Array((size, *one.shape), one.dtype, limits, whole=True),
            labels(size, classes, label_dtype, one.target_shape),
        )
        for size in one.samples
    ]
    return parts[0], parts[1]


@transfer("keras.datasets.mnist.load_data", free=True)
def mnist() -> Pairs:
    """Digits of 28 x 28 pixels."""
    return _images(SETS["keras:mnist"])


@transfer("keras.datasets.fashion_mnist.load_data", free=True)
def fashion_mnist() -> Pairs:
    """Clothes of 28 x 28 pixels."""
    return _images(SETS["keras:fashion_mnist"])


@transfer("keras.datasets.cifar10.load_data", free=True)
def cifar10() -> Pairs:
    """Photographs of 32 x 32 pixels, labels in a column."""
    return _images(SETS["keras:cifar10"])


@transfer("keras.datasets.cifar100.load_data", free=True)
def cifar100(label_mode: Value = "fine") -> Pairs | Unknown:
    """Photographs of 32 x 32 pixels in 100 classes, or in 20 coarse ones."""
    if label_mode not in {"fine", "coarse"}:
        return Unknown("which labels are loaded is not in the code")
    one = SETS["keras:cifar100"]
    return _images(one if label_mode == "fine" else one._replace(target=COARSE_CLASSES), "int64")


def _words(samples: Dim, num_words: Value, *, usual: bool) -> Array:
    """Texts as lists of word numbers, of different lengths."""
    numbers = usual and isinstance(num_words, int) and num_words > 3
    limits = Limits(1, num_words - 1) if numbers else None
    return Array((samples,), "object", limits, whole=True)


def _filtered(samples: int, maxlen: Value) -> Dim:
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
    usual = (start_char, oov_char, index_from) == (1, 2, 3)
    texts, classes = 25000, 2
    samples = [_filtered(texts, maxlen) for _ in range(2)]
    most = IMDB_WORDS if num_words is None else num_words
    parts = [(_words(one, most, usual=usual), labels(one, classes, "int64")) for one in samples]
    return parts[0], parts[1]


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
    usual = (start_char, oov_char, index_from) == (1, 2, 3)
    train = int(REUTERS * (1 - test_split)) if isinstance(test_split, float) else None
    sizes: list[Dim] = [
        Unknown("how the set is split is not in the code") if size is None else size
        for size in (train, None if train is None else REUTERS - train)
    ]
    if maxlen is not None:
        sizes = [_filtered(0, maxlen)] * 2
    most = REUTERS_WORDS if num_words is None else num_words
    parts = [(_words(one, most, usual=usual), labels(one, 46, "int64")) for one in sizes]
    return parts[0], parts[1]


def _numbers(one: NamedSet, samples: int, test_split: Value) -> Pairs | Unknown:
    """A set of rows with a number for each."""
    if not isinstance(test_split, int | float) or not 0 <= test_split < 1:
        return Unknown("how the set is split is not in the code")
    train, target = int(samples * (1 - test_split)), Limits(*one.target_facts["target_range"])
    parts = [
        (
            Array((size, *one.shape), one.dtype, Limits(*one.limits)),
            Array((size,), one.dtype, target, encoding="continuous"),
        )
        for size in (train, samples - train)
    ]
    return parts[0], parts[1]


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
