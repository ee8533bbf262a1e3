"""A case: one thing that a test of Keras makes and what it hands to it, and its two notations."""

from collections.abc import Sequence
from typing import Any, NamedTuple

Entry = dict[str, Any]
LAYER = "judged"
"""The name of the layer that a case is about."""


class Given(NamedTuple):
    """A tensor that a call takes, with its values where the test had any."""

    shape: tuple[int | None, ...]
    dtype: str
    sparse: bool = False
    values: Any = None


class Case(NamedTuple):
    """Object of a test: ``of`` is ``layer`` or ``operation`` for one with a call of it, ``model``,
    ``fit`` for a compiled one with its data, ``made`` for a layer alone, ``object`` for all else.

    ``entry`` is Keras's notation; ``args`` and ``kwargs`` hold `Given` in the places of tensors;
    ``source`` is the file of tests.
    """

    source: str
    of: str
    entry: Entry
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = {}  # noqa: RUF012 - never changed

    @property
    def name(self) -> str:
        return str(self.entry["class_name"])

    @property
    def tensors(self) -> list[Given]:
        return list(_tensors((self.args, self.kwargs)))

    @property
    def called(self) -> str:
        """The arguments of the call, without the values of tensors."""
        return repr(replaced((self.args, self.kwargs), lambda x, _: x._replace(values=None)))

    @property
    def key(self) -> str:
        """The same for two cases that only differ in the values of their tensors."""
        return f"({self.of!r}, {self.entry!r}, {self.called})"

    def keras_notation(self) -> Entry:
        """A model of inputs and the one layer, as ``to_json`` writes it."""
        if self.of == "model":
            return {key: item for key, item in self.entry.items() if key != "compile_config"}
        if self.of == "made":
            config: Entry = {"name": "stack", "layers": [self.entry]}
            return {"module": "keras", "class_name": "Sequential", "config": config}
        args, kwargs = replaced((self.args, self.kwargs), _keras_tensor)
        config = {**self.entry["config"], "name": LAYER}
        nodes = [{"args": list(args), "kwargs": kwargs}]
        judged = {**self.entry, "config": config, "name": LAYER, "inbound_nodes": nodes}
        inputs = [_input(number, x) for number, x in enumerate(self.tensors)]
        return {
            "module": "keras.src.models.functional",
            "class_name": "Functional",
            "config": {
                "name": "model",
                "layers": [*inputs, judged],
                "input_layers": [[one["name"], 0, 0] for one in inputs],
                "output_layers": [[LAYER, 0, 0]],
            },
        }

    def native(self, names: Sequence[str], *, spreads: bool) -> Entry | None:
        """The same in the native notation, None for a call that it has none for; ``names`` are
        those of the arguments of the class's ``call`` behind the inputs.
        """
        if self.of == "made" and self.name != "InputLayer":
            return {"layers": [{"type": self.name, **self.entry["config"]}]}
        if self.of != "layer" or not self.args:
            return None
        if isinstance(self.args[0], list | tuple) and len(self.args[0]) == 1:
            return None  # there a list of one name is the tensor itself
        args = replaced(self.args, lambda _, number: f"x{number}")
        before = len(list(_tensors(self.args)))
        kwargs = replaced(self.kwargs, lambda _, number: {"tensor": f"x{number + before}"})
        if not spreads:
            marked = replaced(self.args[1:], lambda _, at: {"tensor": f"x{at + 1}"})
            if len(list(_tensors(self.args[0]))) != 1 and len(self.args) > 1:
                return None
            args, kwargs = args[:1], {**dict(zip(names, marked, strict=False)), **kwargs}
        fields = {key: item for key, item in self.entry["config"].items() if key != "name"}
        layer = {"type": self.name, **fields, "name": LAYER}
        layer["inputs"] = args[0] if len(args) == 1 else list(args)
        if kwargs:
            layer["call"] = kwargs
        inputs = {f"x{number}": _native_input(x) for number, x in enumerate(self.tensors)}
        return {"inputs": inputs, "layers": [layer]}


def replaced(structure: Any, by: Any) -> Any:
    """The structure with what ``by`` makes of each of its tensors and its number."""
    count = iter(range(10**6))

    def walk(item: Any) -> Any:
        if isinstance(item, Given):
            return by(item, next(count))
        if isinstance(item, list | tuple):
            return type(item)([walk(one) for one in item])
        if isinstance(item, dict):
            return {key: walk(one) for key, one in item.items()}
        return item

    return walk(structure)


def _tensors(structure: Any) -> list[Given]:
    found: list[Given] = []
    replaced(structure, lambda x, _: found.append(x))
    return found


def _keras_tensor(x: Given, number: int) -> Entry:
    history = [f"x{number}", 0, 0]
    config = {"shape": list(x.shape), "dtype": x.dtype, "keras_history": history}
    return {"class_name": "__keras_tensor__", "config": config}


def _input(number: int, x: Given) -> Entry:
    name = f"x{number}"
    config = {"batch_shape": list(x.shape), "dtype": x.dtype, "sparse": x.sparse, "name": name}
    entry = {"module": "keras.layers", "class_name": "InputLayer", "config": config}
    return {**entry, "name": name, "inbound_nodes": []}


def _native_input(x: Given) -> Entry:
    sparse = {"sparse": True} if x.sparse else {}
    return {"batch_shape": list(x.shape), "dtype": x.dtype, **sparse}
