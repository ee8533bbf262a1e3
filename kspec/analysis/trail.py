"""Activations before a tensor, and the one in effect."""

from kspec.analysis.effects import dense_units
from kspec.named_tuple import NamedTuple
from kspec.spec.network import Node
from kspec.spec.problem import Path
from kspec.spec.shapes import Shape


class Step(NamedTuple):
    """Activation before an output: its function, its path, and the shape of its output; ``axes``
    are those along which a softmax sums to one.
    """

    name: str
    node: Node
    path: Path
    shape: Shape | None
    axes: tuple[int, ...] = (-1,)
    source: Node | None = None
    """The layer that computes the values and gives the last axis its size."""

    @property
    def size(self) -> int | None:
        """Number of values that a softmax normalizes together."""
        if len(self.axes) != 1:
            return None
        axis = self.axes[0]
        if self.shape is None:
            return dense_units(self.source) if axis == -1 else None
        return self.shape[axis] if -len(self.shape) <= axis < len(self.shape) else None


class Trail(NamedTuple):
    """Facts of a tensor's values."""

    activation: str | None = None
    """The activation in effect: a name of `RANGES`, ``linear`` for none, None where not known."""
    steps: tuple[Step, ...] = ()
    """All activations applied one after the other, first to last, without linear ones."""
    source: Node | None = None
    """The layer that computes the values."""
    normalized_by: Node | None = None
    """A normalization that takes away the bounds which an activation before it had set."""
