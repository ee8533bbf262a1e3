"""Target of an output: its facts, and their place in the document."""

from collections.abc import Mapping

from kspec.analysis.facts import Facts
from kspec.named_tuple import NamedTuple
from kspec.spec.problem import Path
from kspec.spec.shapes import Shape

FACTS = {
    "classes": "classes",
    "target_encoding": "encoding",
    "target_shape": "shape",
    "target_range": "range",
}


class Target(NamedTuple):
    """The facts of one target; None where nothing is known.

    ``encoding`` is ``integer``, ``one_hot``, ``multi_hot``, ``binary`` or ``continuous``;
    ``shape`` is that of one sample, without the batch; ``range`` the least and greatest value.
    """

    paths: Mapping[str, Path]
    """Paths of the declared facts."""
    classes: int | None = None
    encoding: str | None = None
    shape: Shape | None = None
    range: tuple[float, float] | None = None
    is_input: bool = False
    """Whether the target is the network's input, as of an autoencoder."""

    @property
    def within_unit(self) -> bool | None:
        """Whether all values lie from 0 to 1, None where the range is not known."""
        return None if self.range is None else self.range[0] >= 0 and self.range[1] <= 1

    @property
    def numbered(self) -> bool:
        """Whether the target is known to hold one number for a decision: a class, or 0 and 1."""
        return self.encoding in {"integer", "binary"}


def target_of(facts: Facts, output: str, *, alone: bool) -> Target:
    """The facts of an output's target. A fact that is not written by output counts only where
    there is one output.
    """
    values: dict[str, object] = {}
    paths: dict[str, Path] = {}
    for field, name in FACTS.items():
        fact = facts.of(field, output, alone=alone)
        if fact is not None:
            values[name] = tuple(fact.value) if isinstance(fact.value, list) else fact.value
            if fact.declared is not None:
                paths[name] = fact.declared
    return Target(paths)._replace(**values)  # type: ignore[arg-type]  # of the facts' own types
