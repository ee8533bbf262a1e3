"""Base class of the backends; each method implements the common case."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from kspec.executor.backends.batches import Batches, Repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kspec.executor.epoch_order import EpochOrder


class Backend(ABC):
    """A backend of Keras, with arrays of numpy for its data."""

    takes_texts = False
    """Whether a tensor may hold texts."""
    compiles = True
    """Whether a training step is compiled, unless the spec sets it."""
    joins_steps = False
    """Whether several batches in one execution are faster than one."""
    chooses_xla = False
    """Whether XLA is a choice; JAX always compiles by it."""

    @abstractmethod
    def gradients(
        self, compute: Callable[[], tuple[Any, Any]], weights: Sequence[Any]
    ) -> tuple[Any, Any, list[Any]]:
        """Compute the loss and auxiliary values, as ``compute`` returns them, and the gradient of
        the loss for each weight (`keras.Variable`): None where none reaches it.
        """

    @abstractmethod
    def in_graph(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function of tensors, compiled as a training step is."""

    def at_once(self, model: Any, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function of tensors that calls a model and changes no variable, as it runs soonest."""
        del model
        return function

    @abstractmethod
    def has_gpu(self) -> bool:
        """Whether the machine has a device besides the processor."""

    @abstractmethod
    def holds_values(self, tensor: Any) -> bool:
        """Whether a tensor of the backend has values, and is no symbol in a graph."""

    @abstractmethod
    def untracked(self, value: Any) -> bool:
        """Whether a value is a variable of the backend, which Keras neither trains nor saves."""

    def random_state(self) -> Any:
        """An array with the state of the backend's own random generator; None where Keras draws
        all by its variables.
        """
        return None

    def set_random_state(self, state: Any) -> None:
        """Go on drawing from a state that was saved."""
        del state

    def use_one_thread(self) -> bool:
        """Compute each operation in one thread; false where it is too late, or of no use."""
        return False

    def tensor(self, array: Any) -> Any:
        """An array as a model takes it."""
        return array

    def make_variables(self, model: Any, x: Any, y: Any, y_pred: Any) -> None:
        """Make the variables of a model's metrics and optimizer, where that saves time."""
        del model, x, y, y_pred

    def batches(self, arrays: Any, order: EpochOrder) -> Any:
        """A dataset of batches of nested arrays, in the order of the epoch that is running."""
        return Batches(arrays, order)

    def repeated(self, arrays: Any, times: int) -> Any:
        """Dataset that repeats a batch of nested arrays ``times`` times."""
        return Repeated(arrays, times)

    def joined(self, tensors: Iterable[Any]) -> Any:
        """Batches of one tensor as a whole."""
        return np.concatenate([keras.ops.convert_to_numpy(one) for one in tensors])

    def streamed(self, make: Callable[[], Iterable[Any]], first: Any) -> Any:
        """Batches that ``make`` gives, as ``layer.adapt`` takes them; ``first`` is one of them."""
        del first
        return make()
