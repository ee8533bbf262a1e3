"""Models of `keras.applications`: inputs and outputs of each (Keras 3.15)."""

import ast
from collections.abc import Mapping

from kspec.code.data.pictures import FROM_MINUS_ONE, module_of
from kspec.code.journal import BORN
from kspec.code.keras.arguments import arguments
from kspec.code.keras.objects import make_layer
from kspec.code.keras.values import (
    PREPARED,
    SHIPPED,
    Application,
    Argument,
    Model,
    Opaque,
    Tensor,
    input_tensor,
    tensors_of,
)
from kspec.code.reader import Reader
from kspec.code.values import Call, List, Unknown, Value

_USUAL = "include_top weights input_tensor input_shape pooling classes classifier_activation name"
_SHAPE_FIRST = "input_shape alpha include_top weights input_tensor pooling classes"
_ORDERS = {
    "MobileNet": "input_shape alpha depth_multiplier dropout include_top weights input_tensor "
    "pooling classes classifier_activation name",
    "MobileNetV2": f"{_SHAPE_FIRST} classifier_activation name",
    "MobileNetV3": "input_shape alpha minimalistic include_top weights input_tensor classes "
    "pooling dropout_rate classifier_activation include_preprocessing name",
    "NASNet": "input_shape include_top weights input_tensor pooling classes "
    "classifier_activation name",
    "ConvNeXt": f"include_top include_preprocessing {_USUAL.partition(' ')[2]}",
    "EfficientNetV2": "include_top weights input_tensor input_shape pooling classes "
    "classifier_activation include_preprocessing name",
}
"""Arguments in order, by the longest prefix of the model's name."""
_BY_SIZE = {
    (224, 512): "VGG16 VGG19",
    (224, 576): "MobileNetV3Small",
    (224, 768): "ConvNeXtSmall ConvNeXtTiny",
    (224, 960): "MobileNetV3Large",
    (224, 1024): "ConvNeXtBase DenseNet121 MobileNet",
    (224, 1056): "NASNetMobile",
    (224, 1280): "EfficientNetB0 EfficientNetV2B0 MobileNetV2",
    (224, 1536): "ConvNeXtLarge",
    (224, 1664): "DenseNet169",
    (224, 1920): "DenseNet201",
    (224, 2048): "ConvNeXtXLarge ResNet101 ResNet101V2 ResNet152 ResNet152V2 ResNet50 ResNet50V2",
    (240, 1280): "EfficientNetB1 EfficientNetV2B1",
    (260, 1408): "EfficientNetB2 EfficientNetV2B2",
    (299, 1536): "InceptionResNetV2",
    (299, 2048): "InceptionV3 Xception",
    (300, 1536): "EfficientNetB3 EfficientNetV2B3",
    (331, 4032): "NASNetLarge",
    (380, 1792): "EfficientNetB4",
    (384, 1280): "EfficientNetV2S",
    (456, 2048): "EfficientNetB5",
    (480, 1280): "EfficientNetV2L EfficientNetV2M",
    (528, 2304): "EfficientNetB6",
    (600, 2560): "EfficientNetB7",
}
SIZES = {name: size for size, names in _BY_SIZE.items() for name in names.split()}
"""The height and width that each is made for, and the channels that it gives without its head."""


def order_of(name: str) -> list[str]:
    """The arguments of a model in the order in which Python takes them."""
    fitting = [start for start in _ORDERS if name.startswith(start)]
    return (_ORDERS[max(fitting, key=len)] if fitting else _USUAL).split()


def call_application(reader: Reader, name: str, call: Call) -> Value:
    """Call a model of `keras.applications`: its input, its layers, and its output."""
    if name not in SIZES:
        return NotImplemented if name[:1].islower() else reader.unknown("no model", call.place)
    written = arguments(call, order_of(name))
    values = {key: item.value for key, item in written.items()}
    if call.unsure is not None:
        return reader.unknown("a model whose arguments are not known", call.place, name)
    _check_head(reader, name, written)
    from kspec.code.keras.application_layers import output_of

    top = values.get("include_top", True)
    entrance = values.get("input_tensor")
    if isinstance(entrance, Unknown):  # its shape is that of the input
        written = {**written, "input_shape": written["input_tensor"]}
    if not isinstance(entrance, Tensor):
        entrance = _entrance(reader, name, written, call, top=top)
    model = Model("Functional", call.place, trainable=True)
    model.state[SHIPPED] = True
    model.state[BORN] = reader.journal.branch
    weights = written.get("weights")
    if weights is None or weights.value is not None or isinstance(weights.place, ast.Attribute):
        reader.log.pretrained.add(call.place)  # an option of the program may be set otherwise
    module = module_of(name)
    if module in {"resnet", "resnet50", *FROM_MINUS_ONE}:
        model.state[PREPARED] = module, values.get("weights", "imagenet")
    reader.log.add(model)
    model.inputs = _sources(entrance)
    output = output_of(reader, name, values, entrance, call.place)
    if output is None:
        output = name.lower(), _unseen(reader, name, values, entrance, call)
    model.state["<name>"], model.outputs = output
    model.name_argument = written.get("name") or Argument(output[0], call.place)
    return model


def _sources(entrance: Tensor) -> Value:
    """The inputs that a tensor is computed from: Keras takes them for those of the model."""
    sources: list[Value] = []
    waiting = {id(entrance.application): entrance}
    visited: set[int] = set()
    while waiting:
        mark, tensor = waiting.popitem()
        visited.add(mark)
        before = {id(one.application): one for one in tensors_of(tensor.application)}
        sources.extend(() if before else (tensor,))
        waiting.update((key, one) for key, one in before.items() if key not in visited)
    return sources[0] if len(sources) == 1 else List(sources)


def _check_head(reader: Reader, name: str, written: Mapping[str, Argument]) -> None:
    """Report own classes, or an own shape, of an application with all weights of ImageNet."""
    values = {key: item.value for key, item in written.items()}
    top, weights = values.get("include_top", True), values.get("weights", "imagenet")
    if top is not True or not isinstance(weights, str) or weights != "imagenet":
        return
    shape, usual = written.get("input_shape"), (SIZES[name][0], SIZES[name][0], 3)
    items = None if shape is None else reader.items(shape.value, shape.place)
    sizes = usual if items is None or isinstance(items, Unknown) else tuple(items)
    other = all(type(one) is int for one in sizes) and sizes != usual
    classes = values.get("classes", 1000)
    if type(classes) is int and classes != 1000:
        field, words = "classes", f"1,000 classes, and not for {classes}"
    elif other and not name.startswith("MobileNet"):
        field, words = "input_shape", f"images of {usual}, and not of {sizes}"
    else:
        return
    message = f"The head of {name} has weights of ImageNet for {words}: Keras refuses this"
    help_ = "Write include_top=False, and put a pooling and a Dense layer of your own behind it."
    reader.log.report("conflicting_fields", message, written[field].place, help_)


def _unseen(
    reader: Reader, name: str, values: Mapping[str, Value], entrance: Tensor, call: Call
) -> Tensor:
    """Output of an application model, as of an opaque layer in the place of its layers."""
    layer = Opaque(reader.unknown(f"the layers of {name}", call.place, name), name, call.place)
    layer.sizes = _sizes(name, values, values.get("include_top", True))
    layer.state["<name>"] = reader.log.auto_name(name.lower())
    return Tensor(Application(layer, (entrance,), {}, call.place))


def _entrance(
    reader: Reader, name: str, values: Mapping[str, Argument], call: Call, *, top: Value
) -> Tensor:
    """The input that a model makes itself."""
    shape = values.get("input_shape")
    if shape is None or shape.value is None:
        any_size = top is not True or name.startswith("MobileNetV3")
        side = None if any_size else SIZES[name][0]
        sizes: tuple[Value, ...] = (side, side, 3)
        if isinstance(top, Unknown):
            sizes = (top.called("?"), top.called("?"), 3)
        shape = Argument(sizes, call.place)
    layer = make_layer(reader, "InputLayer", Call(shape.place))
    layer.fields["shape"] = shape
    layer.state["<name>"] = reader.log.auto_name("input_layer")
    return input_tensor(layer, call.place)


def _sizes(name: str, values: Mapping[str, Value], top: Value) -> tuple[int | None, ...] | None:
    """Output shape without the batch; None where unknown."""
    if top is True:
        classes = values.get("classes", 1000)
        return (classes,) if isinstance(classes, int) else (None,)
    pooling = values.get("pooling")
    alpha = values.get("alpha", 1.0)
    channels = SIZES[name][1] if isinstance(alpha, int | float) and alpha == 1 else None
    if top is not False or isinstance(pooling, Unknown):
        return None
    return (channels,) if pooling in {"avg", "max"} else (None, None, channels)
