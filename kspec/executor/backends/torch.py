"""Keras on PyTorch."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import torch

from kspec.executor.backends.backend import Backend


class Torch(Backend):
    """Keras on PyTorch, which computes step by step."""

    compiles = False

    def gradients(
        self, compute: Callable[[], tuple[Any, Any]], weights: Sequence[Any]
    ) -> tuple[Any, Any, list[Any]]:
        """Compute the loss, auxiliary values, and gradients."""
        loss, rest = compute()
        if not loss.requires_grad:
            return loss, rest, [None] * len(weights)
        values = [weight.value for weight in weights]
        gradients = torch.autograd.grad(loss, values, allow_unused=True)
        return loss.detach(), rest, list(gradients)

    def in_graph(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function itself: Keras compiles nothing here by default."""
        return function

    def has_gpu(self) -> bool:
        """Whether PyTorch sees a GPU."""
        return bool(torch.cuda.is_available() or torch.backends.mps.is_available())

    def holds_values(self, tensor: Any) -> bool:
        """Whether a tensor has values, and not only a shape."""
        symbolic = isinstance(tensor, keras.KerasTensor)
        return not symbolic and getattr(tensor, "device", None) != torch.device("meta")

    def untracked(self, value: Any) -> bool:
        """PyTorch's parameters are trained and saved by Keras, too."""
        return False

    def random_state(self) -> Any:
        """The state of PyTorch's generator for the processor, which Keras's dropout draws from."""
        return torch.get_rng_state().numpy()

    def set_random_state(self, state: Any) -> None:
        """Go on drawing from a state that was saved."""
        torch.set_rng_state(torch.from_numpy(state))

    def use_one_thread(self) -> bool:
        """Compute each operation in one thread."""
        torch.set_num_threads(1)
        return True
