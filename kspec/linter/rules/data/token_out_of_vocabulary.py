from collections.abc import Iterator

from kspec.analysis.data_faults import TokenFault, token_fault
from kspec.analysis.index_faults import IndexFault, index_faults
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.layer_fixes import put, unsafe
from kspec.linter.rule import Rule
from kspec.spec.layers.base import Layer
from kspec.spec.network import Node
from kspec.spec.problem import Path, Related

rule = Rule("KS611", "token-out-of-vocabulary", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    yield from map(_numbered, index_faults(model))
    yield from _exchanged(model)
    for feed in model.inputs:
        fault = token_fault(model, feed)
        if fault is not None:
            written = feed.paths.get("input_range")
            yield rule.at(
                _field(fault.taker.node, fault.taker.layer),
                _message(fault),
                help=f"Set {_size_field(fault.taker.layer)} to {fault.high + 1:g} at least."
                if fault.too_high
                else "Add what makes the lowest number 0.",
                related=(Related(written, "the range of the input"),) if written else (),
                severity=Severity.ERROR if fault.certain else Severity.WARNING,
                fix=_fix(fault.taker.node, fault.taker.layer, int(fault.high) + 1)
                if fault.too_high
                else None,
            )


def _exchanged(model: Analysis) -> Iterator[Finding]:
    """Embeddings whose two sizes stand in each other's place."""
    for flow in model.flows:
        for node, layer in flow.of("embedding"):
            tokens, width = getattr(layer, "input_dim", 0), getattr(layer, "output_dim", 0)
            if not (LEAST_TOKENS <= tokens < WIDEST < width and model.spec is not None):
                continue
            swap = (
                *put(node.field("input_dim"), width).edits,
                *put(node.field("output_dim"), tokens).edits,
            )
            yield rule.at(
                node.field("input_dim"),
                f'"{node.name}" has {tokens:,} vectors of {width:,} numbers each: usual are many '
                "vectors of few numbers",
                help='"input_dim" is the number of tokens. Exchange the two?',
                fix=unsafe(swap),
                severity=Severity.WARNING,
            )


LEAST_TOKENS = 16
"""Number of tokens below which an embedding is one of kinds and not of words."""
WIDEST = 16_384
"""Size of a vector beyond those of the largest language models."""


def _fix(node: Node, layer: Layer, size: int) -> Fix | None:
    """Fix that sets the number of vectors or positions, where it is written."""
    return put(_field(node, layer), size) if layer.index_field in layer.model_fields_set else None


def _size_field(layer: Layer) -> str:
    """Field with the size, in quotes."""
    return f'"{layer.index_field}"' if layer.index_field else "its size"


def _numbered(fault: IndexFault) -> Finding:
    last, exact = fault.indices.number - 1, fault.indices.exact
    return rule.at(
        _field(fault.node, fault.layer),
        f"{_has(fault.node, fault.layer, fault.size)}, and "
        f'"{fault.source.name}" {"numbers" if exact else "may number"} its tokens 0 to {last}',
        help=f"Set {_size_field(fault.layer)} to {last + 1} at least.",
        fix=_fix(fault.node, fault.layer, last + 1),
        related=(Related(fault.source.path, "what numbers the tokens"),),
        severity=Severity.ERROR if exact and fault.layer.role == "embedding" else Severity.WARNING,
    )


def _message(fault: TokenFault) -> str:
    value = fault.high if fault.too_high else fault.low
    where = "" if fault.row is None else f" (row {fault.row})"
    has = _has(fault.taker.node, fault.taker.layer, fault.size)
    return f"{has}, and the data holds {value:g}{where}"


def _has(node: Node, layer: Layer, size: int) -> str:
    things = "vectors" if layer.role == "embedding" else "places"
    return f'"{node.name}" has {things} for 0 to {size - 1}'


def _field(node: Node, layer: Layer) -> Path:
    return node.field(layer.index_field or "")
