"""The checks of a layer's inputs by their kinds: text and numbers."""

from collections.abc import Mapping

from kspec.spec.layers.layer_facts import COMPUTING, LayerFacts
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure, tensors


class InputTypes(LayerFacts, abstract=True):
    """A layer that refuses inputs on which TensorFlow fails with the first batch."""

    @property
    def label(self) -> str:
        """The name of the layer in messages."""
        return type(self).__name__

    def _check_inputs(
        self, args: tuple[Structure, ...], arguments: Mapping[str, Structure]
    ) -> None:
        """Refuse text where the layer computes with numbers, and numbers where it reads text, in
        any argument but a mask.
        """
        named = [x for name, x in arguments.items() if "mask" not in name] if arguments else []
        dtypes_ = {x.dtype for x in tensors([*args, *named]) if x.shape is not None and x.dtype}
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
