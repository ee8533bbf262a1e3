"""Analyzed model: a spec with all results of inference."""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from kspec.analysis.facts import Facts
from kspec.analysis.flow import Flow
from kspec.analysis.names import model_name_problems
from kspec.analysis.refusals import network_problems
from kspec.named_tuple import NamedTuple
from kspec.spec.layers.models import Functional
from kspec.spec.model import Reading
from kspec.spec.propagation import Result, SizeNames, Trace, propagate
from kspec.spec.shapes import Tensor, tensors
from kspec.spec.unknown import UnknownValueError, as_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kspec.analysis.head import Head
    from kspec.analysis.inputs import Input
    from kspec.analysis.observations import Observations
    from kspec.analysis.outputs import Output
    from kspec.analysis.verdicts.verdict import Verdict
    from kspec.spec.layers.base import Layer
    from kspec.spec.layers.weight import Weight
    from kspec.spec.model import ModelSpec
    from kspec.spec.network import Network, Node
    from kspec.spec.problem import Path, Problem
    from kspec.spec.training.compile import Compile
    from kspec.spec.training.fit import Fit


T = TypeVar("T")
Section = Literal["compile", "fit", "callbacks", "data", "observed", "unadapted"]
"""Parts of a spec beside the network, or of a live model, that rules need."""


class Place(NamedTuple):
    """Node in its network, with the network's trace, for rules to iterate."""

    node: Node
    network: Network
    trace: Trace

    @property
    def layer(self) -> Layer | None:
        """The layer, None when it is opaque."""
        return self.node.layer

    @property
    def results(self) -> list[Result]:
        """The layer's calls in order."""
        results = self.trace.results
        return [
            results[self.node.name, index]
            for index in range(len(self.node.calls))
            if (self.node.name, index) in results
        ]

    @property
    def inputs(self) -> list[Tensor]:
        """The tensors that the first call takes."""
        results = self.results
        return list(tensors((results[0].args, results[0].kwargs))) if results else []

    @property
    def outputs(self) -> list[Tensor]:
        """The tensors that the first call gives."""
        results = self.results
        return list(results[0].outputs) if results else []

    @property
    def weights(self) -> tuple[Weight, ...] | None:
        """The variables, None where they cannot be known."""
        return self.trace.weights.get(self.node.name)


OF_TENSORS = ("by_kind", "flow_of", "flows", "places")
OF_FACTS = ("inputs", "outputs", "sections", "verdicts")
"""Cached properties of `Analysis` that depend on tensors, and on facts of the data."""


class Analysis:
    """Analysis of a model, which rules query: problems by kind, places, heads and the task.

    ``spec`` is None when the document does not make a network; then only ``problems`` are reported.
    ``task`` is the caller's task of the network. ``observed`` are the facts of arrays, None before
    `observing`. ``unadapted`` are the names of a live model's layers without ``adapt``, which no
    file shows. ``names`` are those of sizes that a program does not fix. ``stated`` is the trace of
    the document alone, without arrays.
    """

    def __init__(
        self,
        reading: Reading,
        *,
        task: str | None = None,
        unadapted: frozenset[str] = frozenset(),
        names: SizeNames | None = None,
    ) -> None:
        self.reading = reading
        self.spec: ModelSpec | None = reading.spec
        self.task = task
        self.observed: Observations | None = None
        self.unadapted = unadapted
        self.facts = Facts(reading.spec, task=task)
        self.trace, self.problems = _propagated(reading, names=names)
        self.stated = self.trace

    @classmethod
    def of(cls, spec: ModelSpec) -> Analysis:
        """Return the analysis of a spec that was read before, without the problems of its
        document.
        """
        return cls(Reading(spec, []))

    @property
    def known_spec(self) -> ModelSpec:
        """The spec; raises `ValueError` where the document makes none."""
        if self.spec is None:
            message = "There is no network."
            raise ValueError(message)
        return self.spec

    def value_at(self, path: Path) -> object:
        """The value of the document at a path; None where there is none."""
        return None if self.spec is None else self.spec.value_at(path)

    @property
    def compile(self) -> Compile:
        """The spec's ``compile``, for rules that need it; raises `ValueError` without."""
        return _stated(self.known_spec.compile)

    @property
    def fit(self) -> Fit:
        """The spec's ``fit``, for rules that need it; raises `ValueError` without."""
        return _stated(self.known_spec.fit)

    @cached_property
    def keras_config(self) -> dict[str, Any]:
        """The network as `keras.models.model_from_json` takes it; raises `ValueError` for one that
        cannot be made.
        """
        from kspec.spec.dialects.keras_writer import spec_config

        return spec_config(self.known_spec)

    def observing(self, observed: Observations) -> Analysis:
        """Return the analysis with facts of arrays; this one stays unchanged. The tensors are the
        same, except for a stack that takes its input shape from the arrays.
        """
        other = copy(self)
        other.observed, other.facts = observed, Facts(self.spec, observed, self.task)
        feeds = self._feeds(observed)
        for name in (*OF_FACTS, *(OF_TENSORS if feeds else ())):
            vars(other).pop(name, None)
        if feeds:
            other.trace, other.problems = _propagated(self.reading, feeds)
        return other

    def _feeds(self, observed: Observations) -> Mapping[str, Tensor] | None:
        """Input of a stack without a shape; None where the stack has one."""
        if self.spec is None or not self.spec.network.implicit_input:
            return None
        from kspec.analysis.inferred_input import input_of_stack

        return input_of_stack(self.spec.network, observed)

    @cached_property
    def sections(self) -> frozenset[Section]:
        """Sections that the document has beside the network; ``data`` also where arrays show it."""
        spec = self.spec
        fit = None if spec is None else spec.fit
        there: dict[Section, bool] = {
            "compile": spec is not None and spec.compile is not None,
            "fit": fit is not None,
            "callbacks": fit is not None and any(as_known(fit.all_callbacks())),
            "data": self.observed is not None or (spec is not None and spec.data is not None),
            "observed": self.observed is not None,
            "unadapted": bool(self.unadapted),
        }
        return frozenset(section for section, is_there in there.items() if is_there)

    @cached_property
    def by_kind(self) -> dict[str, list[Problem]]:
        """The problems by their kind, in document order within each."""
        groups: dict[str, list[Problem]] = {}
        for problem in self.problems:
            groups.setdefault(problem.kind, []).append(problem)
        return groups

    @cached_property
    def inputs(self) -> list[Input]:
        """List the inputs with the facts of their data, in Keras's order."""
        from kspec.analysis.inputs import inputs

        if self.spec is None:
            return []
        return inputs(self.spec, self.trace, self.facts, self.observed)

    @cached_property
    def outputs(self) -> list[Output]:
        """Every output with its head, loss, metrics, target and task; empty for a network without a
        known layer, whose outputs are unknown.
        """
        from kspec.analysis.outputs import outputs

        if self.spec is None or not _has_known_layer(self.spec.network):
            return []
        return outputs(self.spec, self.trace, self.facts)

    @property
    def heads(self) -> list[Head]:
        """The head of every output, in Keras's order."""
        return [output.head for output in self.outputs]

    @cached_property
    def verdicts(self) -> dict[str, list[Verdict]]:
        """Verdicts on the outputs, by the name of the rule that reports them."""
        from kspec.analysis.verdicts.verdict import verdicts

        groups: dict[str, list[Verdict]] = {}
        with suppress(UnknownValueError):  # an unknown section leaves no outputs
            for output in self.outputs:
                for verdict in as_known(verdicts(output)):
                    groups.setdefault(verdict.fault.rule, []).append(verdict)
        return groups

    @cached_property
    def places(self) -> list[Place]:
        """Every node of the network and of the networks inside it."""
        return [
            Place(node, flow.network, flow.trace)
            for flow in self.flows
            for node in flow.network.nodes.values()
        ]

    @cached_property
    def flows(self) -> list[Flow]:
        """The wiring of the network and of every network inside it."""
        return [] if self.spec is None else list(_flows(self.spec.network, self.trace))

    @cached_property
    def flow_of(self) -> Mapping[int, Flow]:
        """Flows by the identity of each network."""
        return {id(flow.network): flow for flow in self.flows}


def _stated(section: T | None) -> T:
    if section is None:
        message = "The spec has no such section."
        raise ValueError(message)
    return section


def _has_known_layer(network: Network) -> bool:
    nodes = [node for node in network.nodes.values() if not node.is_input]
    return not nodes or any(node.layer is not None for node in nodes)


def _propagated(
    reading: Reading, feeds: Mapping[str, Tensor] | None = None, names: SizeNames | None = None
) -> tuple[Trace, list[Problem]]:
    """The tensors of a network, and all that is wrong with the document and with them."""
    if reading.spec is None:
        return Trace(), list(reading.problems)
    network = reading.spec.network
    trace = propagate(network, feeds, names=names)
    places = {problem.path for problem in reading.problems}
    misnamed, refused = model_name_problems(network), network_problems(network, trace, places)
    return trace, [*reading.problems, *as_known(misnamed), *as_known(refused)]


def _flows(network: Network, trace: Trace) -> Iterator[Flow]:
    flow = Flow(network, trace)
    yield flow
    for _, layer in flow.of("model"):
        if isinstance(layer, Functional):
            yield from _flows(layer.network, layer.trace)
