"""Network that does not say its input's shape.

## Why

Without the shape of the input nothing about the network can be checked before data arrive: not
ranks, not sizes, not the number of parameters. Keras builds such a network only at the first
batch.

## Bad

```json
{
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ]
}
```

At ``.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [The Sequential model: specifying the input shape in
advance](https://keras.io/guides/sequential_model/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.network import references

rule = Rule("KS209", "unknown-input-shape", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if model.spec is None:
        return
    network = model.spec.network
    first = next((node for node in network.nodes.values() if not node.is_input), None)
    if not network.implicit_input or first is None or first.layer is None:
        return
    tensor = next((model.trace.tensor(ref) for ref in references(network.inputs)), None)
    if tensor is None or tensor.shape is None:
        yield rule.at(
            network.path,
            "The network does not say the shape of its input, so its layers cannot be checked",
            help='Add "inputs": {"shape": [...]}, without the batch dimension.',
        )
