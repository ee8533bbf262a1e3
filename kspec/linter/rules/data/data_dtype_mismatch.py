"""Data of a type that the network cannot take.

## Why

Keras refuses arrays of texts and of Python objects where an input takes numbers, and numbers where
it takes text. Its `fit` takes no texts in numpy's own dtype either (`<U5`), of which `kspec.check`
tells. Fractions that go into an `Embedding` are cut off, and the imaginary part of complex numbers
is dropped, both without a word: those are warnings.

## Bad

```json
{
  "inputs": {"shape": [4]},
  "layers": [{"type": "Dense", "units": 1}],
  "compile": {"optimizer": "adam", "loss": "mse"},
  "data": {"input_dtype": "string"}
}
```

At `/data/input_dtype`.

## Good

```json
{
  "inputs": {"shape": [4]},
  "layers": [{"type": "Dense", "units": 1}],
  "compile": {"optimizer": "adam", "loss": "mse"},
  "data": {"input_dtype": "uint8"}
}
```

## References

- [Working with preprocessing layers](https://keras.io/guides/preprocessing_layers/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.takers import takers
from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.inputs import Input
    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding

rule = Rule("KS612", "data-dtype-mismatch", Severity.ERROR, since="0.1", needs=("data",))

NO_NUMBERS = frozenset(("string", "object"))
NOUNS = {"string": "texts", "object": "Python objects"}


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for given in model.inputs:
        found = given.dtype if given.values is None else given.values.dtype
        if found is None:
            continue
        path = given.paths.get("input_dtype") or given.node.path
        refused = _refused(given, found) or _unhanded(model, given)
        if refused is not None:
            yield rule.at(path, *refused[:1], help=refused[1])
            continue
        lost = _lost(model, given, found)
        if lost is not None:
            yield rule.at(path, lost, severity=Severity.WARNING)
    yield from _targets(model)


def _refused(given: Input, found: str) -> tuple[str, str] | None:
    if given.tensor.dtype is None:
        return None
    if given.tensor.dtype == "string":
        message = f'The input "{given.name}" takes texts, and the data holds {found} numbers'
        return None if found in NO_NUMBERS else (message, "Give the texts themselves.")
    if found not in NO_NUMBERS:
        return None
    message = f'The input "{given.name}" takes numbers, and the data holds {NOUNS[found]}'
    return message, "Encode texts as numbers, and make arrays of one numeric type."


def _unhanded(model: Analysis, given: Input) -> tuple[str, str] | None:
    """Texts that Keras's `fit` cannot make tensors of."""
    values = given.values
    observed = model.observed
    if values is None or not values.fixed_width or observed is None or not observed.handed:
        return None
    message = f'"{given.name}" gets texts in an array of numpy, which Keras refuses to fit on'
    return message, "Give tf.constant(x), or x.astype(object) where a sample is one text."


def _lost(model: Analysis, given: Input, found: str) -> str | None:
    """What Keras drops of the values in silence."""
    if found.startswith("complex"):
        return f'Keras drops the imaginary part of what goes into "{given.name}"'
    values = given.values
    if values is None or values.low is None or values.whole:
        return None
    for taker in takers(model, given.name):
        if taker.layer.role == "embedding":
            return f'"{taker.node.name}" cuts off the fractions of the data: it looks up numbers'
    return None


def _targets(model: Analysis) -> Iterator[Finding]:
    seen = model.observed
    if seen is None or seen.adapts:
        return
    for output in model.outputs:
        values = seen.targets.get(output.head.name)
        if values is not None and output.loss is not None and values.dtype in NO_NUMBERS:
            yield rule.at(
                output.loss.path,
                f"{output.loss.name} takes numbers, and the target holds {NOUNS[values.dtype]}",
                help="Number the classes from 0.",
            )
