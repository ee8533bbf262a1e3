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

from collections.abc import Iterator
from itertools import islice

from kspec.analysis.flow import Flow
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.network import Node
from kspec.spec.problem import Related

rule = Rule("KS215", "dtype-mismatch", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("dtype_mismatch", ()):
        yield rule.of(problem)
    for flow in model.flows:
        for node, _ in flow.of("embedding"):
            yield from _of_fractions(flow, node)


def _of_fractions(flow: Flow, node: Node) -> Iterator[Finding]:
    """Findings of an embedding whose indices have fractions."""
    for before, layer in islice(flow.chain_back(node), 1):
        if layer.role in FRACTIONS:
            yield rule.at(
                node.path,
                f'"{node.name}" looks up whole numbers, and "{before.name}" gives fractions',
                help="An Embedding takes token numbers: put it first.",
                related=(Related(before.path, "gives fractions"),),
                severity=Severity.WARNING,
            )


FRACTIONS = frozenset(("affine", "recurrent", "normalization", "attention"))
