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
    from kspec.spec.network import Node
    from kspec.spec.propagation import Trace

rule = Rule("KS215", "dtype-mismatch", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("dtype_mismatch", ()):
        yield rule.of(problem)
    has_text = any(map(_gives_text, model.flows))
    for flow, trace in model.flows:
        for node in flow.network.nodes.values():
            layer = node.layer
            if layer is None:
                continue
            numbers = has_text and not (layer.takes_text and layer.role not in COMPUTING)
            given = _dtypes(trace, node) if numbers or layer.values == "text" else set()
            if numbers and "string" in given:
                yield rule.at(
                    node.path,
                    f'"{node.name}" computes with numbers, and its input is text',
                    help="Put TextVectorization or StringLookup before it.",
                )
            elif layer.values == "text" and given - {"string"}:
                yield rule.at(
                    node.path,
                    f'"{node.name}" reads text, and its input is {min(given - {"string"})}',
                    help='Give the input the dtype "string".',
                )
            before = next(flow.chain_back(node), None) if layer.role == "embedding" else None
            if before is not None and before[1].role in FRACTIONS:
                yield rule.at(
                    node.path,
                    f'"{node.name}" looks up whole numbers, and "{before[0].name}" gives fractions',
                    help="An Embedding takes token numbers: put it first.",
                    related=(Related(before[0].path, "gives fractions"),),
                    severity=Severity.WARNING,
                )


def _gives_text(place: tuple[Flow, Trace]) -> bool:
    """Whether there is text in a network at all: in most there is none."""
    results = place[1].results.values()
    return any(x.dtype == "string" for result in results for x in result.outputs)


def _dtypes(trace: Trace, node: Node) -> set[str]:
    result = trace.results.get((node.name, 0))
    taken = () if result is None else tensors(result.args)
    return {x.dtype for x in taken if x.shape is not None and x.dtype}


COMPUTING = frozenset(("affine", "recurrent", "normalization", "pooling", "attention"))
FRACTIONS = frozenset(("affine", "recurrent", "normalization", "attention"))
