"""First observation of the data that a spec names: ``"data": {"source": "train.csv"}``.

Only a file in the project of the spec is opened (`kspec.linter.model_file.inside_project`), and no
more of it is read than its header and its first values. A text names no files to open. Data sets
with a name have their public facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.observations import ArrayFacts, Observations

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.source.document import Document


def with_source(analysis: Analysis, document: Document) -> Analysis:
    """Observe the data of ``source``; returns the analysis unchanged where nothing can be read."""
    spec = analysis.spec
    if spec is None or spec.data is None or not isinstance(source := spec.data.source, str):
        return analysis
    if source.startswith(("sklearn:", "keras:")):
        observations = _named(analysis, source)
    else:
        observations = _in_file(analysis, document, source)
    return analysis if observations is None else analysis.observing(observations)


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


def _named(analysis: Analysis, source: str) -> Observations | None:
    """The public facts of a data set, where the network has one input and one output."""
    from kspec.data.named_sets import named_set
    from kspec.spec.network import references

    spec, known = analysis.known_spec, named_set(source)
    inputs = {ref.layer for ref in references(spec.network.inputs)}
    outputs = {ref.layer for ref in references(spec.network.outputs) if not spec.copies_input}
    if known is None or len(inputs) != 1 or len(outputs) > 1:
        return None
    one, samples = known
    facts: dict[str, dict[str, object]] = {}
    whole, target = source.startswith("sklearn:digits"), isinstance(one.target, int)
    x, y = (dict[str, ArrayFacts]() for _ in range(2))
    low, high = one.limits
    for name in inputs:
        x[name] = ArrayFacts(samples, one.shape, one.dtype, low, high, whole=whole, counts={})
        facts["input_shape"] = {name: [*one.shape]}
        facts["input_dtype"] = {name: one.dtype}
        facts["input_range"] = {name: [*one.limits]}
    for name in outputs:
        low, high = one.target_facts["target_range"]
        dtype = "int64" if target else "float64"
        y[name] = ArrayFacts(samples, one.target_shape, dtype, low, high, whole=target, counts={})
        facts |= {fact: {name: value} for fact, value in one.target_facts.items()}
    return Observations(x, y, {}, {}, facts, adapts=True, of_source=True)
