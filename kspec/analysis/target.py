"""What is known of an output's target: the facts that the spec declares, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.spec.model import ModelSpec
    from kspec.spec.problem import Path
    from kspec.spec.shapes import Shape

FACTS = {
    "classes": "classes",
    "target_encoding": "encoding",
    "target_shape": "shape",
    "target_range": "range",
}


class Target(NamedTuple):
    """The declared facts of one target; None where nothing is said.

    ``encoding`` is ``integer``, ``one_hot``, ``multi_hot``, ``binary`` or ``continuous``;
    ``shape`` is that of one sample, without the batch; ``range`` the least and greatest value.
    """

    paths: Mapping[str, Path]
    """Where each fact that is known is written."""
    classes: int | None = None
    encoding: str | None = None
    shape: Shape | None = None
    range: tuple[float, float] | None = None

    @property
    def within_unit(self) -> bool | None:
        """Whether all values lie from 0 to 1, None where the range is not declared."""
        return None if self.range is None else self.range[0] >= 0 and self.range[1] <= 1

    @property
    def numbered(self) -> bool:
        """Whether the target is known to hold one number for a decision: a class, or 0 and 1."""
        return self.encoding in {"integer", "binary"}


def target_of(spec: ModelSpec, output: str, *, alone: bool) -> Target:
    """The facts of an output's target. A fact that is not written by output counts only where
    there is one output.
    """
    data = spec.data
    if data is None:
        return Target({})
    facts: dict[str, object] = {}
    paths: dict[str, Path] = {}
    for field, fact in FACTS.items():
        value = getattr(data, field)
        path = spec.path("data", field)
        if isinstance(value, dict):
            value, path = value.get(output), (*path, output)
        elif not alone:
            value = None
        if value is not None:
            facts[fact] = tuple(value) if isinstance(value, list) else value
            paths[fact] = path
    return Target(paths)._replace(**facts)  # type: ignore[arg-type]  # of the facts' own types
