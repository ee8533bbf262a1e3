"""The layers of the models of `keras.applications`, as Keras 3.15 makes them.

``applications.zip`` has them as native specs have layers; `tests/contract/application_layers.py`
makes it, and compares it with Keras.
"""

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kspec.code.journal import BORN
from kspec.code.keras.inference import shape_of
from kspec.code.keras.tensors import operation
from kspec.code.keras.values import Application, Argument, Described, Layer, Tensor
from kspec.code.reader import Reader
from kspec.code.values import Call, List, Place, Unknown, Value
from kspec.spec.naming import snake_case
from kspec.spec.registry import LAYERS

_ARCHIVE = Path(__file__).with_name("applications.zip")
_OTHERWISE = {"alpha": 1.0, "depth_multiplier": 1, "minimalistic": False}
"""Arguments that make other layers than those in the archive, with the values that do not."""
_PREPARING = frozenset(("Rescaling", "Normalization"))
_ROWS = {"mobilenet_1.00_224": (128, 160, 192), "mobilenetv2_1.00_224": (96, 128, 160, 192)}
"""Rows of square images with weights of ImageNet, by the name for any other image."""
_CLASSES = 1000
_POOLS = {"avg": ("GlobalAveragePooling2D", "avg_pool"), "max": ("GlobalMaxPooling2D", "max_pool")}
"""The layer that an application without its classes ends with, and its name where that has one."""
_POOLED_WITHOUT_NAMES = ("inception", "xception")
_OPERATIONS = "keras.ops."
_WIRING = frozenset(("type", "name", "inputs", "auto", "call"))


def output_of(
    reader: Reader, name: str, values: Mapping[str, Value], entrance: Tensor, place: Place
) -> tuple[str, Tensor] | None:
    """Name and output of an application for an input; None where arguments change its layers."""
    data = _data(name)
    top, pooling = values.get("include_top", True), values.get("pooling")
    tail = "top" if top is True else pooling
    if data is None or not _is_usual(values, data) or not isinstance(top, bool):
        return None
    if not isinstance(tail, str | None) or tail not in {None, "top", *_POOLS}:
        return None
    entries = [*data["layers"], *(_tail(data, tail) if tail is not None else ())]
    weights = values.get("weights", "imagenet")
    of_imagenet = isinstance(weights, str) and weights == "imagenet"
    left_out = set() if of_imagenet else set(data["imagenet"])
    if values.get("include_preprocessing") is False:
        left_out |= {one["name"] for one in data["layers"] if one["type"] in _PREPARING}
    classes = values.get("classes", _CLASSES)
    head = values.get("classifier_activation", "softmax")
    if top and not (isinstance(classes, int | Unknown) and isinstance(head, str | None)):
        return None
    network = _Network(reader, entrance, place, data)
    for entry in entries:
        if entry["name"] in left_out:
            network.pass_over(entry)
        else:
            network.add(_headed(entry, values, head) if "auto" in entry else entry)
    shape = shape_of(reader, entrance, place)
    return _named(data["name"], shape, of_imagenet=of_imagenet), network.last


def _named(name: str, shape: Value, *, of_imagenet: bool) -> str:
    """Name of an application, which may tell the rows of its images."""
    rows, columns = shape[1:3] if isinstance(shape, tuple) and len(shape) == 4 else (None, None)
    if name not in _ROWS or not isinstance(rows, int) or not isinstance(columns, int):
        return name
    has_weights = rows == columns and rows in _ROWS[name]
    return name.replace("_224", f"_{rows}") if has_weights or not of_imagenet else name


def _tail(data: Mapping[str, Any], tail: str) -> list[dict[str, Any]]:
    """The layers behind the base: those of its classes, or one that pools."""
    if tail == "top":
        return list(data["top"])
    kind, name = _POOLS[tail]
    own = any(entry["name"] == "avg_pool" for entry in data["top"])
    own = own and not data["name"].startswith(_POOLED_WITHOUT_NAMES)
    pool = {"type": kind, "inputs": [data["layers"][-1]["name"]], "auto": None if own else 0}
    return [{**pool, "name": name if own else snake_case(kind)}]


def _is_usual(values: Mapping[str, Value], data: Mapping[str, Any]) -> bool:
    """Whether the arguments make the layers that are known."""
    if not isinstance(values.get("weights"), str | None):
        return not data["imagenet"] and "weights" in values
    return isinstance(values.get("include_preprocessing", True), bool) and all(
        isinstance(values.get(key, usual), int | float) and values.get(key, usual) == usual
        for key, usual in _OTHERWISE.items()
    )


def _data(name: str) -> dict[str, Any] | None:
    try:
        with zipfile.ZipFile(_ARCHIVE) as archive:
            config: dict[str, Any] = json.loads(archive.read(f"{name}.json"))
    except KeyError:
        return None
    kinds = {entry["type"] for entry in config["layers"]}
    layers = (kind for kind in kinds if not kind.startswith(_OPERATIONS))
    return config if all(LAYERS.find(kind) is not None for kind in layers) else None


def _headed(
    entry: Mapping[str, Any], values: Mapping[str, Value], head: str | None
) -> dict[str, Any]:
    """A layer behind the last one of the base, for the arguments of a call."""
    classes = values.get("classes", _CLASSES)
    changed = {key: classes if item == _CLASSES else item for key, item in entry.items()}
    if entry.get("target_shape") == [_CLASSES]:
        changed["target_shape"] = [classes]
    if entry["name"] == "predictions":
        changed["activation"] = head
    if entry["type"] == "Dropout":
        changed["rate"] = values.get("dropout", values.get("dropout_rate", entry["rate"]))
    return changed


class _Network:
    """The layers of one application, called one after the other."""

    def __init__(
        self, reader: Reader, entrance: Tensor, place: Place, data: Mapping[str, Any]
    ) -> None:
        self.reader = reader
        self.place = place
        self.last = entrance
        self._pads: Mapping[str, int] = data["pads"]
        self._auto: Mapping[str, int] = data["auto"]
        self._before = dict(reader.log.names)
        self._tensors: dict[str, Tensor] = {"": entrance}
        shape = shape_of(reader, entrance, place) if self._pads else ()
        is_image = isinstance(shape, tuple) and len(shape) == 4
        self._size: Sequence[Value] = shape[1:3] if is_image else (None, None)

    def pass_over(self, entry: Mapping[str, Any]) -> None:
        """Leave a layer out: its input becomes the input of its consumers."""
        self._tensors[entry["name"]] = self._tensors[entry["inputs"][0]]

    def add(self, entry: Mapping[str, Any]) -> None:
        """Make a layer, or an operation, and call it."""
        inputs = [self._tensors.get(one, one) for one in entry["inputs"]]
        if entry["type"].startswith(_OPERATIONS):
            self.last = operation(self.reader, entry["type"], Call(self.place, tuple(inputs)))
            self._tensors[entry["name"]] = self.last
            return
        fields = {
            key: Argument(_value(item, self.place), self.place)
            for key, item in entry.items()
            if key not in _WIRING
        }
        factor = self._pads.get(entry["name"])
        if factor is not None:
            fields["padding"] = Argument(self._padding(entry["padding"], factor), self.place)
        layer = Layer("layer", entry["type"], fields, Call(self.place))
        layer.state[BORN] = self.reader.journal.branch
        auto = self._auto.get(entry["name"], entry.get("auto"))
        if auto is None:
            fields["name"] = Argument(entry["name"], self.place)
        else:
            layer.state["<name>"] = self._named(snake_case(entry["type"]), auto)
        args: Value = inputs[0] if len(inputs) == 1 else List(inputs, self.place)
        self.last = Tensor(Application(layer, (args,), {}, self.place))
        layer.state["<tensor>"] = self._tensors[entry["name"]] = self.last

    def _named(self, base: str, number: int) -> str:
        """The name that Keras gives to a layer that is the nth of its class here."""
        names = self.reader.log.names
        at = self._before.get(base, 0) + number
        names[base] = max(names.get(base, 0), at + 1)
        return f"{base}_{at}" if at else base

    def _padding(self, written: list[list[int]], factor: int) -> Value:
        """Padding before a stride of two, which depends on whether the size is odd."""
        sides = []
        for size, (_, after) in zip(self._size, written, strict=True):
            odd = isinstance(size, int) and -(-size // factor) % 2
            sides.append((after if odd else after - 1, after))
        return tuple(sides)


def _value(value: Any, place: Place) -> Value:
    """A value of a native spec as one of a program."""
    if isinstance(value, dict):
        fields = {key: Argument(_value(item, place), place) for key, item in value.items()}
        fields.pop("type", None)
        return Described("initializer", value["type"], fields, Call(place))
    if isinstance(value, list):
        return List([_value(item, place) for item in value], place)
    return value
