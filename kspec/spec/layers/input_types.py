"""The checks of a layer's inputs by their kinds: text and numbers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kspec.spec.layers.layer_facts import COMPUTING, LayerFacts
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure, tensors


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
        """Raise a `Fault` for tensors that the layer cannot run on, in any argument but a mask."""
        inputs = [*args, *(x for name, x in arguments.items() if "mask" not in name)]
        self._check_values(inputs)
        self._check_cast(inputs)

    def _check_cast(self, inputs: Structure) -> None:
        """Refuse to cast floats to text, which a policy may set: TensorFlow refuses it with a
        batch.
        """
        if not (self.runtime.casts_input and self.autocast and self.dtype == "string"):
            return
        if any((x.dtype or "").startswith("float") for x in tensors(inputs)):
            message = f'{self.label} would turn fractions into text: its dtype is "string"'
            raise Fault("dtype_mismatch", message, field=("dtype",))

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


def dtype_fault(layer: InputTypes, dtype: str) -> Fault:
    """Fault of a layer that cannot run on a dtype."""
    message = f"{layer.label} cannot run on {dtype}, and Keras does not cast it"
    help_text = 'Declare the input as "float32", or put a Rescaling before it.'
    if dtype.startswith("float"):
        help_text = "Cast it to a dtype that it runs on, for example with keras.ops.cast."
    return Fault("dtype_mismatch", message, help=help_text)
