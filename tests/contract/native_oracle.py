"""A native spec made with Keras by the words of its reference, without kspec: every layer has a
name here, and every input of the network.
"""

from typing import Any

OPERATION = "keras.ops."
LISTS = frozenset(("concatenate", "stack"))
"""Functions that take their tensors in a list."""


class RefusedError(Exception):
    """Keras refuses the entry at a path of the spec."""

    def __init__(self, path: tuple[Any, ...], cause: object) -> None:
        super().__init__(f"{path}: {cause}"[:300])
        self.path = path


def model_of(spec: dict[str, Any], path: tuple[Any, ...] = ()) -> Any:
    """The model; raises `RefusedError` where Keras raises."""
    return Maker(spec, path).model()


class Maker:
    """A model in the making: its layers and what each gives, by name."""

    def __init__(self, spec: dict[str, Any], path: tuple[Any, ...]) -> None:
        import keras

        self.keras, self.spec, self.path = keras, spec, path
        self.inputs = {name: keras.Input(**one, name=name) for name, one in spec["inputs"].items()}
        self.outputs: dict[str, Any] = dict(self.inputs)
        self.layers: dict[str, Any] = {}

    def model(self) -> Any:
        entries = list(enumerate(self.spec["layers"]))
        names = [entry["name"] for _, entry in entries]
        for at, name in enumerate(names):
            if name in {*self.inputs, *names[:at]}:
                raise RefusedError((*self.path, "layers", at, "name"), "a name given twice")
        while entries:
            ready = [(at, entry) for at, entry in entries if self._is_ready(at, entry)]
            if not ready:
                raise RefusedError((*self.path, "layers", entries[0][0]), "nothing gives its input")
            for at, entry in ready:
                self.make(at, entry)
            entries = [pair for pair in entries if pair not in ready]
        outputs = self.tensors(self.spec.get("outputs", names[-1]))
        return self.keras.Model(self.inputs, outputs, name=self.spec.get("name"))

    def make(self, at: int, entry: dict[str, Any]) -> None:
        """Make the layer of an entry, and call it."""
        try:
            if entry.get("type", OPERATION)[: len(OPERATION)] != OPERATION:
                self.layers[entry["name"]] = self._layer(entry, (*self.path, "layers", at))
            before = self.spec["layers"][at - 1]["name"] if at else list(self.inputs)[-1]
            self.outputs[entry["name"]] = self._called(entry, before)
        except RefusedError:
            raise
        except Exception as error:
            raise RefusedError((*self.path, "layers", at), error) from error

    def _is_ready(self, at: int, entry: dict[str, Any]) -> bool:
        taken = set(_names(_taken(entry)))
        if _taken(entry) is None and at:
            taken.add(self.spec["layers"][at - 1]["name"])
        taken |= {name for value in entry.get("call", {}).values() for name in _marked(value)}
        shared = entry["layer"] if "type" not in entry else None
        return taken <= self.outputs.keys() and (shared is None or shared in self.layers)

    def _layer(self, entry: dict[str, Any], path: tuple[Any, ...]) -> Any:
        kind, layers = entry["type"], self.keras.layers
        if kind == "Functional":
            return model_of({key: entry[key] for key in entry if key not in {"type", "call"}}, path)
        if kind == "Sequential":
            inside = [self._layer(one, (*path, "layers", at)) for at, one in _numbered(entry)]
            return self.keras.Sequential(inside, name=entry["name"])
        fields = {key: item for key, item in entry.items() if key not in {"type", "inputs", "call"}}
        if isinstance(fields.get("layer"), dict):
            fields["layer"] = self._layer(fields["layer"], path)
        return getattr(layers, kind)(**fields)

    def _called(self, entry: dict[str, Any], before: str) -> Any:
        given = self.tensors(before if _taken(entry) is None else _taken(entry))
        kind = entry.get("type", "")
        if kind.startswith(OPERATION):
            name = kind.removeprefix(OPERATION)
            fields = {key: entry[key] for key in entry if key not in {"type", "name", "inputs"}}
            spread = given if isinstance(given, list) and name not in LISTS else [given]
            return getattr(self.keras.ops, name)(*spread, **fields)
        arguments = {
            key: self._argument(value)
            for key, value in entry.get("call", {}).items()
            if key != "inputs"
        }
        layer = self.layers[entry["name" if "type" in entry else "layer"]]
        if isinstance(layer, self.keras.layers.MultiHeadAttention):
            return layer(*(given if isinstance(given, list) else [given, given]), **arguments)
        return layer(given, **arguments)

    def tensors(self, value: Any) -> Any:
        """Tensors of names, in any nesting; numbers are themselves."""
        if isinstance(value, list):
            return [self.tensors(one) for one in value]
        if isinstance(value, dict) and "tensor" not in value:
            return {key: self.tensors(one) for key, one in value.items()}
        if isinstance(value, str | dict):
            name, index = (
                (value, 0) if isinstance(value, str) else (value["tensor"], value["output"])
            )
            return self.keras.tree.flatten(self.outputs[name])[index]
        return value

    def _argument(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._argument(one) for one in value]
        return self.tensors(value) if isinstance(value, dict) else value


def _numbered(entry: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(entry["layers"]))


def _taken(entry: dict[str, Any]) -> Any:
    """Inputs of a call; a graph among the layers has its own inputs beside."""
    return entry["call"]["inputs"] if entry.get("type") == "Functional" else entry.get("inputs")


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [value["tensor"]] if "tensor" in value else list(value.values())
    return [name for one in value for name in _names(one)] if isinstance(value, list) else []


def _marked(value: Any) -> list[str]:
    """The names of the tensors among the arguments of a call, where a text is itself."""
    if isinstance(value, list):
        return [name for one in value for name in _marked(one)]
    return [value["tensor"]] if isinstance(value, dict) and "tensor" in value else []
