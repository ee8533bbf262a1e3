"""Hostile inputs from a seed: the same number and seed give the same bytes on every machine."""

import copy
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.fuzz.archives import zipped

GOOD = Path(__file__).parents[1] / "fixtures" / "good"
CORPUS = Path(__file__).parent / "corpus"
"""Models of every kind as Keras 3.15 writes them: shared, nested, recurrent, with operations."""
SCALARS: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**31, 2**63, -(2**63), 10**30, 10**400, 0.5, -0.0, 1e308),
    *(float("nan"), float("inf"), "", "relu", "same", "Dense", "\u202e\u0007", "\ud800", "a" * 999),
    *("keras", "os", "channels_first", "float16", "x:0", "../../etc/passwd", [], {}, [[]], [None]),
    *({"": None}, [0, -1, None], [10**10] * 5, {"class_name": "__tensor__", "config": None}),
)
KEYS = (
    *("type", "name", "inputs", "outputs", "layers", "units", "shape", "axis", "config", "module"),
    *("class_name", "registered_name", "inbound_nodes", "build_config", "compile", "loss", "fit"),
    *("metrics", "optimizer", "activation", "function", "layer", "args", "kwargs", "lint", "dtype"),
    *("keras_history", "filters", "kernel_size", "strides", "padding", "batch_shape", "task", ""),
)
TOKENS = (
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\ud800", b"null", b"NaN", b"-", b"1e999"),
    *(b"//", b"/*", b"# kspec: ignore[KS2]", b"\r\n", b"\r", b"\t", b"\x00", b"\xef\xbb\xbf"),
    *(b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"&a", b"*a", b"<<: *a", b"!!python/object", b"|"),
    *(b"- ", b"? ", b"%YAML 9", b"---", b"PK\x03\x04", b"9" * 5000, b"\xe2\x80\xa8", b"'"),
)
SUFFIXES = (".json", ".json", ".jsonc", ".yaml", ".keras", "")


class Input(NamedTuple):
    """Input to lint: a file's name, which chooses the format, and its bytes."""

    name: str
    data: bytes


def models(*folders: Path) -> list[Any]:
    """The models to mutate: every JSON file of some folders, in order of name."""
    paths = [path for folder in folders or (GOOD, CORPUS) for path in sorted(folder.glob("*.json"))]
    return [json.loads(path.read_bytes()) for path in paths]


def draw(rng: random.Random, seeds: Sequence[Any]) -> Input:
    """Draw an input of a random kind."""
    kind = rng.choice(KINDS)
    data = kind(rng, seeds)
    return Input("fuzz" + (".yaml" if kind is _yaml else rng.choice(SUFFIXES)), data)


def written(value: object, *, ascii_only: bool = False, indent: int | None = None) -> bytes:
    """A tree as JSON; a lone surrogate stays one, as bytes that are no UTF-8."""
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    return text.encode("utf-8", "surrogatepass")


def _written(value: object, rng: random.Random) -> bytes:
    return written(value, ascii_only=rng.random() < 0.5, indent=rng.choice((None, None, None, 1)))


def _bytes(rng: random.Random, _seeds: Sequence[Any]) -> bytes:
    parts = (
        rng.choice(TOKENS) if rng.random() < 0.8 else rng.randbytes(rng.randrange(6))
        for _ in range(rng.randrange(40))
    )
    return b"".join(parts)


def _tree(rng: random.Random, _seeds: Sequence[Any]) -> bytes:
    return _written(_value(rng, 5), rng)


def _value(rng: random.Random, depth: int) -> Any:
    kind = rng.random()
    if depth == 0 or kind < 0.3:
        return copy.deepcopy(rng.choice(SCALARS))
    if kind < 0.55:
        return [_value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {rng.choice(KEYS): _value(rng, depth - 1) for _ in range(rng.randrange(7))}


def _mutated(rng: random.Random, seeds: Sequence[Any]) -> bytes:
    return _written(_mutated_tree(rng, seeds), rng)


def _mutated_tree(rng: random.Random, seeds: Sequence[Any]) -> Any:
    tree = [copy.deepcopy(rng.choice(seeds))]
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        rng.choice(CHANGES)(rng, *place(rng, tree))
    return tree[0] if tree else None


def _spliced(rng: random.Random, seeds: Sequence[Any]) -> bytes:
    data = bytearray(_mutated(rng, seeds))
    _splice(rng, data)
    return bytes(data)


def _splice(rng: random.Random, data: bytearray) -> None:
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(data) + 1)
        data[at : at + rng.choice((0, 0, 1, 1, 9, 200))] = rng.choice((b"", *TOKENS))


def _yaml(rng: random.Random, seeds: Sequence[Any]) -> bytes:
    tree = _mutated_tree(rng, seeds)
    text: str = yaml.safe_dump(
        tree, allow_unicode=True, default_flow_style=rng.choice((None, True))
    )
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    _splice(rng, data)
    return bytes(data)


def _archive(rng: random.Random, seeds: Sequence[Any]) -> bytes:
    return zipped(rng, _mutated(rng, seeds))


KINDS: tuple[Callable[[random.Random, Sequence[Any]], bytes], ...] = (
    *(_bytes, _bytes, _bytes, _bytes, _tree, _tree, _tree, _tree, _spliced, _spliced),
    *(_mutated, _mutated, _mutated, _mutated, _mutated, _mutated, _yaml, _archive),
)


def place(rng: random.Random, tree: list[Any]) -> tuple[Any, Any]:
    """A container of the tree and one of its keys, reached by a random walk."""
    holder: Any = tree
    key: Any = 0
    while holder:
        key = rng.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        if not isinstance(holder[key], dict | list) or not holder[key] or rng.random() < 0.15:
            break
        holder = holder[key]
    return holder, key


def _replace(rng: random.Random, holder: Any, key: Any) -> None:
    if holder:
        holder[key] = copy.deepcopy(rng.choice(SCALARS))


def _grow(rng: random.Random, holder: Any, key: Any) -> None:
    if holder:
        holder[key] = _value(rng, 3)


def _remove(_rng: random.Random, holder: Any, key: Any) -> None:
    if holder:
        del holder[key]


def _wrap(rng: random.Random, holder: Any, key: Any) -> None:
    if holder:
        holder[key] = rng.choice(([holder[key]], {rng.choice(KEYS): holder[key]}))


def _repeat(rng: random.Random, holder: Any, key: Any) -> None:
    if isinstance(holder, list) and holder:
        holder[key:key] = [copy.deepcopy(holder[key]) for _ in range(rng.randrange(1, 4))]
    elif holder:
        holder[rng.choice(KEYS)] = copy.deepcopy(holder[key])


def _rename(rng: random.Random, holder: Any, key: Any) -> None:
    if isinstance(holder, dict) and holder:
        holder[rng.choice((*KEYS, str(key) + "s"))] = holder.pop(key)


def _shuffle(rng: random.Random, holder: Any, _key: Any) -> None:
    if isinstance(holder, list):
        rng.shuffle(holder)


CHANGES: tuple[Callable[[random.Random, Any, Any], None], ...] = (
    *(_replace, _replace, _replace, _grow, _remove, _wrap, _repeat, _rename, _shuffle),
)
