"""Masks of padded steps, and the layers of a program that lose them."""

from kspec.code.classes import has_unknown_base, member, outside_bases
from kspec.code.journal import MISSING
from kspec.code.keras.values import Layer, Tensor
from kspec.code.names import words
from kspec.code.reader import Reader
from kspec.code.values import Call, Function, Object, Value

_ALIKE = words(
    "Activation AlphaDropout BatchNormalization Dense Dropout ELU GaussianDropout GaussianNoise "
    "GroupNormalization Identity LayerNormalization LeakyReLU PReLU ReLU Rescaling Softmax "
    "SpatialDropout1D TimeDistributed UnitNormalization"
)
"""Layers that hand on a mask as they get it."""
_OF_STEPS = words("Bidirectional GRU LSTM SimpleRNN")
"""Layers that do so where they give each step."""
_SUPPORT = ("supports_masking", "compute_mask")


def check_mask(reader: Reader, owner: Object, call: Call) -> None:
    """Report a layer of the program that gets a mask, and neither takes it nor hands it on."""
    source = _masking(call.args[0]) if call.args else None
    method = member(owner.cls, "call")
    if source is None or not isinstance(method, Function) or _SUPPORT[0] in owner.state:
        return
    arguments = method.node.args
    takes = arguments.kwarg or any(
        one.arg == "mask" for one in (*arguments.args, *arguments.kwonlyargs)
    )
    is_layer = outside_bases(owner.cls) == ["keras.layers.Layer"] and not has_unknown_base(
        owner.cls
    )
    if is_layer and not takes and all(member(owner.cls, one) is MISSING for one in _SUPPORT):
        message = f"{owner.cls.name} gets the mask of {source.name} and loses it: from here on "
        message += "padded steps count as data"
        help_ = "Take mask in its call, or set self.supports_masking = True where steps stay apart."
        reader.log.report("mask-never-matches", message, call.place, help_)


def _masking(tensor: Value) -> Layer | None:
    """The layer from which a tensor has a mask."""
    while isinstance(tensor, Tensor) and isinstance(layer := tensor.application.layer, Layer):
        if layer.name == "Masking" or layer.constant("mask_zero") is True:
            return layer
        inner = layer.constant("layer") if layer.name == "Bidirectional" else layer
        each = isinstance(inner, Layer) and inner.constant("return_sequences") is True
        if not (layer.name in _ALIKE or (layer.name in _OF_STEPS and each)):
            return None
        tensor = (*tensor.application.args, None)[0]
    return None
