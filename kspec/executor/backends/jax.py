"""Keras on JAX."""

from collections.abc import Callable, Sequence
from typing import Any

import jax
import keras

from kspec.executor.backends.backend import Backend


class Jax(Backend):
    """Keras on JAX, which compiles every training step by XLA."""

    def gradients(
        self, compute: Callable[[], tuple[Any, Any]], weights: Sequence[Any]
    ) -> tuple[Any, Any, list[Any]]:
        """Compute the loss, auxiliary values, and gradients; variables keep their values."""

        def loss(values: list[Any]) -> tuple[Any, Any]:
            with keras.StatelessScope(list(zip(weights, values, strict=True))):
                return compute()

        values = [weight.value for weight in weights]
        (value, rest), gradients = jax.value_and_grad(loss, has_aux=True)(values)
        return value, rest, list(gradients)

    def in_graph(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that XLA compiles."""

        def stateless(*inputs: Any) -> Any:
            with keras.StatelessScope():
                return function(*inputs)

        compiled: Callable[..., Any] = jax.jit(stateless)
        return compiled

    def at_once(self, model: Any, function: Callable[..., Any]) -> Callable[..., Any]:
        """Function compiled as a whole: called directly, JAX compiles each operation separately."""
        variables = model.variables

        def stateless(values: list[Any], *inputs: Any) -> Any:
            with keras.StatelessScope(list(zip(variables, values, strict=True))):
                return function(*inputs)

        compiled = jax.jit(stateless)
        return lambda *inputs: compiled([one.value for one in variables], *inputs)

    def make_variables(self, model: Any, x: Any, y: Any, y_pred: Any) -> None:
        """Make them now: within a compiled function they would hold no values."""
        del y_pred
        model._symbolic_build(data_batch=(x, y))  # noqa: SLF001 - as Keras's own fit does

    def has_gpu(self) -> bool:
        """Whether JAX computes on a GPU or TPU."""
        return bool(jax.default_backend() != "cpu")

    def holds_values(self, tensor: Any) -> bool:
        """Whether a tensor has values, and not only a shape."""
        return not isinstance(tensor, jax.core.Tracer | keras.KerasTensor)

    def untracked(self, value: Any) -> bool:
        """JAX has no variables."""
        return False
