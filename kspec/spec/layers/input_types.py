"""The checks of a layer's inputs by their kinds: text, numbers, sparse tensors."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kspec.spec.layers.layer_facts import COMPUTING, LayerFacts
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure, Tensor, tensors


class InputTypes(LayerFacts, abstract=True):
    """A layer that refuses inputs on which TensorFlow fails with the first batch."""

    if TYPE_CHECKING:  # fields of `Layer`
        dtype: str | None
        autocast: bool

    @property
    def label(self) -> str:
        """The name of the layer in messages."""
        return type(self).__name__

    def _check_inputs(
        self, args: tuple[Structure, ...], arguments: Mapping[str, Structure]
    ) -> None:
        """Raise a `Fault` for tensors that the layer cannot run on, in any argument of a call."""
        self._check_sparse(args)
        masks = [arguments[name] for name in self.used_masks if name in arguments]
        if any(x.sparse for x in tensors(masks)):
            message = f"{self.label} cannot read a sparse mask, and gets one"
            raise Fault("dtype_mismatch", message, help="The mask must not be sparse.")
        others = [x for name, x in arguments.items() if "mask" not in name]
        self._check_sparse(others)
        self._check_values([*args, *others, *masks])
        self._check_cast([*args, *others])

    def _check_cast(self, inputs: Structure) -> None:
        """Refuse to cast floats to text, which a policy may set: TensorFlow refuses it with a
        batch.
        """
        if not (self.runtime.casts_input and self.autocast and self.dtype == "string"):
            return
        if any((x.dtype or "").startswith("float") for x in tensors(inputs)):
            message = f'{self.label} would turn fractions into text: its dtype is "string"'
            raise Fault("dtype_mismatch", message, field=("dtype",))

    def takes_sparse(self, x: Tensor) -> bool:
        """Whether Keras runs it on a sparse tensor like this one."""
        del x
        return self.own_runtime.sparse or self.own_runtime.keeps_sparse

    def gives_sparse(self, x: Tensor) -> bool:
        """Whether the output is a sparse tensor when it runs."""
        return self.own_runtime.keeps_sparse and x.sparse

    def _check_sparse(self, args: Iterable[Structure]) -> None:
        for x in args:
            if isinstance(x, Tensor):
                if x.sparse and not (self.opaque or self.takes_sparse(x)):
                    raise sparse_fault(self)
            elif isinstance(x, list | tuple):
                self._check_sparse(x)

    def _check_values(self, inputs: Structure) -> None:
        """Refuse text where the layer computes with numbers, and numbers where it reads text."""
        dtypes_ = {x.dtype for x in tensors(inputs) if x.shape is not None and x.dtype}
        takes = self.own_runtime.values
        reads_text = takes != "numbers" and self.role not in COMPUTING
        if "string" in dtypes_ and not (reads_text or self.opaque):
            message = f"{self.label} computes with numbers, and its input is text"
            help_text = "Put TextVectorization or StringLookup before it."
            raise Fault("dtype_mismatch", message, help=help_text)
        if takes == "text" and dtypes_ - {"string"}:
            numbers = min(dtypes_ - {"string"})
            message = f"{type(self).__name__} reads text, and its input is {numbers}"
            raise Fault("dtype_mismatch", message, help='Give the input the dtype "string".')


def sparse_fault(layer: LayerFacts) -> Fault:
    """Fault of a layer that cannot run on a sparse tensor."""
    message = f"{type(layer).__name__} cannot run on a sparse tensor, and gets one"
    help_text = "A Dense layer takes one; for any other the tensor must not be sparse."
    return Fault("dtype_mismatch", message, help=help_text)


def dtype_fault(layer: InputTypes, dtype: str) -> Fault:
    """Fault of a layer that cannot run on a dtype."""
    message = f"{layer.label} cannot run on {dtype}, and Keras does not cast it"
    help_text = 'Declare the input as "float32", or put a Rescaling before it.'
    if dtype.startswith("float"):
        help_text = "Cast it to a dtype that it runs on, for example with keras.ops.cast."
    return Fault("dtype_mismatch", message, help=help_text)
