"""Facts of the data and the task: declared in the document, or observed in arrays."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kspec.named_tuple import NamedTuple
from kspec.spec.problem import Related
from kspec.spec.tasks import TASKS

if TYPE_CHECKING:
    from kspec.analysis.observations import Observations
    from kspec.spec.model import ModelSpec
    from kspec.spec.problem import Path

KEPT = frozenset(("classes", "target_encoding"))
"""Declared facts that stay valid with any arrays: kspec converts the data accordingly before it
trains.
"""


class Fact(NamedTuple):
    """A value, where the document declares the fact or names the data that shows it (None where it
    does neither), and whether the value was observed in arrays.
    """

    value: Any
    declared: Path | None = None
    observed: bool = False

    def related(self, message: str) -> tuple[Related, ...]:
        """The place of the declaration, where there is one, for a finding."""
        return () if self.declared is None else (Related(self.declared, message),)


class Facts:
    """Facts of a spec's data and its task. An observed value takes precedence over a declared one,
    except for the encoding and the number of classes.

    ``task`` is the caller's task of the network, where the document has none. Raises `ValueError`
    for a task that kspec does not know.
    """

    def __init__(
        self, spec: ModelSpec | None, observed: Observations | None = None, task: str | None = None
    ) -> None:
        if task is not None and task not in TASKS:
            message = f'"{task}" is no task: it is one of {", ".join(TASKS)}'
            raise ValueError(message)
        self._spec = spec
        self._observed = observed
        self._task = task

    @cached_property
    def samples(self) -> Fact | None:
        """The number of samples; arrays may be a part of those that are declared."""
        declared, path = self._written("samples")
        if declared is not None:
            return Fact(declared, path)
        count = 0 if self._observed is None else self._observed.samples
        return Fact(count, observed=True) if count else None

    def task(self, output: str, *, alone: bool) -> Fact | None:
        """The declared task of an output; one that is for the whole network counts where there is
        one output.
        """
        path = self._path("task")
        declared: Any = None if self._spec is None else self._spec.task
        if isinstance(declared, dict):
            return (
                Fact(declared[output], self._path("task", output)) if output in declared else None
            )
        if declared is None and self._task is not None:
            declared, path = self._task, None
        return Fact(declared, path) if declared is not None and alone else None

    @property
    def tasks(self) -> frozenset[str]:
        """The tasks of all outputs, as far as they are declared."""
        declared = None if self._spec is None else self._spec.task
        if isinstance(declared, dict):
            return frozenset(declared.values())
        task = declared or self._task
        return frozenset(() if task is None else (task,))

    def of(self, name: str, end: str, *, alone: bool) -> Fact | None:
        """Fact of an input or output, by its name in ``data``. A fact that is not declared by
        inputs or outputs counts where there is only one.
        """
        written, path = self._written(name)
        if isinstance(written, dict):
            declared = written.get(end)
            path = None if declared is None else self._path("data", name, end)
        else:
            declared = written if alone else None
        observed = None if self._observed is None else self._observed.facts.get(name, {}).get(end)
        if name in KEPT and written is not None and not isinstance(written, dict):
            observed = None
        if observed == [] and self._is_number_for_row(name, end, alone=alone):
            observed = None
        if observed is not None and (declared is None or name not in KEPT):
            return Fact(observed, self._source if declared is None else path, observed=True)
        return None if declared is None else Fact(declared, path)

    def sole(self, name: str) -> Fact | None:
        """A fact that is not by inputs or outputs, or is of the only one."""
        written, path = self._written(name)
        if isinstance(written, dict):
            return None
        names = () if self._observed is None else self._observed.names_of(name)
        if len(names) == 1:
            return self.of(name, names[0], alone=True)
        return None if written is None else Fact(written, path)

    @property
    def _source(self) -> Path | None:
        """Path of the observed data's source in the document; None for other data."""
        of_source = self._observed is not None and self._observed.of_source
        return self._path("data", "source") if of_source else None

    def _is_number_for_row(self, name: str, end: str, *, alone: bool) -> bool:
        """Whether the target is one number a sample, which kspec makes a row of 0 and 1."""
        encoding = None if name != "target_shape" else self.of("target_encoding", end, alone=alone)
        return encoding is not None and encoding.value == "one_hot"

    def _written(self, name: str) -> tuple[Any, Path | None]:
        data = None if self._spec is None else self._spec.data
        written = None if data is None else getattr(data, name)
        return written, None if written is None else self._path("data", name)

    def _path(self, section: str, *keys: str) -> Path | None:
        """A path of the document, None where it has nothing there."""
        if self._spec is None:
            return None
        path = self._spec.path(section, *keys)
        return path if self._spec.value_at(path) is not None else None
