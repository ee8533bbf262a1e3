"""Facts of arrays that a spec may declare, and the declarations that arrays contradict."""

from collections.abc import Iterator, Mapping
from typing import Any

from kspec.analysis.observations import ArrayFacts, Contradiction
from kspec.analysis.verdicts.kinds import CLASS_LOSSES
from kspec.data.denials import DENIALS
from kspec.spec.model import ModelSpec
from kspec.spec.training.data import Data

PER_CLASS = 20
"""Samples of each class, on average, from which on no class is likely to be missing."""


def facts_of(
    inputs: Mapping[str, ArrayFacts],
    targets: Mapping[str, ArrayFacts],
    kinds: Mapping[str, str | None],
) -> dict[str, dict[str, Any]]:
    """The facts that arrays show, each by the names of inputs or outputs; ``kinds`` are those of
    the outputs' losses.
    """
    facts: dict[str, dict[str, Any]] = {}
    for name, values in inputs.items():
        _collect(facts, name, _input_facts(values))
    for name, values in targets.items():
        _collect(facts, name, _target_facts(values, kinds.get(name)))
    return facts


def contradictions(
    spec: ModelSpec, inputs: Mapping[str, ArrayFacts], targets: Mapping[str, ArrayFacts]
) -> Iterator[Contradiction]:
    """Yield the declared facts that arrays contradict."""
    data = spec.data
    if data is None:
        return
    for name, values in inputs.items():
        yield from _denied(spec, data, "input", name, values, alone=len(inputs) == 1)
    for name, values in targets.items():
        yield from _denied(spec, data, "target", name, values, alone=len(targets) == 1)
    yield from _too_many(spec, data, [*inputs.values(), *targets.values()])


def _too_many(spec: ModelSpec, data: Data, arrays: list[ArrayFacts]) -> Iterator[Contradiction]:
    """Fewer samples may be a part of the data; more cannot."""
    samples = max((values.samples for values in arrays), default=0)
    if data.samples is not None and samples > data.samples:
        path = spec.path("data", "samples")
        yield Contradiction("samples", "", path, str(data.samples), str(samples))


def _collect(collected: dict[str, dict[str, Any]], name: str, facts: dict[str, Any]) -> None:
    for fact, value in facts.items():
        if value is not None:
            collected.setdefault(fact, {})[name] = value


def _input_facts(values: ArrayFacts) -> dict[str, Any]:
    return {
        "input_shape": list(values.shape),
        "input_dtype": None if values.dtype == "object" else values.dtype,
        "input_range": None if values.low is None else [values.low, values.high],
    }


def _target_facts(values: ArrayFacts, kind: str | None) -> dict[str, Any]:
    encoding = _encoding(values, kind)
    limits = None if values.low is None else [values.low, values.high]
    return {
        "target_shape": list(values.shape) if values.numeric else None,
        "target_range": [0, 1] if values.noisy and kind == "binary" else limits,
        "target_encoding": encoding,
        "classes": _classes(values, encoding),
    }


def _encoding(values: ArrayFacts, kind: str | None) -> str | None:
    """Encoding of the target, where its values leave one only.

    Integers are classes for a loss that takes classes, and may be counts for another.
    """
    if not values.numeric or values.counts == {}:
        return None
    if values.rows is not None:
        return None if values.rows == "multi_hot" and kind == "regression" else values.rows
    if values.shape in {(), (1,)} and values.counts is not None and set(values.counts) == {0, 1}:
        return "binary"
    if kind in CLASS_LOSSES:
        return "integer" if values.whole else None
    if kind == "binary" and values.shape in {(), (1,)} and _classes(values, "integer"):
        return "integer"  # values that are neither yes or no nor shares are class numbers
    return None if values.whole else "continuous"


def _classes(values: ArrayFacts, encoding: str | None) -> int | None:
    if encoding == "one_hot":
        return values.shape[-1]
    counts = values.counts
    if encoding != "integer" or not counts or values.samples < PER_CLASS * len(counts):
        return None
    low, high = min(counts), max(counts)
    return len(counts) if low in {0, 1} and high - low + 1 == len(counts) else None


def _denied(
    spec: ModelSpec, data: Data, side: str, name: str, values: ArrayFacts, *, alone: bool
) -> Iterator[Contradiction]:
    for fact, denial in DENIALS.items():
        if fact.startswith("input") != (side == "input"):
            continue
        declared = getattr(data, fact)
        path = spec.path("data", fact)
        if isinstance(declared, dict):
            declared, path = declared.get(name), (*path, name)
        elif not alone:
            declared = None
        shown = None if declared is None else denial(declared, values)
        if shown is not None and spec.value_at(path) is not None:
            yield Contradiction(fact, name, path, _written(declared), shown)


def _written(declared: object) -> str:
    return f'"{declared}"' if isinstance(declared, str) else str(declared)
