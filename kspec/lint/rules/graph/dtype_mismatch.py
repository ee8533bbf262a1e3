"""Layer that cannot compute with what it gets.

## Why

Keras builds a network whatever the dtypes are, and finds out at the first batch: text cannot be
multiplied with weights. Text goes through `TextVectorization`, `StringLookup` or `Hashing` first.
An `Embedding` looks up whole numbers, so behind a layer that computes fractions it rounds them off
without a word.

## Bad

```json
{
  "inputs": {"shape": [10], "dtype": "string"},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/0`.

```json
{
  "inputs": {"shape": [10]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Embedding", "input_dim": 100, "output_dim": 8},
    {"type": "Flatten"},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/1`.

```json
{
  "inputs": {"shape": [1]},
  "layers": [
    {"type": "StringLookup", "vocabulary": ["red", "green"], "output_mode": "one_hot"},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/0`.

## Good

```json
{
  "inputs": {"shape": [1], "dtype": "string"},
  "layers": [
    {"type": "StringLookup", "vocabulary": ["red", "green"], "output_mode": "one_hot"},
    {"type": "Dense", "units": 1}
  ]
}
```

```json
{
  "inputs": {"shape": [10], "dtype": "int32"},
  "layers": [
    {"type": "Embedding", "input_dim": 100, "output_dim": 8},
    {"type": "Flatten"},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [Preprocessing layers](https://keras.io/guides/preprocessing_layers/)
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule
from kspec.spec.problem import Related
from kspec.spec.shapes import tensors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.flow import Flow
    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding
    from kspec.spec.layers.base import Layer
    from kspec.spec.network import Node
    from kspec.spec.propagation import Trace

rule = Rule("KS215", "dtype-mismatch", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("dtype_mismatch", ()):
        yield rule.of(problem)
    has_text = any("string" in trace.dtypes for _, trace in model.flows)
    for flow, trace in model.flows:
        for cls, placed in flow.by_class.items():
            for node, layer in placed if has_text or cls.values == "text" else ():
                yield from _of_text(node, layer, _dtypes(trace, node))
        for node, _ in flow.of("embedding"):
            yield from _of_fractions(flow, node)


def _of_text(node: Node, layer: Layer, given: set[str]) -> Iterator[Finding]:
    if layer.values == "text":
        if others := given - {"string"}:
            yield rule.at(
                node.path,
                f'"{node.name}" reads text, and its input is {min(others)}',
                help='Give the input the dtype "string".',
            )
    elif "string" in given and (not layer.takes_text or layer.role in COMPUTING):
        yield rule.at(
            node.path,
            f'"{node.name}" computes with numbers, and its input is text',
            help="Put TextVectorization or StringLookup before it.",
        )


def _of_fractions(flow: Flow, node: Node) -> Iterator[Finding]:
    """Of an embedding that looks up what is no whole number."""
    for before, layer in islice(flow.chain_back(node), 1):
        if layer.role in FRACTIONS:
            yield rule.at(
                node.path,
                f'"{node.name}" looks up whole numbers, and "{before.name}" gives fractions',
                help="An Embedding takes token numbers: put it first.",
                related=(Related(before.path, "gives fractions"),),
                severity=Severity.WARNING,
            )


def _dtypes(trace: Trace, node: Node) -> set[str]:
    result = trace.results.get((node.name, 0))
    taken = () if result is None else tensors(result.args)
    return {x.dtype for x in taken if x.shape is not None and x.dtype}


COMPUTING = frozenset(("affine", "recurrent", "normalization", "pooling", "attention"))
FRACTIONS = frozenset(("affine", "recurrent", "normalization", "attention"))
