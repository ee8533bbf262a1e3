"""Model spec: the network, its compilation, its data, and its claims."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from kspec.named_tuple import NamedTuple
from kspec.source.outline import value_at
from kspec.spec.dtypes import TrainedPolicy
from kspec.spec.fields import Anything, Str
from kspec.spec.network import Network
from kspec.spec.problem import Path, Problem
from kspec.spec.spec_object import Serialization, SpecObject, field
from kspec.spec.tasks import TaskName
from kspec.spec.training.compile import Compile
from kspec.spec.training.data import Data
from kspec.spec.training.fit import Fit


class ModelSpec(SpecObject):
    """Spec as it is written: ``inputs`` and ``layers`` (or ``model``), and the settings.

    Both dialects give one. `network` is the same for both; `paths` are those of the sections in the
    document (a file of Keras keeps ``compile`` in ``compile_config``).
    """

    schema_uri: Str | None = field(default=None, alias="$schema")
    kspec: Literal[1] = 1
    name: Str | None = None
    task: TaskName | dict[str, TaskName] | None = None
    dtype_policy: TrainedPolicy = None
    inputs: Anything = None
    input_layers: Anything = None
    layers: Anything = None
    outputs: Anything = None
    model: Anything = None
    compile: Compile | None = None
    data: Data | None = None
    fit: Fit | None = None
    sweep: dict[str, Any] | None = None
    lint: Anything = None

    serialization: ClassVar[Serialization] = Serialization(
        read_apart=frozenset(("inputs", "input_layers", "layers", "outputs", "model"))
    )
    sections: ClassVar[tuple[str, ...]] = ("compile", "data", "fit")

    _network: Network
    _document: Any = None
    _paths: Mapping[str, Path] = {}

    @property
    def network(self) -> Network:
        """The network, whichever dialect it is written in."""
        return self._network

    @property
    def copies_input(self) -> bool:
        """Whether the target is the input itself: an autoencoder whose data names no other."""
        return self.task == "autoencoding" and self.effective_data.target is None

    @property
    def effective_compile(self) -> Compile:
        """``compile`` as it is written, else with Keras's defaults."""
        return Compile() if self.compile is None else self.compile

    @property
    def effective_data(self) -> Data:
        """``data`` as it is written, else without a fact."""
        return Data() if self.data is None else self.data

    @property
    def effective_fit(self) -> Fit:
        """``fit`` as it is written, else with Keras's defaults."""
        return Fit() if self.fit is None else self.fit

    @property
    def document(self) -> Any:
        """Source of the spec, as plain values."""
        return self._document

    def read_from(self, document: Any) -> None:
        """Record the document that the spec was read from."""
        self._document = document

    @property
    def stated_compile(self) -> Iterator[tuple[str, Any, Any]]:
        """Yield the settings of ``compile`` in the document: the name, the notation, and the
        object.
        """
        written = self.value_at(self.path("compile")) or {}
        for name in Compile.model_fields:
            if name in written:
                yield name, written[name], getattr(self.compile, name)

    def value_at(self, path: Path) -> Any:
        """Value of the document at a path; None where it has none."""
        return value_at(self._document, path)

    def place(self, network: Network, paths: dict[str, Path]) -> None:
        """Attach the network that a dialect has read, and the paths of the sections."""
        self._network = network
        self._paths = paths
        if self.dtype_policy is not None:
            from kspec.spec.policy import spread

            spread(self.dtype_policy, network)

    def path(self, section: str, *keys: str | int) -> Path:
        """Path of a section of the document, or of a part of it."""
        return (*self._paths.get(section, (section,)), *keys)


class Reading(NamedTuple):
    """Spec of a document as far as it can be read, and all its problems."""

    spec: ModelSpec | None
    problems: list[Problem]
