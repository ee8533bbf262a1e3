"""Refusals of a network by Keras: wiring, names, and calls; each cause is reported once."""

from collections.abc import Iterator

from kspec.analysis.flow import Flow
from kspec.analysis.graph import wiring_problems
from kspec.analysis.names import name_problems
from kspec.spec.layers.models import Functional
from kspec.spec.network import Call, Network, Node
from kspec.spec.problem import Fault, Path, Problem, Related
from kspec.spec.propagation import Result, Trace
from kspec.spec.shapes import show, tensors

NESTING = frozenset(("model", "wrapper"))
"""Roles of layers that may hold a network."""


def network_problems(network: Network, trace: Trace, reported: set[Path]) -> Iterator[Problem]:
    """Yield the faults of a network and of those inside it, except at ``reported`` paths."""
    yield from wiring_problems(network, trace)
    yield from name_problems(network)
    broken = set()
    for node in network.nodes.values():
        if node.layer is None or node.layer.role not in NESTING:
            continue
        inner = list(_inner_problems(node, reported))
        yield from inner
        if inner:
            broken.add(node.name)
    refused = [
        (result, result.fault)
        for result in trace.results.values()
        if result.fault is not None
        and result.node.name not in broken
        and not _is_reported(result.call, reported)
    ]
    if refused:
        yield from _call_problems(Flow(network, trace), refused)


def _call_problems(flow: Flow, refused: list[tuple[Result, Fault]]) -> Iterator[Problem]:
    """Problems of calls, each cause once."""
    from kspec.analysis.rank_faults import cause

    reported = _Reported()
    for result, fault in refused:
        problem = cause(flow, result, fault) or _of_fault(flow, result, fault)
        if reported.is_new(problem, result, fault):
            yield problem


def _inner_problems(node: Node, reported: set[Path]) -> Iterator[Problem]:
    """Problems of the model that a layer is, or has in a field (a model of its own, whose paths
    begin there).
    """
    layer, fields = node.layer, node.fields_path
    if isinstance(layer, Functional):
        yield from network_problems(layer.network, layer.trace, reported)
    while layer is not None and layer.role == "wrapper":
        layer, path = getattr(layer, "layer", None), (*fields, "layer")
        fields = (*path, "config") if fields[-1:] == ("config",) else path
        if isinstance(layer, Functional):
            for problem in network_problems(layer.network, layer.trace, set()):
                yield problem.inside(layer.network.path).under(path)


class _Reported:
    """Filter of faults with the same cause as one before: a layer that is called twice refuses the
    same twice, and every layer that takes a tensor refuses its wrong shape.
    """

    def __init__(self) -> None:
        self.problems: set[tuple[Path, str]] = set()
        self.tensors: set[tuple[str, int, int]] = set()

    def is_new(self, problem: Problem, result: Result, fault: Fault) -> bool:
        sources = {ref[:3] for ref in result.call.references} if not fault.field else set()
        known = (problem.path, problem.message) in self.problems or bool(sources & self.tensors)
        self.problems.add((problem.path, problem.message))
        self.tensors |= sources
        return not known


def _is_reported(call: Call, reported: set[Path]) -> bool:
    """Whether reading a call of a file has reported it."""
    return call.path[-1:] == ("args",) and call.path in reported


def _of_fault(flow: Flow, result: Result, fault: Fault) -> Problem:
    path = result.node.field(*fault.field) if fault.field else result.call.entry(result.node)
    related = _sources(flow.network, result)
    if path == result.call.entry(result.node) != result.node.path:
        related = (Related(result.node.path, f'"{result.node.name}" is made here'), *related)
    help_ = fault.help
    if fault.kind == "input_rank" and not help_:
        from kspec.analysis.rank_faults import advice

        help_ = advice(flow, result)
    return Problem(fault.kind, path, fault.message, help_, related=related)


def _sources(network: Network, result: Result) -> tuple[Related, ...]:
    """Sources of the tensors that a layer refuses, where they are written elsewhere than the
    layer.
    """
    related: list[Related] = []
    refs = result.call.references
    inputs = list(tensors((result.args, result.kwargs)))
    for ref, x in zip(refs, inputs, strict=False):
        source = network.nodes.get(ref.layer)
        if source is not None and source.path and source.path != result.node.path:
            related.append(Related(source.path, f'"{source.name}" gives {show(x.shape)}'))
    return tuple(dict.fromkeys(related))
