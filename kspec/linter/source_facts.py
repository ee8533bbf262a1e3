"""What the data that a spec names shows to a first look: ``"data": {"source": "train.csv"}``.

Only a file in the project of the spec is opened (`kspec.linter.model_file.inside_project`), and no
more of it is read than its header and its first values. A text names no files to open. Data sets
with a name have their public facts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kspec.analysis.observations import ArrayFacts, Observations

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.code.data.array import Array
    from kspec.source.document import Document

KERAS_SETS = frozenset(
    (
        *("mnist", "fashion_mnist", "cifar10", "cifar100"),
        *("boston_housing", "california_housing"),
    )
)
"""The sets of Keras whose samples are of one shape."""


def with_source(analysis: Analysis, document: Document) -> Analysis:
    """The analysis with what its ``source`` shows; the same where that shows nothing."""
    spec = analysis.spec
    if spec is None or spec.data is None or not isinstance(source := spec.data.source, str):
        return analysis
    scheme, colon, name = source.partition(":")
    if colon and scheme in {"sklearn", "keras"}:
        seen = _named(analysis, scheme, name)
    else:
        seen = _in_file(analysis, document, source)
    return analysis if seen is None else analysis.observing(seen)


def _in_file(analysis: Analysis, document: Document, source: str) -> Observations | None:
    from kspec.linter.model_file import inside_project

    if document.origin is None:
        return None
    try:
        path = inside_project(document.origin.parent, source)
        if path is None or not path.is_file():
            return None
    except (OSError, ValueError):  # a name that no file can have
        return None
    from kspec.data.glimpse import glimpse

    return glimpse(analysis, path)


def _named(analysis: Analysis, scheme: str, name: str) -> Observations | None:
    """The public facts of a data set, where the network has one input and one output."""
    from kspec.data.model_io import model_io
    from kspec.data.sources import asked_of

    io = asked_of(analysis.known_spec, model_io(analysis))
    arrays = _arrays(scheme, name)
    if arrays is None or len(io.inputs) != 1 or len(io.outputs) > 1:
        return None
    facts: dict[str, dict[str, object]] = {}
    x, y = (
        {end: _values(array, end, facts, target=bool(side)) for end in ports}
        for side, (ports, array) in enumerate(zip(io, arrays, strict=True))
    )
    return Observations(x, y, {}, {}, facts, adapts=True, of_source=True)


def _arrays(scheme: str, name: str) -> tuple[Array, Array] | None:
    """The inputs and targets of a set, as code that loads it has them."""
    base, _, part = name.partition("/")
    if scheme == "keras":
        if base not in KERAS_SETS or part not in {"", "train", "test"}:
            return None
        load = getattr(import_module("kspec.code.data.keras_sets"), base)
        arrays: tuple[Array, Array] = load()[part == "test"]
        return arrays
    from kspec.code.data.bunches import TABLES, arrays_of

    return arrays_of(TABLES[name]) if name in TABLES else None


def _values(
    array: Array, end: str, facts: dict[str, dict[str, object]], *, target: bool
) -> ArrayFacts:
    from kspec.code.data.facts import input_facts, target_facts

    for fact, _, value in (target_facts if target else input_facts)(array):
        facts.setdefault(fact, {})[end] = value
    shape = tuple(size for size in array.shape or () if isinstance(size, int))
    low, high = array.limits[:2] if array.limits is not None else (None, None)
    return ArrayFacts(
        shape[0], shape[1:], array.dtype or "float32", low, high, whole=array.whole, counts={}
    )
