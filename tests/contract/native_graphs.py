"""Random native specs: branches, shared layers, models inside, operations, call arguments, several
outputs; and the same with one thing wrong.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.contract.native_oracle import Maker, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contract.graphs import Draw

    Entry = dict[str, Any]

PLAIN: list[Entry] = [
    {"type": "Dense", "units": 3},
    {"type": "Dense", "units": 2, "activation": "relu", "trainable": False},
    {"type": "BatchNormalization"},
    {"type": "LayerNormalization"},
    {"type": "Dropout", "rate": 0.5},
    {"type": "Flatten"},
    {"type": "RepeatVector", "n": 4},
    {"type": "Conv1D", "filters": 2, "kernel_size": 2, "padding": "same"},
    {"type": "MaxPooling1D"},
    {"type": "GlobalAveragePooling1D"},
    {"type": "Permute", "dims": [2, 1]},
    {"type": "Reshape", "target_shape": [-1, 1]},
    {"type": "LSTM", "units": 3, "return_state": True},
    {"type": "GRU", "units": 2, "return_sequences": True},
    {"type": "Bidirectional", "layer": {"type": "SimpleRNN", "units": 2}},
    {"type": "TimeDistributed", "layer": {"type": "Dense", "units": 2}},
    {"type": "MultiHeadAttention", "num_heads": 2, "key_dim": 2},
    {"type": "keras.ops.relu"},
    {"type": "keras.ops.mean", "axis": -1, "keepdims": True},
    {"type": "keras.ops.max", "axis": 1},
    {"type": "keras.ops.split", "indices_or_sections": [1], "axis": -1},
    {"type": "keras.ops.expand_dims", "axis": 1},
]
PAIRED: list[Entry] = [
    {"type": "Add"},
    {"type": "Multiply"},
    {"type": "Concatenate"},
    {"type": "Concatenate", "axis": 1},
    {"type": "keras.ops.add"},
    {"type": "keras.ops.concatenate", "axis": -1},
    {"type": "keras.ops.stack", "axis": 1},
]
# Not a causal mask beside the scores: Keras lets it stick to them, and what takes masks fails.
ARGUMENTS: dict[str, Entry] = {
    "BatchNormalization": {"training": True},
    "MultiHeadAttention": {"return_attention_scores": True},
}
STACK: Entry = {
    "type": "Sequential",
    "layers": [
        {"type": "Dense", "units": 2, "name": "first"},
        {"type": "BatchNormalization", "name": "second"},
    ],
}


def random_spec(draw: Draw) -> Entry:
    """A spec that Keras makes: an entry that it refuses is left out."""
    return _Grower(draw).spec()


class _Grower:
    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.layers: list[Entry] = []
        shapes = [self.one([[3], [4], [4, 3], [5, 2]]) for _ in range(self.one([1, 2]))]
        self.inputs = {f"in{at}": {"shape": shape} for at, shape in enumerate(shapes)}
        self.outputs = dict.fromkeys(self.inputs, 1)
        self.maker = Maker({"inputs": self.inputs, "layers": self.layers}, ())

    def one(self, items: list[Any]) -> Any:
        return self.draw(st.sampled_from(items))

    def spec(self) -> Entry:
        steps: list[Callable[[], Entry]] = [self.plain, self.pair, self.again, self.nest]
        for at in range(self.one([2, 4, 6, 8])):
            self.grow({**self.one([self.plain, *steps])(), "name": f"n{at}"})
        if not self.layers:
            self.grow({"type": "Dense", "units": 2, "inputs": "in0", "name": "n9"})
        taken = str([{**entry, "name": ""} for entry in self.layers])
        ends: Any = [entry["name"] for entry in self.layers if f"'{entry['name']}'" not in taken]
        if self.one([True, False]):
            ends = {f"out{at}": end for at, end in enumerate(ends[::-1])}
        return {"inputs": self.inputs, "layers": self.layers, "outputs": ends}

    def grow(self, entry: Entry) -> None:
        """Add an entry that Keras takes."""
        self.layers.append(entry)
        try:
            self.maker.make(len(self.layers) - 1, copy.deepcopy(entry))
        except RefusedError:
            self.layers.pop()
            return
        given = self.maker.outputs[entry["name"]]
        self.outputs[entry["name"]] = len(self.maker.keras.tree.flatten(given))

    def tensor(self) -> Any:
        name = self.one(list(self.outputs))
        index = self.one(list(range(self.outputs[name])))
        return {"tensor": name, "output": index} if index else name

    def plain(self) -> Entry:
        entry = dict(self.one(PLAIN))
        if entry["type"] in ARGUMENTS and self.one([True, False]):
            entry["call"] = ARGUMENTS[entry["type"]]
        return {**entry, "inputs": self.tensor()}

    def pair(self) -> Entry:
        pair = [self.tensor(), self.tensor()]
        one, other = self.maker.tensors(pair)
        # A batch against an axis of another tensor fits for one size of the batch.
        return {**self.one(PAIRED), "inputs": pair} if one.ndim == other.ndim else self.plain()

    def again(self) -> Entry:
        made = [one for one in self.layers if not one.get("type", "keras.").startswith("keras.")]
        if not made:
            return self.plain()
        return {"layer": self.one(made)["name"], "inputs": self.tensor()}

    def nest(self) -> Entry:
        if self.one([True, False]):
            return {**copy.deepcopy(STACK), "inputs": self.tensor()}
        dense = {"type": "Dense", "units": 2, "name": "kept", "inputs": "a"}
        lost = {"type": "Dense", "units": 5, "name": "lost", "inputs": "a"}
        own: Entry = {"inputs": {"a": {"shape": self.one([[3], [4, 3]])}}, "layers": [dense, lost]}
        ends = self.one(["kept", ["kept", "kept"], {"z": "kept", "b": "kept"}])
        return {"type": "Functional", **own, "outputs": ends, "call": {"inputs": self.tensor()}}


def spoil(draw: Draw, spec: Entry) -> None:
    """Change one thing, which may or may not be wrong."""
    entry = draw(st.sampled_from(spec["layers"]))
    what = draw(st.sampled_from(["nothing there", "name twice", "circle", "rank", "axis", "order"]))
    if what == "name twice":
        spec["layers"].append(copy.deepcopy(entry))
        return
    place = entry["call"] if entry.get("type") == "Functional" else entry
    if what == "axis":
        entry.update({"axis": 3} if "axis" in entry else {})
    elif what == "order" and isinstance(place["inputs"], list):
        place["inputs"] = place["inputs"][::-1]
    elif what != "order":
        given = draw(st.sampled_from(list(spec["inputs"]))) if what == "rank" else "gone"
        given = entry["name"] if what == "circle" else given
        several = isinstance(place["inputs"], list)
        place["inputs"] = [given, *place["inputs"][1:]] if several else given
