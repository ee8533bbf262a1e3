"""Facts of a first spec: the inputs and the target, from data or from options."""

from kspec.named_tuple import NamedTuple

CLASSES = frozenset(("multiclass_classification", "sequence_labeling", "segmentation"))
"""The tasks whose answer is one of several classes."""


COPYING = "autoencoding"
"""The task whose target is the input."""


class StarterError(ValueError):
    """Error of a request for a first spec; the message is one or two sentences."""


class Input(NamedTuple):
    """Input: its kind of data, and the shape of a sample.

    ``kind`` is one of ``numbers``, ``sequence``, ``image``, ``volume``, ``category`` (one of the
    texts in ``words``), ``label`` (a text of many that recur) and ``text``. ``length`` is the
    number of words in a text, ``high`` the greatest value of an image.
    """

    name: str
    kind: str
    shape: tuple[int | None, ...]
    columns: str | tuple[str, ...] | None = None
    words: tuple[str, ...] = ()
    length: int = 0
    high: float | None = None


class Target(NamedTuple):
    """Target of a first spec.

    ``columns`` are its columns or arrays, ``encoding`` that of its values; ``width`` is the number
    of values for a sample. ``mean`` and ``spread`` are of each of them in a regression, ``weights``
    of classes of which one is nearly all of the data. ``first`` is the least number of a class,
    ``texts`` the two answers in the order of their numbers.
    """

    columns: str | tuple[str, ...] | None = None
    encoding: str | None = None
    classes: int | None = None
    width: int = 1
    mean: tuple[float, ...] = (0.0,)
    spread: tuple[float, ...] = (1.0,)
    weights: tuple[tuple[int, float], ...] = ()
    first: int = 0
    texts: tuple[str, ...] = ()


class Facts(NamedTuple):
    """Facts of a first spec; ``notes`` are the assumptions, in sentences."""

    name: str
    task: str
    inputs: tuple[Input, ...]
    target: Target
    source: str | None = None
    samples: int | None = None
    notes: tuple[str, ...] = ()
